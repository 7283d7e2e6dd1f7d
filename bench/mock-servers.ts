import { startChild } from './child.ts';
import { exchange } from './exchange.ts';
import { load } from './load.ts';
import { interleaved } from './measure.ts';
import { mockoon } from './mockoon.ts';
import { post } from './nxapi.ts';
import { barePair } from './pair.ts';
import type { Row, ServedLab } from './table.ts';

/** `show version` beside a mock server that people use now, which answers the same bytes over TLS. */
export async function besideMocks(rounds: number): Promise<Row[]> {
  const lab = await startChild<ServedLab>('lab-server', {
    devices: [{ name: 'n9k-1', kind: 'nxos', options: { configured: 'nxapi' } }],
  });
  const [device] = lab.told.devices;
  const port = Number(new URL(device?.endpoints['nxapi-https'] ?? '').port);
  const show = {
    ins_api: { version: '1.0', type: 'cli_show', chunk: '0', sid: '1', input: 'show version', output_format: 'json' },
  };
  const request = post('/ins', `${device?.username}:${device?.password}`, show);
  const { body, headers } = await exchange(port, request);
  const contentType = headers[headers.findIndex((name) => /^content-type$/i.test(name)) + 1] ?? 'application/json';
  const mock = await mockoon({ body: body.toString(), contentType, ...(await barePair()) });
  if (!mock) {
    lab.stop();
    return [{ what: 'Mockoon cannot be installed here', ours: Number.NaN }];
  }
  const at = (to: number) => () => load({ host: '127.0.0.1', ports: [to], request, connections: 8, duration: 1_500 });
  await at(port)();
  await at(mock.port)();
  const figures = await interleaved(rounds, at(port), at(mock.port));
  lab.stop();
  mock.stop();
  return [{ what: 'NX-API show version beside Mockoon, requests/s', ...figures, wanted: 10 }];
}
