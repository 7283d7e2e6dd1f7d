import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { missingTools } from './closing-line.ts';
import { has } from './tools.ts';

describe('a tool', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rackless-tools-'));
    vi.stubEnv('PATH', folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('is there when PATH has a program of that name', () => {
    expect(has('curl')).toBe(false);
    writeFileSync(join(folder, 'curl'), '');
    chmodSync(join(folder, 'curl'), 0o755);
    expect(has('curl')).toBe(true);
  });

  it('is not there when the file is no program', () => {
    writeFileSync(join(folder, 'curl'), '');
    mkdirSync(join(folder, 'scp'));
    expect([has('curl'), has('scp')]).toEqual([false, false]);
  });
});

describe('the tools that a skipped test misses', () => {
  const source = 'const a = has(\'openssl\'); spawn("ssh"); // curl, sftp';

  it('are those that its file names in quotation marks', () => {
    expect(missingTools(source, () => false)).toEqual(['openssl', 'ssh']);
  });

  it('are not those that are here', () => {
    expect(missingTools(source, (tool) => tool === 'openssl')).toEqual(['ssh']);
  });
});
