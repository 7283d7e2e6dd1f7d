import { perform } from './acts.ts';
import { type Attempt, openAttempt } from './attempt.ts';
import type { Act, Exercise } from './exercise.ts';
import type { AttemptView, CheckView } from './view.ts';

/** One thing that an exercise has to hold, and whether it does. */
export interface Proof {
  /** `unsolved`, `solution`, `shortcut never-saves`, `hints`. */
  readonly what: string;
  readonly ok: boolean;
  /** What is so instead, where it does not. */
  readonly why: readonly string[];
}

/** How an exercise is verified. */
export interface VerifyOptions {
  /** Told of each part when it has been tried. */
  readonly told?: (proof: Proof) => void;
  /** Only those parts; all unless given. */
  readonly only?: (what: string) => boolean;
}

/**
 * Tries an exercise: nothing done is red, the solution makes every check green, each shortcut leaves those checks red that it
 * names and no other, and no hint holds a line of the solution. Each is done in a lab of its own, by what the file says:
 * its scripts run on this machine.
 * @throws LabError when the lab cannot be as the exercise has it
 */
export async function verify(
  exercise: Exercise,
  { told, only = () => true }: VerifyOptions = {},
): Promise<readonly Proof[]> {
  const parts: readonly { readonly what: string; try(): Promise<readonly string[]> | readonly string[] }[] = [
    { what: 'hints', try: () => telling(exercise) },
    {
      what: 'unsolved',
      try: () => doneBy(exercise, [], (view) => (checksOf(view).some(isRed) ? [] : ['nothing is red'])),
    },
    {
      what: 'solution',
      try: () => doneBy(exercise, exercise.solution, (view) => checksOf(view).filter(isOpen).map(inWords)),
    },
    ...exercise.shortcuts.map(({ name, acts, breaks }) => ({
      what: `shortcut ${name}`,
      try: () => doneBy(exercise, acts, (view) => otherwise(checksOf(view), breaks)),
    })),
  ];
  const proofs: Proof[] = [];
  for (const { what, try: attempt } of parts) {
    if (!only(what)) continue;
    const why = await attempt();
    const proof = { what, ok: why.length === 0, why };
    proofs.push(proof);
    told?.(proof);
  }
  return proofs;
}

async function doneBy(
  exercise: Exercise,
  acts: readonly Act[],
  judge: (view: AttemptView) => readonly string[],
): Promise<readonly string[]> {
  const attempt = await openAttempt(exercise);
  try {
    try {
      await performAll(attempt, acts);
    } catch (error) {
      return [`it cannot be done: ${error instanceof Error ? error.message : String(error)}`];
    }
    return judge(await attempt.finish());
  } finally {
    await attempt.close();
  }
}

/** Does all acts in their order. */
export async function performAll(attempt: Attempt, acts: readonly Act[]): Promise<void> {
  for (const act of acts) await perform(act, attempt);
}

const checksOf = ({ steps }: AttemptView): readonly CheckView[] => steps.flatMap(({ checks }) => checks);
const isRed = ({ state }: CheckView): boolean => state === 'red';
const isOpen = ({ state }: CheckView): boolean => state !== 'green';

function inWords({ check, state, expected, observed }: CheckView): string {
  const why = observed === undefined ? 'its situation never arose' : `expected ${expected}; seen ${observed}`;
  return `${check} is ${state}: ${why}`;
}

/** Where the checks that are not green are others than those that should not be. */
function otherwise(checks: readonly CheckView[], breaks: readonly string[]): readonly string[] {
  const isNamed = ({ check }: CheckView): boolean => breaks.some((name) => check.endsWith(`.${name}`));
  return [
    ...checks.filter((one) => isOpen(one) && !isNamed(one)).map(inWords),
    ...checks.filter((one) => !isOpen(one) && isNamed(one)).map(({ check }) => `${check} is green all the same`),
  ];
}

/** Hints that hold a line of the solution. */
function telling({ steps, solution }: Exercise): readonly string[] {
  const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
  const lines = solution
    .flatMap((act) => ('here' in act ? act.here : act.lines).replace(/\\\n/g, ' ').split('\n'))
    .map(plain)
    .filter((line) => line.includes(' '));
  return steps.flatMap(({ title, hints }) =>
    hints.flatMap((hint, index) => {
      const held = lines.find((line) => plain(hint).includes(line));
      return held === undefined ? [] : [`hint ${index + 1} of '${title}' holds a line of the solution: ${held}`];
    }),
  );
}
