import { Session } from '../../chassis/cli/session.ts';
import { languageOf } from '../language.ts';
import type { NxosDevice } from '../nxos.ts';
import type { NxosSession } from '../session.ts';
import type { Caller } from './authenticate.ts';

/** CLI sessions kept at most: four workers with five each. @source documented: reference 1.7 */
const MOST = 20;

const kept = new WeakMap<NxosDevice, { readonly bootedAt: number; readonly sessions: Map<string, NxosSession> }>();

/**
 * The CLI session that NX-API keeps for a user at an address, so that `terminal dont-ask` in one request still holds in
 * the next. It begins each request in exec mode.
 */
export function sessionFor(device: NxosDevice, { user, roles, from }: Caller): NxosSession {
  const { bootedAt } = device.state.run;
  let pool = kept.get(device);
  if (pool?.bootedAt !== bootedAt) {
    pool = { bootedAt, sessions: new Map() };
    kept.set(device, pool);
  }
  const { sessions } = pool;
  const key = `${user} ${from} ${roles.join(',')}`;
  let session = sessions.get(key);
  if (session?.open) {
    session.end();
    return session;
  }
  const [oldest] = sessions.keys();
  if (sessions.size >= MOST && oldest !== undefined) sessions.delete(oldest);
  session = new Session(device, languageOf(device), { user, roles, from, transport: 'api' }, { length: 0 });
  sessions.set(key, session);
  return session;
}
