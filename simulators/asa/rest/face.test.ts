import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../chassis/json.ts';
import { type Grounded, ground } from '../../chassis/testing/ground.ts';
import { basic, exchange, type RawAnswer } from '../../chassis/testing/http.ts';
import { administrator } from '../factory.ts';
import { asa } from '../index.ts';
import type { AsaState } from '../state.ts';

const account = basic(administrator.username, administrator.password);

let box: Grounded<AsaState>;
afterEach(() => box.stop());

async function start(options: JsonObject = {}, release = '1.3.2'): Promise<void> {
  box = await ground(asa, { release, options: { configured: 'rest', ...options }, name: 'asa-1' });
}

function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = account,
): Promise<RawAnswer> {
  const sent = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const all = {
    Host: 'fw.example',
    ...headers,
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(sent)),
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return exchange({ port: box.port('https') }, `${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${sent}`);
}

const objects = '/api/objects/networkobjects';
const object = (name: string, value = '192.0.2.8', kind = 'IPv4Address') => ({
  kind: 'object#NetworkObj',
  name,
  host: { kind, value },
});

/** Resolves when an endpoint opens again. */
function opened(endpoint: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = box.journal.watch((entry) => {
      if (entry.endpoint !== endpoint || entry.outcome !== 'open') return;
      stop();
      resolve();
    });
  });
}

async function cli(...commands: string[]): Promise<string[]> {
  const { status, body } = await ask('POST', '/api/cli', { commands });
  expect(status).toBe(200);
  return JSON.parse(body).response;
}

describe('an answer of the agent', () => {
  it('has these bytes on a new release', async () => {
    await start({}, '7.14.1');
    const { head, body } = await ask('GET', '/api/monitoring/serialnumber');
    expect(body).toMatch(/^\{"kind":"object#QuerySerialNumber","serialNumber":"9A[0-9A-F]{9}"\}$/);
    expect(head).toBe(
      [
        'HTTP/1.1 200 OK',
        'Server: CiscoASARestApiServer',
        'X-frame-options: DENY',
        'Date: Tue, 01 Jan 2030 00:00:00 GMT',
        'Content-type: application/json; charset=UTF-8',
        'Strict-transport-security: max-age=63072000',
        'Vary: Accept-Charset, Accept-Encoding, Accept-Language, Accept',
        `Content-length: ${body.length}`,
        'Accept-ranges: bytes',
        'X-content-type-options: no-sniff',
        'X-xss-protection: 1; mode=block',
      ].join('\r\n'),
    );
  });

  it('has no security headers on an old release, and a place where something was made', async () => {
    await start();
    const { status, head, body } = await ask('POST', objects, object('web_server08'));
    expect([status, body]).toEqual([201, '']);
    expect(head).toContain('\r\nLocation: https://fw.example/api/objects/networkobjects/web_server08\r\n');
    expect(head).toContain('\r\nContent-length: 0');
    expect(head).not.toMatch(/frame-options/i);
  });
});

