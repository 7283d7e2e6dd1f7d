import type { DeviceState, FlashVolume, Pending } from '../chassis/kind.ts';
import type { Table } from '../chassis/table.ts';
import type { Aaa, AaaServer, AccessLine, User } from './state/aaa.ts';
import type { ContextList } from './state/contexts.ts';
import type { Interface, Nat, Route } from './state/interfaces.ts';
import type { DhcpServer, DnsGroup, NtpServer } from './state/network-services.ts';
import type {
  IdentityGroup,
  NetworkGroup,
  NetworkObject,
  ServiceGroup,
  ServiceObject,
  TimeRange,
} from './state/objects.ts';
import type { SslBinding, Trustpoint } from './state/pki.ts';
import type { AccessGroup, AccessList } from './state/rules.ts';
import type { GroupPolicy, Ikev1Policy } from './state/vpn.ts';

/** `license smart`. */
export interface SmartLicense {
  readonly tier?: 'standard';
  readonly throughput?: string;
}

/** What `write memory` keeps. */
export interface AsaConfig {
  readonly hostname: string;
  readonly domainName?: string;
  /** Absent: not set (blank). */
  readonly enableHash?: string;
  readonly interfaces: Readonly<Record<string, Interface>>;
  readonly networkObjects: Table<NetworkObject>;
  readonly serviceObjects: Table<ServiceObject>;
  readonly networkGroups: Table<NetworkGroup>;
  readonly serviceGroups: Table<ServiceGroup>;
  readonly userGroups: Readonly<Record<string, IdentityGroup>>;
  readonly securityGroups: Readonly<Record<string, IdentityGroup>>;
  readonly accessLists: Table<AccessList>;
  readonly accessGroups: readonly AccessGroup[];
  readonly nat: { readonly before: readonly Nat[]; readonly after: readonly Nat[] };
  readonly routes: readonly Route[];
  readonly timeRanges: Readonly<Record<string, TimeRange>>;
  readonly users: Readonly<Record<string, User>>;
  readonly aaa: Aaa;
  readonly aaaServers: Readonly<Record<string, AaaServer>>;
  readonly http: {
    readonly enabled: boolean;
    readonly port: number;
    /** `http server basic-auth-client`, beyond the built-in ones. */
    readonly basicAuthClients: readonly string[];
    /** Minutes; `http server idle-timeout`. */
    readonly idleTimeout?: number;
    readonly sessionTimeout?: number;
  };
  /** Who may connect, by HTTPS, SSH and Telnet. */
  readonly access: readonly AccessLine[];
  readonly ntp: {
    readonly servers: Readonly<Record<string, NtpServer>>;
    readonly keys: Readonly<Record<string, string>>;
    readonly trusted: readonly string[];
    readonly authenticate?: true;
  };
  readonly dns: { readonly lookup: readonly string[]; readonly groups: Readonly<Record<string, DnsGroup>> };
  readonly dhcp: Readonly<Record<string, DhcpServer>>;
  /** Settings of the DHCP relay: seconds, and whether all interfaces are trusted. */
  readonly dhcpRelay: { readonly timeout?: number; readonly timeout6?: number; readonly trusted?: true };
  readonly trustpoints: Readonly<Record<string, Trustpoint>>;
  readonly ssl: readonly SslBinding[];
  readonly license?: SmartLicense;
  /** By priority. */
  readonly ikev1: Readonly<Record<string, Ikev1Policy>>;
  readonly groupPolicies: Readonly<Record<string, GroupPolicy>>;
  readonly restApi: { readonly image?: string; readonly agent?: true };
  /** `pager lines`; 0: none. */
  readonly pager: number;
  /** Subjects whose single lines are kept as they were typed, by first word. */
  readonly lines: Readonly<Record<string, readonly string[]>>;
  /** The configuration of a security context: what hardware is like is not said there. */
  readonly isContext?: true;
  /** The security contexts that the system execution space knows; only there. */
  readonly contexts?: ContextList;
}

/** What is printed on the box. */
export interface Hardware {
  readonly serial: string;
  /** First MAC address, `02005e000100` form. */
  readonly mac: string;
}

/** A configuration that was saved. */
export interface Startup {
  readonly config: AsaConfig;
  readonly by: string;
  /** Lab ms. */
  readonly at: number;
  /** SHA-256 of the file that a context was saved to: another one there is read anew. */
  readonly digest?: string;
}

/** What is on disk before an answer leaves. */
export interface AsaStore {
  readonly flash: Readonly<Record<string, FlashVolume>>;
  /** Absent when nothing was ever saved, and after `write erase`. */
  readonly startup?: Startup;
  /** The box starts with several contexts; absent: with one. */
  readonly mode?: 'multiple';
  /** What each context starts with. */
  readonly contexts?: Readonly<Record<string, Startup>>;
  readonly hardware: Hardware;
  /** The box is registered for smart licensing. */
  readonly registered?: true;
  /** RSA key pairs by label, PEM; bits. */
  readonly keys?: Readonly<Record<string, { readonly size: number; readonly pem: string }>>;
  /** Logins by user, for the login history. */
  readonly logins: Readonly<Record<string, { readonly count: number; readonly at: number; readonly from: string }>>;
}

/** A token of the REST agent. */
export interface Token {
  readonly user: string;
  readonly privilege: number;
  /** Lab ms of the last use. */
  readonly used: number;
}

/** How far the agent is. `down`: it failed five times, or cannot read its configuration. */
export type AgentPhase = 'off' | 'starting' | 'running';

/** What a reboot loses. */
export interface AsaRun {
  readonly bootedAt: number;
  readonly pending: readonly Pending[];
  readonly agent: AgentPhase;
  /** By token text. */
  readonly tokens: Table<Token>;
  /** Who changed the configuration last, and when; absent: nobody since the start. */
  readonly modified?: { readonly by: string; readonly at: number };
  /** `shun`ned addresses. */
  readonly shuns: readonly string[];
}

/** A context while it runs: what it does not share with the box. */
export interface RunningContext {
  readonly config: AsaConfig;
  readonly tokens: Table<Token>;
  readonly shuns: readonly string[];
  readonly modified?: { readonly by: string; readonly at: number };
}

/** An ASA; in multiple mode the system execution space of one, or what a context sees of it. */
export interface AsaState extends DeviceState {
  readonly config: AsaConfig;
  readonly store: AsaStore;
  readonly run: AsaRun;
  /** Multiple mode: the contexts that run, by name. */
  readonly contexts?: Readonly<Record<string, RunningContext>>;
  /** This is what one context sees. `admin`: it is the one for administration. */
  readonly context?: { readonly name: string; readonly admin: boolean };
}
