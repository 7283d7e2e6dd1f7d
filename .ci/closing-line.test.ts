import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rackless-closing-line-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs vitest with this reporter alone on made-up test files. */
function run(files: Record<string, string>, environment: Record<string, string> = {}, ...args: string[]) {
  for (const [name, body] of Object.entries(files)) {
    writeFileSync(join(folder, name), `import { expect, it } from '${join(root, 'node_modules/vitest')}';\n${body}`);
  }
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporter = join(root, '.ci/closing-line.ts');
  const { RACKLESS_NO_SKIP: _, ...inherited } = process.env;
  const { status, stdout } = spawnSync(
    process.execPath,
    [vitest, 'run', '--root', folder, '--reporter', reporter, ...args],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...inherited, ...environment },
    },
  );
  return { status, lines: stdout.trim().split('\n') };
}

const pass = "it('holds', () => {});";
const skip = "it.skip('needs a tool', () => { 'no-such-tool'; });";

describe('the closing line of a run', () => {
  it('counts what passed and what failed', () => {
    const { status, lines } = run({ 'a.test.ts': `${pass} it('breaks', () => expect(1).toBe(2));` });
    expect(status).toBe(1);
    expect(lines.at(-1)).toBe('1 passed, 1 failed');
  });

  it('counts a file that cannot be loaded', () => {
    expect(run({ 'a.test.ts': pass, 'b.test.ts': "throw new Error('no');" }).lines.at(-1)).toBe('1 passed, 1 failed');
  });

  it('counts an error outside of any test', () => {
    const { lines } = run({ 'a.test.ts': "it('holds', () => { void Promise.reject(new Error('late')); });" });
    expect(lines.at(-1)).toBe('1 passed, 1 failed');
  });

  it('comes after the names of those who were skipped', () => {
    const { status, lines } = run({ 'a.test.ts': `${pass} ${skip}` });
    expect(status).toBe(0);
    expect(lines).toEqual(expect.arrayContaining(['Skipped:', '  a.test.ts: needs a tool']));
    expect(lines.at(-1)).toBe('1 passed, 0 failed, 1 skipped');
  });

  it('makes a skipped test a failed run where none may be skipped', () => {
    const { status, lines } = run({ 'a.test.ts': `${pass} ${skip}` }, { RACKLESS_NO_SKIP: '1' });
    expect(status).toBe(1);
    expect(lines).toContain('RACKLESS_NO_SKIP=1 allows no skipped test, so this run has failed.');
  });

  it('names a test that needs a right which the machine does not give, and lets the run pass', () => {
    const needsRight = "it.skip('crosses networks (where the machine permits it)', () => {});";
    const { status, lines } = run({ 'a.test.ts': `${pass} ${needsRight}` }, { RACKLESS_NO_SKIP: '1' });
    expect(status).toBe(0);
    expect(lines).toContain('  a.test.ts: crosses networks (where the machine permits it)');
  });

  it('lets a run be narrowed', () => {
    const { status, lines } = run({ 'a.test.ts': `${pass} ${skip}` }, { RACKLESS_NO_SKIP: '1' }, '-t', 'holds');
    expect(status).toBe(0);
    expect(lines).not.toContain('Skipped:');
  });
});
