import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedPort, httpsServer, type Pair, pair, type Running, silentServer } from '../testing/servers.ts';
import { certificateFacts, presented } from './tls.ts';

const patience = { patienceMs: 5_000, signal: new AbortController().signal };
let mine: Pair;
let running: Running;
beforeAll(async () => {
  mine = await pair('device');
  running = await httpsServer(mine, () => {}, { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
});
afterAll(() => running.close());

describe('what an endpoint presents', () => {
  it('is read from the handshake', async () => {
    expect(await presented(running, {}, patience)).toEqual({
      shown: true,
      protocol: 'TLSv1.2',
      trusted: false,
      certificate: certificateFacts(mine.certificate),
    });
  });

  it('is trusted by its own issuer and nobody else', async () => {
    const ca = async (certificate: string) => presented(running, { ca: certificate }, patience);
    expect(await ca(mine.certificate)).toMatchObject({ trusted: true });
    expect(await ca((await pair('device')).certificate)).toMatchObject({ trusted: false });
  });

  it('is nothing where the versions do not meet', async () => {
    expect(await presented(running, { minVersion: 'TLSv1.3' }, patience)).toMatchObject({ shown: false });
    expect(await presented(running, { maxVersion: 'TLSv1', minVersion: 'TLSv1' }, patience)).toMatchObject({
      shown: false,
    });
  });

  it('is nothing where nobody answers, with the reason', async () => {
    expect(await presented(await closedPort(), {}, patience)).toMatchObject({
      why: expect.stringMatching(/refuses connections/),
    });
    const silent = await silentServer();
    expect(await presented(silent, {}, { ...patience, patienceMs: 30 })).toMatchObject({
      why: expect.stringMatching(/no answer within 0.03 s/),
    });
    await silent.close();
  });
});

it('a certificate becomes plain data', () => {
  const facts = certificateFacts(mine.certificate);
  expect(facts).toMatchObject({
    sha256: mine.sha256,
    subject: 'CN=device',
    issuer: 'CN=device',
    keyType: 'ec',
    keyBits: 0,
    selfSigned: true,
  });
  expect(Date.parse(facts.notAfter)).toBeGreaterThan(Date.parse(facts.notBefore));
  expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
});
