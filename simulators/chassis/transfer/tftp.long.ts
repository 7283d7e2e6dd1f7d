import { expect, it } from 'vitest';
import { fetchFile, sendFile } from './fetch.ts';
import type { RemoteFile } from './remote.ts';
import { bootflash, TestDevice } from './testing/flash-device.ts';
import { TftpServer } from './tftp-server.ts';

const remote: RemoteFile = { scheme: 'tftp', host: 'server', path: '/large' };

it('moves a file of more blocks than their numbers count, both ways', async () => {
  const { view } = bootflash(200_000_000);
  const server = new TftpServer(view);
  const at = await server.start({ host: '127.0.0.1', port: 0 });
  const device = new TestDevice({}, { find: () => ({ name: 'f', address: '192.0.2.1', place: () => at }) });
  const content = Buffer.alloc(70_000 * 1428 + 1, 'block by block ');
  await sendFile(device, remote, { bytes: content }, { from: 'mgmt0' });
  expect(view.read('/bootflash/large').equals(content)).toBe(true);
  expect((await fetchFile(device, remote, { from: 'mgmt0' })).equals(content)).toBe(true);
  await server.stop();
}, 300_000);
