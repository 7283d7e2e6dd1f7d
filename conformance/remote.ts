import { CouldNotRun } from './errors.ts';
import { createSecrets } from './secrets.ts';
import type { Access, Door, Place, Target, Trust } from './target.ts';

/** A device given by its address. */
export interface RemoteAddress {
  /** Scheme `https`; a port other than 443 where it stands in the address. */
  readonly url: URL;
  readonly username: string;
  readonly password: string;
  readonly trust: Exclude<Trust, { readonly by: 'own' }>;
}

/**
 * A target that the run did not start: real hardware, or a simulator in another process. Everything of it that a
 * name stands for is the given address; other ports are ports of the same host. Nobody but its owner can give a fresh
 * one, and its SSH host key is not known, so only what NX-API or REST can show is asked of it.
 */
export function remoteTarget(
  kind: string,
  release: string,
  { url, username, password, trust }: RemoteAddress,
  { patienceMs, settleMs = 15_000 }: { patienceMs: number; settleMs?: number },
): Target {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const place = (door: Door): Place => ({ host, port: typeof door === 'string' ? Number(url.port || 443) : door.port });
  const access: Access = {
    name: host,
    username,
    password,
    trust,
    place: async (door) => place(door),
    close: async () => {},
  };
  return {
    kind,
    release,
    label: url.origin,
    simulated: false,
    provides: new Set(),
    settleMs,
    patienceMs,
    secrets: createSecrets(),
    standing: async () => access,
    fresh: async () => {
      throw new CouldNotRun('the case needs a factory-fresh device of its own, and the target is one given device');
    },
    close: async () => {},
  };
}
