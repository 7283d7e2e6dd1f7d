import { type Beside, beside } from './beside.ts';
import { startChild } from './child.ts';
import { exchange } from './exchange.ts';
import { load } from './load.ts';
import { interleaved } from './measure.ts';
import { post } from './request.ts';
import type { Row, ServedLab } from './table.ts';

const configured = { kind: 'nxos', options: { configured: 'nxapi' } };
const one = [{ name: 'n9k-1', ...configured }];

function ins(type: string, input: string): object {
  return { ins_api: { version: '1.0', type, chunk: '0', sid: '1', input, output_format: 'json' } };
}

const shows = [
  'version',
  'hostname',
  'nxapi',
  'vlan',
  'vrf',
  'feature',
  'inventory',
  'module',
  'interface brief',
  'vlan brief',
];

/** What is asked of one Nexus; Basic at each request. */
const measures: readonly Beside[] = [
  {
    what: 'NX-API show version, requests/s',
    wanted: 0.5,
    devices: one,
    endpoint: 'nxapi-https',
    request: (account) => post('/ins', account, ins('cli_show', 'show version')),
  },
  {
    what: 'JSON-RPC batch of 10 shows, requests/s',
    wanted: 0.4,
    devices: one,
    endpoint: 'nxapi-https',
    request: (account) =>
      post(
        '/ins',
        account,
        shows.map((show, id) => ({ jsonrpc: '2.0', method: 'cli', params: { cmd: `show ${show}`, version: 1 }, id })),
      ),
  },
  {
    what: 'NX-API show interface of 64 ports, requests/s',
    wanted: 0.5,
    devices: one,
    endpoint: 'nxapi-https',
    prepare: (account) => [
      post('/ins', account, ins('cli_conf', Array.from({ length: 9 }, (_, n) => `interface loopback${n}`).join(' ;'))),
    ],
    request: (account) => post('/ins', account, ins('cli_show', 'show interface')),
  },
];

/** NX-API beside a bare server with the same bytes, then configuration lines, then load over many devices. */
export async function nxapi(rounds: number, many = 5_000): Promise<Row[]> {
  const rows: Row[] = [];
  for (const measured of measures) rows.push(await beside(rounds, measured));
  return [...rows, await configurationLines(rounds), await spread(rounds, many)];
}

/** A hundred lines a request, on one device and one core. */
async function configurationLines(rounds: number): Promise<Row> {
  const lines = Array.from({ length: 50 }, (_, n) => [`interface Ethernet1/${n + 1}`, `description to server ${n}`]);
  const { bare: _, ...row } = await beside(rounds, {
    what: 'cli_conf of 100 lines, lines/s',
    wanted: 20_000,
    devices: one,
    endpoint: 'nxapi-https',
    request: (account) => post('/ins', account, ins('cli_conf', lines.flat().join(' ;'))),
    units: 100,
  });
  return { what: row.what, ours: row.ours, ...(row.wanted !== undefined && { wanted: row.wanted }) };
}

/** The same load on one device, and spread over many. */
export async function spread(rounds: number, count: number): Promise<Row> {
  const lab = await startChild<ServedLab>('lab-server', { devices: [{ name: 'n9k-{n}', count, ...configured }] });
  const ports = lab.told.devices.map(({ endpoints }) => Number(new URL(endpoints['nxapi-https'] ?? '').port));
  const [first] = lab.told.devices;
  const request = post('/ins', `${first?.username}:${first?.password}`, ins('cli_show', 'show version'));
  let next = 0;
  const over = (width: number) => () => {
    const some = Array.from({ length: width }, () => ports[next++ % ports.length] ?? 0);
    return load({ host: '127.0.0.1', ports: some, request, connections: 64, duration: 1_500 });
  };
  // A device that has never been asked pays for its first handshake and login once; the one device has paid, too.
  for (let at = 0; at < count; at += 50) {
    await Promise.all(ports.slice(at, at + 50).map((port) => exchange(port, request)));
  }
  await over(1)();
  await over(64)();
  // Both are ours and near to each other, so the machine's own ups and downs need more rounds to cancel out.
  const figures = await interleaved(3 * rounds, over(64), over(1));
  lab.stop();
  return { what: `load over ${count} devices, beside one`, ...figures, wanted: 0.9 };
}
