import type { Json } from '../../chassis/json.ts';
import { isJsonObject } from '../../chassis/json.ts';
import { type Repeatable, secondOf } from '../../chassis/web/repeats.ts';
import type { NxosDevice } from '../nxos.ts';
import type { NxosSession } from '../session.ts';
import type { Caller } from './authenticate.ts';
import { chunked } from './chunked.ts';
import { codes } from './codes.ts';
import { execute, type Output } from './executor.ts';
import { writeInsJson } from './ins-json.ts';
import { writeInsXml } from './ins-xml.ts';
import { keyOf, recall, remember } from './remembered.ts';
import { type InsRequest, readInsRequest } from './request.ts';
import { runRpc } from './rpc.ts';
import { sessionFor } from './sessions.ts';
import { readXmlBody } from './xml-request.ts';

/** Characters of a reply at most; more is for chunk mode. @source the refusal is documented, the number inferred: reference 1.7 */
const LARGEST = 10 * 1024 * 1024;

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
  /** How long the answer holds for the same request; absent where it holds for this one alone. */
  readonly repeatable?: Repeatable;
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
  for (const report of known.repeatable.reports) device.report(report);
  return known;
}

async function workOut(
  device: NxosDevice,
  caller: Caller,
  body: Buffer,
  key: string | undefined,
): Promise<Answer | undefined> {
  const before = { state: device.state, second: secondOf(device) };
  const worked = await read(device, caller, body);
  return worked && key !== undefined ? remember(device, caller, key, worked, before) : worked;
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
  const inPieces = request.chunk ? await chunked(device, caller, session, request) : undefined;
  if (typeof inPieces === 'string') {
    const body = Buffer.from(inPieces);
    return { status: 200, type: contentType(request), body, operation: type, outcome: 'ok', ...lostOf(session) };
  }
  const running = inPieces ? [inPieces] : execute(session, type, input, rollback);
  const outputs = running instanceof Promise ? await running : running;
  const failure = outputs.find(({ ok }) => !ok);
  const write = outputFormat === 'xml' ? writeInsXml : writeInsJson;
  const written = write(type, version, outputs);
  const tooLarge = written.length > LARGEST;
  return {
    status: 200,
    type: contentType(request),
    body: Buffer.from(tooLarge ? write(type, version, outputs.map(dropped)) : written),
    operation: type,
    outcome: tooLarge ? codes.MSG_SIZE_LARGE_ERR.code : failure ? failure.code : 'ok',
    ...lostOf(session),
    ...(!failure &&
      !tooLarge &&
      session.settings.size === 0 && { commands: outputs.map(({ command }) => command ?? '') }),
  };
}

/** What is left of an output that does not fit. */
function dropped({ input }: Output): Output {
  return { ...codes.MSG_SIZE_LARGE_ERR, input, ok: false };
}

function contentType({ outputFormat }: InsRequest): string {
  return outputFormat === 'xml' ? 'text/xml' : 'text/json';
}

function lostOf({ lost }: NxosSession): Pick<Answer, 'lost'> {
  return lost ? { lost } : {};
}

async function answerRpc(device: NxosDevice, caller: Caller, request: Json): Promise<Answer | undefined> {
  // An object that is neither is no request: the reference has one page for those.
  if (isJsonObject(request) && request.jsonrpc === undefined && request.method === undefined) return undefined;
  const session = sessionFor(device, caller);
  const { status, body, operation, outcome, commands } = await runRpc(session, request);
  return {
    status,
    type: 'application/json-rpc',
    body: Buffer.from(JSON.stringify(body)),
    operation,
    outcome,
    ...(commands && session.settings.size === 0 && { commands }),
  };
}

function readJsonBody(text: string): Json | undefined {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}
