import type { Socket } from 'node:net';
import type { LabClock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { Json } from './json.ts';
import type { Endpoint, Identity } from './kind.ts';

/** Where a (device address, device port) pair is found on the host that runs the lab. */
export interface HostPort {
  readonly host: string;
  /** 0 asks the operating system for one; {@link AddressBook.opened} then says which. */
  readonly port: number;
}

/** Maps a device's own addresses to the lab's. One for each device. */
export interface AddressBook {
  /** Where to listen for this address and port, or `undefined` where the lab gives that address no place. */
  place(address: string, port: number): HostPort | undefined;
  /** Tells which port the operating system chose; it is kept for this pair from then on. */
  opened(address: string, port: number, at: HostPort): void;
  /** A host port that the state asks for is taken by another process. */
  taken(endpoint: string, at: HostPort, error: Error): void;
}

/** The bytes of flash files, by content. */
export interface Blobs {
  /** Keeps the bytes; they are on disk (where the lab keeps state) before the store that names them is. @returns SHA-256, hex */
  put(bytes: Buffer): string;
  /** @throws Error when the digest was never put: a damaged state directory */
  get(digest: string): Buffer;
}

/** Where a device's `store` is kept between processes. */
export interface Disk {
  /** Writes the difference of two trees; resolves when it is durable. Calls in one tick share one flush. */
  write(before: object, after: object): Promise<void>;
}

/** Finds hosts that the lab file names; a device reaches nothing else. */
export interface Reach {
  /**
   * @param host name or address as typed on the device
   * @param from the device address (interface, VRF) that the connection leaves from
   * @returns where that host listens for each of its services, or `undefined`: unreachable
   */
  find(host: string, from: string): ReachableHost | undefined;
}

/** A host of the lab, as a device meets it. */
export interface ReachableHost {
  readonly name: string;
  /** The address that the device believes it talks to. */
  readonly address: string;
  /** Where a service's port really listens, or `undefined`: refused. */
  place(port: number): HostPort | undefined;
}

/** Factory certificates from a signed pool, so that a thousand devices need no thousand keys. */
export interface FactoryIdentities {
  /**
   * @param kind pool name
   * @param subject relative distinguished names in order, `[['C','US'],…]`
   * @param notBefore lab time in ms
   * @param notAfter lab time in ms
   * @param seed picks key and serial
   */
  get(
    kind: string,
    subject: readonly (readonly [string, string])[],
    notBefore: number,
    notAfter: number,
    seed: string,
  ): Promise<Identity>;
  /**
   * A host key for SSH, PKCS#1 or SEC1 PEM. The same seed gives the same key.
   * @param nth keys of one seed that must differ, as those of a cluster's nodes, have different numbers; 0 unless told
   */
  hostKey(kind: string, seed: string, nth?: number): Promise<string>;
}

/** What the lab's fault rules say at each seam; see faults/rule.ts. */
export interface Faults {
  /**
   * The act for this situation, or `undefined`: nothing is wrong. Counts a hit.
   * @param possible whether an act of that name means anything here; a rule of another fits not at all
   */
  at(seam: FaultSeam, situation: FaultSituation, possible?: (act: string) => boolean): FaultAct | undefined;
  /** True when no rule is set: the hot path asks only this. */
  readonly none: boolean;
}

/** Of a lab, or a part of it, where nothing goes wrong. */
export const noFaults: Faults = Object.freeze({ none: true, at: () => undefined });

/** Where a fault can act. */
export type FaultSeam = 'accept' | 'identity' | 'request' | 'response' | 'command' | 'change' | 'clock';

/** What a rule can match on. */
export interface FaultSituation {
  readonly device: string;
  readonly endpoint?: string;
  /** `POST /ins`, a command line. */
  readonly operation?: string;
  readonly user?: string;
}

/** What a rule does; `act` names it, the rest are its parameters. */
export interface FaultAct {
  readonly act: string;
  readonly [parameter: string]: Json;
}

/** Sockets that many devices share: one a port, on all addresses of the host; a connection belongs to whose address it came to. */
export interface SharedSockets {
  /** Whether this place is to be had through a shared socket. */
  serves(place: HostPort): boolean;
  /** Takes the connections that come to this place from now on. @throws Error when the port cannot be listened on */
  join(place: HostPort, connection: (socket: Socket) => void): Promise<void>;
  /** Takes no more. */
  leave(place: HostPort): void;
}

/** All that a device has from the lab around it. */
export interface Surroundings {
  readonly clock: LabClock;
  readonly journal: Journal;
  readonly book: AddressBook;
  readonly blobs: Blobs;
  readonly reach: Reach;
  readonly identities: FactoryIdentities;
  readonly faults: Faults;
  /** Absent where each device has sockets of its own. */
  readonly shared?: SharedSockets | undefined;
  /** Absent when the lab keeps nothing. */
  readonly disk?: Disk;
  /** What the lab makes of an endpoint that the state asks for: a configured certificate in place of the factory's. */
  endpoint?(asked: Endpoint): Endpoint;
}
