import type { FastifyReply, FastifyRequest } from 'fastify';
import type { KindSource } from '../../lab/index.ts';
import { createSecrets, type Secrets } from '../secrets.ts';
import { arrival, type Credential, knock, witnessed } from './trace.ts';

type Kind = Awaited<ReturnType<KindSource['load']>>;
type App = Parameters<Awaited<ReturnType<NonNullable<Kind['web']>>>['routes']>[0];

/** The head of a request that has arrived and has had no effect yet. */
export interface Head {
  readonly device: string;
  readonly method: string;
  readonly path: string;
}

/** What a witness needs of the stage. */
export interface WitnessOptions {
  /** Passwords and the like that are known before anything happens. */
  readonly secrets?: Secrets;
  /** The value of the header `x-rackless-probe` by which the stage's own questions are told; those are not witnessed. */
  readonly probe?: string;
  /** Is waited for before a request is handled. @returns whether the connection shall end with the answer */
  readonly hold?: (head: Head) => Promise<boolean>;
}

/** Characters of a body that the journal keeps. */
const most = 200_000;

/**
 * The kinds of the house with a witness on their HTTP side: for each request the journal gets one entry when its head has
 * arrived and one when its answer is ready or lost, with path, bodies and who asked. Secrets are replaced before they get
 * there. A lab started with these kinds can be judged and watched.
 */
export function witnessedKinds(
  kinds: Readonly<Record<string, KindSource>>,
  options: WitnessOptions = {},
): Readonly<Record<string, KindSource>> {
  const witness = new Witness(options);
  return Object.fromEntries(
    Object.entries(kinds).map(([name, source]) => [
      name,
      { ...source, load: async () => seen(await source.load(), witness) },
    ]),
  );
}

function seen(kind: Kind, witness: Witness): Kind {
  const { web } = kind;
  if (!web) return kind;
  return {
    ...kind,
    // A client that turns away from a certificate or a host key may do so before the handshake is over: that it came is told at once.
    endpoints: (state, device) =>
      kind.endpoints(state, device).map((endpoint) =>
        endpoint.tls || endpoint.face === 'ssh'
          ? {
              ...endpoint,
              admits: (from) => {
                device.report({
                  kind: 'endpoint',
                  endpoint: endpoint.name,
                  operation: endpoint.tls ? arrival : knock,
                  outcome: 'arrived',
                });
                return endpoint.admits?.(from) ?? true;
              },
            }
          : endpoint,
      ),
    web: async () => {
      const face = await web();
      return {
        ...face,
        async routes(app, options) {
          witness.attend(app);
          await face.routes(app, options);
        },
      };
    },
  };
}

class Witness {
  readonly #options: WitnessOptions;
  readonly #secrets: Secrets;
  readonly #open = new WeakMap<FastifyRequest, number>();
  #count = 0;

  constructor(options: WitnessOptions) {
    this.#options = options;
    this.#secrets = options.secrets ?? createSecrets();
  }

  attend(app: App): void {
    app.addHook('onRequest', async (request, reply) => this.#asked(request, reply));
    app.addHook('preHandler', async (request, reply) => this.#held(request, reply));
    app.addHook('onSend', async (request, reply, payload) => {
      this.#answered(request, reply, payload);
      return payload;
    });
  }

  #asked(request: FastifyRequest, reply: FastifyReply): void {
    const { probe } = this.#options;
    if (probe !== undefined && request.headers['x-rackless-probe'] === probe) return;
    const exchange = ++this.#count;
    this.#open.set(request, exchange);
    const { credential, token } = this.#credential(request);
    this.#report(request, witnessed.asked, {
      exchange,
      method: request.method,
      path: this.#secrets.redact(request.url),
      secure: request.endpoint.tls !== undefined,
      credential,
      ...(token !== undefined && { token: this.#secrets.redact(token) }),
    });
    // An answer that is written past the framework, or never: the connection tells.
    reply.raw.once('close', () => {
      if (reply.raw.writableFinished) this.#answered(request, reply, undefined);
      else this.#close(request, witnessed.lost, {});
    });
  }

  async #held(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { hold } = this.#options;
    if (!hold || !this.#open.has(request)) return;
    const ends = await hold({ device: request.device.name, method: request.method, path: request.url });
    if (ends) reply.raw.shouldKeepAlive = false;
  }

  #answered(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
    const given = reply.getHeader('x-auth-token') ?? reply.getHeader('x-xsrf-token');
    if (typeof given === 'string') this.#secrets.learn('token', given);
    for (const value of [reply.getHeader('set-cookie')].flat()) {
      if (typeof value === 'string') this.#secrets.learn('cookie', value.replace(/^[^=;]*=([^;]*).*$/s, '$1'));
    }
    this.#close(request, witnessed.answered, {
      status: reply.raw.headersSent ? reply.raw.statusCode : reply.statusCode,
      ...(typeof given === 'string' && { given: this.#secrets.redact(given) }),
      answer: this.#text(payload),
    });
  }

  #close(request: FastifyRequest, outcome: string, told: { readonly [name: string]: string | number }): void {
    const exchange = this.#open.get(request);
    if (exchange === undefined) return;
    this.#open.delete(request);
    this.#report(request, outcome, { exchange, body: this.#text(request.body), ...told });
  }

  #report(
    request: FastifyRequest,
    outcome: string,
    detail: { readonly [name: string]: string | number | boolean },
  ): void {
    request.device.report({
      kind: 'request',
      endpoint: request.endpoint.name,
      operation: `${request.method} ${this.#secrets.redact(request.url).split('?', 1)[0]}`,
      outcome,
      detail,
    });
  }

  #credential({ headers, url }: FastifyRequest): { credential: Credential; token?: string } {
    const token = [headers['x-auth-token'], headers['x-xsrf-token']]
      .flat()
      .find((one) => one !== undefined && one !== '');
    if (token !== undefined) {
      this.#secrets.learn('token', token);
      return { credential: 'token', token };
    }
    // The form of a login has its password in the body.
    if (headers.authorization !== undefined || url.startsWith('/api/session/create')) return { credential: 'basic' };
    return { credential: headers.cookie === undefined ? 'none' : 'cookie' };
  }

  #text(body: unknown): string {
    const text = Buffer.isBuffer(body) ? body.toString('utf8') : typeof body === 'string' ? body : '';
    const masked = text.replace(secretMember, '$1"‹secret›"').replace(secretElement, '$1‹secret›$2');
    return this.#secrets.redact(masked.slice(0, most));
  }
}

/** Members of JSON and elements of XML that hold a secret, whatever it is. */
const secretMember = /("(?:\w*pass(?:word|phrase|wd)?|secret|private_key|j_password)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;
const secretElement = /(<(?:\w*password|passphrase|secret)>)[^<]*(<)/gi;
