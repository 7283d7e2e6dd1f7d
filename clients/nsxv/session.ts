import type { Access } from '../access.ts';
import { AuthenticationError, ProtocolError, TransportError } from '../errors.ts';
import { withRetries } from '../retry.ts';
import { type HttpAnswer, Transport } from '../transport.ts';
import { NoRoleError, NsxvError } from './errors.ts';
import { find, readXml, textOf, type XmlElement } from './xml.ts';

/** Limits of one call. */
export interface CallOptions {
  /** Milliseconds for one attempt; default: the client's. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/** One request. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, from `/api/` on. */
  readonly path: string;
  /** XML. */
  readonly body?: string;
}

/** Speaks to the API as one user, by Basic on each request, which is all that the manager asks for. */
export class Session {
  readonly #access: Access;
  readonly #transport: Transport;

  constructor(access: Access) {
    this.#access = access;
    this.#transport = new Transport(access.url, { ...access.trust, ...access });
  }

  /** `host:port`. */
  get where(): string {
    return this.#transport.where;
  }

  /**
   * Sends a request and reads its answer. A GET is sent again where the connection broke; anything else only where nothing
   * had been sent.
   *
   * @throws TransportError, AuthenticationError, NoRoleError, NsxvError, ProtocolError
   */
  async send(request: Request, options: CallOptions = {}): Promise<HttpAnswer> {
    const signal = options.signal ?? this.#access.signal;
    const mayRetry = (error: unknown): boolean =>
      error instanceof TransportError &&
      error.failure !== 'tls' &&
      error.failure !== 'closed' &&
      (!error.sent || (request.method === 'GET' && error.failure === 'reset'));
    return withRetries(() => this.#once(request, options, signal), mayRetry, this.#access, signal);
  }

  /** As {@link send}, for answers in XML. @throws ProtocolError when it is none */
  async read(request: Request, options?: CallOptions): Promise<XmlElement> {
    const answer = await this.send(request, options);
    const root = await readXml(answer.text);
    if (!root) throw new ProtocolError(`${this.where}: expected XML from ${request.path}`, answer);
    return root;
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  async #once(
    { method, path, body }: Request,
    { timeout = this.#access.timeout }: CallOptions,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    const { username } = this.#access;
    const password = await this.#access.password();
    const basic = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
    const headers = {
      authorization: `Basic ${basic}`,
      // Said outright: from 6.4.5 on, who says nothing may get JSON.
      accept: 'application/xml',
      ...(body !== undefined && { 'content-type': 'application/xml' }),
    };
    const secrets = [password, basic];
    const answer = await this.#transport.exchange(
      { method, path, headers, secrets, ...(body !== undefined && { body }) },
      { timeout, signal },
    );
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw await this.#failure(answer, username);
  }

  async #failure(answer: HttpAnswer, username: string): Promise<Error> {
    const { status, text } = answer;
    const message = pageMessage(text);
    if (status === 401 || /Bad Username or Credentials/i.test(message ?? '')) {
      return new AuthenticationError(this.where, username, status);
    }
    if (/does not have any role/i.test(message ?? '')) {
      return new NoRoleError(this.where, { status, details: message ?? '' });
    }
    const error = find(await readXml(text), 'error');
    const details = textOf(error, 'details');
    if (details === undefined) {
      // Bodies of 403 have come out empty on real managers.
      if (status < 500) return new NsxvError(this.where, { status, details: message ?? 'no reason given' });
      return new ProtocolError(`${this.where}: unexpected answer`, answer);
    }
    const code = Number(textOf(error, 'errorCode'));
    const module = textOf(error, 'moduleName');
    return new NsxvError(this.where, {
      status,
      details: answer.secretless(details),
      ...(Number.isInteger(code) && { code }),
      ...(module !== undefined && { module }),
    });
  }
}

/** The message of a container's page, in its older and its newer layout. */
function pageMessage(text: string): string | undefined {
  const said = /<b>message<\/b>\s*(?:<u>)?(.*?)(?:<\/u>)?<\/p>/i.exec(text)?.[1]?.trim();
  return said === '' ? undefined : said;
}
