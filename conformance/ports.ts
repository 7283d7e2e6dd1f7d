import { once } from 'node:events';
import { createServer } from 'node:net';

/** Host ports below those that systems hand out by themselves, in blocks: one for each device. */
const first = 10_240;
const last = 32_000;
const size = 64;
const count = Math.floor((last - first) / size);

/** A block of host ports that is one device's alone. */
export interface PortBlock {
  /** The first port that the device may have. */
  readonly base: number;
  release(): void;
}

/**
 * Takes a block of host ports that no other device of any conformance run on this host has. A port that a device has
 * closed is then not another device's a moment later, which would make a closed door look open. The block's own first port
 * is held as its lock.
 *
 * @throws Error when all blocks are taken
 */
export async function takePorts(): Promise<PortBlock> {
  const start = Math.floor(Math.random() * count);
  for (let tried = 0; tried < count; tried++) {
    const lock = first + ((start + tried) % count) * size;
    const server = createServer().listen(lock, '127.0.0.1');
    try {
      await once(server, 'listening');
      return { base: lock + 1, release: () => server.close() };
    } catch {
      // Somebody else's block; the next one may be free.
    }
  }
  throw new Error(`no block of ${size} host ports is free between ${first} and ${last}`);
}
