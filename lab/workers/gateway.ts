import type { ControlGround, ControlRoute, Exchange } from '../control/route.ts';
import { LabError, NoSuchName } from '../errors.ts';
import type { HostReport } from '../report.ts';
import { shareOf } from '../share.ts';
import { FrontJournal } from './journal.ts';
import type { Worker } from './process.ts';
import { type Asked, spreads } from './spread.ts';

/** A lab over several processes, as one control API shows it: each request goes to whom it concerns, answers become one. */
export class Gateway {
  readonly workers: readonly Worker[];
  /** Host address of devices and control API. */
  readonly listen: string;
  /** Where the journal goes besides, where it does. */
  journalFile: ControlGround['journalFile'];
  #journal: Promise<FrontJournal> | undefined;

  constructor(workers: readonly Worker[], listen: string) {
    this.workers = workers;
    this.listen = listen;
  }

  /** Devices and file servers as they were at the start, in natural order of their names. */
  get devices(): readonly HostReport[] {
    return byName(this.workers.flatMap(({ devices }) => devices));
  }

  /** The worker that has a device of that name, or would have it. File servers are in the first. */
  owner(name: string): Worker {
    const [first] = this.workers;
    const isFiles = first?.files.some((files) => files.name.toLowerCase() === name.toLowerCase());
    const owner = isFiles ? first : this.workers[shareOf(`worker ${name}`, this.workers.length) - 1];
    if (!owner) throw new Error('a lab without workers');
    return owner;
  }

  /** The journals of all workers as one. */
  journal(): Promise<FrontJournal> {
    this.#journal ??= FrontJournal.of(this.workers);
    return this.#journal;
  }

  /** A device or file server as it is now. @throws NoSuchName when no worker has it */
  host(name: string): Promise<HostReport> {
    return this.ask(this.owner(name), { method: 'GET', url: `/devices/${encodeURIComponent(name)}` });
  }

  /**
   * Answers a request of the control API.
   * @param stop asks for the lab to be stopped
   * @throws LabError as a lab of one process does
   */
  async answer(route: ControlRoute, exchange: Exchange, stop: (grace: number) => void): Promise<unknown> {
    const { request, reply } = exchange;
    const { params, query, body, url } = request;
    const asked: Asked = {
      method: route.method,
      url,
      params: textsIn(params),
      query: textsIn(query),
      body: typeof body === 'string' ? body : '',
      reply,
      stop,
    };
    const { journalRoutes } = await import('../control/journal-routes.ts');
    const ofJournal = journalRoutes.find(({ method, path }) => method === route.method && path === route.path);
    if (ofJournal) {
      const { journalFile } = this;
      return ofJournal.answerTo({ lab: await this.journal(), ...(journalFile && { journalFile }) }, exchange);
    }
    const spread = spreads[`${route.method} ${route.path}`];
    if (spread) return spread(this, asked);
    if (asked.params.name === undefined) {
      const message = 'a lab of several workers has no answer to this; start it without --workers';
      throw new LabError([{ path: '', message: `${route.method} ${route.path}: ${message}` }]);
    }
    if (typeof route.answer === 'string') return this.askText(this.owner(asked.params.name), asked);
    return this.ask(this.owner(asked.params.name), asked);
  }

  /**
   * One worker's answer, as JSON holds it.
   * @throws LabError when it refuses
   */
  async ask<T>(worker: Worker, asked: Pick<Asked, 'method' | 'url'> & { readonly body?: string }): Promise<T> {
    return JSON.parse(await this.askText(worker, asked));
  }

  /** As {@link ask}, for an answer that is text. */
  async askText(
    worker: Worker,
    { method, url, body }: Pick<Asked, 'method' | 'url'> & { readonly body?: string },
  ): Promise<string> {
    const answer = await this.request(worker, method, url, body);
    return answer.text();
  }

  /** As {@link ask}, of all workers. */
  all<T>(asked: Pick<Asked, 'method' | 'url'> & { readonly body?: string }): Promise<T[]> {
    return Promise.all(this.workers.map((worker) => this.ask<T>(worker, asked)));
  }

  /** @throws LabError when the worker refuses */
  async request(worker: Worker, method: string, url: string, body?: string, signal?: AbortSignal): Promise<Response> {
    const answer = await fetch(worker.control + url, {
      method,
      headers: { authorization: `Bearer ${worker.token}` },
      ...(body !== undefined && body !== '' && method !== 'GET' && { body }),
      ...(signal && { signal }),
    });
    if (answer.ok) return answer;
    const { error, problems } = JSON.parse(await answer.text());
    if (answer.status === 404) throw new NoSuchName([{ path: '', message: error }]);
    if (answer.status === 422) throw new LabError(problems ?? [{ path: '', message: error }]);
    throw Object.assign(new Error(error), { statusCode: answer.status });
  }

  /** Stops all workers. */
  async stop(grace = 0): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop(grace)));
  }
}

/** In the order in which people count: `n9k-2` before `n9k-10`. */
export function byName<T extends { readonly name: string }>(hosts: readonly T[]): T[] {
  const order = new Intl.Collator('en', { numeric: true });
  return [...hosts].sort((a, b) => order.compare(a.name, b.name));
}

function textsIn(given: unknown): Record<string, string> {
  const entries = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}
