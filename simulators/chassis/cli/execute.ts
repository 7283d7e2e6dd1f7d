import { Operation } from '../faults/operation.ts';
import type { DeviceState } from '../kind.ts';
import type { FaultAct } from '../surroundings.ts';
import { CliError, Interrupted } from './command.ts';
import { defaultLineLimit } from './dialect.ts';
import { faulted } from './fault.ts';
import type { Execution, Outcome, OutcomeCode } from './outcome.ts';
import { parseLine } from './parse.ts';
import { type Pipeline, pipelineFor } from './pipeline.ts';
import { isShown, type Printed } from './printed.ts';
import type { Problem } from './problem.ts';
import { LineReading } from './reading.ts';
import { CommandRun } from './run.ts';
import { placeholder } from './secrets.ts';
import type { Frame, Session } from './session.ts';

/** Runs one command line; see {@link Session.execute}. */
export function execute<S extends DeviceState>(
  session: Session<S>,
  line: string,
  how: Execution,
): Outcome | Promise<Outcome> {
  if (isComment(session, line)) return silent;
  const began = performance.now();
  if (isTooLong(session, line)) return tooLong(session, began);
  let attempt: Attempt<S> | undefined;
  try {
    const reading = parseLine(session.language, session, session.frame.name, line);
    if (!(reading instanceof LineReading)) return misread(session, reading, began);
    const name = reading.masked((what, secret) => placeholder(session.device, what, secret));
    attempt = { session, reading, line, how, began, name, frames: session.frames };
    if (reading.delimiter !== undefined) return unfinished(attempt, reading.delimiter);
    return begin(attempt);
  } catch (error) {
    return attempt ? failed(attempt, error) : broken(session, error, began);
  }
}

/** Whether a line is blank or a comment, so that there is nothing to run. */
export function isComment<S extends DeviceState>(session: Session<S>, line: string): boolean {
  const start = line.trimStart();
  return start === '' || (session.language.dialect.comments?.some((comment) => start.startsWith(comment)) ?? false);
}

/** The longest command with all lines of a multi-line value. */
const mostCharacters = 1_048_576;

/** Whether a line goes over what the device reads. */
function isTooLong<S extends DeviceState>(session: Session<S>, line: string): boolean {
  const limit = session.language.dialect.lineLimit ?? defaultLineLimit;
  if (line.length <= limit) return false;
  const first = line.indexOf('\n');
  return line.length > mostCharacters || first < 0 || first > limit;
}

function tooLong<S extends DeviceState>(session: Session<S>, began: number): Outcome {
  const text = session.language.dialect.tooLong ?? '% Line too long\n';
  journal(session, 'command', '', 'too-long', began);
  const status = session.language.dialect.status?.('invalid', session) ?? 1;
  return { ...silent, ok: false, code: 'invalid', text, error: text.trimEnd(), status };
}

const silent: Outcome = Object.freeze({
  ok: true,
  code: 'ok',
  text: '',
  command: '',
  status: 0,
  paged: true,
  pipes: 0,
});

/** A command on its way from being understood to its outcome. */
interface Attempt<S extends DeviceState> {
  readonly session: Session<S>;
  readonly reading: LineReading<S>;
  readonly line: string;
  readonly how: Execution;
  /** Real monotonic ms. */
  readonly began: number;
  /** Written out, without secrets. */
  readonly name: string;
  /** The modes before the command. */
  readonly frames: readonly Frame[];
  run?: CommandRun<S>;
}

function begin<S extends DeviceState>(attempt: Attempt<S>): Outcome | Promise<Outcome> {
  const { session, reading, name } = attempt;
  const { dialect } = session.language;
  if (dialect.allows && !dialect.allows(reading.command, session, name)) return denied(attempt);
  const { faults } = session.device.surroundings;
  if (faults.none) return go(attempt);
  const { device, user, endpoint } = session;
  const situation = { operation: name, user, ...(endpoint !== undefined && { endpoint }) };
  const act = faults.at('command', { ...situation, device: device.name });
  return runNamed(attempt, new Operation(situation), act);
}

/** Lets the changes that a command makes be known as its own. */
function runNamed<S extends DeviceState>(
  attempt: Attempt<S>,
  operation: Operation,
  act: FaultAct | undefined,
): Outcome | Promise<Outcome> {
  let outcome: Outcome | Promise<Outcome> | undefined;
  try {
    outcome = operation.during(() => (act ? runFaulty(attempt, act) : go(attempt)));
    return outcome instanceof Promise ? outcome.finally(() => operation.end()) : outcome;
  } finally {
    if (!(outcome instanceof Promise)) operation.end();
  }
}

async function runFaulty<S extends DeviceState>(attempt: Attempt<S>, act: FaultAct): Promise<Outcome> {
  try {
    const cut = await faulted(act, attempt.session, attempt.how.signal);
    const outcome = await go(attempt);
    if (cut) attempt.session.cut();
    return outcome;
  } catch (error) {
    return failed(attempt, error);
  }
}

function go<S extends DeviceState>(attempt: Attempt<S>): Outcome | Promise<Outcome> {
  const { session, reading, line, how } = attempt;
  const pipeline = pipelineFor(session, reading);
  if (reading.reach.leaves) leaveTo(session, reading.reach.mode);
  const run = new CommandRun(session, reading, line, how);
  attempt.run = run;
  const printed = reading.command.handler(run, reading.args);
  if (!(printed instanceof Promise)) return done(attempt, pipeline, printed);
  return printed.then((late) => done(attempt, pipeline, late)).catch((error: unknown) => failed(attempt, error));
}

