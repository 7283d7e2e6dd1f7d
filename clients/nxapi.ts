import { type AccessOptions, access } from './access.ts';
import { OptionsError } from './errors.ts';
import { bodyOf, complete, printed } from './nxapi/answers.ts';
import * as checkpoints from './nxapi/checkpoint.ts';
import { CommandError, commandError } from './nxapi/command-error.ts';
import { configurationLines, onlyReads, singleCommand } from './nxapi/commands.ts';
import { insApiJson } from './nxapi/ins-api-json.ts';
import { insApiXml } from './nxapi/ins-api-xml.ts';
import { decodeBatch, encodeBatch, jsonRpc, type RpcCall } from './nxapi/json-rpc.ts';
import type { Row } from './nxapi/rows.ts';
import { type CallOptions, Session } from './nxapi/session.ts';
import type { TypedShow } from './nxapi/shows/typed-show.ts';
import { type Message, type OnError, type Output, succeeded, type Wire } from './nxapi/wire.ts';
import type { Trust } from './tls.ts';

export * from './errors.ts';
export type { CheckpointRef, RollbackMode } from './nxapi/checkpoint.ts';
export { CommandError, type CommandFailure, type FailedCommand } from './nxapi/command-error.ts';
export type { RpcCall, RpcMethod } from './nxapi/json-rpc.ts';
export { columns, int, list, type Row, rows, tables, text } from './nxapi/rows.ts';
export { type SecureHttps, secureHttps } from './nxapi/secure-https.ts';
export type { CallOptions } from './nxapi/session.ts';
export * from './nxapi/shows/index.ts';
export type { OnError, Output } from './nxapi/wire.ts';
export { type Presented, presentedCertificate, type Trust } from './tls.ts';
export type { AccessOptions };

/** The wire formats of NX-API: what they can say is the same, what releases understand is not. */
export type NxapiFormat = 'json' | 'xml' | 'json-rpc';

/** {@link AccessOptions} and the wire format. */
export interface NxapiOptions extends AccessOptions {
  /** Default `json` (`ins_api`), which every release has that has JSON at all. */
  readonly format?: NxapiFormat;
}

/** Limits of a configuration request. */
export interface ConfigureOptions extends CallOptions {
  /** What the device does when a line fails; default: its own default, `stop-on-error`. */
  readonly rollback?: OnError;
}

/** One configuration line and what the device printed about it (`''` when nothing). */
export interface Configured {
  readonly command: string;
  readonly text: string;
}

/** One answer of a JSON-RPC batch: a body for `cli`, text for `cli_ascii` and for commands that print. */
export interface RpcAnswer {
  readonly body: Row | undefined;
  readonly text: string | undefined;
}

const wires: Readonly<Record<NxapiFormat, Wire>> = { json: insApiJson, xml: insApiXml, 'json-rpc': jsonRpc };

/** More consecutive shows in one request are answered with code 413. */
const mostShows = 10;

/**
 * A client for NX-API on Cisco Nexus switches.
 *
 * ```ts
 * await using switch1 = new NxapiClient({ url: 'https://n9k-1:8443', username: 'admin', passwordFile: 'pw', caFile: 'ca.pem' });
 * const { release } = await switch1.show(showVersion());
 * await switch1.configure(['vlan 120', 'name servers'], { rollback: 'rollback-on-error' });
 * ```
 *
 * The switch is verified against a CA, a pinned certificate, or both; nothing switches that off. Reading is tried again
 * when the connection fails; a configuration that may have arrived never is, unless the caller calls it idempotent.
 *
 * Every method may throw {@link OptionsError} (before sending), TransportError, AuthenticationError, ProtocolError,
 * {@link CommandError}, or the reason of an aborted signal.
 */
export class NxapiClient {
  /** The switch, without path. */
  readonly url: string;
  readonly username: string;
  readonly format: NxapiFormat;
  readonly #options: NxapiOptions;
  readonly #session: Session;

