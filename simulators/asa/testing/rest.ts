import { dispatch } from '../rest/routes.ts';
import type { Answer } from '../rest/wire.ts';
import type { BenchBox } from './box.ts';

/** An answer of the agent, its JSON read. */
export interface Replied {
  readonly status: number;
  /** `undefined` for an empty body. */
  readonly json: ReturnType<typeof JSON.parse>;
  /** Path of `Location`; empty when there is none. */
  readonly location: string;
}

/** Sends a request to the agent of a box without sockets, as a user of level 15. */
export async function rest(
  { device }: Pick<BenchBox, 'device'>,
  method: string,
  uri: string,
  body?: unknown,
): Promise<Replied> {
  const base = 'https://fw.example';
  const call = { device, user: 'admin', privilege: 15, method, base, uri, body, from: '192.0.2.50' };
  const { status, headers, body: text }: Answer = await dispatch(call);
  const json = text === undefined ? undefined : JSON.parse(text);
  return { status, json, location: (headers?.location ?? '').replace(base, '') };
}
