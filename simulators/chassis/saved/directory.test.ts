import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStateDirectory, type StateDirectory } from './directory.ts';

let home: string;
let path: string;
const opened: StateDirectory[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'rackless-state-'));
  path = join(home, 'state');
});
afterEach(async () => {
  for (const directory of opened.splice(0)) await directory.close();
  rmSync(home, { recursive: true, force: true });
});

async function open(): Promise<StateDirectory> {
  const directory = await openStateDirectory(path);
  opened.push(directory);
  return directory;
}

const store = (hostname: string): object => ({ startup: { hostname } });

describe('openStateDirectory', () => {
  it('makes a missing directory, and gives each device what it left', async () => {
    const first = await open();
    expect(first.devices()).toEqual([]);
    expect(first.load('n9k-1')).toBeUndefined();
    await first.disk('n9k-1').write({}, store('one'));
    await first.disk('asa-1').write({}, store('two'));
    await first.close();

    const second = await open();
    expect(second.path).toBe(path);
    expect(second.devices()).toEqual(['asa-1', 'n9k-1']);
    expect(second.load('n9k-1')).toEqual(store('one'));
    expect(second.load('asa-1')).toEqual(store('two'));
  });

  it('counts no device that left nothing', async () => {
    const directory = await open();
    directory.disk('n9k-1');
    mkdirSync(join(path, 'devices', 'n9k-2'));
    expect(directory.devices()).toEqual([]);
  });

  it('forgets a device for good', async () => {
    const directory = await open();
    const disk = directory.disk('n9k-1');
    const written = disk.write({}, store('one'));
    await directory.remove('n9k-1');
    await written;
    expect(directory.devices()).toEqual([]);
    expect(readdirSync(join(path, 'removed'))).toEqual([]);
    await expect(disk.write({}, store('late'))).rejects.toThrow('the device n9k-1 was removed');
    expect(directory.load('n9k-1')).toBeUndefined();
    await directory.disk('n9k-1').write({}, store('again'));
    expect(directory.load('n9k-1')).toEqual(store('again'));
    await directory.remove('never-there');
  });

  it('clears away what a crash during a removal left', async () => {
    await (await open()).close();
    mkdirSync(join(path, 'removed', 'half', 'way'), { recursive: true });
    await open();
    expect(readdirSync(join(path, 'removed'))).toEqual([]);
  });

  it('has done all writes when it is closed, and takes none afterwards', async () => {
    const directory = await open();
    const disk = directory.disk('n9k-1');
    const facts = directory.facts('host-ports');
    void disk.write({}, store('one'));
    void facts.write({ port: 2201 });
    await directory.close();
    await expect(disk.write({}, store('two'))).rejects.toThrow(`the state directory ${path} is closed`);
    await expect(facts.write({})).rejects.toThrow('is closed');
    expect(() => directory.load('n9k-1')).toThrow('is closed');
    const again = await open();
    expect(again.load('n9k-1')).toEqual(store('one'));
    expect(again.facts('host-ports').read()).toEqual({ port: 2201 });
  });

  it.each(['', '.', '..', '../n9k-1', 'a/b', '-f', 'a\0b', 'a b', 'x'.repeat(129)])(
    'keeps nothing under the name %j',
    async (name) => {
      const directory = await open();
      expect(() => directory.disk(name)).toThrow(`${JSON.stringify(name)} cannot be kept under that name`);
      expect(() => directory.facts(name)).toThrow('cannot be kept under that name');
    },
  );

  it('refuses a directory that holds something else, and leaves it as it was', async () => {
    mkdirSync(path);
    writeFileSync(join(path, 'lock'), 'mine');
    writeFileSync(join(path, 'thesis.tex'), '');
    await expect(openStateDirectory(path)).rejects.toThrow(`${path} holds thesis.tex but no rackless.json`);
    expect(readFileSync(join(path, 'lock'), 'utf8')).toBe('mine');
    expect(readdirSync(path)).toEqual(['lock', 'thesis.tex']);
  });

  it('gives the lock back when it cannot open', async () => {
    await (await open()).close();
    writeFileSync(join(path, 'rackless.json'), '{"format":99}');
    await expect(openStateDirectory(path)).rejects.toThrow('the state is in format 99');
    expect(existsSync(join(path, 'lock'))).toBe(false);
  });

  it('is held by one process at a time, which is named, and is free once that is killed', async () => {
    const child = holdElsewhere(path);
    try {
      expect(String(await once(child.stdout, 'data'))).toBe('open\n');
      await expect(openStateDirectory(path)).rejects.toThrow(`is in use by process ${child.pid} since `);
    } finally {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    expect((await open()).devices()).toEqual([]);
  });
});

/** A process of its own that opens the directory, says so, and stays. */
function holdElsewhere(where: string): ChildProcess & { stdout: NonNullable<ChildProcess['stdout']> } {
  const built = pathToFileURL(join(import.meta.dirname, '../../../dist/simulators/chassis/saved/directory.js')).href;
  const script = `
    const { openStateDirectory } = await import(${JSON.stringify(built)});
    await openStateDirectory(${JSON.stringify(where)});
    console.log('open');
    setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

describe('facts', () => {
  it('are what was last written, also by an earlier process', async () => {
    const facts = (await open()).facts('host-ports');
    expect(facts.read()).toBeUndefined();
    await facts.write({ 'n9k-1 mgmt0 8443': 8443 });
    expect(facts.read()).toEqual({ 'n9k-1 mgmt0 8443': 8443 });
    const written = Array.from({ length: 100 }, (_, port) => facts.write({ port }));
    await Promise.all(written);
    expect(facts.read()).toEqual({ port: 99 });
    expect(readdirSync(join(path, 'facts'))).toEqual(['host-ports.json']);
  });

  it('under way are on disk when the directory is closed', async () => {
    const directory = await open();
    void directory.facts('host-ports').write({ port: 2201 });
    await directory.close();
    expect(readFileSync(join(path, 'facts', 'host-ports.json'), 'utf8')).toBe('{\n  "port": 2201\n}\n');
  });

  it('that are no JSON are told with their file', async () => {
    const facts = (await open()).facts('host-ports');
    writeFileSync(join(path, 'facts', 'host-ports.json'), '{"port":');
    expect(() => facts.read()).toThrow(`${join(path, 'facts', 'host-ports.json')}: this is not JSON`);
  });
});
