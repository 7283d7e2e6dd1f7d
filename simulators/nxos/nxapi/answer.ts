import type { Json } from '../../chassis/json.ts';
import type { NxosDevice } from '../nxos.ts';
import type { Caller } from './authenticate.ts';
import { execute } from './executor.ts';
import { writeInsJson } from './ins-json.ts';
import { readInsRequest } from './request.ts';
import { sessionFor } from './sessions.ts';

/** A reply of NX-API, and what the journal says of it. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  readonly operation: string;
  readonly outcome: string;
}

/**
 * Answers a request of `/ins`. What it is in is told by the body's first character, not by its content type.
 * @returns `undefined` when the body is no request at all
 */
export async function answer(device: NxosDevice, caller: Caller, body: Buffer): Promise<Answer | undefined> {
  const parsed = parseJson(body);
  const request = parsed === undefined ? undefined : readInsRequest(parsed);
  if (!request) return undefined;
  const running = execute(sessionFor(device, caller), request.type, request.input, request.rollback);
  const outputs = running instanceof Promise ? await running : running;
  const failure = outputs.find(({ ok }) => !ok);
  return {
    status: 200,
    type: 'text/json',
    body: Buffer.from(writeInsJson(request.type, request.version, outputs)),
    operation: request.type,
    outcome: failure ? failure.code : 'ok',
  };
}

function parseJson(body: Buffer): Json | undefined {
  try {
    const parsed: Json = JSON.parse(body.toString('utf8'));
    return parsed;
  } catch {
    return undefined;
  }
}
