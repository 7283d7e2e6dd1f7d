import type { JournalEntry } from '../../simulators/chassis/journal.ts';
import { isWanted, type JournalQuery, type JournalSource, readJournal } from '../journal-query.ts';
import { eventStream } from './events.ts';
import type { Exchange } from './route.ts';

/**
 * Sends journal entries as server-sent events until the reader leaves or the lab stops. A reader that does not keep up
 * misses entries and is told how many.
 */
export async function streamJournal(source: JournalSource, query: JournalQuery, exchange: Exchange): Promise<void> {
  const lastSeen = String(exchange.request.headers['last-event-id'] ?? '');
  const after = /^\d{1,15}$/.test(lastSeen) ? Number(lastSeen) : query.after;
  const stream = eventStream(exchange, 'the journal of a lab');
  let dropped = 0;
  let sent = after ?? 0;
  const send = (entry: JournalEntry): void => {
    if (entry.seq <= sent || !isWanted(entry, query)) return;
    if (stream.isBehind) {
      dropped++;
      return;
    }
    if (dropped > 0) stream.send({ count: dropped }, { event: 'dropped' });
    dropped = 0;
    sent = entry.seq;
    stream.send(entry, { id: entry.seq });
  };
  // What comes while the held ones are read waits its turn.
  const early: JournalEntry[] = [];
  let live = (entry: JournalEntry): void => void early.push(entry);
  const unwatch = source.watch((entry) => live(entry));
  stream.ended(unwatch);
  if (after !== undefined) for (const entry of await readJournal(source, { ...query, after })) send(entry);
  for (const entry of early) send(entry);
  live = send;
}
