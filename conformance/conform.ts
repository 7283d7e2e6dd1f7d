import { join } from 'node:path';
import type { OnceStore } from './context.ts';
import { UsageError } from './errors.ts';
import type { Recorder } from './recording.ts';
import type { RemoteAddress } from './remote.ts';
import { type Finding, type RunRecord, run } from './run.ts';
import { plan, type Selection } from './select.ts';
import type { Suite } from './suite.ts';
import type { Target } from './target.ts';
import { type Planned, unjudged } from './unjudged.ts';
import { compareVersions, parseVersion } from './versions.ts';

/** What is to be judged, and how. */
export interface Question {
  readonly suites: readonly Suite[];
  readonly selection: Selection;
  /** One release, `all`, or undefined: the default release of a simulator, whatever a remote target is. */
  readonly release?: string | undefined;
  /** A device given by address; a fresh simulator otherwise. */
  readonly remote?: RemoteAddress | undefined;
  readonly mutant?: string | undefined;
  /** How long a connection or an answer is waited for, in milliseconds. */
  readonly patienceMs: number;
  readonly parallel?: number | undefined;
  /** The seed of another order of cases; the order of the suite where it is left out. */
  readonly shuffle?: number | undefined;
  readonly signal: AbortSignal;
  readonly progress?: (id: string, findings: readonly Finding[]) => void;
  readonly recorder?: Recorder | undefined;
  /** Costly things that all profiles may share, such as key pairs. */
  readonly onceStore?: OnceStore;
  /** Where undos for a remote target are written down. Default: {@link defaultLedger}. */
  readonly undoFile?: string | undefined;
  /** Called after each case at a remote target with all that is known by then: a report that outlives a kill. */
  readonly soFar?: (record: RunRecord) => void;
}

/** Where the undos for a target are kept unless told, below the working directory. */
export function defaultLedger(kind: string, { hostname, port }: URL): string {
  return join('.rackless', `undo-${kind}-${hostname.replace(/[^\w.-]/g, '_')}-${port || 443}.ndjson`);
}

/** The releases of a suite that a question asks for. @throws UsageError for one that the suite does not know. */
function releasesOf(suite: Suite, asked: string | undefined): readonly string[] {
  if (asked === 'all') return suite.releases;
  if (asked === undefined) return suite.releases.slice(0, 1);
  parseVersion(asked);
  const known = suite.releases.filter((release) => compareVersions(release, asked) === 0);
  if (known.length > 0) return known;
  throw new UsageError(`--release ${asked}: ${suite.kind} is simulated at ${suite.releases.join(', ')}, or say "all"`);
}

/** Plans a question without sending anything. */
export function planAll({ suites, release, remote, selection }: Question): readonly Planned[] {
  const planned = (suite: Suite, at: string) => ({ suite, release: at, cases: plan(suite, at, selection) });
  if (remote) {
    const [suite] = suites;
    if (suites.length !== 1 || !suite) throw new UsageError('--target is one device: name its one KIND');
    if (release !== undefined) parseVersion(release);
    return [planned(suite, release ?? suite.releases[0] ?? '0')];
  }
  return suites.flatMap((suite) => releasesOf(suite, release).map((at) => planned(suite, at)));
}

/**
 * Judges a question: one record a kind and release, simulators in as many threads as there are cores.
 * @throws UsageError where the question itself is wrong, before anything is sent.
 */
export async function conform(given: Question): Promise<readonly RunRecord[]> {
  const question = { onceStore: new Map(), ...given };
  const all = planAll(question);
  const { inThreads, threadsFor } = await import('./workers.ts');
  const threads = threadsFor(question, all.length);
  if (threads > 1) return inThreads(question, all, threads);
  const records: RunRecord[] = [];
  for (const planned of all) {
    if (question.signal.aborted) break;
    records.push(await (question.remote ? askTarget(question, question.remote) : askSimulator(question, planned)));
  }
  const unasked = all.slice(records.length).map((planned) => unjudged(planned, 'the run was interrupted', false));
  return [...records, ...unasked];
}

async function askSimulator(question: Question, planned: Planned): Promise<RunRecord> {
  const { simulatorTarget } = await import('./simulator.ts');
  return runPlanned(question, planned, simulatorTarget(planned.suite, planned.release, question));
}

async function askTarget(question: Question, remote: RemoteAddress): Promise<RunRecord> {
  const { askRemote } = await import('./remote-run.ts');
  return askRemote(question, remote);
}

/** Runs a plan against a target, and closes the target after it. */
export async function runPlanned(
  question: Question,
  { suite, cases }: Planned,
  target: Target,
  heard?: (id: string, findings: readonly Finding[]) => void,
): Promise<RunRecord> {
  const { signal, parallel, progress, recorder, onceStore, shuffle } = question;
  recorder?.begin(suite.kind, target.release);
  try {
    const record = await run(suite, cases, target, {
      signal,
      ...(parallel === undefined ? {} : { parallel }),
      ...(recorder && { record: recorder.drive }),
      ...(onceStore && { onceStore }),
      ...(shuffle === undefined ? {} : { shuffle }),
      progress: (id, findings) => {
        progress?.(id, findings);
        heard?.(id, findings);
      },
    });
    if (target.simulated) recorder?.end(record, target.secrets.counts());
    return record;
  } finally {
    await target.close();
  }
}
