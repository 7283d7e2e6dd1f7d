import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Field, MalformedPacket, openFlag, PacketReader, packet, packetType } from './sftp-packet.ts';
import { SftpSession } from './sftp-session.ts';
import { bootflash } from './testing/flash-device.ts';

/** A request without its length. */
function request(type: number, ...fields: Field[]): Buffer {
  return packet(type, ...fields).subarray(4);
}

function fieldsOf(answer: Buffer): { type: number; id: number; fields: PacketReader } {
  const fields = new PacketReader(answer.subarray(4));
  return { type: fields.byte(), id: fields.number(), fields };
}

const path = fc.constantFrom('/', '.', 'a', 'a/b', '/bootflash/a', '..', '/x/y', 'bootflash:a', '', '\0', 'é');
const attributes = fc.oneof(
  fc.constant({ raw: Buffer.alloc(4) }),
  fc.nat(3_000_000).map((size) => ({ raw: Buffer.concat([Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]), long(size)]) })),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => ({ raw: Buffer.from(bytes) })),
);
const handle = fc.oneof(
  fc.nat(4).map((id) => Buffer.from([0, 0, 0, id])),
  fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
);

function long(size: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(size);
  return bytes;
}

const sensible = fc.oneof(
  fc.tuple(path, fc.nat(63), attributes).map(([at, flags, rest]) => request(packetType.open, 7, at, flags, rest)),
  handle.map((name) => request(packetType.close, 7, name)),
  fc
    .tuple(handle, fc.nat(3_000_000), fc.uint8Array({ maxLength: 50 }))
    .map(([name, at, bytes]) => request(packetType.write, 7, name, { raw: Buffer.alloc(4) }, at, Buffer.from(bytes))),
  fc
    .tuple(handle, fc.nat(100), fc.nat(300_000))
    .map(([name, at, length]) => request(packetType.read, 7, name, { raw: Buffer.alloc(4) }, at, length)),
  fc.tuple(handle, attributes).map(([name, rest]) => request(packetType.fsetstat, 7, name, rest)),
  fc.tuple(path, attributes).map(([at, rest]) => request(packetType.setstat, 7, at, rest)),
  fc.tuple(path, path).map(([from, to]) => request(packetType.rename, 7, from, to)),
  fc
    .tuple(fc.constantFrom('posix-rename@openssh.com', 'other'), path, path)
    .map(([name, from, to]) => request(packetType.extended, 7, name, from, to)),
  fc
    .tuple(
      fc.constantFrom(
        packetType.stat,
        packetType.lstat,
        packetType.mkdir,
        packetType.rmdir,
        packetType.remove,
        packetType.realpath,
        packetType.opendir,
      ),
      path,
    )
    .map(([type, at]) => request(type, 7, at, 0)),
  fc.tuple(fc.constantFrom(packetType.readdir, packetType.fstat), handle).map(([type, name]) => request(type, 7, name)),
);
const any = fc.oneof(
  sensible,
  fc.uint8Array({ minLength: 5, maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
);

describe('an SFTP session', () => {
  it('answers any sequence of requests, each by its number, and keeps to the quota', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(any, { maxLength: 40 }), async (requests) => {
        const { device, view } = bootflash(1_000_000);
        const session = new SftpSession(view, { limit: 2_000_000 });
        for (const one of requests) {
          const answer = await session.answer(one);
          expect(answer.readUInt32BE()).toBe(answer.length - 4);
          expect(fieldsOf(answer).id).toBe(one.readUInt32BE(1));
        }
        session.abandon();
        let used = 0;
        for (const entry of Object.values(device.state.store.flash.bootflash?.entries ?? {})) used += entry.size;
        expect(used).toBeLessThanOrEqual(1_000_000);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['a text that is not UTF-8', request(packetType.stat, 1, Buffer.from([0xff, 0xfe]))],
    ['a length beyond the packet', request(packetType.stat, 1, { raw: Buffer.from([0, 0, 1, 0, 65]) })],
  ])('calls %s a bad message', async (_, bytes) => {
    const answer = fieldsOf(await new SftpSession(bootflash().view, {}).answer(bytes));
    expect([answer.type, answer.id, answer.fields.number()]).toEqual([packetType.status, 1, 5]);
  });

  it('cannot answer what has no number', async () => {
    const { view } = bootflash();
    await expect(new SftpSession(view, {}).answer(Buffer.from([packetType.stat, 0]))).rejects.toThrow(MalformedPacket);
  });

  it('lists a long directory in pieces, then says that it ends', async () => {
    const { view } = bootflash();
    for (let index = 0; index < 150; index++) await view.write(`/bootflash/f${index}`, Buffer.alloc(1));
    const session = new SftpSession(view, {});
    const opened = fieldsOf(await session.answer(request(packetType.opendir, 1, '.')));
    const name = opened.fields.bytes();
    const counts: number[] = [];
    for (;;) {
      const { type, fields } = fieldsOf(await session.answer(request(packetType.readdir, 2, name)));
      if (type === packetType.status) break;
      counts.push(fields.number());
    }
    expect(counts).toEqual([100, 52]);
  });

  it('tells a client nothing of a fault of ours', async () => {
    const { device, view } = bootflash();
    await view.write('/bootflash/f', Buffer.from('x'));
    device.change((draft) => {
      const entry = draft.store.flash.bootflash?.entries.f;
      if (entry) entry.digest = '0'.repeat(64);
    });
    const { type, fields } = fieldsOf(
      await new SftpSession(view, {}).answer(request(packetType.open, 1, 'f', openFlag.read, 0)),
    );
    expect([type, fields.number(), fields.text()]).toEqual([packetType.status, 4, 'Input/output error']);
  });
});
