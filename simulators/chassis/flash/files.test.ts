import fc from 'fast-check';
import { produce } from 'immer';
import { describe, expect, it } from 'vitest';
import type { FlashVolume } from '../kind.ts';
import { digestOf, MemoryBlobs } from './blobs.ts';
import { FlashError, type FlashReason } from './error.ts';
import {
  copy,
  directorySize,
  find,
  landing,
  list,
  mkdir,
  move,
  type OpenVolume,
  read,
  remove,
  rename,
  rmdir,
  room,
  stat,
  touch,
  usage,
  write,
} from './files.ts';
import { normalise, parentOf } from './path.ts';

const blobs = new MemoryBlobs();
const empty: FlashVolume = Object.freeze({ capacity: 200_000, entries: Object.freeze({}) });

function bytes(text: string): Buffer {
  return Buffer.from(text);
}

/** The volume after some operations, each at the next millisecond. */
function changed(volume: FlashVolume, ...operations: ((volume: OpenVolume, now: number) => unknown)[]): FlashVolume {
  return operations.reduce(
    (before, operation, index) =>
      produce(before, (draft) => {
        operation(draft, 1000 + index);
      }),
    volume,
  );
}

function reasonOf(work: () => unknown): FlashReason | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof FlashError) return error.reason;
    throw error;
  }
  return undefined;
}

const sample = changed(
  empty,
  (v, now) => mkdir(v, 'nxapi', now),
  (v, now) => write(v, 'nxapi/cert.pem', bytes('certificate'), blobs, now),
  (v, now) => write(v, 'initial.cfg', bytes('hostname n9k'), blobs, now),
);

describe('reading', () => {
  it('lists a directory by name, directories and files alike', () => {
    expect(list(sample)).toEqual([
      expect.objectContaining({ name: 'initial.cfg', directory: false, size: 12, time: 1002 }),
      expect.objectContaining({ name: 'nxapi', directory: true, size: directorySize, time: 1001 }),
    ]);
    expect(list(sample, '/nxapi/').map((one) => one.path)).toEqual(['nxapi/cert.pem']);
  });

  it('gives the bytes that were written', () => {
    expect(read(sample, 'nxapi//cert.pem', blobs).toString()).toBe('certificate');
  });

  it('counts bytes of files and directories', () => {
    expect(usage(sample)).toEqual({ used: 4096 + 11 + 12, free: 200_000 - 4119, total: 200_000 });
  });

  it.each<[string, FlashReason, () => unknown]>([
    ['a file that is not there', 'missing', () => stat(sample, 'absent')],
    ['what every object has', 'missing', () => stat(sample, 'constructor')],
    ['a directory in no directory', 'missing', () => list(sample, 'no/where')],
    ['a file as a directory', 'not-a-directory', () => list(sample, 'initial.cfg')],
    ['a file spelt as a directory', 'not-a-directory', () => stat(sample, 'initial.cfg/')],
    ['something in a file', 'not-a-directory', () => stat(sample, 'initial.cfg/x/y')],
    ['the bytes of a directory', 'is-a-directory', () => read(sample, 'nxapi', blobs)],
    ['what lies outside', 'outside', () => stat(sample, 'nxapi/../../etc/passwd')],
  ])('refuses %s: %s', (_, reason, work) => {
    expect(reasonOf(work)).toBe(reason);
  });
});

