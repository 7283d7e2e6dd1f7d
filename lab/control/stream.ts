import type { JournalEntry } from '../../simulators/chassis/journal.ts';
import { isWanted, type JournalQuery, readJournal } from '../journal-query.ts';
import type { Lab } from '../lab.ts';
import type { Exchange } from './route.ts';

/** Bytes that may wait for a slow reader before entries are left out for it. */
const mostWaiting = 1_000_000;
/** Real milliseconds between signs of life, so that proxies keep the stream open. */
const heartbeat = 15_000;

/**
 * Sends journal entries as server-sent events until the reader leaves or the lab stops. A reader that does not keep up
 * misses entries and is told how many.
 */
export async function streamJournal(lab: Lab, query: JournalQuery, { request, reply }: Exchange): Promise<void> {
  const lastSeen = String(request.headers['last-event-id'] ?? '');
  const after = /^\d{1,15}$/.test(lastSeen) ? Number(lastSeen) : query.after;
  const { raw } = reply.hijack();
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write(': the journal of a lab\n\n');
  let dropped = 0;
  let sent = after ?? 0;
  const send = (entry: JournalEntry): void => {
    if (entry.seq <= sent || !isWanted(entry, query)) return;
    if (raw.writableLength > mostWaiting) {
      dropped++;
      return;
    }
    if (dropped > 0) raw.write(`event: dropped\ndata: ${JSON.stringify({ count: dropped })}\n\n`);
    dropped = 0;
    sent = entry.seq;
    raw.write(`id: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`);
  };
  // What comes while the held ones are read waits its turn.
  const early: JournalEntry[] = [];
  let live = (entry: JournalEntry): void => void early.push(entry);
  const unwatch = lab.watch((entry) => live(entry));
  const beat = setInterval(() => raw.write(': still here\n\n'), heartbeat);
  beat.unref();
  raw.once('close', () => {
    clearInterval(beat);
    unwatch();
  });
  if (after !== undefined) for (const entry of await readJournal(lab, { ...query, after })) send(entry);
  for (const entry of early) send(entry);
  live = send;
}
