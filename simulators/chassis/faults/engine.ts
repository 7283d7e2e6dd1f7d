import { hash } from 'node:crypto';
import type { FaultAct, FaultSeam, FaultSituation, Faults } from '../surroundings.ts';
import { fits } from './glob.ts';
import type { FaultRule } from './rule.ts';

/** A rule as it stands in the lab. */
export interface StandingFault {
  readonly id: string;
  readonly rule: FaultRule;
  /** How often a situation fitted. */
  readonly matched: number;
  /** How often the rule acted. */
  readonly hits: number;
}

/** A rule that has acted; what the lab writes into the journal. */
export interface FaultHit {
  readonly id: string;
  readonly at: FaultRule['at'];
  readonly act: FaultAct;
  readonly situation: FaultSituation;
}

/** What an engine needs from the lab. */
export interface FaultEngineOptions {
  /** All chance follows from it. */
  readonly seed: string;
  /** Lab time in ms. */
  readonly now: () => number;
  /** Is told of each act. */
  readonly onHit?: (hit: FaultHit) => void;
}

/**
 * The lab's fault rules. In each situation the first rule, in order of adding, that fits and may act does. The same seed
 * and rules give a device that meets the same situations the same faults, whatever other devices do meanwhile (unless a
 * rule counts by lab).
 */
export class FaultEngine implements Faults {
  readonly #options: FaultEngineOptions;
  #seed: string;
  readonly #rules = new Map<string, Standing>();
  #seams = new Map<FaultRule['at'], Standing[]>();
  #unnamed = 0;

  constructor(options: FaultEngineOptions) {
    this.#options = options;
    this.#seed = options.seed;
  }

  /** Lets all chance follow from another seed from now on. What rules have counted stays counted. */
  reseed(seed: string): void {
    this.#seed = seed;
  }

  get none(): boolean {
    return this.#rules.size === 0;
  }

  /**
   * Adds a rule behind the others.
   * @returns its id: its own, or `fault-N`
   * @throws Error when another rule has that id
   */
  add(rule: FaultRule): string {
    const id = rule.id ?? this.#freeId();
    if (this.#rules.has(id)) throw new Error(`there is a fault ${id} already: remove it first or choose another id`);
    this.#rules.set(id, { id, rule, matched: 0, hits: 0, counts: new Map(), told: new Set() });
    this.#sort();
    return id;
  }

  /** Takes a rule away. What it did stays done. @returns whether there was one */
  remove(id: string): boolean {
    const removed = this.#rules.delete(id);
    if (removed) this.#sort();
    return removed;
  }

  /** Takes all rules away. */
  clear(): void {
    this.#rules.clear();
    this.#sort();
  }

  /** The rules in order, with what they did so far. */
  list(): StandingFault[] {
    return [...this.#rules.values()].map(({ id, rule, matched, hits }) => ({ id, rule, matched, hits }));
  }

  /** What goes wrong in this situation, with its parameters settled by chance (`ms` holds the jitter); counts a hit. */
  at(seam: FaultSeam, situation: FaultSituation, possible?: (act: string) => boolean): FaultAct | undefined {
    for (const standing of this.#seams.get(seam) ?? []) {
      if (!applies(standing.rule, situation) || possible?.(standing.rule.act) === false) continue;
      standing.matched++;
      const turn = this.#turn(standing, situation);
      if (turn === undefined) continue;
      standing.hits++;
      const act = actOf(standing.rule, () => this.#draw(standing, situation, turn, 'jitter'));
      // A clock is read all the time: that it is wrong is told once for each device.
      if (seam !== 'clock' || !standing.told.has(situation.device)) {
        if (seam === 'clock') standing.told.add(situation.device);
        this.#options.onHit?.({ id: standing.id, at: standing.rule.at, act, situation });
      }
      return act;
    }
    return undefined;
  }

  /** Counts a situation that fits. @returns its number, from 0, when the rule acts in it */
  #turn(standing: Standing, situation: FaultSituation): number | undefined {
    const { skip = 0, atMost = Number.POSITIVE_INFINITY, lasts, probability = 1, countBy } = standing.rule;
    const whose = countBy === 'lab' ? '' : situation.device;
    const count = standing.counts.get(whose) ?? { seen: 0, hits: 0, since: undefined };
    standing.counts.set(whose, count);
    const turn = count.seen++;
    if (turn < skip || count.hits >= atMost) return undefined;
    const now = this.#options.now();
    if (lasts !== undefined && count.since !== undefined && now - count.since >= lasts) return undefined;
    if (probability < 1 && this.#draw(standing, situation, turn, 'act') >= probability) return undefined;
    count.hits++;
    count.since ??= now;
    return turn;
  }

  /** A number from 0 to 1 that follows from the seed and from which situation of which device it is for. */
  #draw({ id, rule }: Standing, { device }: FaultSituation, turn: number, purpose: string): number {
    const of = rule.countBy === 'lab' ? '' : device;
    const digest = hash('sha256', JSON.stringify([this.#seed, id, of, turn, purpose]), 'buffer');
    return digest.readUIntBE(0, 6) / 2 ** 48;
  }

  #freeId(): string {
    let id: string;
    do id = `fault-${++this.#unnamed}`;
    while (this.#rules.has(id));
    return id;
  }

  #sort(): void {
    this.#seams = new Map();
    for (const standing of this.#rules.values()) {
      const { at } = standing.rule;
      this.#seams.set(at, [...(this.#seams.get(at) ?? []), standing]);
    }
  }
}

interface Standing {
  readonly id: string;
  readonly rule: FaultRule;
  matched: number;
  hits: number;
  /** By device, or one for all under the empty name. */
  readonly counts: Map<string, { seen: number; hits: number; since: number | undefined }>;
  /** Devices whose clock is known to be wrong. */
  readonly told: Set<string>;
}

const fields = ['device', 'endpoint', 'operation', 'user'] as const;

function applies({ match }: FaultRule, situation: FaultSituation): boolean {
  if (!match) return true;
  return fields.every((field) => {
    const patterns = match[field];
    if (patterns === undefined) return true;
    const text = situation[field];
    return text !== undefined && [patterns].flat().some((pattern) => fits(pattern, text));
  });
}

/** The act with its parameters, without what is the engine's business. */
function actOf(rule: FaultRule, draw: () => number): FaultAct {
  const { id, at, match, skip, atMost, lasts, probability, countBy, ...act } = rule;
  const parameters: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(act)) {
    if (name !== 'jitter' && (typeof value === 'string' || typeof value === 'number')) parameters[name] = value;
  }
  const jitter = 'jitter' in act && act.jitter ? { ms: act.ms + Math.floor(draw() * (act.jitter + 1)) } : {};
  return { ...parameters, ...jitter, act: rule.act };
}