describe('changing', () => {
  it('replaces a file, and gives its room back', () => {
    const small = { ...empty, capacity: 10 };
    const once = changed(small, (v, now) => write(v, 'a', bytes('0123456789'), blobs, now));
    expect(room(once, 'a')).toBe(10);
    expect(room(once, 'b')).toBe(0);
    const twice = changed(once, (v, now) => write(v, 'a', bytes('9876543210'), blobs, now));
    expect(read(twice, 'a', blobs).toString()).toBe('9876543210');
    expect(reasonOf(() => changed(once, (v, now) => write(v, 'b', bytes('x'), blobs, now)))).toBe('no-space');
    expect(reasonOf(() => changed(once, (v, now) => mkdir(v, 'd', now)))).toBe('no-space');
  });

  it('keeps no bytes that it has no room for', () => {
    const own = new MemoryBlobs();
    const full = { ...empty, capacity: 10 };
    expect(reasonOf(() => changed(full, (v, now) => write(v, 'a', bytes('01234567890'), own, now)))).toBe('no-space');
    expect(() => own.get(digestOf(bytes('01234567890')))).toThrow();
    const from = { volume: sample, path: 'nxapi/cert.pem' };
    expect(reasonOf(() => changed(full, (v, now) => copy(from, { volume: v, path: 'a' }, now)))).toBe('no-space');
  });

  it('does not rename a directory to where what is in it would lie too deep', () => {
    const deep = (name: string) => Array(20).fill(name).join('/');
    const both = changed(
      empty,
      (v, now) => mkdir(v, deep('a'), now, { parents: true }),
      (v, now) => mkdir(v, 'b/b/b/b/b/b/b/b/b/b/b/b/b', now, { parents: true }),
    );
    const to = `${'b/'.repeat(13)}a`;
    expect(reasonOf(() => changed({ ...both, capacity: 1e6 }, (v, now) => rename(v, 'a', to, now)))).toBe('denied');
  });

  it('makes directories on the way when told to', () => {
    expect(reasonOf(() => changed(empty, (v, now) => mkdir(v, 'a/b/c', now)))).toBe('missing');
    const deep = changed(empty, (v, now) => mkdir(v, 'a/b/c', now, { parents: true }));
    expect(Object.keys(deep.entries).sort()).toEqual(['a/', 'a/b/', 'a/b/c/']);
    expect(reasonOf(() => changed(deep, (v, now) => mkdir(v, 'a/b', now)))).toBe('exists');
    expect(changed(deep, (v, now) => mkdir(v, 'a/b', now, { parents: true }))).toBe(deep);
  });

  it('removes directories only when empty or told to', () => {
    expect(reasonOf(() => changed(sample, (v, now) => rmdir(v, 'nxapi', now)))).toBe('not-empty');
    expect(reasonOf(() => changed(sample, (v, now) => rmdir(v, '', now, { recursive: true })))).toBe('busy');
    const gone = changed(sample, (v, now) => rmdir(v, 'nxapi', now, { recursive: true }));
    expect(Object.keys(gone.entries)).toEqual(['initial.cfg']);
  });

  it('removes a file, and its directory shows the time', () => {
    const gone = changed(
      sample,
      () => undefined,
      (v, now) => remove(v, 'nxapi/cert.pem', now),
    );
    expect(list(gone, 'nxapi')).toEqual([]);
    expect(stat(gone, 'nxapi').time).toBe(1001);
    expect(reasonOf(() => changed(sample, (v, now) => remove(v, 'nxapi', now)))).toBe('is-a-directory');
  });

  it('renames a directory with all that is in it', () => {
    const renamed = changed(sample, (v, now) => rename(v, 'nxapi', 'api', now));
    expect(Object.keys(renamed.entries).sort()).toEqual(['api/', 'api/cert.pem', 'initial.cfg']);
    expect(read(renamed, 'api/cert.pem', blobs).toString()).toBe('certificate');
  });

  it.each<[string, FlashReason, string, string]>([
    ['a directory into itself', 'denied', 'nxapi', 'nxapi/deeper'],
    ['the root', 'busy', '/', 'elsewhere'],
    ['a file onto a directory', 'is-a-directory', 'initial.cfg', 'nxapi'],
    ['a directory onto a file', 'not-a-directory', 'nxapi', 'initial.cfg'],
    ['a file into a file', 'not-a-directory', 'nxapi/cert.pem', 'initial.cfg/x'],
    ['what is not there', 'missing', 'absent', 'x'],
    ['into a directory that is not there', 'missing', 'initial.cfg', 'no/where'],
  ])('does not rename %s: %s', (_, reason, from, to) => {
    expect(reasonOf(() => changed(sample, (v, now) => rename(v, from, to, now)))).toBe(reason);
  });

  it('lets a file take the place of another unless told not to', () => {
    expect(
      reasonOf(() => changed(sample, (v, now) => rename(v, 'initial.cfg', 'nxapi/cert.pem', now, { replace: false }))),
    ).toBe('exists');
    const replaced = changed(sample, (v, now) => rename(v, 'initial.cfg', 'nxapi/cert.pem', now));
    expect(read(replaced, 'nxapi/cert.pem', blobs).toString()).toBe('hostname n9k');
    expect(find(replaced, 'initial.cfg')).toBeUndefined();
  });

  it('moves into a directory where there is one', () => {
    const moved = changed(sample, (v, now) => move(v, 'initial.cfg', 'nxapi', now));
    expect(list(moved, 'nxapi').map((one) => one.name)).toEqual(['cert.pem', 'initial.cfg']);
  });

  it('copies from one volume to another, keeping the name where a directory is told', () => {
    const standby = changed(empty, (v, now) => mkdir(v, 'nxapi', now));
    const copied = changed(standby, (v, now) =>
      copy({ volume: sample, path: 'nxapi/cert.pem' }, { volume: v, path: '/nxapi/' }, now),
    );
    expect(read(copied, 'nxapi/cert.pem', blobs).toString()).toBe('certificate');
    const again = (options: { replace?: boolean }) =>
      changed(copied, (v, now) =>
        copy({ volume: sample, path: 'nxapi/cert.pem' }, { volume: v, path: 'nxapi' }, now, options),
      );
    expect(reasonOf(() => again({ replace: false }))).toBe('exists');
    expect(reasonOf(() => again({}))).toBeUndefined();
  });

  it('knows where a file lands', () => {
    expect(landing(sample, 'nxapi', 'key.pem')).toBe('nxapi/key.pem');
    expect(landing(sample, 'new.pem', 'key.pem')).toBe('new.pem');
    expect(reasonOf(() => landing(sample, 'absent/', 'key.pem'))).toBe('missing');
  });

  it('sets the time of a file and of a directory', () => {
    const touched = changed(
      sample,
      (v) => touch(v, 'initial.cfg', 5),
      (v) => touch(v, 'nxapi', 6),
    );
    expect([stat(touched, 'initial.cfg').time, stat(touched, 'nxapi').time]).toEqual([5, 6]);
  });
});

