import { type Budget, budgetOf, type Limits, targetLimits } from './budget.ts';
import { OnlySimulated } from './errors.ts';
import { createSecrets } from './secrets.ts';
import type { Access, Door, Place, Target, Trust } from './target.ts';
import type { UndoLedger } from './undo-ledger.ts';

/** A device given by its address. */
export interface RemoteAddress {
  /** Scheme `https`; a port other than 443 where it stands in the address. */
  readonly url: URL;
  readonly username: string;
  readonly password: string;
  /** The password of privileged mode, where the device has one. */
  readonly enablePassword?: string | undefined;
  readonly trust: Exclude<Trust, { readonly by: 'own' }>;
  /** SSH beside HTTPS, with the SHA-256 of its host key in hexadecimal. */
  readonly ssh?: { readonly place: Place; readonly hostKey: string } | undefined;
  /** Endpoints by name that are elsewhere than at `url`: `{ 'manager-2.https': … }`. */
  readonly endpoints?: Readonly<Record<string, Place>>;
  readonly limits?: Limits;
}

/** What a run adds to an address. */
export interface RemoteOptions {
  readonly patienceMs: number;
  readonly settleMs?: number;
  readonly budget?: Budget;
  readonly ledger?: UndoLedger;
}

/**
 * A target that the run did not start: real hardware, or a simulator in another process. Everything of it that a
 * name stands for is the given address; other ports are ports of the same host. Nobody but its owner can give a fresh
 * one. SSH is asked only where the host key is known: a password goes to no host that nobody verified.
 */
export function remoteTarget(
  kind: string,
  release: string,
  remote: RemoteAddress,
  { patienceMs, settleMs = 15_000, budget = budgetOf(remote.limits ?? targetLimits), ledger }: RemoteOptions,
): Target {
  const { url, username, password, enablePassword, trust, ssh, endpoints = {} } = remote;
  const host = hostOf(url);
  const isSsh = (door: Door) => (typeof door === 'string' ? /(^|\.)ssh$/.test(door) : door.port === 22);
  const place = (door: Door): Place => {
    if (ssh && isSsh(door)) return ssh.place;
    if (typeof door !== 'string') return { host, port: door.port };
    return endpoints[door] ?? { host, port: Number(url.port || 443) };
  };
  const access: Access = {
    name: host,
    username,
    password,
    ...(enablePassword !== undefined && { enablePassword }),
    trust,
    ...(ssh && { sshHostKey: ssh.hostKey }),
    place: async (door) => place(door),
    close: async () => {},
  };
  return {
    kind,
    release,
    label: url.origin,
    simulated: false,
    provides: new Set(ssh ? ['ssh'] : []),
    settleMs,
    patienceMs,
    secrets: createSecrets(),
    budget,
    ...(ledger && { ledger }),
    standing: async () => access,
    fresh: async () => {
      throw new OnlySimulated('needs a factory-fresh device of its own, and the target is one given device');
    },
    close: async () => {},
  };
}

/** The host of an address, without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
