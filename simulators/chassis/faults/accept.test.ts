import { X509Certificate } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { type BoxState, box } from '../testing/box.ts';
import { type Faulty, groundFaulty } from '../testing/faulty.ts';
import { exchange, post } from '../testing/http.ts';
import { talk } from '../testing/talk.ts';
import type { FaultRule } from './rule.ts';

let faulty: Faulty<BoxState>;
afterEach(() => faulty.stop());

async function start(...rules: FaultRule[]): Promise<void> {
  faulty = await groundFaulty(box, rules);
}

const number = post('/number', '');
const https = () => ({ port: faulty.port('https') });
const http = () => ({ port: faulty.port('http'), plain: true });

function held(): number {
  return faulty.device.listeners.open.reduce((sum, { connections }) => sum + (connections?.size ?? 0), 0);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

describe('a connection that comes in', () => {
  it.each(['https', 'http'])('is reset on %s, and served the next time', async (endpoint) => {
    await start({ at: 'accept', act: 'reset', match: { endpoint }, atMost: 1 });
    const target = endpoint === 'http' ? http() : https();
    expect((await talk(target, number)).ending).toBe('ECONNRESET');
    expect(faulty.device.state.config.number).toBe(1);
    expect((await exchange(target, number)).body).toBe('the number is 2');
    expect(faulty.acts()).toEqual(['accept reset']);
  });

  it('stays half-open, unanswered, until the client leaves', async () => {
    await start({ at: 'accept', act: 'half-open' });
    const socket = connect(http().port, '127.0.0.1');
    socket.write(number);
    await until(() => held() === 1);
    const answered = new Promise((resolve) => socket.once('data', resolve));
    const other = exchangeAfter(() => faulty.faults.clear());
    expect(await Promise.race([answered, other])).toBe('the number is 2');
    await until(() => held() === 1);
    socket.end();
    await until(() => held() === 0);
  });

  it('is closed with the device where it is half-open', async () => {
    await start({ at: 'accept', act: 'half-open' });
    const socket = connect(https().port, '127.0.0.1');
    socket.on('error', () => undefined);
    await until(() => held() === 1);
    await Promise.all([closed(socket), faulty.stop()]);
    expect(held()).toBe(0);
  });

  it.each(['https', 'http'])('is served later on %s', async (endpoint) => {
    await start({ at: 'accept', act: 'delay', ms: 120 });
    const began = performance.now();
    const answer = await exchange(endpoint === 'http' ? http() : https(), number);
    expect(answer.body).toBe('the number is 2');
    expect(performance.now() - began).toBeGreaterThan(110);
  });

  it('is let go when its client does not wait', async () => {
    await start({ at: 'accept', act: 'delay', ms: 60_000 });
    const socket = connect(http().port, '127.0.0.1', () => socket.destroy());
    await closed(socket);
    await until(() => held() === 0);
    expect(faulty.journal.read({ kind: 'request' })).toEqual([]);
  });

  it.each(['https', 'http'])('sends all it has to say in drips on %s', async (endpoint) => {
    await start({ at: 'accept', act: 'drip', bytes: 64, every: 2 });
    const target = endpoint === 'http' ? http() : https();
    const began = performance.now();
    expect((await exchange(target, number)).body).toBe('the number is 2');
    // Head and body are more than two drips; a handshake is some more.
    expect(performance.now() - began).toBeGreaterThan(endpoint === 'http' ? 4 : 15);
    // A client that says all it has and waits gets all of the answer.
    const { seen, ending } = await talk(target, number.replace('\r\n', '\r\nConnection: close\r\n'));
    expect([seen.slice(0, 15), seen.slice(-15), ending]).toEqual(['HTTP/1.1 200 OK', 'the number is 3', 'end']);
    await until(() => held() === 0);
  });

  it('drips so many bytes at once', async () => {
    await start({ at: 'accept', act: 'drip', bytes: 7, every: 3 });
    const socket = connect(http().port, '127.0.0.1');
    const pieces: number[] = [];
    socket.on('data', (data: Buffer) => pieces.push(data.length));
    socket.end(number.replace('\r\n', '\r\nConnection: close\r\n'));
    await closed(socket);
    expect(pieces.length).toBeGreaterThan(10);
    expect(Math.max(...pieces)).toBeLessThan(64);
  });
});

/** An ordinary exchange on another connection, once `before` is done. */
async function exchangeAfter(before: () => void): Promise<string> {
  before();
  return (await exchange(http(), number)).body;
}

function handshake(): Promise<{ certificate: PeerCertificate; why: string }> {
  return new Promise((resolve, reject) => {
    const socket = connectTls(
      { host: '127.0.0.1', port: https().port, servername: 'box.example', rejectUnauthorized: false },
      () => {
        const certificate = socket.getPeerCertificate();
        resolve({ certificate, why: String(socket.authorizationError) });
        socket.destroy();
      },
    );
    socket.once('error', reject);
  });
}

describe('a handshake', () => {
  it('presents a valid certificate for another name', async () => {
    await start({ at: 'identity', act: 'wrong-certificate', atMost: 2 });
    const own = { CN: 'box.example', O: 'Example' };
    const [first, second, third] = [await handshake(), await handshake(), await handshake()];
    expect(first.certificate.subject).toEqual({ CN: 'another-device.example' });
    expect(first.why).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    const read = new X509Certificate(first.certificate.raw);
    expect(read.verify(read.publicKey)).toBe(true);
    for (const now of [Date.now(), faulty.clock.now()]) {
      expect(Date.parse(first.certificate.valid_from)).toBeLessThan(now);
      expect(Date.parse(first.certificate.valid_to)).toBeGreaterThan(now);
    }
    expect(second.certificate.fingerprint256).toBe(first.certificate.fingerprint256);
    expect(third.certificate.subject).toEqual(own);
    expect(first.certificate.pubkey).not.toEqual(third.certificate.pubkey);
  });

  it('presents its own certificate, run out by the clocks of lab and client', async () => {
    await start({ at: 'identity', act: 'expired-certificate', match: { endpoint: 'https' } });
    const { certificate, why } = await handshake();
    expect(certificate.subject).toEqual({ CN: 'box.example', O: 'Example' });
    expect(certificate.subjectaltname).toBe('DNS:box.example');
    expect(Date.parse(certificate.valid_to)).toBeLessThan(Math.min(Date.now(), faulty.clock.now()));
    expect(why).toBe('CERT_HAS_EXPIRED');
    expect((await handshake()).certificate.fingerprint256).toBe(certificate.fingerprint256);
    expect((await exchange(https(), number)).body).toBe('the number is 2');
    expect(faulty.acts()).toEqual(Array.from({ length: 3 }, () => 'identity expired-certificate'));
  });
});
