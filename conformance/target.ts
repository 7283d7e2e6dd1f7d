import type { Budget } from './budget.ts';
import type { Secrets } from './secrets.ts';
import type { UndoLedger } from './undo-ledger.ts';

/** A host and a TCP port to connect to. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/**
 * Where on a device to knock: the name of one of its endpoints (`nxapi-https`, `ssh`), or a port of its own on one of
 * its addresses, which may be closed. Without `address` it is the management address.
 */
export type Door = string | { readonly port: number; readonly address?: string };

/**
 * What makes a TLS peer the right one before a credential is sent to it. `own` is for devices that the run itself
 * started on this machine; a target given by address is always verified.
 */
export type Trust =
  | { readonly by: 'own' }
  | { readonly by: 'ca'; readonly ca: string }
  | { readonly by: 'pin'; readonly sha256: string };

/** What a case may need beyond a device that answers. */
export const needs = ['ssh', 'files', 'clock'] as const;
export type Need = (typeof needs)[number];

/** A host from which a device can fetch files and to which it can send them. */
export interface FileServer {
  /** The name or address by which the device knows it. */
  readonly host: string;
  readonly username: string;
  readonly password: string;
  /** Stores a file; gives the path under which the device finds it. */
  put(name: string, bytes: Uint8Array): Promise<string>;
}

/** The clock that a simulated device asks. */
export interface DeviceClock {
  advance(milliseconds: number): Promise<void>;
}

/** How to reach one device: everything a target knows of it, before any oracle has looked at it. */
export interface Access {
  readonly name: string;
  readonly username: string;
  readonly password: string;
  /** The password of privileged mode, where the device has one. */
  readonly enablePassword?: string;
  readonly trust: Trust;
  /** SHA-256 of the SSH host key, in hexadecimal, where it is known beforehand. */
  readonly sshHostKey?: string;
  readonly files?: FileServer;
  readonly clock?: DeviceClock;
  /** The place that stands for a door, also while that door is closed. */
  place(door: Door): Promise<Place>;
  close(): Promise<void>;
}

/** Options of a device of one's own, as its kind takes them in a lab file: `{ supervisors: 2 }`. */
export type DeviceOptions = { readonly [name: string]: Json };

/** Plain data. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** What is being asked: one kind of device at one release, simulated or real. */
export interface Target {
  readonly kind: string;
  readonly release: string;
  /** For the report: `simulator` or the target's URL. Never holds a secret. */
  readonly label: string;
  readonly simulated: boolean;
  readonly provides: ReadonlySet<Need>;
  /** How long after an accepted change an endpoint may still show the old state, in milliseconds. */
  readonly settleMs: number;
  /** How long a connection or an answer is waited for, in milliseconds. */
  readonly patienceMs: number;
  readonly secrets: Secrets;
  /** Of a simulator: the options by which the standing one was made. */
  readonly standingOptions?: DeviceOptions;
  /** How much may be asked of it; a simulator has none. */
  readonly budget?: Budget;
  /** Where undos are written down before a change; absent where a crash leaves nothing behind. */
  readonly ledger?: UndoLedger;
  /** The device as its owner runs it, shared by all cases, which therefore leave it as it is. */
  standing(): Promise<Access>;
  /**
   * A device of the case's own, closed after it.
   * @throws OnlySimulated where the target is one given device.
   */
  fresh(options: DeviceOptions): Promise<Access>;
  close(): Promise<void>;
}
