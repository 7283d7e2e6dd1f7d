import type { Gateway } from './gateway.ts';
import type { Asked } from './spread.ts';

/**
 * Each worker counts its own entries from 1. In front, entry `n` of worker `w` (from 0) of `of` is number `n * of + w`: unique,
 * rising for each worker, and told apart without anything to remember.
 */
interface Numbered {
  readonly seq: number;
  readonly time: string;
}

const numbered = <T extends Numbered>(entry: T, w: number, of: number): T => ({ ...entry, seq: entry.seq * of + w });

/** The last number of worker `w` that is not after `after`. */
const before = (after: string, w: number, of: number): string =>
  String(Math.max(0, Math.floor((Number(after) - w) / of)));

/** In the order of lab time, then of numbers. */
const inOrder = (a: Numbered, b: Numbered): number => a.time.localeCompare(b.time) || a.seq - b.seq;

async function merged<T extends Numbered, K extends string, A extends Record<K, readonly T[]>>(
  gateway: Gateway,
  { url, query }: Asked,
  key: K,
): Promise<{ entries: T[]; answers: A[] }> {
  const [path = ''] = url.split('?');
  const of = gateway.workers.length;
  const answers = await Promise.all(
    gateway.workers.map((worker, w) => {
      const { after } = query;
      const own = after !== undefined && /^\d+$/.test(after) ? { ...query, after: before(after, w, of) } : query;
      return gateway.ask<A>(worker, { method: 'GET', url: `${path}?${new URLSearchParams(own)}` });
    }),
  );
  const entries = answers.flatMap((answer, w) => answer[key].map((entry) => numbered(entry, w, of)));
  return { entries: entries.sort(inOrder), answers };
}

/** The journals of all workers as one. */
export async function journal(gateway: Gateway, asked: Asked): Promise<unknown> {
  const { entries, answers } = await merged<
    Numbered,
    'entries',
    { entries: Numbered[]; written: number; dropped: number }
  >(gateway, asked, 'entries');
  const { limit, last } = asked.query;
  const end = last === undefined ? entries : entries.slice(Math.max(0, entries.length - Number(last)));
  return {
    written: answers.reduce((sum, { written }) => sum + written, 0),
    dropped: answers.reduce((sum, { dropped }) => sum + dropped, 0),
    entries: limit === undefined ? end : end.slice(0, Number(limit)),
  };
}

/** The near misses of all workers as one list. */
export async function nearMisses(gateway: Gateway, asked: Asked): Promise<unknown> {
  const { entries } = await merged<Numbered, 'nearMisses', { nearMisses: Numbered[] }>(gateway, asked, 'nearMisses');
  return { nearMisses: entries };
}

interface Counted {
  readonly operation: string;
  readonly count: number;
  readonly devices: readonly string[];
}

/** What nobody knew, counted over all workers. */
export async function coverage(gateway: Gateway, asked: Asked): Promise<{ missing: Counted[] }> {
  const found = new Map<string, Counted>();
  for (const { missing } of await gateway.all<{ missing: readonly Counted[] }>(asked)) {
    for (const one of missing) {
      const known = found.get(one.operation);
      const sum = known
        ? { ...known, count: known.count + one.count, devices: [...known.devices, ...one.devices] }
        : one;
      found.set(one.operation, sum);
    }
  }
  return { missing: [...found.values()].sort((a, b) => b.count - a.count) };
}

/** The streams of all workers as one, until the reader leaves. */
export async function stream(gateway: Gateway, asked: Asked): Promise<void> {
  const of = gateway.workers.length;
  const after = /^\d{1,15}$/.test(asked.lastEventId) ? asked.lastEventId : asked.query.after;
  const leaving = new AbortController();
  const streams = await Promise.all(
    gateway.workers.map((worker, w) => {
      const query = new URLSearchParams({
        ...asked.query,
        ...(after !== undefined && { after: before(after, w, of) }),
      });
      return gateway.request(worker, 'GET', `/journal/stream?${query}`, undefined, leaving.signal);
    }),
  );
  const { raw } = asked.reply.hijack();
  raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
  raw.once('close', () => leaving.abort());
  for (const [w, { body }] of streams.entries()) {
    void pass(body, (event) => raw.write(event), w, of).catch(() => raw.end());
  }
}

async function pass(
  body: AsyncIterable<Uint8Array> | null,
  write: (event: string) => void,
  w: number,
  of: number,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of body ?? []) {
    const events = `${rest}${decoder.decode(piece, { stream: true })}`.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) write(`${renumbered(event, w, of)}\n\n`);
  }
}

function renumbered(event: string, w: number, of: number): string {
  const data = /^id: \d+\ndata: (.*)$/.exec(event)?.[1];
  if (data === undefined) return event;
  const entry = numbered(JSON.parse(data), w, of);
  return `id: ${entry.seq}\ndata: ${JSON.stringify(entry)}`;
}
