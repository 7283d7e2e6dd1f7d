import { UsageError } from './errors.ts';
import type { Recording } from './recording.ts';
import { judgeDriven, type RunRecord } from './run.ts';
import { plan, type Selection } from './select.ts';
import type { Suite } from './suite.ts';
import { unjudged } from './unjudged.ts';

/**
 * Judges a recording by the suites of today, with no device: the same pure judges over what was observed then. What was not
 * asked then cannot be judged now, and a recording that breaks off is incomplete.
 * @param narrower what of the recorded selection is judged; `only` and `skip` come on top of those of the recording
 * @throws UsageError when there is no suite for what was recorded
 */
export function replay(
  { manifest, profiles }: Recording,
  suites: readonly Suite[],
  narrower: Pick<Selection, 'only' | 'skip'>,
): readonly RunRecord[] {
  return profiles.map(({ kind, release, drives, end }) => {
    const suite = suites.find((one) => one.kind === kind);
    if (!suite) throw new UsageError(`the recording is of "${kind}", for which there is no suite`);
    const { selection } = manifest;
    const only = narrower.only.length > 0 ? narrower.only : selection.only;
    const cases = plan(suite, release, { ...selection, only, skip: [...selection.skip, ...narrower.skip] });
    const absent = unjudged({ suite, release, cases }, 'it was not recorded', true);
    const findings = cases.flatMap((planned) => {
      const driven = drives.get(planned.case.id);
      if (driven) return judgeDriven(suite, planned, release, driven);
      return absent.findings.filter((one) => one.case === planned.case.id);
    });
    return { findings, ...(end ?? { complete: false, residue: [] }) };
  });
}
