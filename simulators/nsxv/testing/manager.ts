import { type Grounded, type GroundOptions, ground } from '../../chassis/testing/ground.ts';
import { basic, exchange, type RawAnswer } from '../../chassis/testing/http.ts';
import { administrator } from '../factory.ts';
import { nsxv } from '../index.ts';
import type { NsxvState } from '../state.ts';

/** What a request has beside its method and path. */
export interface Asking {
  /** `name:password`; the administrator unless told; empty: nobody. */
  readonly as?: string;
  readonly body?: string;
  /** Content type of the body; `application/xml` unless told, empty: none. */
  readonly type?: string;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A manager on loopback, and a way of asking it. */
export interface Manager extends Grounded<NsxvState> {
  ask(method: string, path: string, asking?: Asking): Promise<RawAnswer>;
}

/** The lab's vCenter, with people of every sort in it. */
export const vcenter = {
  host: 'vcsa-1.corp.local',
  users: [
    { name: 'ops@corp.local', password: 'Operator.1' },
    { name: 'eve@corp.local', password: 'Evening.1', groups: ['admins@corp.local'] },
  ],
};

/** Starts a manager. */
export async function manager(options: GroundOptions = {}): Promise<Manager> {
  const grounded = await ground(nsxv, { name: 'nsxv-1', options: { vcenter }, ...options });
  return {
    ...grounded,
    ask(method, path, { as, body, type, accept, headers = {} } = {}) {
      const who = as ?? `${administrator.username}:${administrator.password}`;
      const colon = who.indexOf(':');
      const sent = {
        Host: '127.0.0.1',
        ...(who !== '' && basic(who.slice(0, colon), who.slice(colon + 1))),
        ...(body !== undefined && type !== '' && { 'Content-Type': type ?? 'application/xml' }),
        ...(accept !== undefined && { Accept: accept }),
        ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }),
        ...headers,
      };
      const head = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
      const bytes = Buffer.from(body ?? '').toString('latin1');
      return exchange({ port: grounded.port('https') }, `${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${bytes}`);
    },
  };
}
