import type { FastifyPluginAsync } from 'fastify';
import type { Device } from './device.ts';
import type { Json, JsonObject } from './json.ts';
import type { ShellFace } from './ssh/face.ts';
import type { Blobs } from './surroundings.ts';

/** One file or directory on flash. Directories have no digest. */
export interface FlashEntry {
  /** Bytes; 4096 for a directory. */
  readonly size: number;
  /** Last change, lab time in ms. */
  readonly time: number;
  /** SHA-256 of the bytes in lower-case hex; absent for a directory. */
  readonly digest?: string;
}

/**
 * One file system: names to entries. A name has no leading slash; a directory's ends in one (`nxapi/`,
 * `nxapi/cert.pem`). Bytes lie in the content-addressed {@link Blobs}, named by digest.
 */
export interface FlashVolume {
  /** Bytes in all. */
  readonly capacity: number;
  readonly entries: Readonly<Record<string, FlashEntry>>;
}

/** All file systems of a device, by the vendor's name for them. */
export type Flash = Readonly<Record<string, FlashVolume>>;

/** What falls due later on the lab's clock. Data, so that a snapshot holds it. */
export interface Pending {
  /** Lab time in ms. */
  readonly due: number;
  /** The kind's own name for what is to be done. */
  readonly what: string;
  readonly detail?: JsonObject;
}

/**
 * A device's whole state: an immutable tree in three parts. `config` is kept by the device's own save command, which
 * puts it into `store`; `store` is on disk before an answer leaves; `run` dies at a reboot.
 */
export interface DeviceState {
  readonly config: object;
  readonly store: { readonly flash: Flash };
  readonly run: {
    /** Lab time of the last boot, ms. */
    readonly bootedAt: number;
    readonly pending: readonly Pending[];
  };
}

/** What a TLS endpoint presents and demands. */
export interface Identity {
  /** PEM, leaf first, as the device sends it. */
  readonly certificate: string;
  /** PEM, unencrypted. */
  readonly key: string;
}

/** TLS settings of an endpoint. The chassis re-keys new handshakes when any part is another value than before. */
export interface EndpointTls {
  /**
   * The identity, or a function that makes it at the first handshake (factory ones only). Compared by reference:
   * keep the same object or function while nothing has changed.
   */
  readonly identity: Identity | (() => Promise<Identity>);
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  /** OpenSSL cipher string. */
  readonly ciphers?: string;
  /** Asks for a client certificate: `optional` goes on without one; trust is the kind's business. */
  readonly clientCertificate?: 'optional' | 'required';
}

/** A place where a device listens. Derived from state; never opened or closed by a command. */
export interface Endpoint {
  /** Unique within the device: `nxapi-https`, `ssh`, `manager-1.https`; on a second address `nxapi-https@Ethernet1/1`. */
  readonly name: string;
  /** The node of a cluster that listens. */
  readonly node?: string;
  /** The device's own address or interface that is listened on: `mgmt0`. The lab maps it. */
  readonly address: string;
  /** The device's own port number. */
  readonly port: number;
  /** Who takes the connection: the web face, the SSH face, or nobody behind a TLS handshake. */
  readonly face: 'web' | 'ssh' | 'tls';
  readonly tls?: EndpointTls;
  /** What happens to open connections when the identity changes or the endpoint goes; `keep` unless told. */
  readonly onChange?: 'keep' | 'close';
  /** Whether a client may connect at all; a connection from any other address is reset unanswered. All may unless told. */
  readonly admits?: (from: string) => boolean;
}

/** What a device is born from. */
export interface Birth {
  readonly name: string;
  readonly release: string;
  /** Options of the lab file for this device, already checked against the kind's schema. */
  readonly options: JsonObject;
  /** Lab time, ms. */
  readonly now: number;
  /** Stable text from which serials, MACs and identifiers derive: the same seed gives the same device. */
  readonly seed: string;
}

/** What a boot knows. */
export interface Boot {
  /** Lab time, ms. */
  readonly now: number;
  readonly release: string;
  /** The bytes of what is on flash. */
  readonly blobs: Blobs;
  /** Why, in the kind's own words; absent when an earlier process was killed. */
  readonly why?: string;
}

