import { readdirSync } from 'node:fs';
import type { Given } from '../conformance/automation/evidence.ts';
import { openStage, type Stage } from '../conformance/automation/stage.ts';
import type { Happening } from '../conformance/automation/trace.ts';
import type { RuleState, Watch } from '../conformance/automation/watch.ts';
import { watch } from '../conformance/automation/watch.ts';
import { type Lab, LabError } from '../lab/index.ts';
import type { Exercise, Step } from './exercise.ts';
import { fill, UnknownPlaceholder } from './placeholders.ts';
import type { AttemptView, CheckView, StepView } from './view.ts';

/** Somebody at work on an exercise, in a lab of their own, judged live. */
export interface Attempt {
  readonly lab: Lab;
  /** What is given to the trainee, as it lies on the desk now. */
  readonly given: Given;
  /** The last that the trainee did or that happened on a device; what the judging itself asks is left out. */
  readonly last: Happening | undefined;
  /** How it stands now. */
  view(): AttemptView;
  /** Calls `on` whenever something of the view has changed. Returns a function that ends it. */
  watch(on: (view: AttemptView) => void): () => void;
  /** Shows the next hint of a step, by its place from 0. @throws RangeError where there is no such step, or no hint left */
  hint(step: number): AttemptView;
  /** Looks at the end state as it is now. It is done by itself, too, shortly after anything has happened. */
  check(): Promise<AttemptView>;
  /** Says that the work is done: what is not so is red, and nothing is judged any more. */
  finish(): Promise<AttemptView>;
  /** Has everything as it was at the beginning; what listened then listens at the same places. */
  reset(): Promise<void>;
  /** Stops the lab and removes its folder. */
  close(): Promise<void>;
}

/** How an attempt is opened. */
export interface AttemptOptions {
  /** Names, serials and identifiers of the devices follow from it; 1 unless given. */
  readonly seed?: string;
  /** Address that the devices listen on; this machine alone unless given. */
  readonly listen?: string;
  /** First host port of the devices; a free block unless given. */
  readonly portBase?: number;
  /** Where the attempt's own folder is made; among temporary files unless given. */
  readonly folder?: string;
}

/** Real milliseconds after which what has happened is looked at, so that many events are one reason to look. */
const patience = 300;

/**
 * Starts the lab of an exercise and judges whoever works in it.
 * @throws LabError when the exercise's lab is wrong, or its host ports are taken
 */
export async function openAttempt(exercise: Exercise, options: AttemptOptions = {}): Promise<Attempt> {
  const stage = await openStage(exercise.playbook, { ...options, person: { makes: exercise.makes } });
  try {
    const attempt = new LiveAttempt(exercise, stage, await filled(exercise, stage));
    await attempt.check();
    return attempt;
  } catch (error) {
    await stage.close();
    throw error;
  }
}

type FilledStep = Pick<StepView, 'title' | 'paragraphs' | 'commands'> & Pick<Step, 'hints' | 'checks'>;

/** The steps with all that is known of the stage in them. @throws LabError where a step has a placeholder that stands for nothing */
function filled({ steps }: Exercise, stage: Stage): Promise<readonly FilledStep[]> {
  const known = { lab: stage.lab, given: stage.given };
  return Promise.all(
    steps.map(async ({ title, text, commands, hints, checks }, index) => {
      try {
        return {
          title,
          paragraphs: (await fill(text, known)).split(/\n{2,}/).map((one) => one.replace(/\s+/g, ' ').trim()),
          commands: await Promise.all(
            commands.map(async ({ at, lines }) => ({ at, lines: (await fill(lines, known)).trimEnd() })),
          ),
          hints: await Promise.all(hints.map((hint) => fill(hint, known))),
          checks,
        };
      } catch (error) {
        if (!(error instanceof UnknownPlaceholder)) throw error;
        throw new LabError(error.problems.map(({ message }) => ({ path: `steps[${index}] '${title}'`, message })));
      }
    }),
  );
}

