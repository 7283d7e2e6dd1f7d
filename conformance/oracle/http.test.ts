import { getEventListeners } from 'node:events';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CouldNotRun } from '../errors.ts';
import type { Trust } from '../target.ts';
import {
  closedPort,
  httpServer,
  httpsServer,
  type Pair,
  pair,
  type Running,
  silentServer,
} from '../testing/servers.ts';
import { connection, header, headers } from './http.ts';

const patience = { patienceMs: 5_000, signal: new AbortController().signal };
const running: Running[] = [];
let mine: Pair;
beforeAll(async () => {
  mine = await pair('device');
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

async function started(server: Promise<Running>): Promise<Running> {
  const one = await server;
  running.push(one);
  return one;
}

describe('an exchange', () => {
  it('leaves no listener behind on the signal that may interrupt it', async () => {
    const place = await started(httpsServer(mine, (_request, response) => response.end('x')));
    const { signal } = new AbortController();
    const open = await connection(place, { by: 'own' }, { patienceMs: 5_000, signal });
    for (let n = 0; n < 12; n++) await open.send({ method: 'GET', path: '/' });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    open.close();
  });

  it('under way ends when it is interrupted', async () => {
    const place = await started(httpsServer(mine, () => stop.abort()));
    const stop = new AbortController();
    const open = await connection(place, { by: 'own' }, { patienceMs: 5_000, signal: stop.signal });
    await expect(open.send({ method: 'GET', path: '/' })).rejects.toThrow(/given up/);
    open.close();
  });

  it('keeps the spelling and order of headers, both ways, and the bytes of bodies', async () => {
    let raw: string[] = [];
    const place = await started(
      httpsServer(mine, (request, response, body) => {
        raw = request.rawHeaders;
        response.sendDate = false;
        response.writeHead(401, 'No', ['Set-Cookie', 'a=1', 'X-Auth-TOKEN', 't', 'Set-Cookie', 'b=2']);
        response.end(`${request.method} ${request.url} ${body} ✓`);
      }),
    );
    const open = await connection(place, { by: 'own' }, patience);
    const seen = await open.send({
      method: 'POST',
      path: '/ins',
      headers: [
        ['AUTHorization', 'x'],
        ['Accept', 'y'],
      ],
      body: 'ü\t',
    });
    open.close();
    expect(raw.slice(0, 8)).toEqual([
      'Host',
      `127.0.0.1:${place.port}`,
      'AUTHorization',
      'x',
      'Accept',
      'y',
      'Content-Length',
      '3',
    ]);
    expect(seen).toMatchObject({ status: 401, reason: 'No', body: 'POST /ins ü\t ✓', peer: mine.sha256 });
    expect(seen.rawHeaders.slice(0, 6)).toEqual(['Set-Cookie', 'a=1', 'X-Auth-TOKEN', 't', 'Set-Cookie', 'b=2']);
    expect(header(seen, 'x-auth-token')).toBe('t');
    expect(headers(seen, 'set-cookie')).toEqual(['a=1', 'b=2']);
    expect(header(seen, 'x-none')).toBeUndefined();
  });

  it('shares its connection with the next one', async () => {
    const ports = new Set<number | undefined>();
    const place = await started(
      httpServer((request, response) => {
        ports.add(request.socket.remotePort);
        response.end('ok');
      }),
    );
    const open = await connection(place, undefined, patience);
    for (let i = 0; i < 3; i++)
      expect(await open.send({ method: 'GET', path: '/' })).toMatchObject({ body: 'ok', peer: '' });
    open.close();
    expect(ports.size).toBe(1);
  });

  it.each([
    ['refuses', closedPort, /refuses connections/],
    ['is silent', () => started(silentServer()), /no answer/],
  ])('could not run where the target %s', async (_, place, message) => {
    const opened = connection(await place(), { by: 'own' }, { ...patience, patienceMs: 50 });
    await expect(opened).rejects.toThrow(message);
    await expect(opened).rejects.toBeInstanceOf(CouldNotRun);
  });

  it('could not run where a request is never answered, or cut off', async () => {
    const place = await started(
      httpServer((request, response) => {
        if (request.url === '/cut') response.socket?.destroy();
      }),
    );
    const send = async (path: string) =>
      (await connection(place, undefined, { ...patience, patienceMs: 50 })).send({ method: 'GET', path });
    await expect(send('/hang')).rejects.toThrow(/GET \/hang: gave no answer within 0.05 s/);
    await expect(send('/cut')).rejects.toBeInstanceOf(CouldNotRun);
  });
});

describe('a peer that has to be trusted', () => {
  const heard: string[] = [];
  async function place() {
    heard.length = 0;
    return started(
      httpsServer(mine, (request, response) => {
        heard.push(request.url ?? '');
        response.end('ok');
      }),
    );
  }
  const asks = async (trust: Trust) =>
    (await connection(await place(), trust, patience)).send({ method: 'GET', path: '/secret' });

  it('is so by its pin or its authority', async () => {
    expect(await asks({ by: 'pin', sha256: mine.sha256 })).toMatchObject({ status: 200 });
    expect(await asks({ by: 'ca', ca: mine.certificate })).toMatchObject({ status: 200 });
  });

  it('gets not one byte of a request if it is another', async () => {
    const other = await pair('device');
    await expect(asks({ by: 'pin', sha256: other.sha256 })).rejects.toThrow(/not the pinned/);
    expect(heard).toEqual([]);
    await expect(asks({ by: 'ca', ca: other.certificate })).rejects.toBeInstanceOf(CouldNotRun);
    expect(heard).toEqual([]);
  });
});
