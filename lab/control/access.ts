import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../addresses.ts';
import type { ControlRoute } from './route.ts';
import { tokenCheck } from './token.ts';

/** Why a request gets no answer. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly error: string;
}

/**
 * Keeps out who may not ask.
 * @param route what is asked for, where it is a route of the API; anybody with a token may have the rest
 * @returns nothing where the request is answered
 */
export type Doorkeeper = (
  headers: IncomingHttpHeaders,
  route?: Pick<ControlRoute, 'forTrainees'>,
) => Refusal | undefined;

/**
 * Refuses whoever has not the token.
 * @param trainee another token, which opens the routes that say that they are for trainees, and the pages
 */
export function tokenNeeded(token: string, trainee?: string): Doorkeeper {
  const isToken = tokenCheck(token);
  const isTrainee = trainee === undefined ? () => false : tokenCheck(trainee);
  return ({ authorization }, route) => {
    if (isToken(authorization)) return undefined;
    if (!isTrainee(authorization)) {
      return { status: 401, error: 'the control API needs its token: Authorization: Bearer …' };
    }
    return route && !route.forTrainees
      ? { status: 403, error: 'a trainee may not do this; ask whoever holds the workshop' }
      : undefined;
  };
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