/** The answer of an account check. */
export type Login =
  | { readonly ok: true; readonly user: string; readonly roles: readonly string[] }
  | { readonly ok: false; readonly reason: 'unknown' | 'password' | 'locked' | 'expired' | 'not-allowed' };

/** An account of a device, as an operator's overview shows it. Never holds a secret. */
export interface UserAccount {
  readonly name: string;
  /** Roles or levels in the vendor's words. */
  readonly roles: readonly string[];
  /** Which part of the device knows it, where there are several: a site, `cli`. */
  readonly at?: string;
}

/** What a vendor room exports, and all that the rest of the house knows of it. */
export interface Kind<S extends DeviceState = DeviceState> {
  readonly name: string;
  /** Newest last. */
  readonly releases: readonly string[];
  readonly defaultRelease: string;
  /** Names of the addresses that a device of this kind has unless the lab file says otherwise; the first one is for management. */
  readonly addresses: readonly string[];
  /** Checks lab-file options; throws an `Error` whose message names the field and what would be right. */
  options(raw: JsonObject): JsonObject;
  /**
   * The state of a device as it is unpacked, or as the options pre-configure it. Where it listens may follow from release
   * and options alone: a new device opens what the first of its sort opened, and is made when somebody asks it something.
   */
  factory(birth: Birth): S;
  /** The state after a reboot: configuration from `store`, a fresh `run`. */
  boot(state: S, boot: Boot): S;
  /** What follows inside the tree from a change: the time of the last one. The given `after` when nothing does. */
  derive?(before: S, after: S, now: number): S;
  endpoints(state: S, device: Device<S>): readonly Endpoint[];
  /**
   * Who logs in with this name and secret. May count failures by `device.change`.
   * @param endpoint where the login came in, for devices whose nodes keep accounts of their own
   */
  login(device: Device<S>, user: string, password: string, from: string, endpoint?: Endpoint): Login | Promise<Login>;
  /** The account that the ready line names. */
  readonly administrator: { readonly username: string; readonly password: string; readonly enablePassword?: string };
  /** Who has an account. */
  users?(state: S): readonly UserAccount[];
  /** Does what fell due. */
  wake?(device: Device<S>, pending: Pending): void;
  /** Routes; loaded at the first request to any device of the kind. */
  readonly web?: () => Promise<WebFace>;
  /** CLI over SSH; loaded at the first connection to any device of the kind. */
  readonly shell?: () => Promise<ShellFace<S>>;
}

/** The HTTP side of a kind. */
export interface WebFace {
  /** Routes. `request.device` and `request.endpoint` come from the socket. */
  readonly routes: FastifyPluginAsync;
  /**
   * Header names in the device's own case and order; headers not named come last in the order of setting. A function
   * where releases differ: it gives the same array each time.
   */
  readonly headers: readonly string[] | ((device: Device) => readonly string[]);
  /** Largest body in bytes. */
  readonly bodyLimit: number;
  /** Milliseconds for a whole request to arrive before 408. */
  readonly requestTimeout: number;
  /** Milliseconds an idle kept-alive connection stays open. */
  readonly keepAliveTimeout: number;
  /** The device's own page for bad requests that never become a request: status to bytes after the status line. */
  clientError(status: number): Omit<ErrorPage, 'status'>;
  /** Whether routes hand over answers that hold for a request that comes again; see {@link Repeats}. Not unless told. */
  readonly repeats?: boolean;
  /** What the listener answers while the service behind it is down; `clientError(503)` unless told. */
  agentDown?(device: Device): ErrorPage;
}

/** An answer that no route makes. */
export interface ErrorPage {
  readonly status: number;
  /** Names and values after the status line, in the device's case and order. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** Checks nothing; gives a kind its type. */
export function defineKind<S extends DeviceState>(kind: Kind<S>): Kind<S> {
  return kind;
}

/** Options that hold nothing of interest to a kind which takes none. */
export const noOptions: JsonObject = Object.freeze<Record<string, Json>>({});
