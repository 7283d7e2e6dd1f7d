import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { produce } from 'immer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Table } from '../table.ts';
import { logLine } from './log.ts';
import { SavedStore } from './store.ts';

interface Store {
  readonly flash: Readonly<Record<string, number>>;
  readonly users: Table<{ readonly roles: readonly string[] }>;
  readonly turn: number;
}

const factory: Store = {
  flash: { 'nxapi/': 0 },
  users: Table.from([['admin', { roles: ['network-admin'] }]]),
  turn: 0,
};

/** The store after `turn` changes of several sorts. */
function later(store: Store): Store {
  return produce(store, (draft) => {
    draft.turn++;
    draft.flash[`file-${draft.turn}`] = draft.turn;
    if (draft.turn % 3 === 0) delete draft.flash[`file-${draft.turn - 1}`];
    draft.users = draft.users.put(`user-${draft.turn % 4}`, { roles: [`role-${draft.turn}`] });
  });
}

let home: string;
let directory: string;
let log: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'rackless-store-'));
  directory = join(home, 'n9k-1');
  log = join(directory, 'store.log');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const reloaded = (): object | undefined => new SavedStore(directory).load();

/** Writes the factory store and `count` later ones, each acknowledged before the next. */
async function history(count: number): Promise<Store[]> {
  const store = new SavedStore(directory);
  const states = [factory];
  await store.write(factory, factory);
  for (let turn = 1; turn <= count; turn++) {
    const before = states.at(-1) ?? factory;
    const after = later(before);
    await store.write(before, after);
    states.push(after);
  }
  return states;
}

describe('SavedStore', () => {
  it('has nothing where nothing was written, and makes nothing', () => {
    expect(reloaded()).toBeUndefined();
    expect(() => statSync(directory)).toThrow('ENOENT');
  });

  it('gives back what was last written', async () => {
    const states = await history(5);
    expect(reloaded()).toEqual(states.at(-1));
  });

  it('goes on where an earlier process ended', async () => {
    const states = await history(2);
    const store = new SavedStore(directory);
    const last = store.load() as Store;
    await store.write(last, later(last));
    expect(reloaded()).toEqual(later(states.at(-1) ?? factory));
  });

  it('takes a write before it was asked to load', async () => {
    await history(2);
    const other = { flash: {}, users: Table.from([]), turn: -1 };
    await new SavedStore(directory).write(factory, other);
    expect(reloaded()).toEqual(other);
  });

  it('is readable by its owner only', async () => {
    await history(1);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    for (const name of ['store.json', 'store.log']) {
      expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    }
  });

  it('writes once for all writes of one tick', async () => {
    const store = new SavedStore(directory);
    await store.write(factory, factory);
    let state = factory;
    const written: Promise<void>[] = [];
    for (let turn = 0; turn < 50; turn++) {
      const after = later(state);
      written.push(store.write(state, after));
      state = after;
    }
    await Promise.all(written);
    expect(readFileSync(log, 'utf8').split('\n')).toHaveLength(2);
    expect(reloaded()).toEqual(state);
  });

  it('writes nothing for a tree that is equal', async () => {
    const store = new SavedStore(directory);
    await store.write(factory, factory);
    await store.write(factory, { ...factory });
    expect(statSync(log).size).toBe(0);
  });

  it('makes durable what the tree names before it writes the tree', async () => {
    const seen: string[] = [];
    const store = new SavedStore(directory, { before: async () => void seen.push(JSON.stringify(reloaded() ?? null)) });
    await store.write({}, { turn: 1 });
    await store.write({}, { turn: 2 });
    expect(seen).toEqual(['null', '{"turn":1}']);
  });

  it('does not write a tree whose bytes could not be kept', async () => {
    const full = new SavedStore(directory, { before: () => Promise.reject(new Error('no room for blobs')) });
    await expect(full.write(factory, factory)).rejects.toThrow('no room for blobs');
    expect(reloaded()).toBeUndefined();
  });

  it('refuses a value that cannot be saved with its place, and takes the next tree', async () => {
    const store = new SavedStore(directory);
    await store.write(factory, factory);
    const wrong = { ...factory, flash: { bytes: Buffer.alloc(1) } };
    await expect(store.write(factory, wrong)).rejects.toThrow('flash.bytes: a Buffer cannot be saved');
    await store.write(wrong, later(factory));
    expect(reloaded()).toEqual(later(factory));
  });

  it('takes no write once it is closed, and has done those before', async () => {
    const store = new SavedStore(directory);
    const written = store.write(factory, factory);
    await store.close('the lab has stopped');
    await expect(store.write(factory, factory)).rejects.toThrow('the lab has stopped');
    await written;
    expect(reloaded()).toEqual(factory);
  });

  it('writes the whole tree after a write that failed', async () => {
    const store = new SavedStore(directory);
    await store.write(factory, factory);
    renameSync(log, `${log}.kept`);
    mkdirSync(log);
    const failing = later(factory);
    await expect(store.write(factory, failing)).rejects.toThrow(`cannot write ${log}: EISDIR`);
    rmSync(log, { recursive: true });
    renameSync(`${log}.kept`, log);
    writeFileSync(log, 'the first half of a rec', { flag: 'a' });
    const next = later(failing);
    await store.write(failing, next);
    await store.write(next, later(next));
    expect(reloaded()).toEqual(later(next));
  });
});

