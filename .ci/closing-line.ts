import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
import { allTools, has, type Tool } from './tools.ts';

/** What a run came to. A file that could not even be loaded counts as one failure. */
interface Tally {
  passed: number;
  failed: number;
  skipped: TestCase[];
}

/** The tools that a test file names in quotation marks and that this machine lacks. */
export function missingTools(source: string, isHere: (tool: Tool) => boolean = has): Tool[] {
  return allTools.filter((tool) => new RegExp(`['"\`]${tool}['"\`]`).test(source) && !isHere(tool));
}

/**
 * Ends each run with who was skipped, by name, and why, and with one plain line: `812 passed, 0 failed, 3 skipped`.
 * With `RACKLESS_NO_SKIP=1` a skipped test fails the run, unless its name says `where the machine permits it`: a tool can
 * be installed, a right cannot.
 */
export default class ClosingLine implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandled: ReadonlyArray<unknown>): void {
    const tally = count(modules);
    // A run that was narrowed by -t or .only skips on purpose.
    const narrowed = this.#vitest?.config.testNamePattern !== undefined;
    if (!narrowed) this.#tellSkipped(tally.skipped);
    const failed = tally.failed + unhandled.length;
    const skipped = tally.skipped.length === 0 ? '' : `, ${tally.skipped.length} skipped`;
    process.stdout.write(`\n${tally.passed} passed, ${failed} failed${skipped}\n`);
  }

  #tellSkipped(skipped: TestCase[]): void {
    if (skipped.length === 0) return;
    const missing = new Set<string>();
    process.stdout.write('\nSkipped:\n');
    for (const test of skipped) {
      process.stdout.write(`  ${relative(process.cwd(), test.module.moduleId)}: ${test.fullName}\n`);
      for (const tool of missingTools(readFileSync(test.module.moduleId, 'utf8'))) missing.add(tool);
    }
    if (missing.size > 0) process.stdout.write(`Missing on this machine: ${[...missing].join(', ')}\n`);
    const lacking = skipped.some((test) => !test.fullName.includes('where the machine permits it'));
    if (process.env.RACKLESS_NO_SKIP !== '1' || !lacking) return;
    process.stdout.write('RACKLESS_NO_SKIP=1 allows no skipped test, so this run has failed.\n');
    process.exitCode = 1;
  }
}

function count(modules: ReadonlyArray<TestModule>): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: [] };
  for (const module of modules) {
    const before = tally.failed;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') tally.passed += 1;
      else if (state === 'failed') tally.failed += 1;
      else tally.skipped.push(test);
    }
    if (module.state() === 'failed' && tally.failed === before) tally.failed += 1;
  }
  return tally;
}