  /** @throws OptionsError when an option is missing, malformed, or contradicts another. Nothing is sent yet. */
  constructor(options: NxapiOptions) {
    const checked = access(options);
    this.format = options.format ?? 'json';
    if (!Object.hasOwn(wires, this.format)) {
      throw new OptionsError(`format: expected one of ${Object.keys(wires).join(', ')}; got "${this.format}"`);
    }
    this.url = checked.url.origin;
    this.username = checked.username;
    this.#options = options;
    this.#session = new Session(checked);
  }

  /** The structured output of one command, typed by a {@link TypedShow}, or as the device gave it (`{}` when empty). */
  show(command: string, options?: CallOptions): Promise<Row>;
  show<T>(command: TypedShow<T>, options?: CallOptions): Promise<T>;
  async show<T>(command: string | TypedShow<T>, options?: CallOptions): Promise<T | Row> {
    if (typeof command === 'string') return await this.#show(command, options);
    try {
      return command.parse(await this.#show(command.command, options));
    } catch (error) {
      const none = error instanceof CommandError ? command.none?.(error) : undefined;
      if (none === undefined) throw error;
      return none;
    }
  }

  /** The structured outputs of several commands, in order; as few requests as the device allows (10 commands each). */
  async showMany(commands: readonly string[], options?: CallOptions): Promise<Row[]> {
    const outputs = await this.#inTens('cli_show', commands, options);
    return outputs.map((output, index) => bodyOf(commands[index] ?? '', output));
  }

  /** What one exec command prints, as the CLI would. Also for commands without structured output (error `unsupported`). */
  async showAscii(command: string, options?: CallOptions): Promise<string> {
    const [text = ''] = await this.exec([command], options);
    return text;
  }

  /**
   * What several exec commands print (`copy …`, `checkpoint …`, `mkdir …`, shows), one text each. They are sent again
   * after a broken connection only when all of them just read, or the call is declared idempotent. No question can be
   * answered here: put `terminal dont-ask` in front of a command that asks.
   */
  async exec(commands: readonly string[], options?: CallOptions): Promise<string[]> {
    const outputs = await this.#inTens('cli_show_ascii', commands, options);
    return outputs.map(printed);
  }

  /**
   * Sends configuration lines as one request: a list, or a text with one line each. Empty lines and comments are left
   * out; `configure terminal` is not needed.
   *
   * @returns what was sent and printed, line by line. Old platforms (N5K, N6K) answer for all lines at once: then there is
   *   one element, with all lines joined as they were sent.
   * @throws CommandError whose `applied` tells which lines are in force all the same
   */
  async configure(lines: string | readonly string[], options: ConfigureOptions = {}): Promise<Configured[]> {
    const commands = configurationLines(lines);
    const { rollback } = options;
    const outputs = await this.#run(
      { type: 'cli_conf', commands, ...(rollback === undefined ? {} : { rollback }) },
      options,
    );
    if (outputs.length < commands.length)
      return [{ command: commands.join(' ;'), text: outputs.map(printed).join('') }];
    return outputs.map((output, index) => ({ command: commands[index] ?? '', text: printed(output) }));
  }

  /** Runs a bash script on the switch and gives what it printed. Needs `feature bash-shell`; not with `json-rpc`. */
  async bash(script: string, options?: CallOptions): Promise<string> {
    if (script.trim() === '') throw new OptionsError('bash: empty; give a command');
    const [output] = await this.#run({ type: 'bash', commands: [script] }, options);
    return output === undefined ? '' : printed(output);
  }

