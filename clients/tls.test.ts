import { createServer } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { OptionsError, PinMismatchError, TransportError } from './errors.ts';
import { type Identities, makeIdentities } from './testing/certificates.ts';
import { Playback } from './testing/playback.ts';
import { fingerprint, presentedCertificate, type Trust } from './tls.ts';
import { Transport } from './transport.ts';

const open: Playback[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serving(identity?: { cert: string; key: string }): Promise<Playback> {
  const server = await Playback.start(() => 'hello', identity);
  open.push(server);
  return server;
}

/** The failure of one request, or the text that came. */
async function ask(url: string, trust: Trust): Promise<unknown> {
  const transport = new Transport(new URL(url), { ...trust, connectTimeout: 5000, connections: 1 });
  try {
    const request = { method: 'POST', path: '/ins', headers: {}, body: 'x' } as const;
    const { text } = await transport.exchange(request, { timeout: 5000, signal: undefined });
    return text;
  } catch (error) {
    return error;
  } finally {
    await transport.close();
  }
}

describe('a fingerprint', () => {
  const hex = '0123456789abcdef'.repeat(4);

  it.each([
    hex,
    hex.toUpperCase(),
    hex.replace(/..(?!$)/g, '$&:'),
    `SHA256 Fingerprint=${hex.replace(/..(?!$)/g, '$&:')}`,
    `sha256:${hex}`,
    ` ${hex}\n`,
  ])('is read from %j', (text) => {
    expect(fingerprint(text)).toBe(hex);
  });

  it.each(['', 'abc', hex.slice(1), `${hex}0`, 'g'.repeat(64), 'a'.repeat(40)])('is not %j', (text) => {
    expect(() => fingerprint(text)).toThrow(OptionsError);
  });
});

describe.skipIf(!has('openssl'))('trust', () => {
  let ids: Identities;
  beforeAll(() => {
    ids = makeIdentities();
  });

  it('in a CA: the chain and the name hold', async () => {
    const { url, port } = await serving(ids.server);
    expect(await ask(url, { ca: ids.authority.cert })).toBe('hello');
    expect(await ask(url, { ca: [ids.factory.cert, Buffer.from(ids.authority.cert)] })).toBe('hello');
    expect(await ask(`https://localhost:${port}`, { ca: ids.authority.cert })).toBe('hello');
  });

  it('in a self-signed certificate given as CA', async () => {
    const { url } = await serving(ids.selfSigned);
    expect(await ask(url, { ca: ids.selfSigned.cert })).toBe('hello');
  });

  it.each<[string, (ids: Identities) => Trust, string]>([
    ['without a CA of its own', () => ({}), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['with another CA', ({ factory }) => ({ ca: factory.cert }), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    [
      'for another name',
      ({ authority }) => ({ ca: authority.cert, servername: 'n9k-2' }),
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
  ])('fails %s, before a byte of the request is sent', async (_what, trust, code) => {
    const server = await serving(ids.server);
    const error = await ask(server.url, trust(ids));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ failure: 'tls', code, sent: false });
    expect(server.received).toHaveLength(0);
  });

  it('is not weakened by NODE_TLS_REJECT_UNAUTHORIZED', async () => {
    const { url } = await serving(ids.server);
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect(await ask(url, {})).toMatchObject({ failure: 'tls' });
      expect(await ask(url, { ca: ids.factory.cert })).toMatchObject({ failure: 'tls' });
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
  });

  it('checks the name that is asked for instead of the one in the URL', async () => {
    const { url } = await serving(ids.server);
    expect(await ask(url, { ca: ids.authority.cert, servername: 'n9k-1.example' })).toBe('hello');
    expect(await ask(url, { ca: ids.authority.cert, servername: '127.0.0.1' })).toBe('hello');
    expect(await ask(url, { ca: ids.authority.cert, servername: '127.0.0.2' })).toMatchObject({ failure: 'tls' });
  });

  it('in a pin alone: name, issuer and date do not matter', async () => {
    for (const identity of [ids.factory, ids.expired, ids.server]) {
      const { url } = await serving(identity);
      expect(await ask(url, { pin: identity.fingerprint })).toBe('hello');
      expect(await ask(url, { pin: [ids.authority.fingerprint, identity.fingerprint] })).toBe('hello');
    }
  });

  it('is refused to another certificate than the pinned one, and both fingerprints are told', async () => {
    const server = await serving(ids.factory);
    const error = await ask(server.url, { pin: ids.server.fingerprint });
    expect(error).toBeInstanceOf(PinMismatchError);
    expect(error).toMatchObject({ expected: [ids.server.fingerprint], seen: ids.factory.fingerprint, sent: false });
    expect(String(error)).toContain(ids.server.fingerprint);
    expect(String(error)).toContain(ids.factory.fingerprint);
    expect(server.received).toHaveLength(0);
  });

  it('in a CA and a pin: both must hold', async () => {
    const { url } = await serving(ids.server);
    const { ca, pin } = { ca: ids.authority.cert, pin: ids.server.fingerprint };
    expect(await ask(url, { ca, pin })).toBe('hello');
    expect(await ask(url, { ca, pin: ids.factory.fingerprint })).toBeInstanceOf(PinMismatchError);
    expect(await ask(url, { ca: ids.factory.cert, pin })).toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  it('in an expired certificate fails with a CA, also with the pin beside it', async () => {
    const { url } = await serving(ids.expired);
    const trust = { ca: ids.expired.cert, servername: 'nxos' };
    expect(await ask(url, trust)).toMatchObject({ code: 'CERT_HAS_EXPIRED' });
    expect(await ask(url, { ...trust, pin: ids.expired.fingerprint })).toMatchObject({ code: 'CERT_HAS_EXPIRED' });
  });

  it('is asked for anew on every connection: no session is resumed', async () => {
    const server = await Playback.start(() => ({ headers: { connection: 'close' }, body: 'hello' }), ids.server);
    open.push(server);
    const trust = { pin: ids.server.fingerprint, connectTimeout: 5000, connections: 1 };
    const transport = new Transport(new URL(server.url), trust);
    const request = { method: 'GET', path: '/', headers: {} } as const;
    const limits = { timeout: 5000, signal: undefined };
    const first = await transport.exchange(request, limits);
    server.present(ids.factory);
    const second = await transport.exchange(request, limits).catch((error: unknown) => error);
    await transport.close();
    expect(first.text).toBe('hello');
    expect(second).toBeInstanceOf(PinMismatchError);
  });

  it('has to be PEM', async () => {
    expect(() => new Transport(new URL('https://n9k-1'), { ca: 'ca.pem', connectTimeout: 1, connections: 1 })).toThrow(
      /expected PEM text/,
    );
    expect(() => new Transport(new URL('https://n9k-1'), { pin: [], connectTimeout: 1, connections: 1 })).toThrow(
      /list is empty/,
    );
  });

  it('can be looked for: the presented certificate is told, not believed', async () => {
    const server = await serving(ids.factory);
    const presented = await presentedCertificate({ host: '127.0.0.1', port: server.port });
    expect(presented.fingerprint).toBe(ids.factory.fingerprint);
    expect(presented.subject).toBe('C=US, O=Example, CN=nxos');
    expect(presented.notAfter.getTime()).toBeGreaterThan(presented.notBefore.getTime());
    expect(server.received).toHaveLength(0);
  });
});

describe('asking for a certificate', () => {
  it('fails as refused where nothing listens', async () => {
    const server = await Playback.start(() => 'x');
    const { port } = server;
    await server.close();
    await expect(presentedCertificate({ host: '127.0.0.1', port })).rejects.toMatchObject({ failure: 'refused' });
  });

  it('fails as TLS where something else speaks', async () => {
    const { port } = await serving();
    await expect(presentedCertificate({ host: '127.0.0.1', port })).rejects.toMatchObject({ failure: 'tls' });
  });

  it('ends by its timeout and by a signal where nobody speaks', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const late = presentedCertificate({ host: '127.0.0.1', port }, { timeout: 50 });
      await expect(late).rejects.toMatchObject({ failure: 'timeout', sent: false });
      const controller = new AbortController();
      const aborted = presentedCertificate({ host: '127.0.0.1', port }, { signal: controller.signal });
      controller.abort(new Error('enough'));
      await expect(aborted).rejects.toThrow('enough');
    } finally {
      silent.close();
    }
  });
});
