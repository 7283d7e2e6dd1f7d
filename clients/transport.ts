import { Agent, type Dispatcher, errors } from 'undici';
import { ProtocolError } from './errors.ts';
import { timedOut, transportError } from './failures.ts';
import { blotter } from './secrets.ts';
import { connector, type Trust } from './tls.ts';

/** One HTTP request, its body already rendered. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Values of this request that no error may quote, should the answer echo them. */
  readonly secrets?: readonly string[];
}

/** One HTTP answer, read to its end. Header names are lower case; `set-cookie` is in `cookies`. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly text: string;
  /** Blots the request's secrets out of a text that is about to be quoted. */
  readonly secretless: (text: string) => string;
}

/** Limits of one exchange. */
export interface ExchangeLimits {
  /** Milliseconds from asking to the last byte of the answer, waiting for a free connection included. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

/** Settings of a {@link Transport}. */
export interface TransportOptions extends Trust {
  /** Milliseconds for TCP and TLS together. */
  readonly connectTimeout: number;
  /** Most connections at a time; further requests wait. */
  readonly connections: number;
}

/**
 * HTTP/1.1 to one origin, over connections that are kept and checked. Redirects are not followed, proxies are not used,
 * nothing is sent twice: whoever calls decides that.
 */
export class Transport {
  /** `host:port`, as errors name the device. */
  readonly where: string;
  readonly #origin: string;
  readonly #agent: Agent;

  constructor(url: URL, { connectTimeout, connections, ...trust }: TransportOptions) {
    this.#origin = url.origin;
    this.where = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
    this.#agent = new Agent({
      connect: connector(trust, connectTimeout),
      connections,
      // The limit is the caller's `timeout`, over all of it.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * Sends a request once and reads its answer whole.
   *
   * @throws TransportError whose `sent` is false only when no byte of the request was written
   * @throws ProtocolError when what answers does not speak HTTP
   * @throws the signal's reason when it is aborted
   */
  exchange(request: HttpRequest, { timeout, signal }: ExchangeLimits): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const exchange = new Exchange(this.where, blotter(request.secrets ?? []));
      const release = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      const stop = (reason: unknown) => {
        release();
        reject(reason);
        exchange.abandon();
      };
      const timer = setTimeout(() => stop(timedOut(this.where, timeout, exchange.sent)), timeout);
      const abort = () => stop(signal?.reason);
      signal?.addEventListener('abort', abort);
      exchange.settled.finally(release).then(resolve, reject);
      const { method, path, headers, body = null } = request;
      this.#agent.dispatch({ origin: this.#origin, method, path, headers: { ...headers }, body }, exchange);
    });
  }

  /** Closes all connections at once; requests on their way end with a TransportError `closed`. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

type RawHeaders = Record<string, string | string[] | undefined>;

/** What undici tells about one request, turned into one promise. */
class Exchange implements Dispatcher.DispatchHandler {
  /** Becomes true just before the first byte is written. */
  sent = false;
  readonly settled: Promise<HttpAnswer>;
  readonly #where: string;
  readonly #secretless: (text: string) => string;
  #resolve: (answer: HttpAnswer) => void = () => {};
  #reject: (error: Error) => void = () => {};
  #controller: Dispatcher.DispatchController | undefined;
  #abandoned = false;
  #status = 0;
  #headers: RawHeaders = {};
  readonly #chunks: Buffer[] = [];

  constructor(where: string, secretless: (text: string) => string) {
    this.#where = where;
    this.#secretless = secretless;
    this.settled = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Stops the request, also one that still waits for its connection: it will then never be written. */
  abandon(): void {
    this.#abandoned = true;
    this.#controller?.abort(new Error('abandoned'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#abandoned) {
      controller.abort(new Error('abandoned'));
      return;
    }
    this.#controller = controller;
    this.sent = true;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: RawHeaders): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const single = Object.entries(this.#headers).map(([name, value]) => [name, [value ?? []].flat().join(', ')]);
    const headers: Record<string, string> = Object.fromEntries(single);
    const answer = {
      status: this.#status,
      contentType: headers['content-type'] ?? '',
      headers,
      cookies: [this.#headers['set-cookie'] ?? []].flat(),
      text: Buffer.concat(this.#chunks).toString('utf8'),
      secretless: this.#secretless,
    };
    // undici takes a connection as free one turn of the event loop after the answer. Who asks again at once would open
    // another one, although this one is as good as free.
    setImmediate(() => setImmediate(() => this.#resolve(answer)));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const failure =
      error instanceof errors.HTTPParserError ? this.#notHttp(error) : transportError(error, this.#where, this.sent);
    this.#reject(failure);
  }

  #notHttp(error: Error): ProtocolError {
    // Not as `cause`: this error carries what came, unblotted.
    const text = 'data' in error && typeof error.data === 'string' ? error.data : '';
    return new ProtocolError(`${this.#where}: what answers there does not speak HTTP/1.1 (${error.message})`, {
      status: this.#status,
      contentType: '',
      text,
      secretless: this.#secretless,
    });
  }
}