describe('network objects', () => {
  it('are made, listed, changed, renamed and taken away, and the CLI shows them', async () => {
    await start();
    expect((await ask('POST', objects, object('web1'))).status).toBe(201);
    expect((await ask('GET', `${objects}/`)).body).toBe(
      '{"kind":"collection#NetworkObj","selfLink":"https://fw.example/api/objects/networkobjects/","rangeInfo":{"offset":0,"limit":1,"total":1},"items":[{"kind":"object#NetworkObj","selfLink":"https://fw.example/api/objects/networkobjects/web1","name":"web1","host":{"kind":"IPv4Address","value":"192.0.2.8"},"objectId":"web1"}]}',
    );
    expect(await cli('show running-config object network')).toEqual(['object network web1\n host 192.0.2.8\n']);
    expect((await ask('PUT', `${objects}/web1`, object('web2', '198.51.100.0/24', 'IPv4Network'))).status).toBe(204);
    expect((await ask('PATCH', `${objects}/web2`, { description: 'shop' })).status).toBe(204);
    expect(await cli('show running-config object network')).toEqual([
      'object network web2\n subnet 198.51.100.0 255.255.255.0\n description shop\n',
    ]);
    expect((await ask('DELETE', `${objects}/web2`)).status).toBe(204);
    const gone = await ask('GET', `${objects}/web2`);
    expect([gone.status, JSON.parse(gone.body).messages[0].code]).toEqual([404, 'RESOURCE-NOT-FOUND']);
    expect((await ask('GET', `${objects}/10.5.10.0/24`)).status).toBe(404);
  });

  it('cannot be made twice, nor taken away while a rule needs them', async () => {
    await start();
    await ask('POST', objects, object('web1'));
    const twice = await ask('POST', objects, object('web1'));
    expect([twice.status, JSON.parse(twice.body).messages[0].code]).toEqual([400, 'DUPLICATE']);
    const made = await ask('POST', '/api/access/in/management/rules', {
      permit: true,
      sourceAddress: { kind: 'AnyIPAddress', value: 'any4' },
      destinationAddress: { kind: 'objectRef#NetworkObj', objectId: 'web1' },
      destinationService: { kind: 'TcpUdpService', value: 'tcp/443' },
    });
    expect(made.status).toBe(201);
    expect(await cli('show running-config access-list', 'show running-config access-group')).toEqual([
      'access-list management_access_in extended permit tcp any4 object web1 eq https \n',
      'access-group management_access_in in interface management\n',
    ]);
    expect((await ask('DELETE', `${objects}/web1`)).status).toBe(400);
    const [location = ''] = made.header('location');
    const { body } = await ask('GET', new URL(location).pathname);
    expect(JSON.parse(body)).toMatchObject({
      destinationService: { value: 'tcp/https' },
      position: 1,
      isAccessRule: true,
    });
    expect((await ask('DELETE', new URL(location).pathname)).status).toBe(204);
    expect((await ask('DELETE', `${objects}/web1`)).status).toBe(204);
    expect(await cli('show running-config access-group')).toEqual([]);
  });

  it.each([0, 1, 100, 101, 250])('come in pages that add up, %i of them', async (total) => {
    await start();
    const entries = Array.from({ length: total }, (_, index) => ({
      method: 'POST',
      resourceUri: objects,
      data: object(`n${index}`),
    }));
    if (total > 0) expect((await ask('POST', '/api', entries)).status).toBe(200);
    let seen = 0;
    for (;;) {
      const { rangeInfo, items } = JSON.parse((await ask('GET', `${objects}?limit=100&offset=${seen}`)).body);
      expect(rangeInfo).toEqual({ offset: seen, limit: items.length, total });
      seen += items.length;
      if (rangeInfo.offset + rangeInfo.limit === total) break;
    }
    expect(seen).toBe(total);
  });
});

describe('several requests in one', () => {
  it('happen all or not at all', async () => {
    await start();
    const entry = (name: string, value?: string) => ({
      method: 'POST',
      resourceUri: objects,
      data: object(name, value),
    });
    const bad = await ask('POST', '/api', [entry('a'), entry('b', 'nonsense')]);
    expect(bad.status).toBe(400);
    expect(JSON.parse(bad.body).entryMessages).toHaveLength(2);
    expect(await cli('show running-config object network')).toEqual([]);
    const good = await ask('POST', '/api', [entry('a'), entry('b')]);
    expect([good.status, JSON.parse(good.body)]).toEqual([200, { entryMessages: [{}, {}], commonMessages: [] }]);
  });
});

