import { Duplex, PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteChannel, ChannelEnded } from './byte-channel.ts';

const forever = 60_000;

/** A channel whose other side takes nothing before it is told to. */
class Slow extends Duplex {
  readonly taken: Buffer[] = [];
  #take = () => {};

  constructor() {
    super({ highWaterMark: 10 });
  }

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.#take = () => {
      this.taken.push(bytes);
      done();
    };
  }

  takeOne(): void {
    this.#take();
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a byte channel', () => {
  it('gives lines and exact amounts, however the bytes come', async () => {
    const piece = fc.oneof(
      fc.stringMatching(/^[a-z]{0,30}$/).map((line) => ({ line })),
      fc.uint8Array({ minLength: 1, maxLength: 50 }).map((bytes) => ({ bytes: Buffer.from(bytes) })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 10 }), fc.integer({ min: 1, max: 17 }), async (pieces, size) => {
        const all = Buffer.concat(pieces.map((one) => ('line' in one ? Buffer.from(`${one.line}\n`) : one.bytes)));
        const stream = new PassThrough();
        const channel = new ByteChannel(stream, forever);
        for (let at = 0; at < all.length; at += size) stream.write(all.subarray(at, at + size));
        stream.end();
        for (const one of pieces) {
          if ('line' in one) expect((await channel.line(30))?.toString()).toBe(one.line);
          else expect((await channel.take(one.bytes.length))?.equals(one.bytes)).toBe(true);
        }
        expect(await channel.take(1)).toBeUndefined();
        expect(await channel.line(30)).toBeUndefined();
        channel.release();
      }),
    );
  });

  it('tells an end in the middle from one between', async () => {
    for (const work of [(one: ByteChannel) => one.take(4), (one: ByteChannel) => one.line(10)]) {
      const stream = new PassThrough();
      stream.end('abc');
      await expect(work(new ByteChannel(stream, forever))).rejects.toThrow(ChannelEnded);
    }
  });

  it('does not gather a line without end', async () => {
    const stream = new PassThrough();
    stream.write('x'.repeat(1000));
    await expect(new ByteChannel(stream, forever).line(999)).rejects.toThrow(RangeError);
  });

  it('waits with more while the other side takes nothing', async () => {
    const stream = new Slow();
    const channel = new ByteChannel(stream, forever);
    let written = false;
    const writing = channel.write(Buffer.alloc(20)).then(() => {
      written = true;
    });
    await turn();
    expect(written).toBe(false);
    stream.takeOne();
    await writing;
    expect(stream.taken.length).toBe(1);
    channel.release();
  });

  it.each([
    ['goes', (stream: Slow) => stream.destroy()],
    ['breaks', (stream: Slow) => stream.destroy(new Error('reset'))],
  ])('lets go of who waits when the other side %s', async (_, end) => {
    const stream = new Slow();
    const channel = new ByteChannel(stream, forever);
    const [writing, reading] = [channel.write(Buffer.alloc(20)), channel.take(1)];
    end(stream);
    await expect(writing).rejects.toThrow(ChannelEnded);
    expect(await reading).toBeUndefined();
    await expect(channel.write(Buffer.alloc(1))).rejects.toThrow(ChannelEnded);
  });

  it('closes when nothing moves', async () => {
    const stream = new Slow();
    expect(await new ByteChannel(stream, 10).take(1)).toBeUndefined();
    expect(stream.destroyed).toBe(true);
  });
});
