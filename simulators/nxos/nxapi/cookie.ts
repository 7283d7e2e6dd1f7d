import { randomBytes } from 'node:crypto';
import { castDraft } from 'immer';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import type { Cookie } from '../state.ts';

/** Milliseconds between two notes of a cookie's use: finer would move the state at every request for nothing. */
const USE_GRAIN = 1_000;

/** Cookies kept at most; the oldest make room. */
const MOST = 200;

/**
 * Finds `nxapi_auth` in a Cookie header. Clients echo a whole Set-Cookie value, attributes and all, and the value's
 * base64 holds `=`, so neither may end the search.
 */
export function readCookie(header: string | undefined): string | undefined {
  if (!header) return undefined;
  for (const part of header.split(';')) {
    const pair = part.trim();
    if (pair.startsWith('nxapi_auth=')) return pair.slice('nxapi_auth='.length);
  }
  return undefined;
}

/** The account that a cookie value stands for, or `undefined` when it is unknown or too old; notes its use. */
export function redeemCookie(device: NxosDevice, value: string): Cookie | undefined {
  const cookie = device.state.run.nxapi.cookies[value];
  if (!cookie) return undefined;
  const now = device.now();
  const slides = releaseOf(device.release).idleTimeout;
  const life = device.state.config.nxapi.idleTimeout * 60_000;
  if (now - (slides ? cookie.used : cookie.issued) >= life) {
    device.change((draft) => {
      delete draft.run.nxapi.cookies[value];
    });
    return undefined;
  }
  if (slides && now - cookie.used >= USE_GRAIN) {
    device.change((draft) => {
      const mine = draft.run.nxapi.cookies[value];
      if (mine) mine.used = now;
    });
  }
  return cookie;
}

/**
 * The cookie that answers a login. Logins of one user from one address within a second share one: a script that logs in
 * at each request would else fill the state with a thousand sessions a second (inferred; clients see a valid cookie).
 *
 * @returns the whole Set-Cookie value
 * @source documented: name and `user:token` form (reference 1.5); recorded: base64 of 20 bytes
 */
export function issueCookie(device: NxosDevice, { user, roles, from }: Holder, secure: boolean): string {
  const now = device.now();
  const { cookies } = device.state.run.nxapi;
  const last = newest.get(device)?.get(`${user} ${from}`);
  const kept = last === undefined ? undefined : cookies[last];
  const fresh = kept !== undefined && kept.roles === roles && now - kept.issued < USE_GRAIN && now >= kept.issued;
  const value = last !== undefined && fresh ? last : make(device, { user, roles, from }, now);
  return `nxapi_auth=${value};${secure ? ' Secure;' : ''} HttpOnly; Path=/`;
}

/** Whom a cookie is made for. */
export interface Holder {
  readonly user: string;
  readonly roles: readonly string[];
  readonly from: string;
}

/** The newest cookie of a user and address: where to look first, no state of its own. */
const newest = new WeakMap<NxosDevice, Map<string, string>>();

function make(device: NxosDevice, { user, roles, from }: Holder, now: number): string {
  const value = `${user}:${randomBytes(20).toString('base64')}`;
  device.change((draft) => {
    const { cookies } = draft.run.nxapi;
    const names = Object.keys(cookies);
    const oldest = names.length >= MOST ? names[0] : undefined;
    if (oldest !== undefined) delete cookies[oldest];
    cookies[value] = castDraft({ user, roles, issued: now, used: now });
  });
  const known = newest.get(device);
  const mine = known && known.size < MOST ? known : new Map<string, string>();
  newest.set(device, mine.set(`${user} ${from}`, value));
  return value;
}
