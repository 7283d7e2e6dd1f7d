import { getEventListeners } from 'node:events';
import { createServer, type Server } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { AuthenticationError, ProtocolError, TransportError } from '../errors.ts';
import { NxapiClient, type NxapiOptions } from '../nxapi.ts';
import { Playback, type Received, type Reply } from '../testing/playback.ts';
import { insApi, ok, page, withCookie } from '../testing/replies.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const basic = `Basic ${Buffer.from('admin:Sup3rSecret').toString('base64')}`;
const hostname = insApi([ok({ hostname: 'leaf-101' })]);

/** A switch that answers as told, a client for it, and the pauses that the client made. */
async function playing(reply: (request: Received) => Reply, options: Partial<NxapiOptions> = {}) {
  const device = await Playback.start(reply);
  const pauses: number[] = [];
  const client = clientFor(device.url, { delay: async (ms) => void pauses.push(ms), ...options });
  closing.push(() => device.close());
  return { device, client, pauses };
}

function clientFor(url: string, options: Partial<NxapiOptions> = {}): NxapiClient {
  const client = new NxapiClient({ url, username: 'admin', password: 'Sup3rSecret', allowHttp: true, ...options });
  closing.push(() => client.close());
  return client;
}

/** Answers with each of the replies in turn, and with the last one ever after. */
function inTurn(...replies: Reply[]): (request: Received) => Reply {
  return ({ index }) => replies[Math.min(index, replies.length - 1)] ?? 'SILENCE';
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );

describe('logging in', () => {
  it('is by Basic once, then by the cookie alone, on one connection', async () => {
    const token = 'admin:yQaFEGmWUFdXU4VTvvkhRE7z9+4=';
    const { device, client } = await playing(({ index }) => (index === 0 ? withCookie(token, hostname) : hostname));
    for (let call = 0; call < 3; call++) await client.show('show hostname');
    const proofs = device.received.map(({ headers }) => [headers.authorization, headers.cookie]);
    const byCookie = [undefined, `nxapi_auth=${token}`];
    expect(proofs).toEqual([[basic, undefined], byCookie, byCookie]);
    expect(device.connections).toBe(1);
  });

  it('stays with Basic where no cookie is given', async () => {
    const { device, client } = await playing(() => hostname);
    await client.show('show hostname');
    await client.show('show hostname');
    expect(device.received.map(({ headers }) => headers.authorization)).toEqual([basic, basic]);
  });

  it('falls back to Basic exactly once when the cookie has expired, also for a configuration', async () => {
    const { device, client } = await playing(
      inTurn(
        withCookie('one==', hostname),
        page(401, 'Authorization Required'),
        withCookie('two==', insApi([ok()])),
        hostname,
      ),
    );
    await client.show('show hostname');
    await client.configure(['vlan 10']);
    await client.show('show hostname');
    expect(device.received.map(({ headers }) => headers.cookie ?? headers.authorization)).toEqual([
      basic,
      'nxapi_auth=one==',
      basic,
      'nxapi_auth=two==',
    ]);
  });

  it('fails after a cookie and Basic were both refused, and starts with Basic the next time', async () => {
    const refusal = page(401, 'Authorization Required');
    const { device, client, pauses } = await playing(inTurn(withCookie('one==', hostname), refusal, refusal, hostname));
    await client.show('show hostname');
    const error = await failure(client.show('show hostname'));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ username: 'admin', status: 401 });
    expect(device.received).toHaveLength(3);
    await client.show('show hostname');
    expect(device.received[3]?.headers.authorization).toBe(basic);
    expect(pauses).toEqual([]);
  });

  it('with a wrong password is tried once: accounts lock', async () => {
    const { device, client } = await playing(() => page(401, 'Authorization Required'));
    await expect(client.show('show hostname')).rejects.toThrow(/refused the user "admin" \(HTTP 401\)/);
    expect(device.received).toHaveLength(1);
  });

  it('takes the newest cookie, and none that is another’s', async () => {
    const cookies = ['other=1; Path=/', 'nxapi_auth=new=; Secure'];
    const reply = { headers: { 'set-cookie': cookies }, body: JSON.stringify(hostname) };
    const { device, client } = await playing(inTurn(withCookie('old=', hostname), reply, hostname));
    for (let call = 0; call < 3; call++) await client.show('show hostname');
    expect(device.received[2]?.headers.cookie).toBe('nxapi_auth=new=');
  });

  it('posts to the path in the URL', async () => {
    const { device, client } = await playing(() => hostname);
    await client.show('show hostname');
    await clientFor(`${device.url}/ins.json`).show('show hostname');
    expect(device.received.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /ins', 'POST /ins.json']);
    expect(() => clientFor(`${device.url}/api`)).toThrow(/expected no path, or one of \/ins/);
  });
});

