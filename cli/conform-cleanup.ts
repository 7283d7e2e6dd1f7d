import { cleanUp } from '../conformance/remote-run.ts';
import { suitesFor } from '../conformance/suites.ts';
import type { SuiteSource } from './conform.ts';
import { passwordsOf, type TargetOptions } from './conform-target.ts';

/**
 * Ends what a run left changed. @returns 0 when the target is proved to be as it was before, 5 when it is not.
 * @throws UsageError when the file holds nothing to undo, or nobody tells the password
 */
export async function cleanup(
  file: string,
  { patience, ...files }: Pick<TargetOptions, 'passwordFile' | 'enablePasswordFile'> & { patience: string },
  known: SuiteSource = suitesFor,
): Promise<number> {
  const { undone, residue } = await cleanUp(file, {
    suites: await known([]),
    passwords: () => passwordsOf(files),
    patienceMs: 1_000 * Number(patience),
  });
  const lines = [
    ...undone.map((what) => `put back: ${what}`),
    ...residue.map((what) => `still changed: ${what}`),
    residue.length === 0
      ? 'The target is as it was before the run.'
      : `The list is kept: rackless conform cleanup ${file}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return residue.length === 0 ? 0 : 5;
}
