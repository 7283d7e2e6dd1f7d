import { type Beside, beside } from './beside.ts';
import { startChild } from './child.ts';
import { exchange } from './exchange.ts';
import { load } from './load.ts';
import { interleaved } from './measure.ts';
import { get, post } from './request.ts';
import type { Row, ServedLab } from './table.ts';

/** The agent closes after each answer; here connections are kept, as the bare server's are. */
const configured = { kind: 'asa', options: { configured: 'rest', keepAlive: true } };
const one = [{ name: 'asa-1', ...configured }];
const objects = '/api/objects/networkobjects';

function making(name: string): object {
  const host = { kind: 'IPv4Address', value: '192.0.2.8' };
  return { method: 'POST', resourceUri: objects, data: { kind: 'object#NetworkObj', name, host } };
}

/** Bulk requests that make so many objects, at most a thousand each. */
function filling(count: number): (account: string) => Buffer[] {
  return (account) =>
    Array.from({ length: Math.ceil(count / 1_000) }, (_, part) => {
      const from = part * 1_000;
      const entries = Array.from({ length: Math.min(1_000, count - from) }, (_one, n) => making(`object-${from + n}`));
      return post('/api', account, entries);
    });
}

const page = (account: string) => get(`${objects}?limit=100&offset=100`, account);

const pages: Beside = {
  what: 'ASA page of 100 among 10,000 objects, requests/s',
  wanted: 0.4,
  devices: one,
  endpoint: 'https',
  prepare: filling(10_000),
  request: page,
};

/** Pages beside a bare server with the same bytes, beside pages of a small collection, and bulk requests. */
export async function asa(rounds: number): Promise<Row[]> {
  return [await beside(rounds, pages), await large(rounds), await bulk(rounds)];
}

/** The same page of a large collection and of a small one; a cost of 1.2 times is a ratio of 0.83. */
async function large(rounds: number): Promise<Row> {
  const lab = await startChild<ServedLab>('lab-server', { devices: [{ name: 'asa-{n}', count: 2, ...configured }] });
  const [first, second] = lab.told.devices;
  if (!first || !second) throw new Error('the lab has no two devices');
  const account = `${first.username}:${first.password}`;
  const portOf = ({ endpoints }: typeof first) => Number(new URL(endpoints.https ?? '').port);
  for (const request of filling(10_000)(account)) await exchange(portOf(first), request);
  for (const request of filling(200)(account)) await exchange(portOf(second), request);
  const at = (device: typeof first) => () =>
    load({ host: '127.0.0.1', ports: [portOf(device)], request: page(account), connections: 8, duration: 1_500 });
  await at(first)();
  await at(second)();
  const figures = await interleaved(rounds, at(first), at(second));
  lab.stop();
  return { what: 'ASA page among 10,000 objects, beside one among 200', ...figures, wanted: 0.83 };
}

/** Five hundred objects made and deleted again in one request, so that it can be sent again. */
async function bulk(rounds: number): Promise<Row> {
  const names = Array.from({ length: 500 }, (_, n) => `bulk-${n}`);
  const entries = [
    ...names.map(making),
    ...names.map((name) => ({ method: 'DELETE', resourceUri: `${objects}/${name}` })),
  ];
  const { bare: _, ...row } = await beside(rounds, {
    what: 'ASA bulk of 1,000 entries, entries/s',
    wanted: 10_000,
    devices: one,
    endpoint: 'https',
    request: (account) => post('/api', account, entries),
    units: 1_000,
  });
  return { what: row.what, ours: row.ours, ...(row.wanted !== undefined && { wanted: row.wanted }) };
}