describe('trying again', () => {
  it('a show, after the connection was reset or closed, or the front end was away', async () => {
    const replies = ['RESET', 'CLOSE', page(503, 'Service Temporarily Unavailable'), hostname] as const;
    const { device, client, pauses } = await playing(inTurn(...replies));
    expect(await client.show('show hostname')).toEqual({ hostname: 'leaf-101' });
    expect(device.received).toHaveLength(4);
    expect(pauses).toEqual([250, 500, 1000]);
  });

  it('ends after the retries that were given', async () => {
    const { device, client } = await playing(() => 'RESET', { retries: 1 });
    expect(await failure(client.show('show hostname'))).toMatchObject({ failure: 'reset', sent: true });
    expect(device.received).toHaveLength(2);
  });

  it.each<[string, (client: NxapiClient) => Promise<unknown>]>([
    ['a configuration', (client) => client.configure(['vlan 10'])],
    ['a bash script', (client) => client.bash('reboot')],
    ['an exec command', (client) => client.showAscii('checkpoint before')],
    ['shows among which one is none', (client) => client.exec(['show clock', 'reload'])],
    ['a batch with a configuration', (client) => client.jsonrpc([{ method: 'cli', cmd: 'vlan 10' }])],
    ['a show into a file', (client) => client.showAscii('show run > bootflash:x')],
  ])('never %s that may have arrived', async (_what, act) => {
    for (const reply of ['RESET', 'CLOSE', page(502, 'Bad Gateway'), page(504, 'Gateway Time-out')] as const) {
      const { device, client } = await playing(() => reply);
      expect(await failure(act(client))).toSatisfy(
        (error) => (error instanceof TransportError && error.sent) || error instanceof ProtocolError,
      );
      expect(device.received).toHaveLength(1);
    }
  });

  it('a configuration that is called idempotent', async () => {
    const { device, client } = await playing(inTurn('RESET', insApi([ok()])));
    await client.configure(['vlan 10'], { idempotent: true });
    expect(device.received).toHaveLength(2);
  });

  it('anything, while the connection is refused: nothing was sent', async () => {
    const device = await Playback.start(() => 'SILENCE');
    const { url } = device;
    await device.close();
    const pauses: number[] = [];
    const client = clientFor(url, { delay: async (ms) => void pauses.push(ms) });
    const error = await failure(client.configure(['vlan 10']));
    expect(error).toMatchObject({ failure: 'refused', code: 'ECONNREFUSED', sent: false });
    expect(pauses).toEqual([250, 500, 1000]);
  });

  it('not after an answer that was understood', async () => {
    const { device, client } = await playing(() => page(500, 'Internal Server Error'));
    expect(await failure(client.show('show hostname'))).toBeInstanceOf(ProtocolError);
    expect(device.received).toHaveLength(1);
  });

  it('is over when the caller aborts in a pause', async () => {
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const { device, client } = await playing(
      () => {
        setImmediate(() => controller.abort(reason));
        return 'RESET';
      },
      {
        delay: (_ms, signal) =>
          new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
      },
    );
    expect(await failure(client.show('show hostname', { signal: controller.signal }))).toBe(reason);
    expect(device.received).toHaveLength(1);
  });
});

