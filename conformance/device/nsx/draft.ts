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
