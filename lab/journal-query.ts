import { fits } from '../simulators/chassis/faults/glob.ts';
import type { JournalEntry, JournalKind } from '../simulators/chassis/journal.ts';
import type { Lab } from './lab.ts';

/** Where a journal is read: a lab, or what stands before several. */
export type JournalSource = Pick<Lab, 'journal' | 'journalCount' | 'watch'>;

/** All kinds of journal entries. */
export const journalKinds = [
  'handshake',
  'login',
  'request',
  'command',
  'change',
  'endpoint',
  'transfer',
  'near-miss',
  'fault',
  'boot',
] as const satisfies readonly JournalKind[];

/** Which entries are wanted; texts are patterns with `*` for any characters and `?` for one. */
export interface JournalQuery {
  /** Entries after this one. */
  readonly after?: number | undefined;
  readonly kind?: JournalKind | undefined;
  readonly device?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly user?: string | undefined;
  readonly operation?: string | undefined;
  readonly outcome?: string | undefined;
  /** At most so many, the first ones. */
  readonly limit?: number | undefined;
  /** At most so many, the last ones. */
  readonly last?: number | undefined;
}

const patterned = ['device', 'endpoint', 'user', 'operation', 'outcome'] as const;

/** Whether an entry is one of those that are wanted. */
export function isWanted(entry: JournalEntry, query: JournalQuery): boolean {
  if (query.kind !== undefined && entry.kind !== query.kind) return false;
  return patterned.every((field) => {
    const pattern = query[field];
    return pattern === undefined || (entry[field] !== undefined && fits(pattern, entry[field]));
  });
}

/** The entries that the lab still holds and that are wanted, oldest first. */
export async function readJournal(
  source: Pick<JournalSource, 'journal'>,
  query: JournalQuery,
): Promise<JournalEntry[]> {
  const { after, kind, limit = Number.POSITIVE_INFINITY, last = Number.POSITIVE_INFINITY } = query;
  const held = await source.journal({ ...(after !== undefined && { after }), ...(kind !== undefined && { kind }) });
  const wanted = held.filter((entry) => isWanted(entry, query));
  return wanted.slice(Math.max(0, wanted.length - last)).slice(0, limit);
}
