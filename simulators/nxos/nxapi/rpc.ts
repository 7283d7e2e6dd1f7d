import type { Outcome } from '../../chassis/cli/outcome.ts';
import { isReading } from '../../chassis/cli/session.ts';
import { isJsonObject, type Json, type JsonObject } from '../../chassis/json.ts';
import { restore } from '../configuration-file.ts';
import { releaseOf } from '../release.ts';
import type { NxosSession } from '../session.ts';
import { isPiped } from './commands.ts';
import { rowsAsArrays } from './executor.ts';
import { type Rollback, rollbackOf } from './request.ts';

/** JSON-RPC's own error codes, with the messages beside them. @source documented: reference 3.3 */
const errors = {
  parse: { code: -32700, message: 'Parse error' },
  request: { code: -32600, message: 'Invalid request' },
  method: { code: -32601, message: 'Method not found' },
  params: { code: -32602, message: 'Invalid params' },
  internal: { code: -32603, message: 'Internal error' },
} as const;

/** A JSON-RPC reply, and how the exchange went. */
export interface RpcReply {
  readonly status: number;
  readonly body: Json;
  /** `cli_ascii`, and of several `cli ×3`. */
  readonly operation: string;
  readonly outcome: string;
  /** The commands, written out in full, when all of them succeeded. */
  readonly commands?: readonly string[];
}

type Element = {
  readonly reply: JsonObject | undefined;
  readonly failure?: 'cli' | 'envelope';
  readonly command?: string;
};

/**
 * Runs a JSON-RPC request or batch. A batch of one is answered with a bare object; a CLI rejection makes the HTTP status
 * 500 with the JSON there, a broken envelope does not (reference 2.7, 3.2).
 */
export async function runRpc(session: NxosSession, body: Json): Promise<RpcReply> {
  const requests = isJsonObject(body) ? [body] : Array.isArray(body) ? body : [];
  if (requests.length === 0) {
    const reply = failure(null, errors.request, 'Batch is empty');
    return { status: 200, body: reply, operation: 'json-rpc', outcome: String(errors.request.code) };
  }
  const { device } = session;
  const before = device.state.config;
  const rollback = rollbackIn(requests);
  session.end();
  const elements: Element[] = [];
  let stopped = false;
  for (const request of requests) {
    const element = stopped ? skipped(request) : await runOne(session, request);
    elements.push(element);
    if (element.failure === 'cli' && rollback !== 'continue-on-error') stopped = true;
  }
  session.end();
  const failed = elements.find((element) => element.failure !== undefined);
  if (failed && rollback === 'rollback-on-error') restore(device, before);
  const replies = elements.flatMap(({ reply }) => (reply ? [reply] : []));
  return {
    status: elements.some((element) => element.failure === 'cli') ? 500 : 200,
    body: replies.length === 1 ? (replies[0] ?? null) : replies,
    operation: operationOf(requests),
    outcome: failed ? String(errorCode(failed.reply)) : 'ok',
    ...(!failed && { commands: elements.map(({ command }) => command ?? '') }),
  };
}

async function runOne(session: NxosSession, request: Json): Promise<Element> {
  if (!isJsonObject(request)) return envelope(null, errors.request, 'Request is not an object');
  const id = idOf(request);
  if (request.jsonrpc === undefined) {
    return envelope(null, errors.request, 'JSON-RPC version structure was not found in request');
  }
  const { method, params } = request;
  if (typeof method !== 'string') return envelope(id ?? null, errors.request, 'Method was not found in request');
  const known = ['cli', 'cli_ascii', ...(releaseOf(session.device.release).showArray ? ['cli_array'] : [])];
  if (!known.includes(method)) return envelope(id ?? null, errors.method, `Method ${method} is not supported`);
  const cmd = isJsonObject(params) ? params.cmd : undefined;
  if (typeof cmd !== 'string') return envelope(id ?? null, errors.params, 'cmd was not found in params');
  const piped = method !== 'cli_ascii' && isPiped(cmd);
  if (piped || cmd.includes(' ;') || cmd.includes('?')) {
    return refused(id, 'Request contains invalid special characters');
  }
  const running = execute(session, cmd, method === 'cli_ascii');
  const outcome = running instanceof Promise ? await running : running;
  if (!outcome.ok) return refused(id, `${outcome.error ?? ''}\n`);
  const reply = id === undefined ? undefined : { jsonrpc: '2.0', result: resultOf(method, outcome), id };
  return { reply, command: outcome.command };
}

/**
 * One configuration session lasts through a batch, and exec commands may stand between its lines: a line is tried where the
 * batch is, and where that is exec and no such command, in the configuration.
 */
function execute(session: NxosSession, cmd: string, text: boolean): Outcome | Promise<Outcome> {
  const how = text ? {} : ({ format: 'tree' } as const);
  if (session.frame.name === 'exec' && !isReading(session.read(cmd))) session.enter('config');
  return session.execute(cmd, how);
}

function resultOf(method: string, outcome: Outcome): Json {
  if (method === 'cli_ascii') return { msg: outcome.text };
  const tree = outcome.shown?.tree();
  if (tree !== undefined) return { body: method === 'cli_array' ? rowsAsArrays(tree) : tree };
  // A show without structured output, running-config say, gives null; what an exec command prints is told.
  return outcome.text === '' || outcome.command.startsWith('show ') ? null : { msg: outcome.text };
}

type Id = string | number | null;

/** `undefined` for a notification, which is run and not answered. */
function idOf(request: JsonObject): Id | undefined {
  const { id } = request;
  return typeof id === 'string' || typeof id === 'number' || id === null ? id : undefined;
}

function failure(id: Id, { code, message }: { code: number; message: string }, msg: string): JsonObject {
  return { jsonrpc: '2.0', error: { code, message, data: { msg } }, id };
}

function envelope(id: Id, error: { code: number; message: string }, msg: string): Element {
  return { reply: failure(id, error, msg), failure: 'envelope' };
}

function refused(id: Id | undefined, msg: string): Element {
  return { reply: id === undefined ? undefined : failure(id, errors.params, msg), failure: 'cli' };
}

/** One element for every request, so that a client which counts them finds its own (reference 2.7, 10). */
function skipped(request: Json): Element {
  const id = isJsonObject(request) ? idOf(request) : null;
  const reply =
    id === undefined ? undefined : failure(id, errors.internal, 'Command not executed due to previous error\n');
  return { reply };
}

function rollbackIn(requests: readonly Json[]): Rollback {
  for (const request of requests) {
    const word = isJsonObject(request) ? request.rollback : undefined;
    if (typeof word === 'string') return rollbackOf(word);
  }
  return 'stop-on-error';
}

function operationOf(requests: readonly Json[]): string {
  const [first] = requests;
  const method = isJsonObject(first) && typeof first.method === 'string' ? first.method : 'json-rpc';
  return requests.length === 1 ? method : `${method} ×${requests.length}`;
}

function errorCode(reply: JsonObject | undefined): Json {
  const error = reply?.error;
  return (isJsonObject(error) ? error.code : undefined) ?? 'error';
}