describe('who may ask', () => {
  it('shows a token in place of a password, until it is taken back', async () => {
    await start();
    const made = await ask('POST', '/api/tokenservices');
    const [token = ''] = made.header('x-auth-token');
    expect([made.status, made.body]).toEqual([204, '']);
    expect(token).toMatch(/^[0-9A-F]+@[0-9]+@[0-9A-F]{4}@[0-9A-F]{40}$/);
    expect(made.head).toContain('\r\nX-Auth-Token: ');
    const by = { 'X-Auth-Token': token };
    expect((await ask('GET', objects, undefined, by)).status).toBe(200);
    expect((await ask('DELETE', `/api/tokenservices/${encodeURIComponent(token)}`, undefined, by)).status).toBe(204);
    expect((await ask('GET', objects, undefined, by)).status).toBe(401);
    // A token that is no good is not helped by a password.
    expect((await ask('GET', objects, undefined, { ...by, ...account })).status).toBe(401);
    expect(box.journal.read({ kind: 'request' }).some(({ operation }) => operation.includes(token))).toBe(false);
  });

  it('has 25 tokens at most, and room again when they are old', async () => {
    await start();
    for (let count = 0; count < 25; count++) expect((await ask('POST', '/api/tokenservices')).status).toBe(204);
    expect((await ask('POST', '/api/tokenservices')).status).toBe(503);
    box.clock.advance(20 * 60_000);
    expect((await ask('POST', '/api/tokenservices')).status).toBe(204);
  });

  it('is refused without a password, with a wrong one, and with one that cannot be read', async () => {
    await start();
    expect((await ask('GET', objects, undefined, {})).status).toBe(401);
    const wrong = await ask('GET', objects, undefined, basic('admin', 'wrong'));
    expect([wrong.status, wrong.header('www-authenticate')]).toEqual([401, ['Basic realm="Authentication"']]);
    expect((await ask('POST', '/api/tokenservices', undefined, { Authorization: 'Basic ???' })).status).toBe(400);
  });

  it.each([
    [2, 403, 403, 403],
    [3, 200, 403, 403],
    [5, 200, 200, 403],
    [15, 200, 200, 201],
  ])('may do with privilege %i what it allows', async (level, monitoring, reading, writing) => {
    await start();
    await cli(`username bob password Secret-1 privilege ${level}`);
    const bob = basic('bob', 'Secret-1');
    expect((await ask('GET', '/api/monitoring/serialnumber', undefined, bob)).status).toBe(monitoring);
    expect((await ask('GET', objects, undefined, bob)).status).toBe(reading);
    expect((await ask('POST', objects, object('o'), bob)).status).toBe(writing);
  });

  it('has to be on the list of user agents where there is one', async () => {
    await start({ userAgentGate: 'exact' });
    const as = (agent: string) => ask('GET', objects, undefined, { ...account, 'User-Agent': agent });
    expect((await as('curl/7.88.1')).status).toBe(401);
    expect((await as('REST API Agent')).status).toBe(200);
    await ask(
      'POST',
      '/api/cli',
      { commands: ['http server basic-auth-client curl/7.88.1'] },
      { ...account, 'User-Agent': 'REST API Agent' },
    );
    expect((await as('curl/7.88.1')).status).toBe(200);
  });
});

describe('commands', () => {
  it('answer with their text, and silent ones with nothing', async () => {
    await start();
    expect(await cli('show version | include Serial')).toEqual([
      `Serial Number: ${box.device.state.store.hardware.serial}\n`,
    ]);
    expect(
      await cli('hostname fw-9', 'show hostname', 'object network x', 'host 192.0.2.1', 'show curpriv'),
    ).toHaveLength(2);
    const [saved = ''] = JSON.parse((await ask('POST', '/api/commands/writemem')).body).response;
    expect(saved).toMatch(
      /^Building configuration\.\.\.\nCryptochecksum: ([0-9a-f]{8} ){4}\n\n\d+ bytes copied in 0\.50 secs\n\[OK\]\n$/,
    );
    expect(box.device.state.store.startup?.config.hostname).toBe('fw-9');
  });
});

describe('an agent that is off', () => {
  it('leaves the answer to the box, which speaks no JSON, and takes its time to come back', async () => {
    await start();
    await cli('no rest-api agent');
    const off = await ask('GET', objects);
    expect([off.status, off.body.startsWith('<html>')]).toEqual([404, true]);
    await box.device.settled();
    box.device.change((draft) => {
      draft.config.restApi.agent = true;
      draft.run.agent = 'starting';
      draft.run.pending.push({ due: box.clock.now() + 30_000, what: 'rest-api agent' });
    });
    expect((await ask('GET', objects)).status).toBe(503);
    box.clock.advance(30_000);
    expect((await ask('GET', objects)).status).toBe(200);
  });
});

describe('a backup', () => {
  it('is a file on disk0: that brings the box back as it was', async () => {
    await start();
    await ask('POST', objects, object('kept'));
    const place = { location: 'disk0:/backup.tar.gz', passphrase: 'Password' };
    expect((await ask('POST', '/api/backup', place)).status).toBe(201);
    expect((await cli('dir disk0:')).join('')).toContain('backup.tar.gz');
    await ask('DELETE', `${objects}/kept`);
    await cli('username admin password other-1 privilege 15');
    const now = basic('admin', 'other-1');
    const [token = ''] = (await ask('POST', '/api/tokenservices', undefined, now)).header('x-auth-token');
    expect((await ask('POST', '/api/restore', { ...place, passphrase: 'wrong' }, now)).status).toBe(400);
    expect((await ask('POST', '/api/restore', place, now)).status).toBe(201);
    const back = opened('https');
    box.clock.advance(2_000);
    await back;
    box.clock.advance(60_000);
    expect((await ask('GET', objects, undefined, { 'X-Auth-Token': token })).status).toBe(401);
    expect((await ask('GET', `${objects}/kept`)).status).toBe(200);
  });
});
