import type { Json } from '../../chassis/json.ts';
import { isJsonObject } from '../../chassis/json.ts';
import type { NxosDevice } from '../nxos.ts';
import type { Caller } from './authenticate.ts';
import { execute } from './executor.ts';
import { writeInsJson } from './ins-json.ts';
import { writeInsXml } from './ins-xml.ts';
import { keyOf, recall, remember } from './remembered.ts';
import { type InsRequest, readInsRequest } from './request.ts';
import { runRpc } from './rpc.ts';
import { sessionFor } from './sessions.ts';
import { readXmlBody } from './xml-request.ts';

/** A reply of NX-API, and what the journal says of it. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  readonly operation: string;
  readonly outcome: string;
  /** A fault has taken the reply away: the connection breaks instead. */
  readonly lost?: boolean;
  /** The commands, written out in full, when all of them succeeded in a session that nobody has set up. */
  readonly commands?: readonly string[];
}

/**
 * Answers a request of `/ins`. What it is written in is told by the body's first character, not by its content type
 * (reference 1.3).
 *
 * @returns `undefined` when the body is no request at all
 */
export function answer(
  device: NxosDevice,
  caller: Caller,
  body: Buffer,
): Answer | undefined | Promise<Answer | undefined> {
  const key = keyOf(caller, body);
  const known = key === undefined ? undefined : recall(device, key);
  if (!known) return workOut(device, caller, body, key);
  for (const command of known.commands ?? []) {
    device.report({ kind: 'command', user: caller.user, operation: command, outcome: 'ok' });
  }
  return known;
}

async function workOut(
  device: NxosDevice,
  caller: Caller,
  body: Buffer,
  key: string | undefined,
): Promise<Answer | undefined> {
  const before = device.state;
  const worked = await read(device, caller, body);
  if (worked && key !== undefined) remember(device, key, worked, before);
  return worked;
}

async function read(device: NxosDevice, caller: Caller, body: Buffer): Promise<Answer | undefined> {
  const text = body.toString('utf8');
  const xml = /^\s*</.test(text);
  const parsed = xml ? readXmlBody(text) : readJsonBody(text);
  if (parsed === undefined) return undefined;
  if (Array.isArray(parsed) || (isJsonObject(parsed) && parsed.ins_api === undefined)) {
    return answerRpc(device, caller, parsed);
  }
  const request = readInsRequest(parsed, xml ? 'xml' : 'json');
  return request && answerIns(device, caller, request);
}

async function answerIns(device: NxosDevice, caller: Caller, request: InsRequest): Promise<Answer> {
  const { type, version, input, rollback, outputFormat } = request;
  const session = sessionFor(device, caller);
  const running = execute(session, type, input, rollback);
  const outputs = running instanceof Promise ? await running : running;
  const failure = outputs.find(({ ok }) => !ok);
  const inXml = outputFormat === 'xml';
  return {
    status: 200,
    type: inXml ? 'text/xml' : 'text/json',
    body: Buffer.from(inXml ? writeInsXml(type, version, outputs) : writeInsJson(type, version, outputs)),
    operation: type,
    outcome: failure ? failure.code : 'ok',
    ...(session.lost && { lost: true }),
    ...(!failure && session.settings.size === 0 && { commands: outputs.map(({ command }) => command ?? '') }),
  };
}

async function answerRpc(device: NxosDevice, caller: Caller, request: Json): Promise<Answer | undefined> {
  // An object that is neither is no request: the reference has one page for those.
  if (isJsonObject(request) && request.jsonrpc === undefined && request.method === undefined) return undefined;
  const { status, body, operation, outcome } = await runRpc(sessionFor(device, caller), request);
  return { status, type: 'application/json-rpc', body: Buffer.from(JSON.stringify(body)), operation, outcome };
}

function readJsonBody(text: string): Json | undefined {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}
