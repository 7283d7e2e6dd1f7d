import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type DeviceState, defineKind, type Endpoint } from './kind.ts';
import { type Grounded, ground } from './testing/ground.ts';

let box: Grounded<DeviceState> | undefined;
afterEach(() => box?.stop());

/** What becomes of a connection to a device that says who may connect. */
async function meets(judge: (from: string) => boolean): Promise<'open' | 'reset'> {
  let judged: (admitted: boolean) => void = () => undefined;
  const verdict = new Promise<boolean>((resolve) => {
    judged = resolve;
  });
  const admits = (from: string): boolean => {
    const admitted = judge(from);
    judged(admitted);
    return admitted;
  };
  const endpoint: Endpoint = { name: 'tls', address: 'eth0', port: 443, face: 'tls', admits };
  const kind = defineKind<DeviceState>({
    name: 'door',
    releases: ['1'],
    defaultRelease: '1',
    addresses: ['eth0'],
    options: (raw) => raw,
    factory: () => ({ config: {}, store: { flash: {} }, run: { bootedAt: 0, pending: [] } }),
    boot: (state) => state,
    endpoints: () => [endpoint],
    login: () => ({ ok: false, reason: 'unknown' }),
    administrator: { username: 'admin', password: '' },
  });
  box = await ground(kind);
  const socket = connect({ host: '127.0.0.1', port: box.port('tls') });
  const closed = new Promise<'reset'>((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => resolve('reset'));
  });
  // Who is not admitted is cut off without a word; who is, keeps the connection and hears nothing until it speaks.
  return (await verdict) ? (socket.destroyed ? 'reset' : 'open') : closed;
}

it('resets a connection from an address that the endpoint does not admit, and takes others', async () => {
  expect(await meets((from) => from.endsWith('127.0.0.1'))).toBe('open');
  await box?.stop();
  expect(await meets(() => false)).toBe('reset');
});
