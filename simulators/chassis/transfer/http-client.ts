import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { Client, Dispatcher } from 'undici';
import { Arrival, type Journey, passwordAttempts } from './journey.ts';
import { TransferError, type TransferReason } from './transfer-error.ts';

/** Bytes that are handed to the socket at once, so that progress can be told. */
const pieceSize = 64 * 1024;
/** Of an error page this much is taken in, so that the connection ends cleanly. */
const errorPageLimit = 64 * 1024;

/** Fetches one file over HTTP or HTTPS. @throws TransferError, or what undici throws */
export function fetchHttp(journey: Journey): Promise<Buffer> {
  return overHttp(journey, async (client) => {
    const { headers, body } = await ask(client, journey, 'GET', journey.remote.path);
    const length = Number(headers['content-length'] ?? Number.NaN);
    const arrival = new Arrival(journey, Number.isSafeInteger(length) ? length : undefined);
    for await (const part of body) arrival.add(part);
    return arrival.bytes();
  });
}

/** Sends one file by PUT; `name` is what it is called where the path ends in a slash. @throws as {@link fetchHttp} */
export function sendHttp(journey: Journey, name: string, bytes: Buffer): Promise<void> {
  return overHttp(journey, async (client) => {
    const { path } = journey.remote;
    const { body } = await ask(client, journey, 'PUT', path.endsWith('/') ? path + name : path, bytes);
    await body.dump({ limit: errorPageLimit });
  });
}

async function overHttp<T>(journey: Journey, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await open(journey);
  try {
    return await work(client);
  } finally {
    await client.destroy();
  }
}

/** The answer to a request that the server granted, after as many passwords as that takes. @throws TransferError */
async function ask(
  client: Client,
  journey: Journey,
  method: 'GET' | 'PUT',
  path: string,
  bytes?: Buffer,
): Promise<Dispatcher.ResponseData> {
  const { remote, options } = journey;
  let attempt = 0;
  // A user in the URL is shown at once, as curl does it: a whole file need not be sent to learn that it must be.
  let authorization = remote.user === undefined ? undefined : await basic(journey, ++attempt);
  for (;;) {
    const { statusCode, body, ...answer } = await client.request({
      method,
      path: path.replace(/[^\x21-\x7e]/gu, encodeURIComponent),
      headers: {
        accept: '*/*',
        ...(authorization === undefined ? {} : { authorization }),
        ...(bytes ? { 'content-length': String(bytes.length) } : {}),
      },
      body: bytes ? Readable.from(pieces(bytes, journey), { objectMode: false }) : null,
      signal: options.signal ?? null,
    });
    if (statusCode >= 200 && statusCode < 300) return { statusCode, body, ...answer };
    await body.dump({ limit: errorPageLimit });
    if (statusCode !== 401) throw refusal(statusCode);
    if (attempt === passwordAttempts) throw new TransferError('auth', 'user or password not accepted');
    authorization = await basic(journey, ++attempt);
  }
}

async function open({ remote, place, timeout, options }: Journey): Promise<Client> {
  const { Client } = await import('undici');
  const host = remote.host.includes(':') ? `[${remote.host}]` : remote.host;
  const port = remote.port === undefined ? '' : `:${remote.port}`;
  return new Client(`${remote.scheme}://${host}${port}`, {
    headersTimeout: timeout,
    bodyTimeout: timeout,
    connect: (_wanted, done) => {
      // Node gives a server's name to the handshake only where it is a name.
      const secure = { servername: /[a-z]/i.test(remote.host) ? remote.host : '', ...options.tls };
      const socket =
        remote.scheme === 'https' ? connectTls({ ...place, ...secure }) : connect({ ...place, noDelay: true });
      socket.setNoDelay(true);
      socket.setTimeout(timeout, () => socket.destroy(new TransferError('unreachable', `silent for ${timeout} ms`)));
      const failed = (error: Error) => done(trusted(error), null);
      socket.once('error', failed);
      socket.once(remote.scheme === 'https' ? 'secureConnect' : 'connect', () => {
        socket.off('error', failed);
        done(null, socket);
      });
    },
  });
}

/** What a handshake says of a certificate that is not trusted begins with one of OpenSSL's or Node's own words for it. */
function trusted(error: Error): Error {
  const code = 'code' in error ? String(error.code) : '';
  const untrusted = /CERT|ALTNAME|SELF_SIGNED|UNABLE_TO/.test(code);
  return untrusted ? new TransferError('host-key', error.message, { cause: error }) : error;
}

/** Basic credentials: those of the URL first, then what is asked for. @param attempt counts from 1 */
async function basic({ remote, options }: Journey, attempt: number): Promise<string> {
  const user = remote.user ?? (await options.user?.());
  const typed = attempt === 1 ? remote.password : undefined;
  const password = user === undefined ? undefined : (typed ?? (await options.password?.(attempt, user)));
  if (password === undefined) throw new TransferError('auth', 'user or password not given');
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function refusal(status: number): TransferError {
  const reasons: Readonly<Record<number, TransferReason>> = {
    403: 'denied',
    404: 'missing',
    405: 'denied',
    410: 'missing',
    413: 'no-space',
    507: 'no-space',
  };
  return new TransferError(reasons[status] ?? 'protocol', `HTTP status ${status}`);
}

async function* pieces(bytes: Buffer, { options }: Journey): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += pieceSize) {
    const piece = bytes.subarray(at, at + pieceSize);
    yield piece;
    options.progress?.(at + piece.length, bytes.length);
  }
}
