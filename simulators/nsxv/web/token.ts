import { createHmac } from 'node:crypto';
import { sameText } from '../../chassis/accounts/verify.ts';
import { entryOf } from '../entries.ts';
import type { NsxvDevice } from '../nsxv.ts';
import type { Caller } from './operation.ts';

const base64url = (data: object): string => Buffer.from(JSON.stringify(data)).toString('base64url');

function signature(device: NsxvDevice, signed: string): string {
  return createHmac('sha256', `${device.birth.seed} ${device.state.store.nodeId}`).update(signed).digest('base64url');
}

/**
 * Hands out a token: a JWT with `sub` and `exp` and nothing else. The rights of now are kept with it.
 * @param minutes how long it is good
 * @source documented: NSX API guide 6.4, authorization tokens
 */
export function issueToken(device: NsxvDevice, caller: Caller, minutes: number): string {
  const expires = device.now() + minutes * 60_000;
  const signed = `${base64url({ typ: 'JWT', alg: 'HS256' })}.${base64url({ sub: caller.login, exp: Math.floor(expires / 1000) })}`;
  const mark = signature(device, signed);
  device.change((draft) => {
    for (const [key, token] of Object.entries(draft.run.tokens)) {
      if (token.expires <= device.now()) delete draft.run.tokens[key];
    }
    draft.run.tokens[mark] = { login: caller.login, roles: [...caller.roles], expires };
  });
  return `${signed}.${mark}`;
}

/** Whose token it is; `undefined` for one that is not ours, is over, or was invalidated. */
export function callerOfToken(device: NsxvDevice, token: string): Caller | undefined {
  const [header, claims, mark = ''] = token.split('.');
  if (!sameText(signature(device, `${header}.${claims}`), mark)) return undefined;
  const known = Object.hasOwn(device.state.run.tokens, mark) ? device.state.run.tokens[mark] : undefined;
  if (!known || known.expires <= device.now()) return undefined;
  const entry = entryOf(device.state, known.login);
  // A token outlives its user: deleted or disabled, it goes on with the rights it had.
  const roles = entry?.enabled ? [entry.role] : known.roles;
  return { login: known.login, roles, origin: entry?.origin ?? 'cli' };
}
