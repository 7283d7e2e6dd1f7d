import type { Access } from '../access.ts';
import { AuthenticationError, ProtocolError, TransportError } from '../errors.ts';
import { withRetries } from '../retry.ts';
import { type HttpAnswer, type HttpRequest, Transport } from '../transport.ts';
import { errorBody, NsxError } from './api-error.ts';

/** Limits of one call. */
export interface CallOptions {
  /** Milliseconds for one attempt; default: the client's. */
  readonly timeout?: number;
  /** Aborts this call. */
  readonly signal?: AbortSignal;
  /** May be sent again after it may have arrived. GET and DELETE are; others are not unless told. */
  readonly idempotent?: boolean;
}

interface Proof {
  readonly cookie: string;
  readonly token: string;
}

/** Statuses with which NSX says: later. */
const passing = new Set([429, 502, 503, 504]);

/**
 * Speaks to a manager as one user: makes a session at the first request, goes by its cookie and token, and makes a new
 * one when the session has gone: it lives on one node only, and a virtual IP may move. The session is destroyed at the
 * end, since a manager keeps an unused one for half an hour.
 */
export class NsxSession {
  readonly #access: Access;
  readonly #transport: Transport;
  #proof: Promise<Proof> | undefined;

  constructor(access: Access) {
    this.#access = access;
    this.#transport = new Transport(access.url, { ...access.trust, ...access });
  }

  /** `host:port`. */
  get where(): string {
    return this.#transport.where;
  }

  /**
   * Sends a request and reads its answer; `undefined` where the body is empty.
   * @throws TransportError, AuthenticationError, ProtocolError, NsxError
   */
  async send(method: HttpRequest['method'], path: string, body?: unknown, options: CallOptions = {}): Promise<unknown> {
    const repeatable = options.idempotent ?? (method === 'GET' || method === 'DELETE');
    const { signal = this.#access.signal } = options;
    const limits = { timeout: options.timeout ?? this.#access.timeout, signal };
    const attempt = async () => this.#read(method, path, await this.#authenticated({ method, path }, body, limits));
    return await withRetries(attempt, (error) => mayRetry(error, repeatable), this.#access, signal);
  }

  /** Destroys the session, if one was made, and closes all connections. */
  async close(): Promise<void> {
    const proof = await this.#proof?.catch(() => undefined);
    this.#proof = undefined;
    if (proof) {
      const limits = { timeout: this.#access.connectTimeout, signal: undefined };
      const request = {
        method: 'POST',
        path: '/api/session/destroy',
        headers: headersOf(proof),
        secrets: secretsOf(proof),
      } as const;
      await this.#transport.exchange(request, limits).catch(() => undefined);
    }
    await this.#transport.close();
  }

  async #authenticated(
    request: Pick<HttpRequest, 'method' | 'path'>,
    body: unknown,
    limits: { timeout: number; signal: AbortSignal | undefined },
  ): Promise<HttpAnswer> {
    for (let again = false; ; again = true) {
      this.#proof ??= this.#begin(limits);
      const mine = this.#proof;
      const proof = await mine;
      const json = body === undefined ? undefined : JSON.stringify(body);
      const answer = await this.#transport.exchange(
        {
          ...request,
          headers: { ...headersOf(proof), ...(json !== undefined && { 'content-type': 'application/json' }) },
          ...(json !== undefined && { body: json }),
          secrets: secretsOf(proof),
        },
        limits,
      );
      if (again || !sessionGone(answer)) return answer;
      if (this.#proof === mine) this.#proof = undefined;
    }
  }

  #begin(limits: { timeout: number; signal: AbortSignal | undefined }): Promise<Proof> {
    const making = this.#login(limits);
    making.catch(() => {
      if (this.#proof === making) this.#proof = undefined;
    });
    return making;
  }

  async #login(limits: { timeout: number; signal: AbortSignal | undefined }): Promise<Proof> {
    const { username } = this.#access;
    const password = await this.#access.password();
    const answer = await this.#transport.exchange(
      {
        method: 'POST',
        path: '/api/session/create',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ j_username: username, j_password: password }).toString(),
        secrets: [password, encodeURIComponent(password)],
      },
      limits,
    );
    if (answer.status === 401 || answer.status === 403)
      throw new AuthenticationError(this.where, username, answer.status);
    const cookie = answer.cookies.map((one) => /^JSESSIONID=[^;]*/.exec(one)?.[0]).find((one) => one !== undefined);
    const token = answer.headers['x-xsrf-token'];
    if ((answer.status !== 200 && answer.status !== 201) || cookie === undefined || token === undefined) {
      throw new ProtocolError(`${this.where}: no session came of a login`, answer);
    }
    return { cookie, token };
  }

  #read(method: string, path: string, answer: HttpAnswer): unknown {
    const { status, text } = answer;
    if (status >= 200 && status < 300) {
      if (text.trim() === '') return undefined;
      if (!answer.contentType.includes('json')) return text;
      try {
        return JSON.parse(text);
      } catch {
        throw new ProtocolError(`${this.where}: the answer to ${method} ${path} is not JSON`, answer);
      }
    }
    const body = errorBody(text);
    if (!body) throw new ProtocolError(`${this.where}: the answer to ${method} ${path} is not one of NSX`, answer);
    throw new NsxError(this.where, `${method} ${path.split('?')[0]}`, status, {
      ...body,
      reason: answer.secretless(body.reason),
    });
  }
}

function headersOf({ cookie, token }: Proof): Record<string, string> {
  return { cookie, 'x-xsrf-token': token };
}

function secretsOf({ cookie, token }: Proof): string[] {
  return [cookie.slice('JSESSIONID='.length), token];
}

/** The proxy's 403 (credentials) or a bad token; a role that may not do something says 401 in its body. */
function sessionGone({ status, text }: HttpAnswer): boolean {
  const code = status === 403 ? errorBody(text)?.code : undefined;
  return code === 403 || code === 98;
}

function mayRetry(error: unknown, repeatable: boolean): boolean {
  if (error instanceof TransportError) {
    if (error.failure === 'tls' || error.failure === 'closed' || error.failure === 'name') return false;
    return !error.sent || (repeatable && error.failure === 'reset');
  }
  const status = error instanceof NsxError || error instanceof ProtocolError ? error.status : 0;
  return status === 429 || (repeatable && passing.has(status));
}
