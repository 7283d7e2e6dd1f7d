import { budgetOf, targetLimits } from './budget.ts';
import { ladder } from './case.ts';
import { defaultLedger, planAll, type Question, runPlanned } from './conform.ts';
import { openDevice } from './device.ts';
import { CouldNotRun, messageOf, UsageError } from './errors.ts';
import { demandHonesty } from './honesty.ts';
import { type RemoteAddress, remoteTarget } from './remote.ts';
import { differences, type Snapshot } from './restore.ts';
import type { RunRecord } from './run.ts';
import { type PlannedCase, plan } from './select.ts';
import type { Suite } from './suite.ts';
import type { Target } from './target.ts';
import { findLedger, performUndo, removeLedger, resumeLedger, startLedger } from './undo-ledger.ts';
import { type Planned, unjudged } from './unjudged.ts';
import { compareVersions } from './versions.ts';

/** How to end what an earlier run left, in one line. */
const cleanupLine = (file: string) => `rackless conform cleanup ${file}`;

/**
 * Judges a device given by address: at the doorstep it must owe nothing to an earlier run, be no yes-sayer, and be what
 * it is declared to be; then it is asked; then what may have been changed is compared with what it was.
 */
export async function askRemote(question: Question, remote: RemoteAddress): Promise<RunRecord> {
  const [first] = planAll(question);
  if (!first) throw new UsageError('no KIND to judge');
  const { suite, release } = first;
  if (changes(first.cases) && !suite.snapshot) {
    throw new UsageError(`--allow: the suite of ${suite.kind} cannot prove what it put back; allow "session" at most`);
  }
  const file = fileOf(question, suite, remote);
  const owed = await findLedger(file);
  if (owed) {
    const left = owed.open.map(({ what }) => what).join(', ') || 'something that was not compared';
    const record = unjudged(first, `an earlier run left the target changed: ${cleanupLine(file)}`, true);
    return { ...record, residue: [`an earlier run left ${left}; ${cleanupLine(file)}`] };
  }

  const budget = budgetOf(remote.limits ?? targetLimits);
  const probing = remoteTarget(suite.kind, release, remote, { ...question, budget });
  try {
    const probed = await atDoor(suite, probing, question);
    const cases = plan(suite, probed, question.selection);
    const target = remoteTarget(suite.kind, probed, remote, { ...question, budget });
    const planned = { suite, release: probed, cases };
    const record = await (changes(cases)
      ? askAndProve(question, remote, planned, target)
      : asked(question, planned, target));
    question.recorder?.end(record, target.secrets.counts());
    return record;
  } catch (thrown) {
    if (!(thrown instanceof CouldNotRun)) throw thrown;
    return unjudged(first, probing.secrets.redact(thrown.message), !question.signal.aborted);
  }
}

const fileOf = ({ undoFile }: Question, { kind }: Suite, { url }: RemoteAddress) =>
  undoFile ?? defaultLedger(kind, url);

/** What the target says it is, if it is to be believed. @throws CouldNotRun */
async function atDoor(suite: Suite, target: Target, { signal, release }: Question): Promise<string> {
  const { device, close } = openDevice(await target.standing(), target, signal);
  try {
    await demandHonesty(device);
    const probed = await suite.probe(device);
    if (release !== undefined && compareVersions(probed, release) !== 0) {
      throw new CouldNotRun(`the target is release ${probed}, not the declared ${release}`);
    }
    return probed;
  } finally {
    close();
  }
}

const isChosen = ({ choices }: PlannedCase) => [...choices.values()].some(({ chosen }) => chosen);

/** Whether anything that was chosen may change the target. */
function changes(cases: readonly PlannedCase[]): boolean {
  const mildest = ladder.indexOf('config');
  return cases.some((one) => isChosen(one) && ladder.indexOf(one.case.touches) >= mildest);
}

/** Asks, and after each case tells what there is so far: a run that is killed leaves a whole report. */
async function asked(question: Question, planned: Planned, target: Target, soFarResidue: readonly string[] = []) {
  const found = new Map<string, RunRecord['findings']>();
  return runPlanned(question, planned, target, (id, findings) => {
    found.set(id, findings);
    const rest = unjudged(planned, 'the run ended before', false).findings;
    const firsts = [...found.values()].flat();
    const judged = new Set(firsts.map(({ check }) => check));
    question.soFar?.({
      findings: rest.map((one) =>
        judged.has(one.check) ? (firsts.find(({ check }) => check === one.check) ?? one) : one,
      ),
      complete: false,
      residue: soFarResidue,
    });
  });
}

