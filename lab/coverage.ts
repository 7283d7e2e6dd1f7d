import type { Journal } from '../simulators/chassis/journal.ts';

/** Something that was asked for and that no device here knows. */
export interface Missing {
  /** The command, as far as it was understood, or the route. */
  readonly operation: string;
  /** The known one nearest to it. */
  readonly nearest?: string;
  readonly count: number;
  /** Devices that were asked. */
  readonly devices: readonly string[];
}

/** Different operations that are counted by name; what comes beyond them is counted together. */
const MOST = 1_000;
/** Devices that are named for one operation. */
const MOST_DEVICES = 20;

/**
 * Counts what is missing by name, over the whole life of a lab, so that its users and ours see what to model next. The
 * journal forgets; this does not.
 */
export class Coverage {
  readonly #missing = new Map<string, { nearest: string | undefined; count: number; devices: Set<string> }>();

  constructor(journal: Journal) {
    journal.watch(({ kind, operation, device, detail }) => {
      if (kind !== 'near-miss') return;
      const name = this.#missing.has(operation) || this.#missing.size < MOST ? operation : 'others';
      const nearest = typeof detail?.nearest === 'string' ? detail.nearest : undefined;
      const known = this.#missing.get(name) ?? { nearest, count: 0, devices: new Set<string>() };
      known.count++;
      if (known.devices.size < MOST_DEVICES) known.devices.add(device);
      this.#missing.set(name, known);
    });
  }

  /** What was asked for and is not known, most often asked first. */
  get missing(): readonly Missing[] {
    return [...this.#missing]
      .map(([operation, { nearest, count, devices }]) => ({
        operation,
        ...(nearest !== undefined && { nearest }),
        count,
        devices: [...devices],
      }))
      .sort((a, b) => b.count - a.count);
  }
}
