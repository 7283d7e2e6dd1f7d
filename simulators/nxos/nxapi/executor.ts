import type { Outcome } from '../../chassis/cli/outcome.ts';
import type { Json } from '../../chassis/json.ts';
import { mayBash, openBash, runBash } from '../bash/bash.ts';
import { restore } from '../configuration-file.ts';
import { releaseOf } from '../release.ts';
import type { NxosSession } from '../session.ts';
import { type Code, codes } from './codes.ts';
import { isBlank, isPiped, splitConfiguration, splitInput } from './commands.ts';
import { type InsType, insTypes, type Rollback } from './request.ts';

/** What became of one command, before it is written in any format. */
export interface Output extends Code {
  readonly input: string;
  /** The command written out in full, where it succeeded. */
  readonly command?: string;
  readonly ok: boolean;
  /** Text or tree; absent on failure. */
  readonly body?: Json;
  /** The CLI's own words on failure; may be empty, and absent where the failure is not the CLI's. */
  readonly clierror?: string;
}

/** Commands in a request at most, where they show. @source documented: the vendor's code table */
const MOST_SHOWS = 10;

/** Characters in a command at most. @source inferred */
const LONGEST_COMMAND = 500_000;

/**
 * Runs the commands of a request in the session that NX-API keeps for the caller. Stays synchronous while the commands
 * do.
 */
export function execute(
  session: NxosSession,
  type: string,
  input: string,
  rollback: Rollback,
): readonly Output[] | Promise<readonly Output[]> {
  if (!isInsType(type) || (type === 'cli_show_array' && !releaseOf(session.device.release).showArray)) {
    return [failed(input, codes.MSG_TYPE_UNSUPPORTED_ERR, '')];
  }
  if (type === 'bash') return [bash(session, input)];
  const lines = type === 'cli_conf' ? splitConfiguration(input) : splitInput(input);
  if (input.trim() === '') return [failed(input, codes.NO_INPUT_CMD_ERR, '')];
  if (type !== 'cli_conf' && lines.length > MOST_SHOWS) return [failed(input, codes.EXCEED_MAX_SHOW_ERR, '')];
  return type === 'cli_conf' ? configure(session, lines, rollback) : show(session, type, lines);
}

/** The whole input is one script, and has one output. @source NX-API reference 2.8 */
function bash(session: NxosSession, input: string): Output {
  if (!session.device.state.config.features['bash-shell']) return failed(input, codes.BASH_CMD_NOT_SUPPORTED_ERR, '');
  if (!mayBash(session.roles)) return failed(input, codes.PERM_DENY_ERR, '');
  if (input.trim() === '') return failed(input, codes.NO_INPUT_CMD_ERR, '');
  const { text, status } = runBash(openBash(session.device, session.user), input);
  if (status !== 0) return failed(input, codes.BASH_CMD_ERR, text);
  return { ...codes.SUCCESS, input, ok: true, body: text };
}

function isInsType(type: string): type is InsType {
  return insTypes.some((known) => known === type);
}

function show(
  session: NxosSession,
  type: InsType,
  lines: readonly string[],
): readonly Output[] | Promise<readonly Output[]> {
  return sequence(lines, (line) => {
    if (line.length > LONGEST_COMMAND) return failed(line, codes.MSG_SIZE_LARGE_ERR, '');
    if (type === 'cli_show_ascii') return after(session.execute(line), (outcome) => ascii(session, line, outcome));
    if (isPiped(line)) return failed(line, codes.PIPE_OUTPUT_NOT_ALLOWED_IN_INPUT, '');
    return after(session.execute(line, { format: 'tree' }), (outcome) => structured(session, type, line, outcome));
  });
}

