import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Kind } from '../../chassis/kind.ts';
import { type Grounded, ground } from '../../chassis/testing/ground.ts';
import { answerOn, basic, dial, post, type RawAnswer } from '../../chassis/testing/http.ts';
import { administrator } from '../factory.ts';
import { asa } from '../index.ts';
import type { AsaState } from '../state.ts';

/** Requests that came as far as the routes: what was answered before is not there. */
let routed: string[] = [];

const counted: Kind<AsaState> = {
  ...asa,
  web: async () => {
    const face = await asa.web?.();
    if (!face) throw new Error('an ASA has a web face');
    return {
      ...face,
      async routes(app, options) {
        app.addHook('onRequest', async ({ url }) => {
          routed.push(url);
        });
        await face.routes(app, options);
      },
    };
  },
};

const objects = '/api/objects/networkobjects';
const account = basic(administrator.username, administrator.password);

let box: Grounded<AsaState>;
let socket: Socket;

async function start(options = {}): Promise<void> {
  box = await ground(counted, { options: { configured: 'rest', keepAlive: true, ...options }, name: 'asa-1' });
  socket = await dial({ port: box.port('https') });
}

function get(path: string, headers: Readonly<Record<string, string>> = account): Promise<RawAnswer> {
  const lines = Object.entries({ Host: 'fw.example', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return answerOn(socket, `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
}

/** On a connection of its own, as another client. */
async function send(path: string, body: unknown): Promise<RawAnswer> {
  const other = await dial({ port: box.port('https') });
  const answer = await answerOn(other, post(path, JSON.stringify(body), account));
  other.destroy();
  return answer;
}

const make = (name: string) => send(objects, { name, host: { kind: 'IPv4Address', value: '192.0.2.8' } });
const cli = (...commands: string[]) => send('/api/cli', { commands });

beforeEach(() => {
  routed = [];
});
afterEach(async () => {
  socket.destroy();
  await box.stop();
});

describe('a GET that comes again on a kept connection', () => {
  it('has the same bytes without a route, and the journal hears of both alike', async () => {
    await start();
    const before = box.journal.count;
    const [first, second] = [await get(objects), await get(objects)];
    expect([second.head, second.body]).toEqual([first.head, first.body]);
    expect(routed).toEqual([objects]);
    const told = box.journal
      .read({ after: before })
      .map(({ seq: _, at: __, duration, ...entry }) => ({ ...entry, timed: duration !== undefined }));
    expect(told.map(({ kind, operation }) => `${kind} ${operation}`)).toEqual([
      'login Basic',
      `request GET ${objects}`,
      'login Basic',
      `request GET ${objects}`,
    ]);
    expect(told.slice(2)).toEqual(told.slice(0, 2));
  });

  it('sees what another client made, and another second', async () => {
    await start();
    const empty = await get(objects);
    await make('web1');
    expect((await get(objects)).body).toContain('"name":"web1"');
    await cli('object network web2', 'host 192.0.2.9');
    const two = await get(objects);
    expect(JSON.parse(two.body).rangeInfo.total).toBe(2);
    box.clock.advance(1_000);
    const later = await get(objects);
    expect(later.body).toBe(two.body);
    expect(later.header('date')).not.toEqual(empty.header('date'));
  });

  it('is refused as soon as its token is no good', async () => {
    await start();
    const [token = ''] = (await send('/api/tokenservices', '')).header('x-auth-token');
    const by = { 'X-Auth-Token': token };
    expect([(await get(objects, by)).status, (await get(objects, by)).status]).toEqual([200, 200]);
    box.device.change((draft) => {
      draft.run.tokens = draft.run.tokens.remove(token);
    });
    expect((await get(objects, by)).status).toBe(401);
  });

  it('is refused as soon as its token was left alone for too long, and not while it is used', async () => {
    await start();
    const [token = ''] = (await send('/api/tokenservices', '')).header('x-auth-token');
    const by = { 'X-Auth-Token': token };
    for (let minutes = 0; minutes < 40; minutes += 19) {
      expect([(await get(objects, by)).status, (await get(objects, by)).status]).toEqual([200, 200]);
      box.clock.advance(19 * 60_000);
    }
    box.clock.advance(60_000);
    expect((await get(objects, by)).status).toBe(401);
  });

  it('is refused as soon as its user may no longer ask', async () => {
    await start();
    await cli('username bob password Secret-1 privilege 5');
    const bob = basic('bob', 'Secret-1');
    expect([(await get(objects, bob)).status, (await get(objects, bob)).status]).toEqual([200, 200]);
    await cli('username bob password Secret-1 privilege 3');
    expect((await get(objects, bob)).status).toBe(403);
    await cli('no username bob');
    expect((await get(objects, bob)).status).toBe(401);
  });

  it('goes to the box itself once the agent is off', async () => {
    await start();
    await get(objects);
    expect((await get(objects)).status).toBe(200);
    await cli('no rest-api agent');
    const off = await get(objects);
    expect([off.status, off.body.startsWith('<html>')]).toEqual([404, true]);
  });

  it('ends its connection where it asks for that, though the answer is known', async () => {
    await start();
    const ending = { ...account, Connection: 'close' };
    const ended = () => new Promise((resolve) => socket.once('close', resolve));
    for (let time = 0; time < 2; time++) {
      const over = ended();
      expect((await get(objects)).status).toBe(200);
      expect((await get(objects, ending)).status).toBe(200);
      await over;
      socket = await dial({ port: box.port('https') });
    }
  });

  it('is worked out each time where connections do not live on', async () => {
    await start({ keepAlive: false });
    await get(objects);
    await get(objects);
    expect(routed).toEqual([objects, objects]);
  });

  it('is answered by the context that was connected to', async () => {
    const contexts = [{ name: 'c1', addresses: { inside: '10.1.1.1/24' } }];
    await start({ contexts });
    const serial = '/api/monitoring/serialnumber';
    await get(serial);
    expect((await get(serial)).status).toBe(200);
    expect((await get(`${serial}?context=c1`)).status).toBe(200);
    expect((await get(`${serial}?context=c2`)).status).toBe(404);
    expect(routed).toHaveLength(3);
  });
});