describe('any sequence of operations', () => {
  const names = ['a', 'b', 'c', '..', '.', '', '__proto__', 'constructor', 'x'.repeat(250), '\0'];
  const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
  type Operation = (volume: OpenVolume, now: number) => unknown;
  const operation: fc.Arbitrary<Operation> = fc.oneof(
    fc.tuple(path, fc.nat(9000)).map<Operation>(
      ([at, size]) =>
        (v, now) =>
          write(v, at, Buffer.alloc(size, size % 7), blobs, now),
    ),
    fc.tuple(path, fc.boolean()).map<Operation>(
      ([at, parents]) =>
        (v, now) =>
          mkdir(v, at, now, { parents }),
    ),
    fc.tuple(path, fc.boolean()).map<Operation>(
      ([at, recursive]) =>
        (v, now) =>
          rmdir(v, at, now, { recursive }),
    ),
    path.map<Operation>((at) => (v, now) => remove(v, at, now)),
    path.map<Operation>((at) => (v, now) => touch(v, at, now)),
    fc.tuple(path, path, fc.boolean()).map<Operation>(
      ([from, to, replace]) =>
        (v, now) =>
          rename(v, from, to, now, { replace }),
    ),
    fc.tuple(path, path).map<Operation>(
      ([from, to]) =>
        (v, now) =>
          move(v, from, to, now),
    ),
    fc.tuple(path, path).map<Operation>(
      ([from, to]) =>
        (v, now) =>
          copy({ volume: v, path: from }, { volume: v, path: to }, now),
    ),
  );

  it('leaves a whole tree inside the volume, and a refused one leaves it as it was', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
        let volume: FlashVolume = { capacity: 15_000, entries: {} };
        operations.forEach((one, index) => {
          const before = volume;
          const refused = reasonOf(() => {
            volume = changed(volume, (v) => one(v, index));
          });
          if (refused) expect(volume).toBe(before);
          check(volume);
        });
      }),
      { numRuns: 300 },
    );
  });

  function check(volume: FlashVolume): void {
    expect(Object.getPrototypeOf(volume.entries)).toBe(Object.prototype);
    let used = 0;
    for (const [key, entry] of Object.entries(volume.entries)) {
      const name = key.replace(/\/$/, '');
      expect(normalise(key)).toEqual({ ok: true, name, slash: key.endsWith('/') });
      if (key.endsWith('/')) expect(entry).toEqual({ size: directorySize, time: expect.any(Number) });
      else expect(blobs.get(entry.digest ?? '').length).toBe(entry.size);
      expect(Object.hasOwn(volume.entries, key.endsWith('/') ? name : `${name}/`)).toBe(false);
      if (parentOf(name) !== '') expect(Object.keys(volume.entries)).toContain(`${parentOf(name)}/`);
      used += entry.size;
    }
    expect(used).toBeLessThanOrEqual(volume.capacity);
  }
});