describe('a write that failed', () => {
  it('though its record reached the disk, is undone by writing the tree before it again', async () => {
    const store = new SavedStore(directory);
    await store.write(factory, factory);
    rmSync(log);
    mkdirSync(log);
    await expect(store.write(factory, later(factory))).rejects.toThrow('EISDIR');
    rmSync(log, { recursive: true });
    writeFileSync(log, logLine({ seq: 2, difference: { edit: { turn: { set: 1 } } } }));
    await store.write(later(factory), factory);
    expect(reloaded()).toEqual(factory);
  });
});

describe('a log that was cut short', () => {
  it('at any byte, gives the last state whose record is whole', async () => {
    const states = await history(12);
    const whole = readFileSync(log);
    const ends = [0];
    for (let at = whole.indexOf(10); at >= 0; at = whole.indexOf(10, at + 1)) ends.push(at + 1);
    expect(ends).toHaveLength(states.length);
    for (let length = 0; length <= whole.length; length++) {
      writeFileSync(log, whole.subarray(0, length));
      expect(reloaded()).toEqual(states[ends.findLastIndex((end) => end <= length)]);
      expect(statSync(log).size).toBe(ends.findLast((end) => end <= length));
    }
  });

  it('is written on from its last whole record, and says what was left out', async () => {
    const states = await history(3);
    writeFileSync(log, readFileSync(log).subarray(0, -4));
    const notices: string[] = [];
    const store = new SavedStore(directory, { notice: (text) => notices.push(text) });
    const last = store.load() as Store;
    expect(last).toEqual(states[2]);
    expect(notices).toEqual([expect.stringMatching(/store\.log: left out \d+ bytes/)]);
    await store.write(last, { ...last, turn: 99 });
    expect(reloaded()).toEqual({ ...states[2], turn: 99 });
  });

  it('by a power cut, with other bytes in place of the last record, still gives the record before', async () => {
    const states = await history(3);
    const bytes = readFileSync(log);
    const last = bytes.lastIndexOf(10, -2) + 1;
    writeFileSync(log, Buffer.concat([bytes.subarray(0, last), Buffer.alloc(100), Buffer.from('\n')]));
    expect(reloaded()).toEqual(states[2]);
  });
});

describe('a damaged store', () => {
  it('is never read as a state that was not written', async () => {
    const states = await history(8);
    const whole = readFileSync(log);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        writeFileSync(log, bytes);
        let state: object | undefined;
        try {
          state = reloaded();
        } catch (error) {
          expect(String(error)).toMatch(/store\.log:\d+: /);
          return;
        }
        expect(states).toContainEqual(state);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused with file and line, and not written over', async () => {
    await history(4);
    const lines = readFileSync(log, 'utf8').split('\n');
    lines[1] = lines[1]?.replace('file-2', 'file-x') ?? '';
    writeFileSync(log, lines.join('\n'));
    const damaged = readFileSync(log);
    const store = new SavedStore(directory);
    expect(() => store.load()).toThrow(`${log}:2: the record is damaged`);
    await expect(store.write(factory, factory)).rejects.toThrow(`${log}:2: the record is damaged`);
    expect(readFileSync(log)).toEqual(damaged);
  });

  it('is refused where a record is missing', async () => {
    await history(4);
    writeFileSync(log, readFileSync(log, 'utf8').split('\n').toSpliced(2, 1).join('\n'));
    expect(reloaded).toThrow(`${log}:3: record 4 is missing: found 5`);
  });

  it('is refused where the snapshot was changed or is missing', async () => {
    await history(2);
    const snapshot = join(directory, 'store.json');
    const text = readFileSync(snapshot, 'utf8');
    for (const wrong of [text.replace('admin', 'hacker'), text.slice(0, 40), '', '{}', 'null']) {
      writeFileSync(snapshot, wrong);
      expect(reloaded).toThrow(`${snapshot}: the snapshot is damaged`);
    }
    rmSync(snapshot);
    expect(reloaded).toThrow(`${log} belongs to ${snapshot}, which is missing`);
  });
});

describe('a long log', () => {
  const text = 'x'.repeat(100_000);
  const big = (turn: number): object => ({ turn, text: `${turn}${text}` });

  /** Twelve changes of 100 kB: the last but one makes the log longer than 1 MiB. */
  async function long(onTurn: (turn: number) => void = () => {}): Promise<void> {
    const store = new SavedStore(directory);
    for (let turn = 0; turn <= 12; turn++) {
      await store.write({}, big(turn));
      onTurn(turn);
    }
    await store.close('done');
  }

  it('is folded into the snapshot', async () => {
    await long();
    expect(statSync(log).size).toBeLessThan(300_000);
    expect(reloaded()).toEqual(big(12));
  });

  it('that a crash left beside the snapshot it was folded into changes nothing', async () => {
    const kept = join(home, 'kept');
    await long((turn) => {
      if (turn === 10) cpSync(log, kept);
    });
    const since = readFileSync(log);
    writeFileSync(log, Buffer.concat([readFileSync(kept), since]));
    expect(reloaded()).toEqual(big(12));
    writeFileSync(log, readFileSync(kept));
    expect(reloaded()).toEqual(big(11));
  });
});
