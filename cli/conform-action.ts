import { readFile, writeFile } from 'node:fs/promises';
import { ladder } from '../conformance/case.ts';
import { conform, type Planned, planAll, type Question } from '../conformance/conform.ts';
import { UsageError } from '../conformance/errors.ts';
import type { RemoteAddress } from '../conformance/remote.ts';
import type { Results } from '../conformance/report/results.ts';
import type { Finding } from '../conformance/run.ts';
import { unmatched } from '../conformance/select.ts';
import { mutantNames } from '../conformance/simulator.ts';
import type { Suite } from '../conformance/suite.ts';
import { suiteKinds, suitesFor } from '../conformance/suites.ts';
import { suiteVersion } from '../conformance/version.ts';
import type { ConformOptions, SuiteSource } from './conform.ts';

/** Renders results in a format of `--report`. */
const formats: Record<string, (results: Results) => Promise<string>> = {
  json: async (results) => `${JSON.stringify(results, null, 2)}\n`,
  junit: async (results) => (await import('../conformance/report/junit.ts')).junitReport(results),
};

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
  const question = await questionOf(kinds, options, await known(kinds), interrupted.signal);
  const reports = options.report.map(reportOf);
  for (const pattern of unmatched([...options.only, ...options.skip], question.suites)) {
    process.stderr.write(`rackless: "${pattern}" names no case, check or requirement; see: rackless list cases\n`);
  }
  if (options.dryRun) {
    process.stdout.write(
      options.json ? `${JSON.stringify(planned(planAll(question)), null, 2)}\n` : dryRun(planAll(question)),
    );
    return 2;
  }

  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const started = new Date();
  const begin = performance.now();
  const records = await conform(question);
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);

  const { results } = await import('../conformance/report/results.ts');
  const found = results(records, {
    version: suiteVersion(),
    started,
    durationMs: performance.now() - begin,
    target: {
      label: options.target ?? 'simulator',
      simulated: options.target === undefined,
      ...(options.mutant === undefined ? {} : { mutant: options.mutant }),
    },
    repeat: (finding) => repeat(finding, options),
  });
  for (const { file, render } of reports) await writeFile(file, await render(found));
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
    mutant: options.mutant,
    patienceMs: 1000 * positive('--patience', options.patience),
    parallel: options.parallel === undefined ? undefined : positive('--parallel', options.parallel),
    signal,
    ...(process.stderr.isTTY ? { progress } : {}),
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

async function remoteOf(options: ConformOptions): Promise<RemoteAddress | undefined> {
  const { target, username, ca, pin } = options;
  if (target === undefined) {
    const [stray] = (['username', 'passwordFile', 'ca', 'pin'] as const).filter((name) => options[name] !== undefined);
    if (stray) throw new UsageError(`--${stray.replace('F', '-f')} is about a device at --target, and there is none`);
    return undefined;
  }
  if (!URL.canParse(target) || new URL(target).protocol !== 'https:') {
    throw new UsageError(`--target ${target}: write an address like https://192.0.2.10:8443`);
  }
  if (username === undefined) throw new UsageError('--target needs --username');
  return { url: new URL(target), username, password: await passwordOf(options), trust: await trustOf(ca, pin) };
}

async function trustOf(ca: string | undefined, pin: string | undefined): Promise<RemoteAddress['trust']> {
  if (ca !== undefined) return { by: 'ca', ca: await contents('--ca', ca) };
  if (pin === undefined) {
    throw new UsageError('--target needs --ca FILE or --pin SHA256: a password goes to no unverified device');
  }
  const sha256 = pin.replace(/[:\s]/g, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw new UsageError(`--pin ${pin}: a SHA-256 fingerprint has 64 hexadecimal digits, with or without colons`);
  }
  return { by: 'pin', sha256 };
}

async function passwordOf({ passwordFile }: ConformOptions): Promise<string> {
  if (passwordFile !== undefined) return (await contents('--password-file', passwordFile)).replace(/\r?\n$/, '');
  const { RACKLESS_PASSWORD: password } = process.env;
  if (!password) throw new UsageError('--target needs --password-file, or RACKLESS_PASSWORD in the environment');
  return password;
}

async function contents(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`${option} ${file}: the file cannot be read`);
  }
}

function reportOf(text: string): { file: string; render: (results: Results) => Promise<string> } {
  const [, format = '', file = ''] = /^([^=]*)=(.+)$/.exec(text) ?? [];
  const render = formats[format];
  if (!render)
    throw new UsageError(`--report ${text}: write FORMAT=FILE, FORMAT being ${Object.keys(formats).join(' or ')}`);
  return { file, render };
}

/** A word as a shell takes it back. */
const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

function repeat(
  { kind, release, check }: Finding,
  { target, username, ca, pin, allow, mutant }: ConformOptions,
): string {
  const given: [string, string | undefined][] = [
    ['--target', target],
    ['--username', username],
    ['--ca', ca],
    ['--pin', pin],
    ['--allow', allow],
    ['--release', release],
    ['--mutant', mutant],
    ['--only', check],
  ];
  const words = given.flatMap(([option, value]) => (value === undefined ? [] : [option, quoted(value)]));
  return ['rackless conform', kind, ...words].join(' ');
}

function planned(all: readonly Planned[]): object[] {
  return all.flatMap(({ suite, release, cases }) =>
    cases.flatMap(({ case: one, choices }) =>
      [...choices].map(([check, choice]) => ({
        kind: suite.kind,
        release,
        case: one.id,
        touches: one.touches,
        check: check.id,
        requirement: check.requirement,
        ...(choice.chosen ? { outcome: 'planned' } : { outcome: choice.outcome, why: choice.why }),
      })),
    ),
  );
}

function dryRun(all: readonly Planned[]): string {
  const lines = all.flatMap(({ suite, release, cases }) => [
    `${suite.kind} ${release}`,
    ...cases.flatMap(({ case: one, choices }) => {
      const checks = [...choices].filter(([, choice]) => choice.chosen).map(([check]) => check.requirement);
      const header = `  ${one.id}  [${one.touches}]  ${one.title}`;
      return checks.length > 0 ? [header, `    would judge ${checks.join(', ')}`] : [];
    }),
  ]);
  return `${[...lines, 'Nothing was sent and nothing was judged.'].join('\n')}\n`;
}

function progress(id: string, findings: readonly Finding[]): void {
  const bad = findings.filter(
    ({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable' && outcome !== 'not-selected',
  );
  process.stderr.write(
    `${id}: ${bad.length === 0 ? 'ok' : bad.map((one) => `${one.check} ${one.outcome}`).join(', ')}\n`,
  );
}