describe('limits', () => {
  it('a timeout ends a request that is not answered, says that it was sent, and is not tried again', async () => {
    const { device, client, pauses } = await playing(() => 'SILENCE');
    const error = await failure(client.show('show hostname', { timeout: 50 }));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ failure: 'timeout', sent: true });
    expect(String(error)).toContain('no answer within 50 ms');
    expect(device.received).toHaveLength(1);
    expect(pauses).toEqual([]);
  });

  it('an aborted signal ends a request with its own reason, of the call or of the client', async () => {
    const all = new AbortController();
    const { device, client } = await playing(() => 'SILENCE', { signal: all.signal });
    const one = new AbortController();
    const first = failure(client.show('show hostname', { signal: one.signal }));
    const second = failure(client.configure(['vlan 10']));
    await until(() => device.received.length === 2);
    one.abort(new Error('one'));
    expect(await first).toMatchObject({ message: 'one' });
    all.abort(new Error('all'));
    expect(await second).toMatchObject({ message: 'all' });
  });

  it('a signal is let go of when the call has ended', async () => {
    const all = new AbortController();
    const one = new AbortController();
    const { client } = await playing(() => hostname, { signal: all.signal });
    await client.show('show hostname', { signal: one.signal });
    expect([all, one].map(({ signal }) => getEventListeners(signal, 'abort').length)).toEqual([0, 0]);
  });

  it('nothing is sent for a signal that was aborted before', async () => {
    const { device, client } = await playing(() => hostname);
    const reason = new Error('too late');
    expect(await failure(client.show('show hostname', { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(device.connections).toBe(0);
  });

  it('a request that waited for a connection when it was aborted is never sent', async () => {
    const { device, client } = await playing(inTurn('SILENCE', insApi([ok()])), { connections: 1 });
    const first = failure(client.show('show hostname', { timeout: 300 }));
    await until(() => device.received.length === 1);
    const controller = new AbortController();
    const second = failure(client.configure(['vlan 10'], { signal: controller.signal }));
    await turn();
    controller.abort(new Error('no'));
    expect(await second).toMatchObject({ message: 'no' });
    expect(await first).toMatchObject({ failure: 'timeout' });
    await client.configure(['vlan 11']);
    expect(device.received.map(({ body }) => body.includes('vlan 10'))).toEqual([false, false]);
  });

  it('no more connections are opened than allowed', async () => {
    const { device, client } = await playing(() => hostname, { connections: 2 });
    await Promise.all(Array.from({ length: 12 }, () => client.show('show hostname')));
    expect(device.received).toHaveLength(12);
    expect(device.connections).toBeLessThanOrEqual(2);
  });

  it('closing ends what is on its way', async () => {
    const { device, client } = await playing(() => 'SILENCE');
    const pending = failure(client.show('show hostname'));
    await until(() => device.received.length === 1);
    await client[Symbol.asyncDispose]();
    expect(await pending).toMatchObject({ failure: 'closed' });
    expect(await failure(client.show('show hostname'))).toMatchObject({ failure: 'closed', sent: false });
  });
});

describe('answers that are none', () => {
  it('are told with status, type and a bounded excerpt', async () => {
    const { client } = await playing(() => ({
      headers: { 'content-type': 'text/html' },
      body: `<html>\n<h1>Welcome\u0007</h1>${'x'.repeat(5000)}`,
    }));
    const error = await failure(client.show('show hostname'));
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ status: 200, contentType: 'text/html' });
    expect(error).toHaveProperty('excerpt', expect.stringMatching(/^<html> <h1>Welcome <\/h1>x+…$/));
    expect(error).toHaveProperty('excerpt.length', 200);
  });

  it('with half a body are cut connections', async () => {
    const { client } = await playing(() => ({ headers: { 'content-length': '1000' }, body: '{"ins_api":' }), {
      retries: 0,
      timeout: 200,
    });
    expect(await failure(client.show('show hostname'))).toBeInstanceOf(TransportError);
  });

  it('that are no HTTP are told as such', async () => {
    const port = await rawServer(() => 'SSH-2.0-OpenSSH_9.2\r\n');
    const error = await failure(clientFor(`http://127.0.0.1:${port}`).show('show hostname'));
    expect(error).toBeInstanceOf(ProtocolError);
    expect(String(error)).toMatch(/does not speak HTTP.*SSH-2\.0/);
  });

  it('are redirects, which are not followed', async () => {
    const { device, client } = await playing(() => ({ status: 302, headers: { location: '/login' }, body: 'go' }));
    expect(await failure(client.show('show hostname'))).toMatchObject({ status: 302 });
    expect(device.received).toHaveLength(1);
  });
});

describe('secrets', () => {
  const token = 'admin:c29tZSBzZWNyZXQgdG9rZW4=';
  const secrets = ['Sup3rSecret', basic.slice('Basic '.length), token, 'Hunter22'];

  it('are in no error, whatever echoes them', async () => {
    const echo = ({ headers, body }: Received): Reply => ({
      status: 404,
      headers: { 'content-type': 'text/plain' },
      body: `${headers.authorization} ${headers.cookie} Sup3rSecret ${body}`,
    });
    const { client } = await playing((request) => (request.index === 0 ? withCookie(token, hostname) : echo(request)));
    await client.show('show hostname');
    const raw = await rawServer((received) => received);
    const errors = [
      await failure(client.show('show hostname')),
      await failure(clientFor(`http://127.0.0.1:${raw}`).show('show hostname')),
      await failure((await playing(echo)).client.show('show hostname')),
      await failure(
        (await playing(() => 'RESET', { retries: 0 })).client.configure(['username bob password Hunter22']),
      ),
    ];
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error);
      const told = inspect(error, { depth: 10, showHidden: true });
      for (const secret of secrets) expect(told).not.toContain(secret);
    }
  });

  it('are not shown by a client', async () => {
    const { client } = await playing(() => withCookie(token, hostname));
    await client.show('show hostname');
    const told = `${inspect(client, { depth: 10, showHidden: true })}${JSON.stringify(client)}`;
    for (const secret of secrets) expect(told).not.toContain(secret);
    expect(told).toContain('admin');
  });
});

/** A TCP server that answers the first bytes of each connection with a text. */
async function rawServer(reply: (received: string) => string): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (data) => socket.end(reply(data.toString('latin1'))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}

/** Lets the event loop turn until something has happened. */
async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await turn();
}

/** Lets all that is ready happen. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
