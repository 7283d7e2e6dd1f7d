import { type Access, type AccessOptions, access } from './access.ts';
import { AgentError, messagesOf } from './asa/agent-error.ts';
import { AuthenticationError, ProtocolError } from './errors.ts';
import { type HttpAnswer, Transport } from './transport.ts';

export type { AccessOptions } from './access.ts';
export { AgentError, type AgentMessage } from './asa/agent-error.ts';
export * from './errors.ts';

/** A resource as the agent gives it. */
export type Resource = Readonly<Record<string, unknown>>;

/** One request of a bulk request. */
export interface BulkEntry {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly resourceUri: string;
  readonly data?: object;
}

/** Where a backup lies, and what protects it. */
export interface BackupPlace {
  /** `disk0:/backup.tar.gz` */
  readonly location: string;
  readonly passphrase?: string;
  /** One context alone, in multiple mode. */
  readonly context?: string;
}

/** How long to wait for a box that restarts. */
export interface Waiting {
  /** Milliseconds between two tries; 5,000 unless told. */
  readonly interval?: number;
  /** Tries; 120 unless told. */
  readonly tries?: number;
}

/** Items of a page; the agent gives no more. */
const pageSize = 100;

/**
 * A client for the REST API agent of the ASA.
 *
 * ```ts
 * await using asa = await AsaClient.logIn({ url: 'https://asa-1', username: 'admin', passwordFile: 'pw', caFile: 'ca.pem' });
 * for await (const object of asa.list('/api/objects/networkobjects')) console.log(object.name);
 * await asa.writeMemory();
 * ```
 *
 * It asks for a token once, goes by it, and takes it back when it is disposed of: a box has 25 of them. The box is
 * verified against a CA, a pinned certificate, or both. Nothing is sent twice.
 *
 * Every method may throw {@link AgentError}, AuthenticationError, TransportError, ProtocolError, or the reason of an
 * aborted signal.
 */
export class AsaClient implements AsyncDisposable {
  readonly #access: Access;
  readonly #transport: Transport;
  #token: string | undefined;

  private constructor(options: AccessOptions) {
    this.#access = access(options);
    this.#transport = new Transport(this.#access.url, { ...this.#access.trust, ...this.#access });
  }

  /** Asks for a token. @throws AuthenticationError, and AgentError 503 when the box has given out all of its tokens */
  static async logIn(options: AccessOptions): Promise<AsaClient> {
    const client = new AsaClient(options);
    try {
      await client.#logIn();
      return client;
    } catch (error) {
      await client.#transport.close();
      throw error;
    }
  }

  /** A resource, or the first page of a collection. */
  async get(path: string): Promise<Resource> {
    return this.#resource(await this.#ask('GET', path));
  }

  /** All items of a collection, page after page, as they are then. */
  async *list(path: string): AsyncGenerator<Resource, void, undefined> {
    for (let offset = 0; ; ) {
      const mark = path.includes('?') ? '&' : '?';
      const { rangeInfo, items } = await this.get(`${path}${mark}limit=${pageSize}&offset=${offset}`);
      if (!Array.isArray(items)) return;
      yield* items;
      offset += items.length;
      // An empty page ends it, whatever the box says of the total.
      if (items.length === 0 || offset >= totalOf(rangeInfo)) return;
    }
  }

