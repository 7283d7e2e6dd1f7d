import { z } from 'zod';
import { exitReasons, exitStatus, outcomes } from '../outcome.ts';
import { citationText, type Requirement } from '../requirement.ts';
import type { Finding, RunRecord } from '../run.ts';
import { type Waiver, waive } from '../waivers.ts';

const requirement = z.object({
  statement: z.string(),
  level: z.enum(['must', 'should', 'may']),
  origin: z.enum(['vendor', 'protocol', 'policy']),
  evidence: z.enum(['documented', 'recorded', 'client', 'inferred']),
  source: z.string(),
  versions: z.string(),
});

const finding = z.object({
  check: z.string(),
  case: z.string(),
  kind: z.string(),
  release: z.string(),
  outcome: z.enum(outcomes),
  /** The id of the requirement; its text stands under `requirements`. */
  requirement: z.string(),
  expected: z.string().optional(),
  observed: z.string().optional(),
  /** The source that says so. */
  because: z.string(),
  /** Why nothing was judged, where nothing was. */
  why: z.string().optional(),
  next: z.string().optional(),
  /** The command that asks this one question again. */
  repeat: z.string(),
});

const totals = z.partialRecord(z.enum(outcomes), z.number().int().nonnegative());

/** `results.json`: everything a run gave. All other reports are renderings of it. */
export const resultsSchema = z.object({
  schema: z.literal('rackless-results/1'),
  version: z.string(),
  started: z.iso.datetime(),
  durationMs: z.number().nonnegative(),
  target: z.object({ label: z.string(), simulated: z.boolean(), mutant: z.string().optional() }),
  complete: z.boolean(),
  exit: z.object({ status: z.number().int(), reasons: z.array(z.string()) }),
  totals: z.object({ must: totals, should: totals, may: totals }),
  residue: z.array(z.string()),
  /** Of a target that may have been changed: whether it is proved to be as it was before. */
  restored: z.boolean().optional(),
  waiverTroubles: z.array(z.string()),
  requirements: z.record(z.string(), requirement),
  findings: z.array(finding),
});

export type Results = z.infer<typeof resultsSchema>;
export type ResultFinding = Results['findings'][number];

/** What a report says of a run beside its findings. */
export interface RunFacts {
  /** Of the suite, that is of this package. */
  readonly version: string;
  readonly started: Date;
  readonly durationMs: number;
  readonly target: Results['target'];
  /** Deviations that somebody answers for. Default: none. */
  readonly waivers?: readonly Waiver[];
  /** Ids of all checks of the suites, of which a waiver may speak. Default: those that were found. */
  readonly checks?: ReadonlySet<string>;
  /** The command that asks one check again. */
  readonly repeat: (finding: Finding) => string;
}

/** Makes the one results object from the records of a run, one record a kind and release. */
export function results(records: readonly RunRecord[], facts: RunFacts): Results {
  const all = records.flatMap((record) => record.findings);
  const known = facts.checks ?? new Set(all.map(({ check }) => check));
  const { findings: found, troubles } = waive(all, facts.waivers ?? [], known, facts.started);
  const standing = {
    findings: found.map(({ outcome, requirement: { level } }) => ({ outcome, level })),
    complete: records.every((record) => record.complete),
    residue: records.flatMap((record) => record.residue),
    waiverTroubles: troubles,
  };
  return {
    schema: 'rackless-results/1',
    version: facts.version,
    started: facts.started.toISOString(),
    durationMs: Math.round(facts.durationMs),
    target: facts.target,
    complete: standing.complete,
    exit: {
      status: exitStatus(standing),
      reasons: exitReasons(standing).map(({ status, reason }) => `${status}: ${reason}`),
    },
    totals: { must: count(found, 'must'), should: count(found, 'should'), may: count(found, 'may') },
    residue: standing.residue,
    ...restoredBy(records),
    waiverTroubles: [...standing.waiverTroubles],
    requirements: Object.fromEntries(found.map(({ requirement: said }) => [said.id, written(said)])),
    findings: found.map((one) => {
      const { requirement: said, ...rest } = one;
      return { ...rest, requirement: said.id, because: citationText(said.source), repeat: facts.repeat(one) };
    }),
  };
}

function restoredBy(records: readonly RunRecord[]): Pick<Results, 'restored'> {
  const said = records.flatMap(({ restored }) => (restored === undefined ? [] : [restored]));
  return said.length === 0 ? {} : { restored: said.every(Boolean) };
}

function count(found: readonly Finding[], level: Requirement['level']): Results['totals']['must'] {
  const counts: Results['totals']['must'] = {};
  for (const { outcome, requirement: said } of found) {
    if (said.level === level) counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

function written({ statement, level, origin, evidence, source, versions }: Requirement): z.infer<typeof requirement> {
  return { statement, level, origin, evidence, source: citationText(source), versions };
}

/** `results.json` as a JSON Schema, for those who read it without us. */
export function resultsJsonSchema(): object {
  return z.toJSONSchema(resultsSchema, { target: 'draft-7' });
}