function configure(
  session: NxosSession,
  lines: readonly string[],
  rollback: Rollback,
): readonly Output[] | Promise<readonly Output[]> {
  const { device } = session;
  const before = device.state.config;
  session.end();
  session.enter('config');
  // Sockets, alarms and disk follow once, when the lines are through.
  const outputs = device.batch(() =>
    sequence(
      lines.filter((line) => !isBlank(line)),
      (line) => {
        if (line.length > LONGEST_COMMAND) return failed(line, codes.MSG_SIZE_LARGE_ERR, '');
        return after(session.execute(line), (outcome) => configured(line, outcome));
      },
      (output) => output.ok || rollback === 'continue-on-error',
    ),
  );
  return after(outputs, (all) => {
    session.end();
    if (rollback === 'rollback-on-error' && all.some(({ ok }) => !ok)) restore(device, before);
    return all;
  });
}

function ascii(session: NxosSession, input: string, outcome: Outcome): Output {
  if (outcome.ok) return { ...codes.SUCCESS, input, command: outcome.command, ok: true, body: outcome.text };
  return failed(
    input,
    outcome.code === 'denied' ? codes.PERM_DENY_ERR : codes.CLI_CMD_ERR,
    words(session, input, outcome),
  );
}

function structured(session: NxosSession, type: InsType, input: string, outcome: Outcome): Output {
  if (!outcome.ok) {
    const code = outcome.code === 'denied' ? codes.PERM_DENY_ERR : codes.CLI_CMD_ERR;
    return failed(input, code, words(session, input, outcome));
  }
  if (outcome.shown) {
    const tree = outcome.shown.tree();
    const body = type === 'cli_show_array' ? rowsAsArrays(tree) : tree;
    return { ...codes.SUCCESS, input, command: outcome.command, ok: true, body };
  }
  // Silence is an empty body; text without data behind it has no structured form.
  if (outcome.text === '') return { ...codes.SUCCESS, input, ok: true, body: '' };
  return { ...codes.STRUCT_NOT_SUPPORTED_ERR, input, ok: false };
}

function configured(input: string, outcome: Outcome): Output {
  if (!outcome.ok) {
    const code = outcome.code === 'denied' ? codes.PERM_DENY_ERR : codes.CLI_CLIENT_ERR;
    return failed(input, code, `${outcome.error ?? ''}\n`);
  }
  return { ...codes.SUCCESS, input, ok: true, body: outcome.text === '' ? {} : outcome.text };
}

/** Older trains give away how they run a show (reference 2.5, 3.1). */
function words(session: NxosSession, input: string, outcome: Outcome): string {
  if (outcome.unknown && releaseOf(session.device.release).oldShowError) {
    return `Syntax error while parsing '${input.trim()}  | xml '\n\n\nCmd exec error.\n`;
  }
  return `${outcome.error ?? ''}\n`;
}

/** The output of a command that failed. */
export function failed(input: string, { code, msg }: Code, clierror: string): Output {
  return { code, msg, input, ok: false, clierror };
}

/** `cli_show_array` and `cli_array`: every ROW_ is an array, even of one. */
export function rowsAsArrays(value: Json): Json {
  if (Array.isArray(value)) return value.map(rowsAsArrays);
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    const inner = rowsAsArrays(member);
    out[key] = key.startsWith('ROW_') && !Array.isArray(inner) ? [inner] : inner;
  }
  return out;
}

/** Runs `step` over the lines in order, until one is not to be gone on from; synchronous while the steps are. */
function sequence(
  lines: readonly string[],
  step: (line: string) => Output | Promise<Output>,
  goOn: (output: Output) => boolean = () => true,
): readonly Output[] | Promise<readonly Output[]> {
  const outputs: Output[] = [];
  const from = (start: number): readonly Output[] | Promise<readonly Output[]> => {
    for (let i = start; i < lines.length; i++) {
      const output = step(lines[i] ?? '');
      if (output instanceof Promise) {
        return output.then((done) => {
          outputs.push(done);
          return goOn(done) ? from(i + 1) : outputs;
        });
      }
      outputs.push(output);
      if (!goOn(output)) break;
    }
    return outputs;
  };
  return from(0);
}

function after<T, U>(value: T | Promise<T>, then: (value: T) => U | Promise<U>): U | Promise<U> {
  return value instanceof Promise ? value.then(then) : then(value);
}
