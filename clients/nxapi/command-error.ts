import { ClientError } from '../errors.ts';
import { blotter, secretsOf, withoutSecrets } from '../secrets.ts';
import { type Message, type Output, succeeded } from './wire.ts';

/**
 * Why a command failed, from the code that NX-API gives.
 *
 * - `invalid`: the CLI rejected it · `permission`: not for this role · `wrong-type`: a show among configuration or the other way round
 * - `limit`: too many commands, or an answer too large · `missing`: the object does not exist
 * - `unsupported`: no structured output, no pipe, or no such message type here (try `showAscii`) · `backend`: the device failed
 */
export type CommandFailure = 'invalid' | 'permission' | 'wrong-type' | 'limit' | 'missing' | 'unsupported' | 'backend';

const failures: Readonly<Record<string, CommandFailure>> = {
  '400': 'invalid',
  '401': 'permission',
  '405': 'wrong-type',
  '413': 'limit',
  '432': 'missing',
  '500': 'backend',
  '501': 'unsupported',
  '600': 'backend',
  '-32601': 'unsupported',
  '-32602': 'invalid',
  '-32603': 'backend',
};

/** One command that failed. */
export interface FailedCommand {
  /** Position among the commands asked for, from 0. */
  readonly index: number;
  /** The command, secrets blotted out. */
  readonly command: string;
  /** As the device gave it, always a string. */
  readonly code: string;
  readonly msg: string;
  readonly clierror: string;
}

/** The device understood the request and a command in it failed. The members of the first failure are the error's own. */
export class CommandError extends ClientError implements FailedCommand {
  override readonly name = 'CommandError';
  readonly index: number;
  readonly command: string;
  readonly code: string;
  readonly msg: string;
  readonly clierror: string;
  readonly failure: CommandFailure;
  /** All that failed; more than one only under `continue-on-error`, or among several shows. */
  readonly failures: readonly FailedCommand[];
  /**
   * For a configuration: the lines that are in force although it failed, secrets blotted out. Empty under
   * `rollback-on-error`, where the device restores what was before. For shows: those that were answered.
   */
  readonly applied: readonly string[];
  // Private, so that a log of this error does not print whole configurations.
  readonly #outputs: readonly Output[];

  constructor(commands: readonly string[], first: FailedCommand, details: Omit<Settled, 'first'>) {
    const text = first.clierror.trim() === '' ? '' : `: ${first.clierror.trim()}`;
    const place = commands.length > 1 ? ` (${first.index + 1} of ${commands.length})` : '';
    super(`"${first.command}"${place}: ${first.msg} (${first.code})${text}`);
    ({ index: this.index, command: this.command, code: this.code, msg: this.msg, clierror: this.clierror } = first);
    this.failure = failureOf(first);
    this.failures = details.failures;
    this.applied = details.applied;
    this.#outputs = details.outputs;
  }

  /** What the device answered to the commands that succeeded, in order. */
  get outputs(): readonly Output[] {
    return this.#outputs;
  }
}

interface Settled {
  readonly first: FailedCommand;
  readonly failures: readonly FailedCommand[];
  readonly applied: readonly string[];
  readonly outputs: readonly Output[];
}

/** The error that a message's outputs amount to, or undefined when every one of them succeeded. */
export function commandError({ commands, rollback }: Message, outputs: readonly Output[]): CommandError | undefined {
  const secretless = blotter(commands.flatMap(secretsOf));
  const failed = outputs.flatMap((output, index): FailedCommand[] => {
    if (succeeded(output)) return [];
    const command = withoutSecrets(commands[index] ?? commands.join(' ;'));
    return [{ index, command, code: output.code, msg: output.msg, clierror: secretless(output.clierror) }];
  });
  const [first] = failed;
  if (first === undefined) return undefined;
  const fine = outputs.flatMap((output, index) => (succeeded(output) ? [commands[index] ?? ''] : []));
  return new CommandError(commands, first, {
    failures: failed,
    applied: rollback === 'rollback-on-error' ? [] : fine.map(withoutSecrets),
    outputs: outputs.filter(succeeded),
  });
}

/** The error of a command that the device let pass with code 200 although its text says that it failed. */
export function failedByText(command: string, printed: string): CommandError {
  const clierror = blotter(secretsOf(command))(printed.trim());
  const first = {
    index: 0,
    command: withoutSecrets(command),
    code: '200',
    msg: 'the text tells of a failure',
    clierror,
  };
  return new CommandError([command], first, { failures: [first], applied: [], outputs: [] });
}

function failureOf({ code, clierror }: FailedCommand): CommandFailure {
  if (/permission denied for the role/i.test(clierror)) return 'permission';
  return failures[code] ?? (code.startsWith('4') ? 'invalid' : 'backend');
}
