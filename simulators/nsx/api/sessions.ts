import { randomBytes, randomUUID } from 'node:crypto';
import { changeRun, without } from '../change.ts';
import type { NsxDevice } from '../nsx.ts';
import type { Place } from '../site.ts';
import type { ApiSession } from '../state.ts';
import type { Caller } from './operation.ts';

/** Sessions of one node at most; the one used longest ago makes room. */
const most = 1_000;

/** A new session id as Tomcat writes it: 32 upper-case hexadecimal digits. */
export function newCookie(): string {
  return randomBytes(16).toString('hex').toUpperCase();
}

/** A session id as `Set-Cookie` hands it out. */
export function cookie(id: string, sameSite: boolean): string {
  return `JSESSIONID=${id}; Path=/; Secure; HttpOnly${sameSite ? '; SameSite=Lax' : ''}`;
}

/** The session that a `Cookie` header names, if it lives on this node. A semicolon at the end of the header is harmless. */
export function sessionOf(
  device: NsxDevice,
  { site, run, node }: Place,
  header: string | undefined,
): (ApiSession & { readonly id: string }) | undefined {
  const id = /(?:^|[;\s])JSESSIONID=([^;\s]+)/.exec(header ?? '')?.[1];
  const mine = run.sessions[node.name];
  const session = id !== undefined && mine && Object.hasOwn(mine, id) ? mine[id] : undefined;
  if (id === undefined || !session) return undefined;
  return isIdle(session, timeout(site.apiService.session_timeout), device.now()) ? undefined : { ...session, id };
}

/** Begins a session on this node. */
export function begin(
  device: NsxDevice,
  { site, node }: Place,
  { user, roles }: Caller,
): { id: string; token: string } {
  const id = newCookie();
  const token = randomUUID();
  const usedAt = device.now();
  const limit = timeout(site.apiService.session_timeout);
  changeRun(device, site.name, (run) => {
    const alive = Object.entries(run.sessions[node.name] ?? {}).filter(([, one]) => !isIdle(one, limit, usedAt));
    const kept = alive.length < most ? alive : alive.sort(([, a], [, b]) => b.usedAt - a.usedAt).slice(0, most - 1);
    return withSessions(run, node.name, { ...Object.fromEntries(kept), [id]: { user, roles, token, usedAt } });
  });
  return { id, token };
}

/** Notes that a session was used. Seconds are enough for a time-out of half an hour. */
export function touch(device: NsxDevice, { site, node }: Place, id: string): void {
  const now = device.now();
  changeRun(device, site.name, (run) => {
    const session = run.sessions[node.name]?.[id];
    if (!session || now - session.usedAt < 1_000) return run;
    return withSessions(run, node.name, { ...run.sessions[node.name], [id]: { ...session, usedAt: now } });
  });
}

/** Ends a session. */
export function end(device: NsxDevice, { site, node }: Place, id: string): void {
  changeRun(device, site.name, (run) => withSessions(run, node.name, without(run.sessions[node.name] ?? {}, id)));
}

function withSessions(run: Place['run'], node: string, sessions: Readonly<Record<string, ApiSession>>): Place['run'] {
  return { ...run, sessions: { ...run.sessions, [node]: sessions } };
}

function timeout(seconds: unknown): number {
  return (typeof seconds === 'number' ? seconds : 1800) * 1000;
}

function isIdle({ usedAt }: ApiSession, limit: number, now: number): boolean {
  return now - usedAt > limit;
}
