import { conform } from '../conform.ts';
import type { Finding } from '../run.ts';
import type { Suite } from '../suite.ts';

/** What a test asks of simulators. */
export interface Asked {
  readonly release?: string;
  readonly only?: readonly string[];
  readonly mutant?: string;
}

/** Judges simulators of one suite and gives every finding. */
export async function ask(suite: Suite, { release, only = [], mutant }: Asked): Promise<readonly Finding[]> {
  const records = await conform({
    suites: [suite],
    selection: { only, skip: [], allow: 'simulator-only' },
    release,
    mutant,
    patienceMs: 30_000,
    signal: new AbortController().signal,
  });
  return records.flatMap((record) => record.findings);
}

/** The checks that turned red, each once. */
export function red(findings: readonly Finding[]): string[] {
  const bad = findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn');
  return [...new Set(bad.map((one) => one.check))].sort();
}
