import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { takePorts } from './ports.ts';

describe('a block of host ports', () => {
  it("is one device's alone until it is given back", async () => {
    const blocks = await Promise.all(Array.from({ length: 20 }, () => takePorts()));
    expect(new Set(blocks.map(({ base }) => base)).size).toBe(20);
    const [block] = blocks;
    const lock = (block?.base ?? 0) - 1;
    const [error] = await once(createServer().listen(lock, '127.0.0.1'), 'error');
    expect(error.code).toBe('EADDRINUSE');
    for (const one of blocks) one.release();
    const again = createServer().listen(lock, '127.0.0.1');
    await once(again, 'listening');
    again.close();
  });
});
