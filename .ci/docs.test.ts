import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesEndingIn, root } from './files.ts';
import { commandsNamedIn, headingsOf, linksOf, scriptsNamedIn } from './markdown.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = filesEndingIn('.md');
const { scripts } = JSON.parse(read('package.json'));

/** What is wrong with the links of a page; only those within the repository can be judged here. */
function brokenLinks(page: string): string[] {
  return linksOf(read(page)).flatMap(({ target, line }) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [file = '', heading] = target.split('#');
    const path = file === '' ? page : normalize(join(dirname(page), file));
    if (!existsSync(join(root, path))) return [`${page}:${line} links to ${target}: there is no ${path}`];
    if (heading === undefined || statSync(join(root, path)).isDirectory()) return [];
    return headingsOf(read(path)).includes(heading) ? [] : [`${page}:${line} links to ${target}: no such heading`];
  });
}

describe('the pages of the repository', () => {
  it.each(pages)('%s has links that lead somewhere', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it.each(pages)('%s names npm scripts that exist', (page) => {
    expect(scriptsNamedIn(read(page)).filter((name) => !(name in scripts))).toEqual([]);
  });

  it('name commands that exist', () => {
    const { stdout } = spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), '--help'], { encoding: 'utf8' });
    const named = pages.flatMap((page) => commandsNamedIn(read(page)).map((name) => `${page}: rackless ${name}`));
    expect(named.filter((text) => !new RegExp(`^  ${text.split(' ').at(-1)} `, 'm').test(stdout))).toEqual([]);
  });

  it('name every room on the map in CONTRIBUTING', () => {
    const { include } = JSON.parse(read('tsconfig.json'));
    const rooms = include.filter((entry: string) => !entry.includes('*') && existsSync(join(root, entry)));
    expect(rooms.filter((room: string) => !read('CONTRIBUTING.md').includes(`\`${room}/\``))).toEqual([]);
  });
});

describe('a page', () => {
  it('has its links, wherever they stand', () => {
    const page = [
      '[a](docs/a.md)',
      '`[no](code.md)`',
      '```',
      '[no](block.md)',
      '```',
      '![b](b.png) and [c]: c.md',
    ].join('\n');
    expect(linksOf(page)).toEqual([
      { target: 'docs/a.md', line: 1 },
      { target: 'b.png', line: 6 },
    ]);
  });

  it('has headings by which a link finds them', () => {
    const page = '# The house\n## `npm start`: two commands\n```\n# no heading\n```\n## The house\n';
    expect(headingsOf(page)).toEqual(['the-house', 'npm-start-two-commands', 'the-house-1']);
  });

  it('names its commands, in code alone', () => {
    const page =
      'rackless no `rackless up` and `npx rackless list kinds`\n```sh\nnpx rackless conform nxos\n$ rackless lab\n```\n';
    expect(commandsNamedIn(page)).toEqual(['up', 'list', 'conform', 'lab']);
  });

  it('names its npm scripts', () => {
    expect(scriptsNamedIn('`npm start`, `npm test`, npm run test:long, npm run --silent types; npm ci')).toEqual([
      'start',
      'test',
      'test:long',
      'types',
    ]);
  });
});
