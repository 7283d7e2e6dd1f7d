import { ProtocolError } from '../errors.ts';
import type { HttpAnswer } from '../transport.ts';

/** `ins_api` message types. JSON-RPC's `cli` does the work of `cli_show` and `cli_conf`, its `cli_ascii` that of `cli_show_ascii`. */
export type MessageType = 'cli_show' | 'cli_show_ascii' | 'cli_conf' | 'bash';

/** What the device does about the rest of a configuration when one line fails. Its own default is `stop-on-error`. */
export type OnError = 'stop-on-error' | 'continue-on-error' | 'rollback-on-error';

/** Commands for one HTTP request. */
export interface Message {
  readonly type: MessageType;
  /** At least one. */
  readonly commands: readonly string[];
  readonly rollback?: OnError;
}

/** The device's answer to one command, the same whatever the wire format was. */
export interface Output {
  /** `200` and relatives for `ins_api`; for JSON-RPC `200`, or the error's number such as `-32602`. */
  readonly code: string;
  readonly msg: string;
  /** The CLI's own complaint, without trailing line ends. */
  readonly clierror: string;
  /** Absent, an object, or text; as the device gave it. */
  readonly body: unknown;
}

/** One of the three ways in which NX-API speaks. */
export interface Wire {
  readonly contentType: string;
  /** @throws OptionsError when this format cannot carry the message */
  encode(message: Message): string;
  /**
   * @returns one output a command, in request order; fewer when the device stopped early
   * @throws ProtocolError when the answer is not in this format
   */
  decode(answer: HttpAnswer, message: Message): readonly Output[] | Promise<readonly Output[]>;
}

/** 204 is "output is piped elsewhere", as after `show … > bootflash:file`. */
export function succeeded({ code, clierror }: Output): boolean {
  return (code === '200' || code === '204') && clierror === '';
}

/** True for what JSON calls an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws ProtocolError when the answer is not JSON; says so plainly for the pages that stand in front of NX-API */
export function parseJson(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    const refusal = /<msg>([^<]*)<\/msg>/.exec(answer.text)?.[1];
    if (refusal !== undefined) throw new ProtocolError(`the device could not read the request: ${refusal}`, answer);
    throw new ProtocolError('expected JSON from NX-API', answer);
  }
}

/** An `ins_api` output from its parsed members, of JSON or XML. */
export function outputOf(members: unknown, answer: HttpAnswer): Output {
  if (!isRecord(members) || (typeof members.code !== 'string' && typeof members.code !== 'number')) {
    throw new ProtocolError('expected an output with a code', answer);
  }
  return {
    code: String(members.code).trim(),
    msg: textOf(members.msg),
    clierror: textOf(members.clierror),
    body: members.body,
  };
}

/** `ins_api.outputs.output`, one or many. @throws ProtocolError when that path does not exist */
export function outputsOf(envelope: unknown, answer: HttpAnswer): Output[] {
  const insApi = isRecord(envelope) ? envelope.ins_api : undefined;
  const outputs = isRecord(insApi) ? insApi.outputs : undefined;
  const output = isRecord(outputs) ? outputs.output : undefined;
  if (output === undefined) throw new ProtocolError('expected ins_api.outputs.output from NX-API', answer);
  return [output].flat().map((members) => outputOf(members, answer));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[\r\n]+$/, '') : '';
}
