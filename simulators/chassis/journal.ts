import type { JsonObject } from './json.ts';

/** What an entry tells of. `near-miss` is a command or route that was asked for and is not known. */
export type JournalKind =
  | 'handshake'
  | 'login'
  | 'request'
  | 'command'
  | 'change'
  | 'endpoint'
  | 'transfer'
  | 'near-miss'
  | 'fault'
  | 'boot';

/** What a device reports; the journal adds the rest. Secrets have been replaced at the source. */
export interface JournalReport {
  readonly kind: JournalKind;
  readonly device: string;
  /** Endpoint name, where the entry came over one. */
  readonly endpoint?: string;
  readonly user?: string;
  /** The operation by the vendor's own name: a command line, `POST /ins`, `login`. */
  readonly operation: string;
  /** `ok`, or the device's own code or word for what went wrong. */
  readonly outcome: string;
  /** Real duration in milliseconds. */
  readonly duration?: number;
  readonly detail?: JsonObject;
}

/** One thing that happened in the lab. */
export interface JournalEntry extends JournalReport {
  /** Counts from 1, without gaps. */
  readonly seq: number;
  /** Real monotonic milliseconds since the journal began. */
  readonly at: number;
  /** Lab time, ISO 8601. */
  readonly time: string;
}

/**
 * A bounded ring of what happened, with watchers. The oldest entries make room for new ones and are counted as dropped,
 * so that a reader can tell silence from loss.
 */
export class Journal {
  readonly #entries: (JournalEntry | undefined)[];
  readonly #began = performance.now();
  readonly #watchers = new Set<(entry: JournalEntry) => void>();
  readonly #clock: () => number;
  #seq = 0;
  #now = 0;
  #time = '';

  /**
   * @param now lab time in ms
   * @param capacity how many entries are kept; 10,000 unless told
   */
  constructor(now: () => number, capacity = 10_000) {
    this.#clock = now;
    this.#entries = new Array<JournalEntry | undefined>(capacity);
  }

  /** Number of entries written so far. */
  get count(): number {
    return this.#seq;
  }

  /** Number of entries no longer held. */
  get dropped(): number {
    return Math.max(0, this.#seq - this.#entries.length);
  }

  /** Appends an entry and tells the watchers. */
  write(report: JournalReport): void {
    const seq = ++this.#seq;
    const now = this.#clock();
    // Many entries fall into one millisecond, and spelling a time costs more than the rest of an entry.
    if (now !== this.#now || this.#time === '') {
      this.#now = now;
      this.#time = new Date(now).toISOString();
    }
    const entry: JournalEntry = {
      seq,
      at: Math.round((performance.now() - this.#began) * 1000) / 1000,
      time: this.#time,
      ...report,
    };
    this.#entries[(seq - 1) % this.#entries.length] = entry;
    for (const watcher of this.#watchers) watcher(entry);
  }

  /** The held entries after `after`, oldest first, that match every given field. */
  read(wanted: { after?: number; device?: string; kind?: JournalKind } = {}): JournalEntry[] {
    const found: JournalEntry[] = [];
    for (let seq = Math.max(this.dropped, wanted.after ?? 0) + 1; seq <= this.#seq; seq++) {
      const entry = this.#entries[(seq - 1) % this.#entries.length];
      if (!entry) continue;
      if (wanted.device !== undefined && entry.device !== wanted.device) continue;
      if (wanted.kind !== undefined && entry.kind !== wanted.kind) continue;
      found.push(entry);
    }
    return found;
  }

  /** Calls `watcher` with each entry from now on. Returns a function that stops it. */
  watch(watcher: (entry: JournalEntry) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}
