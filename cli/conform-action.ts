import { ladder } from '../conformance/case.ts';
import { conform, planAll, type Question } from '../conformance/conform.ts';
import { UsageError } from '../conformance/errors.ts';
import { readRecording, startRecording } from '../conformance/recording.ts';
import { replay } from '../conformance/replay.ts';
import { type Results, results } from '../conformance/report/results.ts';
import type { Finding, RunRecord } from '../conformance/run.ts';
import { unmatched } from '../conformance/select.ts';
import { mutantNames } from '../conformance/simulator.ts';
import type { Suite } from '../conformance/suite.ts';
import { suiteKinds, suitesFor } from '../conformance/suites.ts';
import { suiteVersion } from '../conformance/version.ts';
import { readWaivers } from '../conformance/waivers.ts';
import type { ConformOptions, SuiteSource } from './conform.ts';
import { remoteOf } from './conform-target.ts';
import { progressOf } from './progress.ts';
import { readResults, replaceFile, reportOf, writeReports } from './report-files.ts';

/**
 * Judges what the command line asks and gives the exit status.
 * @param known the suites to choose from; a test brings its own.
 * @throws UsageError where the question is wrong, before anything is sent.
 */
export async function judge(
  kinds: readonly string[],
  options: ConformOptions,
  known: SuiteSource = suitesFor,
): Promise<number> {
  const interrupted = new AbortController();
  const recording = options.replay === undefined ? undefined : readRecording(options.replay);
  const asked = recording ? [...new Set(recording.profiles.map(({ kind }) => kind))] : kinds;
  const question = await questionOf(asked, options, await known(asked), interrupted.signal);
  const reports = options.report.map(reportOf);
  const earlier = options.compare === undefined ? undefined : readResults('--compare', options.compare);
  const waivers = options.waivers === undefined ? [] : await readWaivers(options.waivers);
  const checks = new Set(
    question.suites.flatMap((suite) => suite.cases.flatMap((one) => one.checks.map(({ id }) => id))),
  );
  for (const pattern of unmatched([...options.only, ...options.skip], question.suites)) {
    process.stderr.write(`rackless: "${pattern}" names no case, check or requirement; see: rackless list cases\n`);
  }
  if (options.dryRun) {
    const { dryRun } = await import('./conform-plan.ts');
    process.stdout.write(await dryRun(question, options.json === true));
    return 2;
  }

  const progress = progressOf(planAll(question), process.stderr);
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const started = new Date();
  const begin = performance.now();
  const version = suiteVersion();
  const target = recording?.manifest.target ?? {
    label: options.target ?? 'simulator',
    simulated: options.target === undefined,
    ...(options.mutant === undefined ? {} : { mutant: options.mutant }),
  };
  const told = (records: readonly RunRecord[]): Results =>
    results(records, {
      version,
      started,
      durationMs: performance.now() - begin,
      target: recording ? { ...target, label: `${target.label}, recorded ${recording.manifest.started}` } : target,
      waivers,
      checks,
      repeat: (finding) => repeat(finding, options),
    });
  // What can be rewritten after each case is the one format that all others are made from.
  const kept = reports.filter(({ format }) => format === 'json');
  const soFar = (record: RunRecord) => {
    for (const { file } of kept) replaceFile(file, `${JSON.stringify(told([record]), null, 2)}\n`);
  };
  const recorder =
    options.record === undefined
      ? undefined
      : startRecording(options.record, {
          ...{ version, started: started.toISOString(), target },
          selection: { ...question.selection, only: [...options.only], skip: [...options.skip] },
        });
  const records = recording
    ? replay(recording, question.suites, question.selection)
    : await conform({ ...question, soFar, recorder, progress: progress.heard });
  progress.end();
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);

  const found = told(records);
  await writeReports(reports, found, { suites: question.suites, earlier });
  const { terminalReport } = await import('../conformance/report/terminal.ts');
  process.stdout.write(options.json ? `${JSON.stringify(found, null, 2)}\n` : terminalReport(found));
  return found.exit.status;
}

async function questionOf(
  kinds: readonly string[],
  options: ConformOptions,
  suites: readonly Suite[],
  signal: AbortSignal,
): Promise<Question> {
  for (const kind of kinds) {
    if (!suites.some((suite) => suite.kind === kind)) {
      throw new UsageError(`there is no suite for "${kind}"; there is one for ${suiteKinds.join(', ')}`);
    }
  }
  if (options.mutant !== undefined) await refuseUnknownMutant(options.mutant);
  const remote = await remoteOf(options);
  const mildest = remote ? 'read' : 'simulator-only';
  return {
    suites,
    selection: {
      only: options.only,
      skip: options.skip,
      allow: ladder.find((step) => step === options.allow) ?? mildest,
    },
    release: options.release,
    remote,
    undoFile: options.undo,
    mutant: options.mutant,
    patienceMs: 1000 * positive('--patience', options.patience),
    shuffle: options.shuffle === undefined ? undefined : positive('--shuffle', options.shuffle),
    parallel: options.parallel === undefined ? undefined : positive('--parallel', options.parallel),
    signal,
  };
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new UsageError(`${option} ${text}: a number above 0 is wanted`);
  return value;
}

async function refuseUnknownMutant(name: string): Promise<void> {
  const known = await mutantNames();
  if (!known.includes(name)) {
    throw new UsageError(`--mutant ${name}: there is no such mutant; see: rackless list mutants`);
  }
}

/** A word as a shell takes it back. */
const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

function repeat(
  { kind, release, check }: Finding,
  { target, username, ca, pin, ssh, sshHostKey, allow, mutant, replay }: ConformOptions,
): string {
  const given: [string, string | undefined][] = [
    ['--target', target],
    ['--username', username],
    ['--ca', ca],
    ['--pin', pin],
    ['--replay', replay],
    ['--ssh', ssh],
    ['--ssh-host-key', sshHostKey],
    ['--allow', allow],
    ['--release', replay === undefined ? release : undefined],
    ['--mutant', mutant],
    ['--only', check],
  ];
  const words = given.flatMap(([option, value]) => (value === undefined ? [] : [option, quoted(value)]));
  return ['rackless conform', kind, ...words].join(' ');
}
