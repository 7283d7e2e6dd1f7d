import type { JournalEntry, JournalKind } from '../../simulators/chassis/journal.ts';
import type { JournalSource } from '../journal-query.ts';
import type { Worker } from './process.ts';

/** Entries that are held; as many as a lab in one process holds. */
const capacity = 10_000;

/** An entry as it stands in front, and where it comes from. */
interface Held {
  readonly entry: JournalEntry;
  readonly worker: Worker;
  /** Its number there. */
  readonly own: number;
}

/**
 * The journals of all workers as one. Workers send what they write from the first question on: a lab whose journal nobody
 * reads does not pay for it. Entries have numbers of their own here, without gaps: those from before the first question in
 * the order of lab time, all others in the order in which they come.
 */
export class FrontJournal implements JournalSource {
  readonly #workers: readonly Worker[];
  readonly #watchers = new Set<(entry: JournalEntry) => void>();
  #held: Held[] = [];
  #seq = 0;

  private constructor(workers: readonly Worker[]) {
    this.#workers = workers;
  }

  /** Has all workers send what they hold, and from then on what they write. */
  static async of(workers: readonly Worker[]): Promise<FrontJournal> {
    const journal = new FrontJournal(workers);
    const early: [Worker, readonly JournalEntry[]][] = [];
    let take = (worker: Worker, entries: readonly JournalEntry[]): void => void early.push([worker, entries]);
    const gone = await Promise.all(workers.map((worker) => worker.follow((entries) => take(worker, entries))));
    journal.#seq = gone.reduce((sum, one) => sum + one, 0);
    const first = early.flatMap(([worker, entries]) => entries.map((entry) => ({ worker, entry })));
    for (const { worker, entry } of first.sort((a, b) => a.entry.time.localeCompare(b.entry.time))) {
      journal.#take(worker, entry);
    }
    take = (worker, entries) => {
      for (const entry of entries) journal.#take(worker, entry);
    };
    return journal;
  }

  get journalCount(): { readonly written: number; readonly dropped: number } {
    return { written: this.#seq, dropped: this.#seq - Math.min(capacity, this.#held.length) };
  }

  /** What happened, oldest first, with all that workers had written when this was asked. */
  async journal(
    wanted: { after?: number; device?: string; kind?: JournalKind } = {},
  ): Promise<readonly JournalEntry[]> {
    await Promise.all(this.#workers.map((worker) => worker.caughtUp()));
    const { after = 0, device, kind } = wanted;
    return this.#held
      .slice(-capacity)
      .map(({ entry }) => entry)
      .filter((entry) => entry.seq > after && (device ?? entry.device) === entry.device)
      .filter((entry) => (kind ?? entry.kind) === entry.kind);
  }

  watch(watcher: (entry: JournalEntry) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Where an entry comes from; nowhere when it is no longer held. */
  origin(seq: number): { readonly worker: Worker; readonly own: number } | undefined {
    return this.#held.find(({ entry }) => entry.seq === seq);
  }

  /** The number here of a worker's entry; 0 where it is not held. */
  numberOf(worker: Worker, own: number): number {
    return this.#held.findLast((held) => held.worker === worker && held.own === own)?.entry.seq ?? 0;
  }

  #take(worker: Worker, entry: JournalEntry): void {
    const numbered = { ...entry, seq: ++this.#seq };
    this.#held.push({ entry: numbered, worker, own: entry.seq });
    // Twice as many before the oldest go: each entry is moved once at most.
    if (this.#held.length === 2 * capacity) this.#held = this.#held.slice(capacity);
    for (const watcher of this.#watchers) watcher(numbered);
  }
}