/** Leaves modes until `mode` is at hand. */
function leaveTo<S extends DeviceState>(session: Session<S>, mode: string): void {
  const { frames } = session;
  const at = frames.findLastIndex((frame) => frame.name === mode);
  session.return(at < 0 ? [...frames.slice(0, -1), { name: mode, data: {} }] : frames.slice(0, at + 1));
}

function done<S extends DeviceState>(attempt: Attempt<S>, pipeline: Pipeline, printed: Printed): Outcome {
  const { session, reading, run, how } = attempt;
  const { dialect } = session.language;
  const shown = isShown(printed) ? printed : undefined;
  const progress = run?.printed ?? '';
  let text = progress;
  if (pipeline.render && shown) text = pipeline.render(shown);
  else if (pipeline.render) throw new CliError(dialect.unstructured ?? '% This command has no structured output');
  else if (!shown) text += printed ?? '';
  else if (how.format !== 'tree' || reading.pipes > 0) text += shown.text();
  if (dialect.output && text !== '') text = dialect.output(text, session, reading.command);
  return finish(attempt, 'ok', { text: pipeline.filter(text), shown, paged: pipeline.paged });
}

function denied<S extends DeviceState>(attempt: Attempt<S>): Outcome {
  const { session } = attempt;
  const words = session.language.dialect.denied?.(session) ?? { text: '% Permission denied' };
  return finish(attempt, 'denied', { error: words.text, status: words.status });
}

function failed<S extends DeviceState>(attempt: Attempt<S>, error: unknown): Outcome {
  const { session, run, frames, began } = attempt;
  session.return(frames);
  const text = run?.printed ?? '';
  if (error instanceof Interrupted) return finish(attempt, 'interrupted', { text });
  if (!(error instanceof CliError)) return broken(session, error, began, attempt);
  return finish(attempt, 'failed', { text, error: error.message, status: error.status, tree: error.tree });
}

function unfinished<S extends DeviceState>({ reading, name }: Attempt<S>, delimiter: string): Outcome {
  const { grammar } = reading.command;
  const base = { ...silent, ok: false, code: 'unfinished', command: name, grammar, delimiter } as const;
  return { ...base, status: 1 };
}

/** A fault of the simulator itself: the device says something plain, the journal what happened. */
function broken<S extends DeviceState>(
  session: Session<S>,
  error: unknown,
  began: number,
  attempt?: Attempt<S>,
): Outcome {
  const words = session.language.dialect.internalError ?? '% Internal error';
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const operation = attempt?.name ?? '';
  journal(session, 'command', operation, 'internal-error', began, { error: what });
  const { text } = attempt?.run ? { text: attempt.run.printed } : silent;
  const status = session.language.dialect.status?.('failed', session) ?? 1;
  return { ...silent, ok: false, code: 'failed', command: operation, error: words, text: text + ended(words), status };
}

function misread<S extends DeviceState>(session: Session<S>, problem: Problem, began: number): Outcome {
  const { dialect } = session.language;
  const text = dialect.problem(problem, session);
  const unknown = problem.code === 'invalid' && problem.mismatch === undefined && !problem.inPipe;
  if (unknown) {
    const nearest = problem.nearest();
    journal(session, 'near-miss', problem.name, 'unknown', began, nearest === undefined ? {} : { nearest });
  } else journal(session, 'command', problem.name, problem.code, began);
  return {
    ...silent,
    ok: false,
    code: problem.code,
    text,
    error: text.replace(/\n+$/, ''),
    command: problem.name,
    problem,
    status: dialect.status?.(problem.code, session) ?? 1,
    ...(unknown && { unknown }),
  };
}

interface Result {
  readonly text?: string;
  readonly error?: string;
  readonly status?: number | undefined;
  readonly paged?: boolean;
  readonly shown?: Outcome['shown'] | undefined;
  readonly tree?: Outcome['tree'] | undefined;
}

function finish<S extends DeviceState>(attempt: Attempt<S>, code: OutcomeCode, result: Result): Outcome {
  const { session, reading, name, began } = attempt;
  if (session.transport !== 'file') journal(session, 'command', name, code, began);
  const { text = '', error, shown, tree, paged = true } = result;
  const status = result.status ?? session.language.dialect.status?.(code, session) ?? (code === 'ok' ? 0 : 1);
  return {
    ok: code === 'ok',
    code,
    text: error === undefined ? text : text + ended(error),
    command: name,
    grammar: reading.command.grammar,
    status,
    paged,
    pipes: reading.pipes,
    ...(error !== undefined && { error }),
    ...(shown !== undefined && { shown }),
    ...(tree !== undefined && { tree }),
  };
}

function journal<S extends DeviceState>(
  session: Session<S>,
  kind: 'command' | 'near-miss',
  operation: string,
  outcome: string,
  began: number,
  more: { readonly [key: string]: string } = {},
): void {
  const { device, user, endpoint, transport, id } = session;
  const detail = { mode: session.frame.name, transport, session: id, ...more };
  const duration = performance.now() - began;
  device.report({ kind, user, operation, outcome, duration, detail, ...(endpoint !== undefined && { endpoint }) });
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
