import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startLab } from './index.ts';
import { SharedListeners } from './shared-listeners.ts';
import { testFolder } from './testing/folder.ts';
import { greeting } from './testing/greeting.ts';
import { toyKinds } from './testing/toy.ts';

testFolder();
const places: { shared: SharedListeners; host: string; port: number }[] = [];
afterEach(() => {
  for (const { shared, ...place } of places.splice(0)) shared.leave(place);
});

/** A port that nothing on this machine listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function join(shared: SharedListeners, host: string, port: number): Promise<void> {
  await shared.join({ host, port }, (socket: Socket) => socket.end(`${host}\n`));
  places.push({ shared, host, port });
}

/** What comes first from a place: what it says, or why not. */
function heard(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.on('data', (data: Buffer) => resolve(data.toString().trim()));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
  });
}

describe.skipIf(process.platform !== 'linux')(
  'listeners that devices share (Linux, where all of 127.0.0.0/8 is this machine)',
  () => {
    it('give each connection to whom it came, and reset what came to nobody', async () => {
      const shared = new SharedListeners('0.0.0.0');
      const port = await freePort();
      await join(shared, '127.50.0.1', port);
      await join(shared, '127.50.0.2', port);
      expect(await heard('127.50.0.1', port)).toBe('127.50.0.1');
      expect(await heard('127.50.0.2', port)).toBe('127.50.0.2');
      expect(await heard('127.50.0.3', port)).toBe('ECONNRESET');
      await expect(shared.join({ host: '127.50.0.1', port }, () => {})).rejects.toThrow(
        `another device has 127.50.0.1:${port}`,
      );
    });

    it('close a port when its last device has left, and open it again', async () => {
      const shared = new SharedListeners('::');
      const port = await freePort();
      await join(shared, '127.50.0.1', port);
      expect(await heard('127.50.0.1', port)).toBe('127.50.0.1');
      shared.leave({ host: '127.50.0.1', port });
      expect(await heard('127.50.0.1', port)).toBe('ECONNREFUSED');
      await join(shared, '::1', port);
      expect(await heard('::1', port)).toBe('::1');
    });

    it('say when another process has the port', async () => {
      const squatter = createServer().listen(0, '0.0.0.0');
      await once(squatter, 'listening');
      const address = squatter.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      const shared = new SharedListeners('0.0.0.0');
      await expect(shared.join({ host: '127.50.0.1', port }, () => {})).rejects.toMatchObject({ code: 'EADDRINUSE' });
      squatter.close();
    });

    it.skipIf(process.getuid?.() !== 0)('serve a lab on true ports (root)', async () => {
      const devices = [{ kind: 'toy', count: 3, addresses: { mgmt: '127.50.0.1' } }];
      const lab = await startLab({ devices, kinds: toyKinds, listen: '0.0.0.0', sharedListeners: true });
      expect(lab.devices.map(({ endpoints }) => endpoints.https)).toEqual(
        [1, 2, 3].map((n) => `https://127.50.0.${n}:443`),
      );
      const { device } = lab.device('toy-2');
      device.change((draft) => {
        Object.assign(draft.config, { greeting: 'second' });
      });
      expect((await greeting('https://127.50.0.2:443/')).body).toBe('second');
      expect((await greeting('https://127.50.0.3:443/')).body).toBe('hello');
      await lab.remove('toy-3');
      await expect(greeting('https://127.50.0.3:443/')).rejects.toThrow('ECONNRESET');
      await lab.device('toy-2').reboot();
      expect((await greeting('https://127.50.0.2:443/')).body).toBe('hello');
      await lab.stop();
      await expect(greeting('https://127.50.0.1:443/')).rejects.toThrow('ECONNREFUSED');
    });
  },
);

it.each([undefined, '127.0.0.1'])('are refused unless everybody may reach them: listen %s', async (listen) => {
  const lab = startLab({
    devices: [],
    kinds: toyKinds,
    sharedListeners: true,
    ...(listen !== undefined && { listen }),
  });
  await expect(lab).rejects.toThrow('say so with --listen 0.0.0.0');
});
