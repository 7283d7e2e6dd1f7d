import type { Happening } from './trace.ts';

/** A host and a port. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** A device as the automation is told of it. Secrets are in files. */
export interface GivenDevice {
  readonly name: string;
  readonly kind: string;
  readonly release: string;
  readonly username: string;
  readonly passwordFile: string;
  readonly enablePasswordFile?: string;
  /** Endpoint name → URL, of what listened at the start. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** The device's own port → where that is on this machine, also while it is closed. */
  readonly ports: Readonly<Record<string, Place>>;
  /** `SHA256:…`, of the SSH host keys by endpoint. */
  readonly hostKeys: Readonly<Record<string, string>>;
}

/** A certificate that the automation is to install. */
export interface GivenCertificate {
  /** PEM: leaf, intermediate, root. */
  readonly certFile: string;
  readonly keyFile: string;
  /** SHA-256 of the leaf, lower-case hex. */
  readonly fingerprint: string;
}

/** All that the automation is told. */
export interface Given {
  readonly playbook: string;
  /** `control`, or the adversity. */
  readonly run: string;
  /** A folder of its own for this run. */
  readonly folder: string;
  /** PEM of the authority that every device's certificate comes from. */
  readonly caFile: string;
  readonly knownHostsFile: string;
  readonly devices: readonly GivenDevice[];
  readonly certificates: Readonly<Record<string, GivenCertificate>>;
  /** What the task names: the user to make, the object to change. A name that ends in `File` is a path. */
  readonly values: Readonly<Record<string, string>>;
}

/** How one device stood at the end. */
export interface DeviceEnd {
  readonly endpoints: Readonly<Record<string, string>>;
  /** Endpoint name → SHA-256 of the certificate that a new handshake is shown. */
  readonly certificates: Readonly<Record<string, string>>;
  /** Port of the device → the certificate shown there, `open` without TLS, `closed`. */
  readonly ports: Readonly<Record<string, string>>;
}

/** What the lab was like when the automation had ended, asked from outside. */
export interface EndState {
  readonly devices: Readonly<Record<string, DeviceEnd>>;
  /** What the playbook's questions were answered; what could not be asked is not there. */
  readonly answers: Readonly<Record<string, string>>;
}

/** What an adversity asks of the automation: to get there all the same, to say that it did not, or either truthfully. */
export type Expectation = 'success' | 'failure' | 'either';

/** All that is known of one run. Plain data. */
export interface Evidence {
  readonly run: string;
  /** From this place in the trace on, every certificate shown is one that must be refused. */
  readonly decoySince?: number;
  /** Set where every SSH host key is another than the automation was told of. */
  readonly otherHostKeys?: true;
  readonly expect: Expectation;
  readonly given: Given;
  readonly trace: readonly Happening[];
  /** Exit status of the automation; undefined where people are watched. */
  readonly exit?: number;
  readonly end: EndState;
}

/** The name of the run in which nothing goes wrong. */
export const control = 'control';

/** How the end of a device is known; one that there is none of has nothing open. */
export function endOf({ end }: Pick<Evidence, 'end'>, device: string): DeviceEnd {
  return end.devices[device] ?? { endpoints: {}, certificates: {}, ports: {} };
}
