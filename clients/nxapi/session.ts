import type { Access } from '../access.ts';
import { AuthenticationError, OptionsError, ProtocolError, TransportError } from '../errors.ts';
import { withRetries } from '../retry.ts';
import { type HttpAnswer, Transport } from '../transport.ts';

/** What one call may ask for beyond its commands. */
export interface CallOptions {
  /** Milliseconds for one attempt; default: the client's. The device itself lets a command run for 300 s. */
  readonly timeout?: number;
  /** Aborts this call; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * Says that sending the commands twice does no harm, so that they may be sent again when a connection broke after
   * they had, perhaps, arrived. Shows need not say it. Default false.
   */
  readonly idempotent?: boolean;
}

/** One POST to NX-API. */
export interface Post {
  readonly contentType: string;
  readonly body: string;
  /** Whether it may be sent again after it may have arrived. */
  readonly repeatable: boolean;
}

/** Statuses with which a front end says that what is behind it does not answer just now. */
const passing = new Set([502, 503, 504]);

/**
 * Speaks to `/ins` as one user: logs in with Basic, then goes by the `nxapi_auth` cookie, which spares the switch a
 * password check and a session a request. A cookie that is no longer accepted is dropped and the request goes out once
 * more with Basic; if that is refused too, the account is wrong.
 */
export class Session {
  readonly #access: Access;
  readonly #transport: Transport;
  readonly #path: string;
  #cookie: string | undefined;

  constructor(access: Access) {
    this.#access = access;
    this.#path = pathOf(access.url);
    this.#transport = new Transport(access.url, { ...access.trust, ...access });
  }

  /** `host:port`. */
  get where(): string {
    return this.#transport.where;
  }

  /**
   * Posts, decodes, and tries again where that is safe: always when nothing had been sent; for a repeatable post also
   * when the connection was cut or the front end answered 502, 503 or 504. A timeout after sending is never repeated.
   *
   * @param decode the answer's content; what it throws is treated as the attempt's own failure
   * @throws TransportError, AuthenticationError, ProtocolError, or what `decode` throws
   */
  async post<T>(post: Post, decode: (answer: HttpAnswer) => T | Promise<T>, options: CallOptions = {}): Promise<T> {
    const signals = [this.#access.signal, options.signal].filter((signal) => signal !== undefined);
    const joined = joinSignals(signals);
    const timeout = options.timeout ?? this.#access.timeout;
    const repeatable = post.repeatable || options.idempotent === true;
    const attempt = async () => {
      const answer = await this.#authenticated(post, { timeout, signal: joined.signal });
      return await decode(answer);
    };
    try {
      return await withRetries(attempt, (error) => mayRetry(error, repeatable), this.#access, joined.signal);
    } finally {
      joined.release();
    }
  }

  /** Closes all connections; see {@link Transport.close}. */
  async close(): Promise<void> {
    this.#cookie = undefined;
    await this.#transport.close();
  }

  async #authenticated(post: Post, limits: { timeout: number; signal: AbortSignal | undefined }): Promise<HttpAnswer> {
    const { username } = this.#access;
    const password = await this.#access.password();
    const basic = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
    const send = (proof: Record<string, string>, token: string) => {
      const headers = { 'content-type': post.contentType, ...proof };
      const secrets = [password, basic, token];
      return this.#transport.exchange({ method: 'POST', path: this.#path, headers, body: post.body, secrets }, limits);
    };
    const cookie = this.#cookie;
    let answer: HttpAnswer | undefined;
    if (cookie !== undefined) {
      answer = await send({ cookie: `nxapi_auth=${cookie}` }, cookie);
      if (answer.status === 401 && this.#cookie === cookie) this.#cookie = undefined;
    }
    if (answer === undefined || answer.status === 401) answer = await send({ authorization: `Basic ${basic}` }, basic);
    if (answer.status === 401) throw new AuthenticationError(this.where, username, answer.status);
    this.#cookie = cookieOf(answer) ?? this.#cookie;
    return answer;
  }
}

function mayRetry(error: unknown, repeatable: boolean): boolean {
  if (error instanceof TransportError) {
    if (error.failure === 'tls' || error.failure === 'closed') return false;
    return !error.sent || (repeatable && error.failure === 'reset');
  }
  return repeatable && error instanceof ProtocolError && passing.has(error.status);
}

/** The token as it stands in `Set-Cookie`: its base64 letters `+ / =` are neither decoded nor cut at. */
function cookieOf({ cookies }: HttpAnswer): string | undefined {
  for (const cookie of cookies) {
    const value = /^\s*nxapi_auth=([^;]*)/.exec(cookie)?.[1]?.trim();
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

function pathOf({ pathname }: URL): string {
  const known = ['/ins', '/ins/', '/ins.json'];
  if (pathname === '/') return '/ins';
  if (known.includes(pathname)) return pathname;
  throw new OptionsError(`url: expected no path, or one of ${known.join(', ')}; got ${pathname}`);
}

interface JoinedSignal {
  readonly signal: AbortSignal | undefined;
  release(): void;
}

/** One signal that follows several. `AbortSignal.any` would stay tied to a long-lived one after the call has ended. */
function joinSignals(signals: readonly AbortSignal[]): JoinedSignal {
  if (signals.length < 2) return { signal: signals[0], release: () => {} };
  const controller = new AbortController();
  const follow = () => controller.abort(signals.find(({ aborted }) => aborted)?.reason);
  for (const signal of signals) signal.addEventListener('abort', follow);
  if (signals.some(({ aborted }) => aborted)) follow();
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of signals) signal.removeEventListener('abort', follow);
    },
  };
}
