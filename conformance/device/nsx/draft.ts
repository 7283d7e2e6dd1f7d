import { type Case, type CheckDraft, defineCase, type LongForm } from '../../case.ts';
import type { Judgement } from '../../judgement.ts';
import { type Citation, type Evidence, type Requirement, register } from '../../requirement.ts';

/** `[id, sentence, evidence, source, versions]`. */
export type Row = readonly [id: string, statement: string, evidence: Evidence, source: Citation, versions?: string];

/** A register written as a table. */
export function table(rows: readonly Row[]): readonly Requirement[] {
  return register(
    rows.map(([id, statement, evidence, source, versions]) => ({
      id,
      statement,
      evidence,
      source,
      ...(versions !== undefined && { versions }),
    })),
  );
}

/** Writes a check in one line: its name, the requirement that it covers, the mutants that turn it red, its judge. */
export type Checks<Observed> = (
  id: string,
  requirement: string,
  killedBy: readonly string[],
  judge: (observations: Observed) => Judgement,
) => CheckDraft<Observed>;

/**
 * A case with many checks.
 * @param checks is given what writes one; by this way it knows what was observed
 */
export function cased<Observed extends object>(
  form: Omit<LongForm<Observed>, 'checks'>,
  checks: (check: Checks<Observed>) => readonly CheckDraft<Observed>[],
): Case {
  const check: Checks<Observed> = (id, requirement, killedBy, judge) => ({ id, requirement, judge, killedBy });
  return defineCase({ ...form, checks: checks(check) });
}
