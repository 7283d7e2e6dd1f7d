import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session } from '../../chassis/cli/session.ts';
import { Table } from '../../chassis/table.ts';
import { type Grounded, ground } from '../../chassis/testing/ground.ts';
import { answerOn, basic, dial } from '../../chassis/testing/http.ts';
import type { AsaDevice } from '../asa.ts';
import { administrator } from '../factory.ts';
import { asa } from '../index.ts';
import { languageOf } from '../language.ts';
import type { AsaState } from '../state.ts';
import { benchBox } from '../testing/box.ts';
import { rest } from '../testing/rest.ts';
import { NameOrder } from './name-order.ts';

/** The same data in other objects, so that nothing that was remembered of the first can be meant. */
function copied<T>(value: T): T;
function copied(value: unknown): unknown {
  if (value instanceof Table) return Table.from(value.toJSON().map(([key, entry]) => [key, copied(entry)]));
  if (Array.isArray(value)) return value.map((one) => copied(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copied(part)]));
}

let box: Grounded<AsaState>;
let socket: Socket;
let factory: AsaState;
beforeAll(async () => {
  box = await ground(asa, { options: { configured: 'rest', keepAlive: true }, name: 'asa-1' });
  socket = await dial({ port: box.port('https') });
  // Each exchange listens for the end of the connection.
  socket.setMaxListeners(0);
  factory = box.device.state;
});
afterAll(async () => {
  socket.destroy();
  await box.stop();
});

const { Authorization } = basic(administrator.username, administrator.password);

const read = [
  '/api/objects/networkobjects',
  '/api/objects/networkobjects?limit=2&offset=1',
  '/api/objects/networkobjects/web',
  '/api/objects/networkobjectgroups',
  '/api/objects/networkservices',
  '/api/objects/extendedacls',
  '/api/objects/extendedacls/management_access_in/aces',
  '/api/access/in/management/rules',
  '/api/access/in',
  '/api/interfaces/physical',
  '/api/routing/static',
  '/api/objects/localusers',
  '/api/monitoring/device/components/version',
];

async function overWire(uri: string): Promise<readonly [status: number, body: string]> {
  const { status, body } = await answerOn(
    socket,
    `GET ${uri} HTTP/1.1\r\nHost: fw.example\r\nAuthorization: ${Authorization}\r\n\r\n`,
  );
  return [status, body];
}

/** What a box with the same state answers that was never asked before. */
async function anew(device: AsaDevice, uri: string): Promise<readonly [status: number, json: unknown]> {
  const other = benchBox(device.release, device.birth.options, device.name);
  other.clock.freeze(device.now());
  other.device.become(copied(device.state));
  const { status, json } = await rest(other, 'GET', uri);
  return [status, json];
}

/** Names that differ in their case alone, too. */
const name = fc.constantFrom('web', 'Web', 'WEB', 'db', 'Db', 'mail', 'a', 'z');
const address = fc.integer({ min: 1, max: 5 }).map((last) => `192.0.2.${last}`);
const objects = '/api/objects/networkobjects';
const host = (value: string) => ({ kind: 'IPv4Address', value });

type Edit =
  | { readonly method: string; readonly uri: string; readonly body?: object }
  | { readonly lines: readonly string[] }
  | { readonly advance: number };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ one: name, value: address }).map(({ one, value }) => ({
    method: 'POST',
    uri: objects,
    body: { name: one, host: host(value) },
  })),
  fc.record({ one: name, other: name, value: address }).map(({ one, other, value }) => ({
    method: 'PUT',
    uri: `${objects}/${one}`,
    body: { name: other, host: host(value) },
  })),
  fc.record({ one: name, description: name }).map(({ one, description }) => ({
    method: 'PATCH',
    uri: `${objects}/${one}`,
    body: { description },
  })),
  name.map((one) => ({ method: 'DELETE', uri: `${objects}/${one}` })),
  fc.record({ one: name, other: name }).map(({ one, other }) => ({
    method: 'POST',
    uri: '/api/objects/networkobjectgroups',
    body: { name: `g-${one}`, members: [{ kind: 'objectRef#NetworkObj', objectId: other }] },
  })),
  fc.record({ one: name, value: address, permit: fc.boolean() }).map(({ one, value, permit }) => ({
    method: 'POST',
    uri: '/api/access/in/management/rules',
    body: {
      permit,
      sourceAddress: host(value),
      destinationAddress: { kind: 'objectRef#NetworkObj', objectId: one },
      destinationService: { kind: 'TcpUdpService', value: 'tcp/443' },
    },
  })),
  name.map((one) => ({ lines: [`object network ${one}`] })),
  fc.record({ one: name, value: address }).map(({ one, value }) => ({
    lines: [`object network ${one}`, `host ${value}`],
  })),
  fc.record({ one: name, other: name }).map(({ one, other }) => ({
    lines: [`object network ${one}`, `rename ${other}`],
  })),
  name.map((one) => ({ lines: [`no object network ${one}`] })),
  name.map((one) => ({ lines: [`object service ${one}`, 'service tcp destination eq https'] })),
  address.map((value) => ({ lines: [`route management ${value} 255.255.255.255 192.0.2.1`] })),
  address.map((value) => ({
    lines: [`access-list management_access_in extended permit tcp any host ${value}`],
  })),
  fc.constant({ lines: ['clear configure access-list'] }),
  name.map((one) => ({ lines: ['interface GigabitEthernet1/1', `nameif ${one}`] })),
  name.map((one) => ({ lines: [`username ${one} nopassword privilege 5`] })),
  fc.integer({ min: 0, max: 1_500 }).map((advance) => ({ advance })),
);

async function happen(done: Edit): Promise<void> {
  if ('advance' in done) {
    box.clock.advance(done.advance);
    return;
  }
  if ('method' in done) {
    await rest(box, done.method, done.uri, done.body);
    return;
  }
  const who = { user: 'admin', roles: [], level: 15, from: '192.0.2.50', transport: 'console' } as const;
  const session = new Session(box.device, languageOf(box.device), who);
  session.enter('config');
  for (const line of done.lines) await session.execute(line);
  session.close();
}

describe('a remembered answer', () => {
  it('is what a box says that was never asked before, whatever was done by REST and on the CLI', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ done: edit, asked: fc.constantFrom(...read) }), { minLength: 1, maxLength: 12 }),
        async (steps) => {
          box.device.become(factory);
          for (const { done, asked } of steps) {
            await happen(done);
            for (const uri of [asked, objects, objects]) {
              const [status, body] = await overWire(uri);
              expect([status, JSON.parse(body)]).toEqual(await anew(box.device, uri));
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('the order of names', () => {
  it('is that of sorting them anew, after any edits', () => {
    const order = new NameOrder<boolean>((_name, shown) => shown);
    const step = fc.record({ key: name, entry: fc.option(fc.boolean(), { nil: undefined }), asked: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const owner = {};
        let table = Table.from<boolean>();
        for (const { key, entry, asked } of steps) {
          table = entry === undefined ? table.remove(key) : table.put(key, entry);
          if (!asked) continue;
          const sorted = new NameOrder<boolean>((_name, shown) => shown).of({}, Table.from(table));
          expect(order.of(owner, table)).toEqual(sorted);
          expect([...sorted].sort()).toEqual([...table].flatMap(([one, shown]) => (shown ? [one] : [])).sort());
        }
      }),
    );
  });
});
