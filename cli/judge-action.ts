import { playbookNamed } from '../conformance/automation/catalogue.ts';
import { commandAutomation } from '../conformance/automation/command.ts';
import { environmentOf, inventoryNamed, writeInventory } from '../conformance/automation/environment.ts';
import { type Pack, type Playbook, packs } from '../conformance/automation/playbook.ts';
import { type Automation, play } from '../conformance/automation/runs.ts';
import { UsageError } from '../conformance/errors.ts';
import { type Results, type RunFacts, results } from '../conformance/report/results.ts';
import type { RunRecord } from '../conformance/run.ts';
import { suiteVersion } from '../conformance/version.ts';
import type { JudgeOptions } from './judge.ts';
import { reportOf, writeReports } from './report-files.ts';

/**
 * Judges what the command line asks and gives the exit status.
 * @throws UsageError where the question is wrong, before anything is started
 */
export async function judgeAutomation(name: string, words: readonly string[], options: JudgeOptions): Promise<number> {
  const playbook = await playbookNamed(name);
  const without = options.without.map(packNamed);
  for (const wanted of options.only ?? []) checkAdversity(playbook, wanted);
  const reports = options.report.map(reportOf);
  const timeoutMs = Number(options.timeout) * 1_000;
  if (!(timeoutMs > 0)) throw new UsageError(`--timeout ${options.timeout}: a number of seconds belongs here`);
  const automation = options.attach ? undefined : await automationOf(playbook, words, options);

  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const started = new Date();
  const begin = performance.now();
  const record = automation
    ? await play(playbook, automation, {
        signal: interrupted.signal,
        without,
        timeoutMs,
        ...(options.only && { only: options.only }),
        ...(options.seed !== undefined && { seed: options.seed }),
        progress: (run, title) => process.stderr.write(`${playbook.id}: ${run}: ${title}\n`),
      })
    : await attach(playbook, options, interrupted.signal);
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);

  const found = results([record], {
    version: suiteVersion(),
    started,
    durationMs: performance.now() - begin,
    target: { label: labelOf(words, options), simulated: true },
    repeat: () => ['rackless judge', playbook.id, ...rest(words, options)].join(' '),
  } satisfies RunFacts);
  await writeReports(reports, found);
  process.stdout.write(await rendered(found, options));
  return found.exit.status;
}

async function automationOf(
  playbook: Playbook,
  words: readonly string[],
  { reference, inventory }: JudgeOptions,
): Promise<Automation> {
  const format = inventory === undefined ? undefined : inventoryNamed(inventory);
  if (reference === undefined) return commandAutomation(words, format);
  if (words.length > 0) throw new UsageError('--reference judges the reference automation: there is no command then');
  const { referenceAutomation } = await import('../conformance/automation/reference/references.ts');
  const { flaws } = await import('../conformance/automation/reference/flaws.ts');
  const flaw = reference === true ? undefined : reference;
  const known = flaws.filter((one) => one.playbook === playbook.id).map((one) => one.name);
  if (flaw !== undefined && !known.includes(flaw)) {
    throw new UsageError(`--reference ${flaw}: ${playbook.id} has the flaws ${known.join(', ')}`);
  }
  return referenceAutomation(playbook.id, flaw, (error) =>
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`),
  );
}

/** Watches until the signal says that the work is done. */
async function attach(playbook: Playbook, options: JudgeOptions, signal: AbortSignal): Promise<RunRecord> {
  const { openStage } = await import('../conformance/automation/stage.ts');
  const { watch } = await import('../conformance/automation/watch.ts');
  const stage = await openStage(playbook, options.seed === undefined ? {} : { seed: options.seed });
  try {
    const { given } = stage;
    const variables = { ...environmentOf(given), ...writeInventory(given, inventoryNamed(options.inventory ?? 'env')) };
    process.stderr.write(`${playbook.title}\n\n${playbook.task}\n\n`);
    for (const [name, value] of Object.entries(variables)) process.stderr.write(`${name}=${value}\n`);
    process.stderr.write('\nCtrl-C says that the work is done.\n');
    const watching = watch(playbook, stage, ({ state, statement, observed }) => {
      process.stderr.write(`${state.toUpperCase()}  ${statement}${observed === undefined ? '' : `  (${observed})`}\n`);
    });
    let looking: Promise<unknown> = Promise.resolve();
    const clock = setInterval(() => {
      looking = looking.then(() => watching.check());
    }, lookEvery);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    clearInterval(clock);
    await looking;
    return { findings: await watching.finish(), complete: true, residue: [] };
  } finally {
    await stage.close();
  }
}

/** Milliseconds between two looks at the end state. */
const lookEvery = 3_000;

function packNamed(name: string): Pack {
  const found = packs.find((pack) => pack === name);
  if (!found) throw new UsageError(`--without ${name}: one of ${packs.join(', ')}`);
  return found;
}

function checkAdversity({ id, adversities }: Playbook, wanted: string): void {
  const known = adversities.map(({ name }) => name);
  if (!known.includes(wanted)) throw new UsageError(`--only ${wanted}: ${id} has the adversities ${known.join(', ')}`);
}

async function rendered(found: Results, { json }: JudgeOptions): Promise<string> {
  if (json) return `${JSON.stringify(found, null, 2)}\n`;
  return (await import('../conformance/report/terminal.ts')).terminalReport(found);
}

function labelOf(words: readonly string[], { attach, reference }: JudgeOptions): string {
  if (attach) return 'people at work';
  if (reference === true) return 'the reference automation';
  return reference === undefined ? (words[0] ?? '') : `the reference automation with ${reference}`;
}

const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

function rest(words: readonly string[], { attach, reference, seed, inventory }: JudgeOptions): string[] {
  return [
    ...(attach ? ['--attach'] : []),
    ...(reference === undefined ? [] : ['--reference', ...(reference === true ? [] : [reference])]),
    ...(seed === undefined ? [] : ['--seed', quoted(seed)]),
    ...(inventory === undefined ? [] : ['--inventory', inventory]),
    ...(words.length > 0 ? ['--', ...words.map(quoted)] : []),
  ];
}
