import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { home } from '../../lab/home.ts';
import { playbookNames } from './catalogue.ts';
import { inventories } from './environment.ts';
import { packs } from './playbook.ts';

const page = readFileSync(join(home, 'docs', 'judge.md'), 'utf8');
const rows = [...page.matchAll(/^\| `([a-z][a-z-]+)` \|/gm)].map(([, name]) => name);

describe('docs/judge.md', () => {
  it('has a row for each playbook and each pack, and for none that there is not', () => {
    expect(rows).toEqual([...playbookNames, ...packs]);
  });

  it('names the shapes of an inventory', () => {
    expect(page).toContain(`--inventory ${inventories.join('|')}`);
  });
});
