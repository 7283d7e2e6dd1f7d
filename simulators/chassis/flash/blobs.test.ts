import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryBlobs } from './blobs.ts';
import { DiskBlobs } from './disk-blobs.ts';

const content = Buffer.from('-----BEGIN CERTIFICATE-----\n');
const digest = createHash('sha256').update(content).digest('hex');

describe('MemoryBlobs', () => {
  it('gives back what was put, whatever becomes of the buffer that it came in', () => {
    const blobs = new MemoryBlobs();
    const mine = Buffer.from(content);
    expect(blobs.put(mine)).toBe(digest);
    mine.fill(0);
    expect(blobs.get(digest)).toEqual(content);
    expect(() => blobs.get('0'.repeat(64))).toThrow(/0{64} was ever kept/);
  });
});

describe('DiskBlobs', () => {
  let state: string;
  let path: string;
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'rackless-blobs-'));
    path = join(state, 'blobs', digest.slice(0, 2), digest);
  });
  afterEach(() => rm(state, { recursive: true, force: true }));

  it('has the bytes at once, and on disk under their digest once durable', async () => {
    const blobs = new DiskBlobs(state);
    blobs.put(content);
    expect(blobs.get(digest)).toEqual(content);
    await blobs.durable();
    expect(await readFile(path)).toEqual(content);
    expect(await readdir(join(state, 'blobs', 'incoming'))).toEqual([]);
    expect(new DiskBlobs(state).get(digest)).toEqual(content);
  });

  it('writes the same content once, also by another process', async () => {
    const one = new DiskBlobs(state);
    one.put(content);
    await one.durable();
    const before = await stat(path);
    const other = new DiskBlobs(state);
    for (const blobs of [one, other, one]) {
      blobs.put(content);
      await blobs.durable();
    }
    expect((await stat(path)).ino).toBe(before.ino);
  });

  it.each([
    ['altered', () => writeFile(path, Buffer.alloc(content.length, 1)), /damaged.*SHA-256/],
    ['shortened', () => truncate(path, 3), /damaged.*SHA-256/],
    ['missing', () => rm(path), /missing/],
  ])('tells of content that is %s, and heals it when it is put again', async (_, damage, message) => {
    const blobs = new DiskBlobs(state);
    blobs.put(content);
    await blobs.durable();
    await damage();
    expect(() => blobs.get(digest)).toThrow(message);
    expect(() => blobs.get(digest)).toThrow(path);
    blobs.put(content);
    await blobs.durable();
    expect(new DiskBlobs(state).get(digest)).toEqual(content);
  });

  it('keeps what could not be written, and writes it when asked again', async () => {
    await writeFile(join(state, 'blobs'), 'in the way');
    const blobs = new DiskBlobs(state);
    blobs.put(content);
    await expect(blobs.durable()).rejects.toThrow(/EEXIST|ENOTDIR/);
    expect(blobs.get(digest)).toEqual(content);
    await rm(join(state, 'blobs'));
    await blobs.durable();
    expect(new DiskBlobs(state).get(digest)).toEqual(content);
  });

  it('has each put on disk when the durable() that followed it resolves', async () => {
    const blobs = new DiskBlobs(state);
    const rounds = Array.from({ length: 20 }, () => {
      const named = blobs.put(randomBytes(100));
      return blobs.durable().then(() => new DiskBlobs(state).get(named));
    });
    await expect(Promise.all(rounds)).resolves.toHaveLength(20);
  });

  it('does not forget what is put while others are written', async () => {
    const blobs = new DiskBlobs(state);
    for (let round = 0; round < 5; round++) {
      blobs.put(randomBytes(100));
      const written = blobs.durable();
      await new Promise((resolve) => setImmediate(resolve));
      const late = blobs.put(randomBytes(100));
      await written;
      expect(blobs.get(late).length).toBe(100);
    }
  });

  it('clears away what a dead process left half-written, and leaves what another is writing', async () => {
    const blobs = new DiskBlobs(state);
    blobs.put(content);
    await blobs.durable();
    const incoming = join(state, 'blobs', 'incoming');
    await writeFile(join(incoming, 'abandoned'), 'half');
    await utimes(join(incoming, 'abandoned'), 1, 1);
    await writeFile(join(incoming, 'busy'), 'half');
    const next = new DiskBlobs(state);
    next.put(content);
    await next.durable();
    expect(await readdir(incoming)).toEqual(['busy']);
  });

  it.each(['../../etc/passwd', '', 'ABC', `${'0'.repeat(63)}/`])('reads nothing for the digest %j', (text) => {
    expect(() => new DiskBlobs(state).get(text)).toThrow(/not a SHA-256/);
  });
});
