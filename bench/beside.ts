import { startChild } from './child.ts';
import { exchange } from './exchange.ts';
import { load } from './load.ts';
import { interleaved } from './measure.ts';
import { barePair } from './pair.ts';
import type { Row, ServedLab } from './table.ts';

/** A request to a device that is measured beside a bare server which sends the same bytes. */
export interface Beside {
  readonly what: string;
  /** The ratio that is aimed at. */
  readonly wanted: number;
  /** The lab's devices. */
  readonly devices: readonly object[];
  readonly endpoint: string;
  /** Requests that prepare each device. */
  prepare?(account: string): readonly Buffer[];
  /** The request that is measured, for an account `user:password`. */
  request(account: string): Buffer;
  /** How many of one request's units a figure counts; 1 unless told. */
  readonly units?: number;
}

/** Measures requests over kept-alive TLS connections, the lab's and the bare server's in turn. */
export async function beside(rounds: number, measured: Beside): Promise<Row> {
  const { what, wanted, devices, endpoint, units = 1 } = measured;
  const lab = await startChild<ServedLab>('lab-server', { devices });
  const [first] = lab.told.devices;
  if (!first) throw new Error(`${what}: the lab has no device`);
  const account = `${first.username}:${first.password}`;
  const ports = lab.told.devices.map(({ endpoints }) => Number(new URL(endpoints[endpoint] ?? '').port));
  for (const port of ports) {
    for (const request of measured.prepare?.(account) ?? []) await exchange(port, request);
  }
  const request = measured.request(account);
  const { body, headers } = await exchange(ports[0] ?? 0, request);
  const bare = await startChild<{ port: number }>('bare-https', {
    body: body.toString('base64'),
    headers,
    ...(await barePair()),
  });
  const at = (to: readonly number[]) => async () =>
    units * (await load({ host: '127.0.0.1', ports: to, request, connections: 8, duration: 1_500 }));
  await at(ports)();
  await at([bare.told.port])();
  const figures = await interleaved(rounds, at(ports), at([bare.told.port]));
  lab.stop();
  bare.stop();
  return { what, ...figures, wanted };
}
