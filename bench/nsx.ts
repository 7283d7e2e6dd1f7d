import type { Socket } from 'node:net';
import { makeAuthority } from '../certs/authority.ts';
import { exportKey, keptKey } from '../certs/key.ts';
import { bundle, makeCertificate } from '../certs/make.ts';
import { type Child, startChild } from './child.ts';
import { load, open, Reader } from './load.ts';
import { interleaved } from './measure.ts';
import { barePair } from './pair.ts';
import type { Row, ServedLab } from './table.ts';

const path = '/api/v1/trust-management/certificates';
const perRound = 400;

/** What stands on the other side of a connection. */
interface Side {
  readonly port: number;
  readonly account: string;
}

function ask(line: string, account: string, body = ''): Buffer {
  const head = [
    `${line} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Basic ${Buffer.from(account).toString('base64')}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Chains of three under one authority, each leaf another one: the same twice would be refused. */
async function chains(count: number): Promise<string[]> {
  const { intermediate } = await makeAuthority();
  const key = await keptKey('rsa-2048', 7);
  const private_key = exportKey(key);
  return Array.from({ length: count }, (_, n) => {
    const leaf = makeCertificate({ subject: `/CN=bench-${n}.lab.local`, key, issuer: intermediate });
    return JSON.stringify({ display_name: `bench-${n}`, pem_encoded: bundle(leaf), private_key });
  });
}

async function connections(port: number, count: number): Promise<{ socket: Socket; reader: Reader }[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = await open('127.0.0.1', port);
      return { socket, reader: new Reader(socket) };
    }),
  );
}

/** Imports each body and, where it is wanted, validates what came of it. @returns bodies a second */
async function importing({ port, account }: Side, bodies: readonly string[], validates: boolean): Promise<number> {
  const lanes = await connections(port, 4);
  let next = 0;
  const began = performance.now();
  await Promise.all(
    lanes.map(async ({ socket, reader }) => {
      const exchange = async (request: Buffer, wanted: number): Promise<string> => {
        socket.write(request);
        const { status, body } = await reader.next();
        if (status !== wanted) throw new Error(`the server answered ${status}: ${body.toString('utf8', 0, 300)}`);
        return body.toString('utf8');
      };
      for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
        const made = await exchange(ask(`POST ${path}?action=import`, account, body), 201);
        if (!validates) continue;
        const [, id] = /"id" : "([^"]+)"/.exec(made) ?? [];
        await exchange(ask(`GET ${path}/${id}?action=validate`, account), 200);
      }
    }),
  );
  const took = performance.now() - began;
  for (const { socket } of lanes) socket.destroy();
  return (bodies.length / took) * 1000;
}

async function cluster(count = 1): Promise<{ lab: Child<ServedLab>; sides: Side[] }> {
  const lab = await startChild<ServedLab>('lab-server', {
    devices: [{ name: 'nsx-{n}', kind: 'nsx', count, options: { managers: 1, rateLimit: 0 } }],
  });
  const sides = lab.told.devices.map(({ endpoints, username, password }) => ({
    port: Number(new URL(endpoints['manager-1.https'] ?? '').port),
    account: `${username}:${password}`,
  }));
  return { lab, sides };
}

/** Import and validation of chains, and pages of long and short lists of certificates. */
export async function nsx(rounds: number, many = 10_000): Promise<Row[]> {
  return [await imports(rounds), await pages(rounds, many)];
}

async function imports(rounds: number): Promise<Row> {
  const { lab, sides } = await cluster();
  const [ours] = sides;
  if (!ours) throw new Error('the lab has no cluster');
  const bodies = await chains(perRound * (rounds + 1));
  const sample = `{ "results" : [ { "id" : "ID", "pem_encoded" : ${JSON.stringify(JSON.parse(bodies[0] ?? '{}').pem_encoded)} } ] }`;
  const bare = await startChild<{ port: number }>('bare-trust', { ...(await barePair()), answer: sample });
  const some = bodies.splice(0, perRound);
  const side = { port: bare.told.port, account: ours.account };
  await importing(ours, some, true);
  await importing(side, some, true);
  const figures = await interleaved(
    rounds,
    () => importing(ours, bodies.splice(0, perRound), true),
    () => importing(side, some, true),
  );
  lab.stop();
  bare.stop();
  return { what: 'NSX import and validation of a chain of three, a second', ...figures, wanted: 0.5 };
}

/** A page of a hundred, in a list of as many certificates as it shows and in a long one. */
async function pages(rounds: number, many: number): Promise<Row> {
  const { lab, sides } = await cluster(2);
  const [short, long] = sides;
  if (!short || !long) throw new Error('the lab has no two clusters');
  const bodies = await chains(many);
  await importing(short, bodies.slice(0, 100), false);
  await importing(long, bodies, false);
  const of =
    ({ port, account }: Side) =>
    () =>
      load({
        host: '127.0.0.1',
        ports: [port],
        request: ask(`GET ${path}?page_size=100`, account),
        connections: 4,
        duration: 1_500,
      });
  await of(short)();
  await of(long)();
  const figures = await interleaved(rounds, of(long), of(short));
  lab.stop();
  // At most 1.2 times the cost is at least 1/1.2 of the pages a second.
  return { what: `NSX page of 100 certificates among ${many} beside among 100, a second`, ...figures, wanted: 0.83 };
}
