import type { Level } from './requirement.ts';

/** What may become of a check. Only `pass`, `fail`, `warn` and `waived` mean that something was judged. */
export const outcomes = [
  'pass',
  'fail',
  'warn',
  'could-not-run',
  'not-applicable',
  'not-selected',
  'waived',
  'harness-error',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Whether the outcome rests on observations that were judged. */
export function isJudged(outcome: Outcome): boolean {
  return outcome === 'pass' || outcome === 'fail' || outcome === 'warn' || outcome === 'waived';
}

/** What the exit status depends on, and nothing else. */
export interface Standing {
  readonly findings: readonly { readonly outcome: Outcome; readonly level: Level }[];
  /** False when the run was interrupted or ended early. */
  readonly complete: boolean;
  /** What the run changed on the target and could not put back. */
  readonly residue: readonly string[];
  /** Waivers that are stale, expired or match nothing. */
  readonly waiverTroubles: readonly string[];
  /** Why the question itself was wrong, if it was. */
  readonly usageErrors?: readonly string[];
}

export type ExitStatus = 0 | 1 | 2 | 3 | 4 | 5 | 64;

interface Row {
  readonly status: ExitStatus;
  readonly reason: string;
  readonly applies: (standing: Standing) => boolean;
}

/** The closed table, strongest first: the first row that applies is the status. */
const table: readonly Row[] = [
  { status: 64, reason: 'the question itself was wrong', applies: (s) => (s.usageErrors ?? []).length > 0 },
  { status: 5, reason: 'the target was left changed', applies: (s) => s.residue.length > 0 },
  { status: 1, reason: 'something does not conform', applies: (s) => s.findings.some((f) => f.outcome === 'fail') },
  {
    status: 3,
    reason: 'the run is incomplete',
    applies: (s) =>
      !s.complete ||
      s.findings.some((f) => f.outcome === 'harness-error' || (f.outcome === 'could-not-run' && f.level === 'must')),
  },
  { status: 2, reason: 'nothing was judged', applies: (s) => !s.findings.some((f) => isJudged(f.outcome)) },
  { status: 4, reason: 'a waiver is stale, expired or unmatched', applies: (s) => s.waiverTroubles.length > 0 },
];

/** Every row of the table that applies, strongest first; empty when the run is judged and conforming. */
export function exitReasons(standing: Standing): readonly { status: ExitStatus; reason: string }[] {
  return table.filter((row) => row.applies(standing)).map(({ status, reason }) => ({ status, reason }));
}

/**
 * The exit status of a run: 0 judged and conforming · 1 something does not conform · 2 nothing was judged ·
 * 3 incomplete · 4 a waiver is stale, expired or unmatched · 5 the target was left changed · 64 the question itself
 * was wrong. Where several apply: 64, 5, 1, 3, 2, 4.
 */
export function exitStatus(standing: Standing): ExitStatus {
  return exitReasons(standing)[0]?.status ?? 0;
}
