import { readdirSync, readFileSync } from 'node:fs';
import type { LabHost } from './device.ts';
import { LabDevice } from './device.ts';

/** Descriptors that a process needs for a while besides its listeners: files that it reads, clients that connect. */
const reserve = 64;

/** How many descriptors this process may have, and has. */
export interface Descriptors {
  readonly limit: number;
  readonly used: number;
}

/** What the system tells; `undefined` where it does not, as outside Linux. */
export function descriptors(): Descriptors | undefined {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return limit === undefined ? undefined : { limit: Number(limit), used: readdirSync('/proc/self/fd').length };
  } catch {
    return undefined;
  }
}

/** How many sockets these hosts will listen on, by what the first device of each entry has. */
export function socketsOf(hosts: readonly LabHost[]): number {
  const known = new Map<unknown, number>();
  return hosts.reduce((sum, host) => {
    const { entry } = host.plan;
    const each = known.get(entry) ?? (host instanceof LabDevice ? host.wanted.length : 3);
    known.set(entry, each);
    return sum + each;
  }, 0);
}

/** Why so many more sockets cannot be had, and what to do; `undefined` where they can. */
export function shortage(sockets: number, { limit, used }: Descriptors): string | undefined {
  const needed = used + sockets + reserve;
  if (needed <= limit) return undefined;
  const parts = Math.ceil(sockets / Math.max(1, limit - used - reserve));
  return (
    `${sockets} sockets to listen on need ${needed} file descriptors, and this process may have ${limit}; ` +
    `raise the limit (ulimit -n ${needed}), start fewer devices, or spread them over ${parts} processes (--workers ${parts}, or --share 1/${parts} and so on)`
  );
}
