import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dockerfile, environment, outside, wordsOf } from './container.ts';
import type { Instruction } from './dockerfile.ts';
import { root } from './files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rackless-image-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One stage of the image: a folder that stands for its root. */
interface Stage {
  path: string;
  workdir: string;
}

/** Copies as COPY does: of several sources each into the target, a folder's content rather than the folder. */
function copy({ flags, text }: Instruction, stage: Stage, stages: ReadonlyMap<string, Stage>): void {
  const words = text.split(/\s+/);
  const target = join(stage.path, stage.workdir, words.pop() ?? '');
  const from = flags.from === undefined ? context() : stages.get(flags.from)?.path;
  for (const source of words) {
    const path = join(from ?? '', source);
    const isFolder = source === '.' || !/\.[a-z]+$/.test(source);
    cpSync(path, isFolder ? target : join(target, basename(source)), { recursive: true });
  }
}

/** The build context: what the repository has committed or is about to, as .dockerignore leaves it. */
function context(): string {
  const path = join(folder, 'context');
  if (existsSync(path)) return path;
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  for (const file of list.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    cpSync(join(root, file), join(path, file));
  }
  return path;
}

/** Runs a line of the image's shell here: absolute folders lie in the stage, and files stay with whoever runs this. */
function run({ text }: Instruction, { path, workdir }: Stage): void {
  const here = text.replace(/(?<=\s)\/(?=var\/)/g, `${path}/`).replace(/chown node:node/g, 'chown "$(id -u):$(id -g)"');
  execFileSync('sh', ['-c', here], { cwd: join(path, workdir), stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Goes through the Dockerfile line by line, as an engine would. @returns the folder of the last stage */
function build(): Stage {
  const stages = new Map<string, Stage>();
  let stage: Stage = { path: '', workdir: '/' };
  for (const instruction of dockerfile) {
    const { name, text } = instruction;
    if (name === 'FROM') {
      const [, label = 'last'] = / AS (\S+)$/.exec(text) ?? [];
      stage = { path: join(folder, label), workdir: '/' };
      stages.set(label, stage);
    }
    if (name === 'WORKDIR') stage.workdir = text;
    mkdirSync(join(stage.path, stage.workdir), { recursive: true });
    if (name === 'COPY') copy(instruction, stage, stages);
    if (name === 'RUN') run(instruction, stage);
  }
  return stage;
}

it('is built by the very lines of the Dockerfile, and starts with nothing else beside it', async () => {
  const { path, workdir } = build();
  const place = {
    home: join(path, workdir),
    state: join(path, 'var/lib/rackless'),
    address: `127.78.${(process.pid >> 8) & 255}.${process.pid & 255}`,
  };
  expect(existsSync(join(place.home, 'node_modules/vitest'))).toBe(false);
  expect(existsSync(join(place.home, '.git'))).toBe(false);

  const [program = '', ...args] = outside([...wordsOf('ENTRYPOINT'), ...wordsOf('CMD'), '--json'], place);
  const lab = spawn(program, args, { cwd: place.home, env: environment(place), stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await Promise.race([once(lab.stdout.setEncoding('utf8'), 'data'), once(lab, 'exit')]);
    expect(String(line)).toContain('"ready":true');
  } finally {
    lab.kill('SIGTERM');
    await once(lab, 'exit');
  }
  expect(lab.exitCode).toBe(0);
});
