import { startChild } from './child.ts';
import { exchange } from './exchange.ts';
import { load } from './load.ts';
import { interleaved } from './measure.ts';
import { barePair } from './pair.ts';
import type { Row, ServedLab } from './table.ts';

const command = {
  ins_api: { version: '1.0', type: 'cli_show', chunk: '0', sid: '1', input: 'show version', output_format: 'json' },
};

/** `show version` over kept-alive TLS with Basic at each request, beside a bare server that sends the same bytes. */
export async function showVersion(rounds: number): Promise<Row[]> {
  const lab = await startChild<ServedLab>('lab-server', {
    devices: [{ name: 'n9k-1', kind: 'nxos', options: { configured: 'nxapi' } }],
  });
  const [device] = lab.told.devices;
  const url = new URL(device?.endpoints['nxapi-https'] ?? '');
  const request = post('/ins', `${device?.username}:${device?.password}`, JSON.stringify(command));
  const { body, headers } = await exchange(Number(url.port), request);
  const bare = await startChild<{ port: number }>('bare-https', {
    body: body.toString('base64'),
    headers,
    ...(await barePair()),
  });
  const at = (port: number) => () =>
    load({ host: '127.0.0.1', ports: [port], request, connections: 8, duration: 1_500 });
  await at(Number(url.port))();
  await at(bare.told.port)();
  const figures = await interleaved(rounds, at(Number(url.port)), at(bare.told.port));
  lab.stop();
  bare.stop();
  return [{ what: 'NX-API show version, requests/s', ...figures, wanted: 0.5 }];
}

/** The bytes of a POST with Basic authentication. */
export function post(path: string, account: string, body: string): Buffer {
  return Buffer.from(
    [
      `POST ${path} HTTP/1.1`,
      'Host: 127.0.0.1',
      `Authorization: Basic ${Buffer.from(account).toString('base64')}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}
