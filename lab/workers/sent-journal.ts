import type { JournalEntry } from '../../simulators/chassis/journal.ts';
import type { JournalSource } from '../journal-query.ts';

/** A worker's journal on its way to the process in front: what is held, then what is written, several entries at a time. */
export class SentJournal {
  readonly #send: (entries: readonly JournalEntry[]) => void;
  #waiting: JournalEntry[] = [];
  #begun = false;
  #gone = 0;

  private constructor(send: (entries: readonly JournalEntry[]) => void) {
    this.#send = send;
  }

  static async of(lab: JournalSource, send: (entries: readonly JournalEntry[]) => void): Promise<SentJournal> {
    const journal = new SentJournal(send);
    lab.watch((entry) => journal.#take(entry));
    const held = await lab.journal();
    const last = held.at(-1)?.seq ?? 0;
    journal.#gone = (held[0]?.seq ?? 1) - 1;
    journal.#waiting = [...held, ...journal.#waiting.filter(({ seq }) => seq > last)];
    journal.#begun = true;
    return journal;
  }

  /** Entries that were no longer held when it began. */
  get gone(): number {
    return this.#gone;
  }

  /** Sends what has not been sent. */
  flush(): void {
    if (!this.#begun || this.#waiting.length === 0) return;
    this.#send(this.#waiting);
    this.#waiting = [];
  }

  #take(entry: JournalEntry): void {
    // Whatever else is written in this turn goes with it.
    if (this.#waiting.push(entry) === 1) setImmediate(() => this.flush());
  }
}