  /** Makes a resource. @returns its path; empty when the box does not tell */
  async create(path: string, resource: object): Promise<string> {
    return placeOf(await this.#ask('POST', path, resource));
  }

  /** Replaces a resource. @returns its path now: ids of rules and routes change with what they say */
  async replace(path: string, resource: object): Promise<string> {
    return placeOf(await this.#ask('PUT', path, resource)) || path;
  }

  /** Changes members of a resource; `members.add` and `members.remove` for groups. */
  async update(path: string, members: object): Promise<string> {
    return placeOf(await this.#ask('PATCH', path, members)) || path;
  }

  /** Takes a resource away. */
  async remove(path: string): Promise<void> {
    await this.#ask('DELETE', path);
  }

  /** Does all entries or none. @returns what the box says of each */
  async bulk(entries: readonly BulkEntry[]): Promise<readonly Resource[]> {
    const { entryMessages } = this.#resource(await this.#ask('POST', '/api', entries));
    return Array.isArray(entryMessages) ? entryMessages : [];
  }

  /**
   * Runs one command. Sent alone, because the box leaves out what prints nothing and so shifts the texts of others.
   * @returns what it printed; failures too are text: `ERROR: …`
   */
  async cli(command: string, context?: string): Promise<string> {
    const query = context === undefined ? '' : `?context=${encodeURIComponent(context)}`;
    const { response } = this.#resource(await this.#ask('POST', `/api/cli${query}`, { commands: [command] }));
    return Array.isArray(response) ? response.map(String).join('') : '';
  }

  /** Saves the running configuration. @returns what the box printed */
  async writeMemory(): Promise<string> {
    const { response } = this.#resource(await this.#ask('POST', '/api/commands/writemem'));
    return Array.isArray(response) ? response.map(String).join('') : '';
  }

  /** Writes a backup to the box's own flash; it lies there when this resolves. */
  async backup(place: BackupPlace): Promise<void> {
    await this.#ask('POST', '/api/backup', place);
  }

  /** Takes a backup back, waits until the box has restarted and its agent answers, and asks for a new token. */
  async restore(place: BackupPlace, { interval = 5_000, tries = 120 }: Waiting = {}): Promise<void> {
    await this.#ask('POST', '/api/restore', place);
    const old = this.#token;
    for (let attempt = 1; ; attempt++) {
      await this.#access.delay(interval, this.#access.signal);
      try {
        // The old token goes on being good until the box goes down: a new one that comes too early is lost with it.
        if (old !== undefined && (await this.#isGood(old))) throw new Error('not down yet');
        await this.#logIn();
        return;
      } catch (error) {
        if (attempt >= tries || error instanceof AuthenticationError) throw error;
      }
    }
  }

  /** Takes the token back and closes all connections. Never throws: a box that is gone keeps no token. */
  async [Symbol.asyncDispose](): Promise<void> {
    const token = this.#token;
    this.#token = undefined;
    try {
      if (token !== undefined) {
        const path = `/api/tokenservices/${encodeURIComponent(token)}`;
        await this.#send('DELETE', path, { 'x-auth-token': token }, undefined, [token]);
      }
    } catch {
      // The token ends with its idle time.
    } finally {
      await this.#transport.close();
    }
  }

  async #isGood(token: string): Promise<boolean> {
    const answer = await this.#send('GET', '/api/monitoring/serialnumber', { 'x-auth-token': token }, undefined, [
      token,
    ]);
    return answer.status === 200;
  }

  async #logIn(): Promise<void> {
    const { username } = this.#access;
    const password = await this.#access.password();
    const basic = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
    const headers = { authorization: `Basic ${basic}` };
    const answer = await this.#send('POST', '/api/tokenservices', headers, undefined, [password, basic]);
    const token = answer.headers['x-auth-token'];
    if (answer.status === 204 && token !== undefined) {
      this.#token = token;
      return;
    }
    throw this.#failure('POST /api/tokenservices', answer);
  }

  async #ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<HttpAnswer> {
    const token = this.#token ?? '';
    const answer = await this.#send(method, path, { 'x-auth-token': token }, body, [token]);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw this.#failure(`${method} ${path}`, answer);
  }

  #send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    proof: Readonly<Record<string, string>>,
    body: object | undefined,
    secrets: readonly string[],
  ): Promise<HttpAnswer> {
    const headers = {
      'user-agent': 'REST API Agent',
      accept: 'application/json',
      'content-type': 'application/json',
      // The agent closes after each answer and does not say so.
      connection: 'close',
      ...proof,
    };
    const request = { method, path, headers, secrets, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return this.#transport.exchange(request, { timeout: this.#access.timeout, signal: this.#access.signal });
  }

  #failure(asked: string, answer: HttpAnswer): Error {
    const { where } = this.#transport;
    if (answer.status === 401) return new AuthenticationError(where, this.#access.username, answer.status);
    const messages = messagesOf(answer.text);
    if (messages.length > 0) return new AgentError(where, asked, answer.status, messages);
    return new ProtocolError(`${where}: the REST agent does not answer; is it on?`, answer);
  }

  #resource(answer: HttpAnswer): Resource {
    try {
      const read: unknown = JSON.parse(answer.text);
      if (typeof read === 'object' && read !== null) return { ...read };
    } catch {
      // Said below.
    }
    throw new ProtocolError(`${this.#transport.where}: the answer is not JSON`, answer);
  }
}

function totalOf(rangeInfo: unknown): number {
  const total = typeof rangeInfo === 'object' && rangeInfo !== null && 'total' in rangeInfo ? rangeInfo.total : 0;
  return typeof total === 'number' ? total : 0;
}

function placeOf({ headers }: HttpAnswer): string {
  const { location } = headers;
  return location !== undefined && URL.canParse(location) ? new URL(location).pathname : '';
}
