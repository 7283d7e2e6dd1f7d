import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lock } from './lock.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rackless-lock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A lock file as another process might have left it. */
const leave = (holder: object | string): void =>
  writeFileSync(join(directory, 'lock'), typeof holder === 'string' ? holder : JSON.stringify(holder));

/** What this process's own lock file says. */
function own(): Record<string, unknown> {
  const unlock = lock(directory);
  const text = readFileSync(join(directory, 'lock'), 'utf8');
  unlock();
  return JSON.parse(text);
}

describe('lock', () => {
  it('refuses a second taker, naming process and since when, and leaves nothing else behind', () => {
    const unlock = lock(directory);
    expect(() => lock(directory)).toThrow(
      new RegExp(
        `the state directory ${directory} is in use by process ${process.pid} since \\d{4}-.*Z; stop that process`,
      ),
    );
    expect(readdirSync(directory)).toEqual(['lock']);
    unlock();
    expect(readdirSync(directory)).toEqual([]);
    lock(directory)();
  });

  it('takes over from a process that is gone', () => {
    // Process numbers end at 2^22.
    leave({ ...own(), pid: 2 ** 22 + 1 });
    lock(directory)();
    expect(existsSync(join(directory, 'lock'))).toBe(false);
  });

  it('takes over from a process whose number another one has now', () => {
    leave({ ...own(), started: 'an earlier boot 17' });
    lock(directory)();
  });

  it('takes over a lock that names nobody', () => {
    for (const text of ['', '{"pid":', '[]', 'null']) {
      leave(text);
      lock(directory)();
    }
  });

  it('does not judge whether a process of another machine is gone, and says what to do', () => {
    leave({ ...own(), host: `not-${hostname()}`, pid: 2 ** 22 + 1 });
    expect(() => lock(directory)).toThrow(`on not-${hostname()}`);
    expect(() => lock(directory)).toThrow(`if it no longer runs, remove ${join(directory, 'lock')}`);
  });

  it('stands back while another process takes over, and not for ever', () => {
    leave({ ...own(), pid: 2 ** 22 + 1 });
    const guard = join(directory, 'lock.takeover');
    writeFileSync(guard, '');
    expect(() => lock(directory)).toThrow('is in use by process 4194305');
    expect(existsSync(guard)).toBe(true);
    const minuteAgo = Date.now() / 1000 - 60;
    utimesSync(guard, minuteAgo, minuteAgo);
    lock(directory)();
    expect(readdirSync(directory)).toEqual([]);
  });

  it("does not give back a lock that is another process's by now", () => {
    const other = { ...own(), pid: process.ppid };
    const unlock = lock(directory);
    leave(other);
    unlock();
    expect(existsSync(join(directory, 'lock'))).toBe(true);
  });
});
