import type { Api } from './api.ts';
import type { JournalEntry } from './shapes.ts';

/** What a feed tells those who draw it. */
export interface FeedListener {
  entries(come: readonly JournalEntry[]): void;
  /** A slow reader was left out so many times. */
  dropped(count: number): void;
}

/** Real milliseconds before a stream that ended is asked for again. */
const patience = 1_000;

/**
 * The last entries that fit, then each as it comes, until the signal ends it. A stream that breaks off is taken up again
 * behind the last entry that came.
 * @param query as the control API has it: `device=n9k-1&kind=command`
 * @param last how many of the past
 */
export async function feed(
  api: Api,
  { query, last }: { readonly query: string; readonly last: number },
  listener: FeedListener,
  signal: AbortSignal,
): Promise<void> {
  const { entries, written } = await api.ask<{ entries: JournalEntry[]; written: number }>(
    `GET /journal?last=${last}&${query}`,
  );
  if (signal.aborted) return;
  listener.entries(entries);
  let after = entries.at(-1)?.seq ?? written;
  while (!signal.aborted) {
    try {
      for await (const { event, data } of api.follow(`/journal/stream?after=${after}&${query}`, signal)) {
        if (signal.aborted) return;
        if (event === 'dropped') {
          listener.dropped(JSON.parse(data).count);
          continue;
        }
        const entry: JournalEntry = JSON.parse(data);
        after = entry.seq;
        listener.entries([entry]);
      }
    } catch {
      // The lab is stopped or restarted; it may come back.
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, patience));
  }
}
