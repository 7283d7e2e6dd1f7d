import type { RunRecord } from '../run.ts';
import { control, type Evidence, type Given } from './evidence.ts';
import type { Adversity, Playbook } from './playbook.ts';
import { openStage, type Stage } from './stage.ts';
import { type VerdictOptions, verdicts } from './verdicts.ts';

/**
 * What is judged: it is told of a lab and does its task there.
 * @returns its exit status; 0 says that the task is done
 * @throws UsageError when there is nothing that could be judged, such as a command that cannot be run
 */
export type Automation = (given: Given, signal: AbortSignal) => Promise<number>;

/** How a playbook is run. */
export interface PlayOptions extends VerdictOptions {
  /** Interrupts: the automation is stopped, runs to come are not begun. */
  readonly signal: AbortSignal;
  /** Only these adversities; all unless told. The control run is always made. */
  readonly only?: readonly string[];
  readonly seed?: string;
  /** Milliseconds for one run; 120,000 unless told. */
  readonly timeoutMs?: number;
  /** Called before each run. */
  readonly progress?: (run: string, title: string) => void;
}

/** What a judged playbook gave. */
export interface Played extends RunRecord {
  /** All runs, so that they can be judged again. */
  readonly runs: readonly Evidence[];
}

/**
 * Judges an automation: a control run in which nothing goes wrong, then one run for each adversity, each in a lab of its
 * own; then every rule over all of them. Where the control run is not completed, nothing could be concluded from what the
 * automation does or leaves under adversity, and those runs are not made.
 * @throws LabError when the playbook's lab is wrong
 */
export async function play(playbook: Playbook, automation: Automation, options: PlayOptions): Promise<Played> {
  const { only, signal, progress } = options;
  const runs: Evidence[] = [];
  let complete = true;
  const go = async (adversity?: Adversity): Promise<Evidence | undefined> => {
    progress?.(adversity?.name ?? control, adversity?.title ?? 'nothing goes wrong');
    const done = await playOnce(playbook, automation, adversity, options);
    runs.push(done.evidence);
    complete &&= done.ended;
    return done.evidence;
  };
  const first = await go();
  if (first?.exit === 0) {
    for (const adversity of playbook.adversities) {
      if (signal.aborted) complete = false;
      else if (!only || only.includes(adversity.name)) await go(adversity);
    }
  }
  return { runs, findings: verdicts(playbook, runs, options), complete, residue: [] };
}

async function playOnce(
  playbook: Playbook,
  automation: Automation,
  adversity: Adversity | undefined,
  { signal, seed, timeoutMs = 120_000 }: PlayOptions,
): Promise<{ evidence: Evidence; ended: boolean }> {
  const stage = await openStage(playbook, { ...(adversity && { adversity }), ...(seed !== undefined && { seed }) });
  try {
    const stop = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const exit = await automation(stage.given, stop);
    const ended = !signal.aborted;
    await stage.drain(new AbortController().signal);
    return { evidence: await evidenceOf(stage, adversity, exit), ended };
  } finally {
    await stage.close();
  }
}

/** What a stage shows now, as plain data: through text and back, exactly what a recording would hold. */
export async function evidenceOf(stage: Stage, adversity?: Adversity, exit?: number): Promise<Evidence> {
  const trace = [...stage.trace];
  const end = await stage.end(new AbortController().signal);
  const swapped = trace.find(({ kind, operation }) => kind === 'stage' && operation === 'swap')?.seq;
  const swaps = adversity?.meanwhile?.some(({ act }) => 'swapCertificates' in act) === true;
  const decoySince = adversity?.decoy ? 0 : (swapped ?? (swaps ? Number.MAX_SAFE_INTEGER : undefined));
  const evidence: Evidence = {
    run: adversity?.name ?? control,
    expect: adversity?.expect ?? 'success',
    ...(decoySince !== undefined && { decoySince }),
    ...(adversity?.otherHostKeys && { otherHostKeys: true }),
    given: stage.given,
    trace,
    ...(exit !== undefined && { exit }),
    end,
  };
  return JSON.parse(JSON.stringify(evidence));
}