  /**
   * A JSON-RPC batch of commands of any method, whatever this client's own format is. Consecutive `cli` elements share
   * one configuration context.
   */
  async jsonrpc(calls: readonly RpcCall[], options: ConfigureOptions = {}): Promise<RpcAnswer[]> {
    if (calls.length === 0) throw new OptionsError('jsonrpc: no calls; give at least one');
    const batch = calls.map(({ method, cmd }) => ({ method, cmd: singleCommand(cmd) }));
    const commands = batch.map(({ cmd }) => cmd);
    const { rollback } = options;
    const message: Message = { type: 'cli_conf', commands, ...(rollback === undefined ? {} : { rollback }) };
    const outputs = await this.#session.post(
      { contentType: jsonRpc.contentType, body: encodeBatch(batch, rollback), repeatable: commands.every(onlyReads) },
      (answer) => decodeBatch(answer, batch.length),
      options,
    );
    throwFailure(message, outputs);
    return outputs.map((output) =>
      typeof output.body === 'string'
        ? { body: undefined, text: output.body }
        : { body: bodyOf('jsonrpc', output), text: undefined },
    );
  }

  /** `copy running-config startup-config`. @throws CommandError unless the device says that the copy is complete */
  async save(options?: CallOptions): Promise<void> {
    await checkpoints.save(this, options);
  }

  /** Keeps the running configuration under a name, or in a file on flash. */
  async checkpoint(to: checkpoints.CheckpointRef, options?: CallOptions): Promise<void> {
    await checkpoints.checkpoint(this, to, options);
  }

  /** Makes the running configuration what it was at a checkpoint. @throws CommandError when the device reports a failure */
  async rollback(
    to: checkpoints.CheckpointRef,
    options: CallOptions & { mode?: checkpoints.RollbackMode } = {},
  ): Promise<string> {
    return await checkpoints.rollback(this, to, options);
  }

  /** The commands that would turn `from` into `to`; empty when they are the same. */
  async diff(
    from: checkpoints.CheckpointRef | 'running-config',
    to: checkpoints.CheckpointRef | 'running-config',
    options?: CallOptions,
  ): Promise<string[]> {
    return await checkpoints.diff(this, from, to, options);
  }

  /** A client for the same account at another address of the switch. */
  at(url: string, trust: Trust): NxapiClient {
    const { ca: _ca, caFile: _caFile, pin: _pin, servername: _servername, allowHttp: _http, ...rest } = this.#options;
    return new NxapiClient({ ...rest, ...trust, url });
  }

  /** Closes all connections; requests on their way end with a TransportError `closed`. */
  async close(): Promise<void> {
    await this.#session.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #show(command: string, options: CallOptions | undefined): Promise<Row> {
    const [body] = await this.showMany([command], options);
    return body ?? {};
  }

  async #inTens(
    type: 'cli_show' | 'cli_show_ascii',
    commands: readonly string[],
    options?: CallOptions,
  ): Promise<Output[]> {
    if (commands.length === 0) throw new OptionsError('command: none; give at least one');
    const checked = commands.map(singleCommand);
    const outputs: Output[] = [];
    for (let start = 0; start < checked.length; start += mostShows) {
      const part = { type, commands: checked.slice(start, start + mostShows) };
      outputs.push(...(await this.#outputs(part, options)));
      throwFailure({ type, commands: checked }, outputs);
    }
    return outputs;
  }

  async #run(message: Message, options: CallOptions | undefined): Promise<readonly Output[]> {
    const outputs = await this.#outputs(message, options);
    throwFailure(message, outputs);
    return outputs;
  }

  #outputs(message: Message, options: CallOptions | undefined): Promise<readonly Output[]> {
    const wire = wires[this.format];
    const repeatable = message.type !== 'cli_conf' && message.type !== 'bash' && message.commands.every(onlyReads);
    return this.#session.post(
      { contentType: wire.contentType, body: wire.encode(message), repeatable },
      async (answer) => complete(await wire.decode(answer, message), message, answer),
      options,
    );
  }
}

function throwFailure(message: Message, outputs: readonly Output[]): void {
  if (outputs.every(succeeded)) return;
  const error = commandError(message, outputs);
  if (error !== undefined) throw error;
}