async function askAndProve(
  question: Question,
  remote: RemoteAddress,
  planned: Planned,
  target: Target,
): Promise<RunRecord> {
  const { url, username, trust, ssh } = remote;
  const { suite, release } = planned;
  const file = fileOf(question, suite, remote);
  const before = await snapshotOf(suite, target);
  const { kind } = suite;
  const whose = { kind, release, url: url.origin, username, trust, ...(ssh && { ssh }) };
  const head = { ledger: 'rackless-undo/1', ...whose, before } as const;
  const ledger = await startLedger(file, head);
  const underWay = `the run ended before the target was put back: ${cleanupLine(file)}`;
  const record = await asked(question, planned, { ...target, ledger }, [underWay]);
  const proof = await prove(suite, target, before);
  const open = (await findLedger(file))?.open ?? [];
  const residue = [...record.residue, ...proof];
  if (residue.length === 0 && open.length === 0) {
    await removeLedger(file);
    return { ...record, restored: true };
  }
  return {
    ...record,
    restored: false,
    residue: target.secrets.redactAll([...residue, `to put it back: ${cleanupLine(file)}`]),
  };
}

async function snapshotOf(suite: Suite, target: Target): Promise<Snapshot> {
  if (!suite.snapshot) return {};
  // Its own time: an interrupted run must be able to look at what it left.
  const { device, close } = openDevice(await target.standing(), target, AbortSignal.timeout(4 * target.patienceMs));
  return suite.snapshot(device).finally(close);
}

/** What is not as it was before, in words. */
async function prove(suite: Suite, target: Target, before: Snapshot): Promise<readonly string[]> {
  try {
    return differences(before, await snapshotOf(suite, target));
  } catch (thrown) {
    return [`whether the target is as it was cannot be said: ${messageOf(thrown)}`];
  }
}

/** What a clean-up did. */
export interface CleanedUp {
  readonly undone: readonly string[];
  /** What is still changed; empty when the target is proved to be as it was before the run. */
  readonly residue: readonly string[];
}

/** What a clean-up needs beside the list of undos. */
export interface CleanUpOptions {
  readonly suites: readonly Suite[];
  /** Asked for only when there is something to clean up. */
  readonly passwords: () => Promise<Pick<RemoteAddress, 'password' | 'enablePassword'>>;
  readonly patienceMs: number;
}

/**
 * Ends what a run that was killed left changed: every undo that is open, newest first, then the proof.
 * @throws UsageError when there is no ledger
 */
export async function cleanUp(file: string, { suites, passwords, patienceMs }: CleanUpOptions): Promise<CleanedUp> {
  const found = await findLedger(file);
  if (!found) throw new UsageError(`${file}: there is nothing to clean up`);
  const { head, open } = found;
  const suite = suites.find(({ kind }) => kind === head.kind);
  if (!suite) throw new UsageError(`${file}: there is no suite for "${head.kind}"`);
  const { username, trust, ssh } = head;
  const remote = { url: new URL(head.url), username, trust, ssh, ...(await passwords()) };
  const ledger = resumeLedger(file, Math.max(0, ...open.map(({ number }) => number)));
  const target = remoteTarget(head.kind, head.release, remote, { patienceMs });
  const { device, close } = openDevice(await target.standing(), target, AbortSignal.timeout(60 * patienceMs));
  const undone: string[] = [];
  const residue: string[] = [];
  for (const note of [...open].reverse()) {
    try {
      await performUndo(device, note);
      await ledger.done(note.number);
      undone.push(note.what);
    } catch (thrown) {
      residue.push(`${note.case}, ${note.what}: ${messageOf(thrown)}`);
    }
  }
  close();
  residue.push(...(await prove(suite, target, head.before)));
  if (residue.length === 0) await removeLedger(file);
  return { undone, residue: target.secrets.redactAll(residue) };
}