class LiveAttempt implements Attempt {
  readonly lab: Lab;
  readonly #exercise: Exercise;
  readonly #stage: Stage;
  readonly #listeners = new Set<(view: AttemptView) => void>();
  readonly #unwatch: () => void;
  #steps: readonly FilledStep[];
  #watch: Watch;
  #hints: number[] = [];
  #startedAt = now();
  #progressAt = this.#startedAt;
  #green = 0;
  #isFinished = false;
  #isClosed = false;
  #told = '';
  /** So much of the trace has been seen. */
  #seen = 0;
  #timer: NodeJS.Timeout | undefined;
  /** One thing at a time is asked of the lab. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(exercise: Exercise, stage: Stage, steps: readonly FilledStep[]) {
    this.#exercise = exercise;
    this.#stage = stage;
    this.lab = stage.lab;
    this.#steps = steps;
    this.#watch = this.#begin();
    this.#unwatch = this.lab.watch(() => this.#happened());
  }

  get given(): Given {
    return this.#stage.given;
  }

  get last(): Happening | undefined {
    // Requests that the witness wrote down are the trainee's for certain.
    return this.#stage.trace.findLast(
      ({ kind, detail }) => (kind === 'request' && detail?.exchange !== undefined) || kind === 'command',
    );
  }

  view(): AttemptView {
    const { id, title, goal, why } = this.#exercise;
    const states = new Map(this.#watch.states.map((state) => [nameOf(state), state]));
    const steps = this.#steps.map((step, index) => this.#stepView(step, index, states));
    const checks = steps.flatMap((step) => step.checks);
    const sum = (of: readonly CheckView[]): number => of.reduce((total, { points }) => total + points, 0);
    const done = checks.filter(({ state }) => state === 'green');
    return {
      exercise: { id, title, goal, why },
      steps,
      points: { got: sum(done), of: sum(checks) },
      startedAt: this.#startedAt,
      ...(this.#isFinished && { finished: true }),
      ...(!this.#isFinished && done.length < checks.length && { stuckSince: this.#progressAt }),
      desk: this.#stage.given.folder,
      files: this.#isClosed ? [] : filesIn(this.#stage.given.folder),
    };
  }

  watch(on: (view: AttemptView) => void): () => void {
    this.#listeners.add(on);
    return () => void this.#listeners.delete(on);
  }

  hint(step: number): AttemptView {
    const there = this.#steps[step];
    if (!there) throw new RangeError(`there is no step ${step}; they count from 0 to ${this.#steps.length - 1}`);
    const shown = this.#hints[step] ?? 0;
    if (shown >= there.hints.length) throw new RangeError(`step ${step} has no more hints`);
    this.#hints[step] = shown + 1;
    return this.#tell();
  }

  check(): Promise<AttemptView> {
    return this.#inTurn(async () => {
      if (!this.#isFinished) await this.#watch.check();
      return this.#tell();
    });
  }

  finish(): Promise<AttemptView> {
    return this.#inTurn(async () => {
      if (!this.#isFinished) await this.#watch.finish();
      this.#isFinished = true;
      return this.#tell();
    });
  }

  async reset(): Promise<void> {
    await this.#inTurn(async () => {
      this.#watch.stop();
      await this.#stage.again();
      this.#seen = 0;
      this.#steps = await filled(this.#exercise, this.#stage);
      this.#hints = [];
      this.#isFinished = false;
      this.#startedAt = now();
      this.#progressAt = this.#startedAt;
      this.#green = 0;
      this.#watch = this.#begin();
      await this.#watch.check();
      this.#tell();
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#unwatch();
    await this.#queue;
    this.#watch.stop();
    await this.#stage.close();
  }

  #begin(): Watch {
    return watch(this.#exercise.playbook, this.#stage, () => this.#tell());
  }

  #stepView(step: FilledStep, index: number, states: ReadonlyMap<string, RuleState>): StepView {
    const { title, paragraphs, commands, hints } = step;
    const shown = this.#hints[index] ?? 0;
    const checks = step.checks.flatMap((name) => {
      const state = states.get(name);
      return state ? [{ ...state, points: this.#exercise.points[name] ?? 1 }] : [];
    });
    return {
      title,
      paragraphs,
      commands,
      hints: hints.slice(0, shown),
      hintsLeft: hints.length - shown,
      checks,
      state: stateOf(checks),
    };
  }

  #happened(): void {
    // What the stage's own questions leave is no reason to ask them again.
    if (this.#isFinished || this.#isClosed || this.#stage.trace.length === this.#seen) return;
    this.#seen = this.#stage.trace.length;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // The lab may be stopped meanwhile; what is seen then is of no use.
      this.check().catch(() => undefined);
    }, patience);
  }

  /** Tells those who watch, where there is anything new. */
  #tell(): AttemptView {
    const green = this.#watch.states.filter(({ state }) => state === 'green').length;
    if (green > this.#green) this.#progressAt = now();
    this.#green = green;
    const view = this.view();
    const text = JSON.stringify(view);
    if (text !== this.#told) for (const on of this.#listeners) on(view);
    this.#told = text;
    return view;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

/** Plain files alone: what a link or a folder would lead to lies elsewhere. */
function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
}

const now = (): string => new Date().toISOString();

/** `nxapi-secure-https.goal` → `goal`. */
const nameOf = ({ check }: RuleState): string => check.slice(check.indexOf('.') + 1);

function stateOf(checks: readonly CheckView[]): StepView['state'] {
  if (checks.length === 0) return 'read';
  if (checks.some(({ state }) => state === 'red')) return 'red';
  return checks.every(({ state }) => state === 'green') ? 'green' : 'open';
}
