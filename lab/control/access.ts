import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../addresses.ts';
import { tokenCheck } from './token.ts';

/** Why a request gets no answer. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly error: string;
}

/** Refuses whoever has not the token. */
export function tokenNeeded(token: string): (headers: IncomingHttpHeaders) => Refusal | undefined {
  const isToken = tokenCheck(token);
  return ({ authorization }) =>
    isToken(authorization)
      ? undefined
      : { status: 401, error: 'the control API needs its token: Authorization: Bearer …' };
}

/**
 * Where there is no token, refuses what a web page of somebody else could make a browser of this machine send: requests
 * that name another origin, or that came by a name which somebody has pointed at loopback.
 */
export function strangers({ host = '', origin }: IncomingHttpHeaders): Refusal | undefined {
  const named = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '') : '';
  if (named !== 'localhost' && !isLoopback(named)) {
    return { status: 403, error: `without a token the control API answers on loopback alone, not as '${host}'` };
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return { status: 403, error: `without a token the control API answers no page of ${origin}` };
  }
  return undefined;
}
