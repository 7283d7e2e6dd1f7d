import { type Case, type Check, ladder, type Touches } from './case.ts';
import { requirementOf, type Suite } from './suite.ts';
import { inRange } from './versions.ts';

/** What the user wants asked. Patterns name cases, checks or requirements; `*` stands for any text. */
export interface Selection {
  /** Only these; empty means everything. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** The highest step of the ladder that may be taken. */
  readonly allow: Touches;
}

/** Whether a check will be judged, and if not, why not. */
export type Choice =
  | { readonly chosen: true }
  | { readonly chosen: false; readonly outcome: 'not-selected' | 'not-applicable'; readonly why: string };

/** A case with the choice for each of its checks. It is driven when at least one is chosen. */
export interface PlannedCase {
  readonly case: Case;
  readonly choices: ReadonlyMap<Check, Choice>;
}

function glob(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*')}$`, 'i');
}

const names = (one: Case, check: Check) => [one.id, check.id, check.requirement];

/** Patterns that name nothing in the suites: probably misspelt. */
export function unmatched(patterns: readonly string[], suites: readonly Suite[]): string[] {
  const known = suites.flatMap((suite) =>
    suite.cases.flatMap((one) => one.checks.flatMap((check) => names(one, check))),
  );
  return patterns.filter((pattern) => !known.some((name) => glob(pattern).test(name)));
}

/** Plans a suite for one release. Every check of the suite is in the plan, also those that will not be judged. */
export function plan(suite: Suite, release: string, { only, skip, allow }: Selection): readonly PlannedCase[] {
  const wanted = only.map(glob);
  const unwanted = skip.map(glob);

  function choose(one: Case, check: Check): Choice {
    const named = (patterns: readonly RegExp[]) => patterns.some((p) => names(one, check).some((name) => p.test(name)));
    const no = (outcome: 'not-selected' | 'not-applicable', why: string): Choice => ({ chosen: false, outcome, why });
    if (wanted.length > 0 && !named(wanted)) return no('not-selected', 'not among those named by --only');
    if (named(unwanted)) return no('not-selected', 'named by --skip');
    const { versions } = requirementOf(suite, check);
    for (const range of [one.versions, versions]) {
      if (!inRange(release, range)) return no('not-applicable', `speaks of releases ${range}, not of ${release}`);
    }
    if (ladder.indexOf(one.touches) > ladder.indexOf(allow)) {
      return no('not-selected', `touches "${one.touches}", and only "${allow}" is allowed (--allow)`);
    }
    return { chosen: true };
  }

  return suite.cases.map((one) => ({
    case: one,
    choices: new Map(one.checks.map((check) => [check, choose(one, check)])),
  }));
}
