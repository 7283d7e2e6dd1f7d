import type { DeviceState, Flash, Identity, Pending } from '../chassis/kind.ts';
import type { Table } from '../chassis/table.ts';
import type { Ledger } from './ledger.ts';
import type { Role } from './roles.ts';

/** An operating-system account of the appliance: `user NAME …`. */
export interface CliUser {
  /** `$5$salt$hash`. */
  readonly hash: string;
  /** `privilege web-interface`: the API knows the account. No configuration text shows it. */
  readonly web: boolean;
}

/** What `write memory` keeps. */
export interface NsxvConfig {
  readonly hostname: string;
  /** By name, in order of making; `admin` is the first. */
  readonly users: Readonly<Record<string, CliUser>>;
  /** The privileged-mode password, shared by all accounts. */
  readonly enableHash: string;
  readonly ntp: readonly string[];
  readonly nameServers: readonly string[];
  /** `A.B.C.D/len` of the management interface. */
  readonly address: string | undefined;
  /** Destination prefix to gateway. */
  readonly routes: Readonly<Record<string, string>>;
  /** The HTTP service. */
  readonly webManager: boolean;
  /** `cli ssh allow`. */
  readonly sshAllowed: boolean;
}

/** Where an entry comes from: the appliance's own accounts, or vCenter. */
export type Origin = 'cli' | 'vc';

/** An NSX user: who has a role. */
export interface Entry {
  /** `userinfo-N`. */
  readonly id: string;
  /** The login as it stands in paths: `api`, `ops@corp.local`. */
  readonly login: string;
  readonly origin: Origin;
  readonly group: boolean;
  readonly enabled: boolean;
  readonly role: Role;
  /** Object ids; `globalroot-0` alone is no restriction. Empty for roles without a scope. */
  readonly scope: readonly string[];
  readonly revision: number;
}

/** One line of the audit log. */
export interface AuditRow {
  readonly userName: string;
  readonly module: string;
  readonly operation: string;
  readonly resource: string;
  readonly resourceId: string;
  readonly status: 'SUCCESS' | 'FAILURE';
  /** Lab ms. */
  readonly timestamp: number;
  /** Absent on logins. */
  readonly oldValue?: string;
  readonly newValue?: string;
}

/** One system event. */
export interface EventRow {
  readonly timestamp: number;
  readonly severity: string;
  readonly eventSource: string;
  readonly eventCode: number;
  readonly message: string;
  readonly module: string;
}

/** A security tag. */
export interface Tag {
  readonly name: string;
  readonly description: string;
  readonly revision: number;
}

/** Registration with vCenter. */
export interface VcenterConfig {
  readonly ipAddress: string;
  readonly userName: string;
  readonly certificateThumbprint: string;
  readonly assignRoleToUser: boolean;
  /** Lab ms. */
  readonly at: number;
}

/** Registration with SSO. */
export interface SsoConfig {
  readonly lookupServiceUrl: string;
  readonly adminUsername: string;
}

/** Settings of appliance management that are no part of the CLI's configuration. */
export interface ApplianceSettings {
  readonly syslog: readonly { readonly server: string; readonly port: string; readonly protocol: string }[];
  readonly locale: { readonly language: string; readonly country: string };
  readonly timezone: string;
  readonly domainName: string;
  readonly serverProtocols: readonly string[];
  readonly clientProtocols: readonly string[];
  readonly backup?: BackupSettings;
}

/** Where backups go. The password is kept, and never told. */
export interface BackupSettings {
  readonly server: string;
  readonly port: string;
  readonly protocol: string;
  readonly user: string;
  readonly directory: string;
  readonly prefix: string;
}

/** A backup that was made. */
export interface Backup {
  readonly name: string;
  readonly size: number;
  readonly at: number;
  readonly kept: Pick<NsxvStore, 'entries' | 'nextUser' | 'tags' | 'nextTag' | 'settings'>;
}

/** What is on disk before an answer leaves. */
export interface NsxvStore {
  readonly flash: Flash;
  /** What `write memory` kept last. */
  readonly startup: NsxvConfig;
  /** NSX users by login. */
  readonly entries: Readonly<Record<string, Entry>>;
  /** Number of the next `userinfo-N`. */
  readonly nextUser: number;
  readonly audit: Ledger;
  readonly events: Ledger;
  readonly tags: Table<Tag>;
  readonly nextTag: number;
  readonly settings: ApplianceSettings;
  readonly vcenter?: VcenterConfig;
  readonly sso?: SsoConfig;
  /** Default life of a token, minutes. */
  readonly tokenMinutes: number;
  readonly basicDisabled: boolean;
  /** The uploaded certificate; the self-signed one where absent. */
  readonly identity?: Identity;
  /** A signing request and the key that waits for its certificate, PEM. */
  readonly request?: { readonly csr: string; readonly key: string };
  readonly backups: readonly Backup[];
  /** When the self-signed certificate was made, lab ms. */
  readonly selfSignedAt: number;
  /** The manager's own identity: upper-case UUID. */
  readonly vsmUuid: string;
  /** Lower-case UUID. */
  readonly nodeId: string;
}

/** An HTTP session of a user. */
export interface WebSession {
  readonly id: string;
  /** Lab ms, to the minute. */
  readonly used: number;
}

/** A token that was handed out, by its signature. */
export interface Token {
  readonly login: string;
  /** The rights when it was handed out: they outlive the user. */
  readonly roles: readonly Role[];
  /** Lab ms. */
  readonly expires: number;
}

/** What a reboot loses. */
export interface NsxvRun {
  readonly bootedAt: number;
  readonly pending: readonly Pending[];
  /** By login. */
  readonly sessions: Readonly<Record<string, WebSession>>;
  readonly tokens: Readonly<Record<string, Token>>;
  /** The CLI session that is in configuration mode; one whose connection broke stays here. */
  readonly lock: number | undefined;
  readonly sshRunning: boolean;
}

/** An NSX-v Manager. */
export interface NsxvState extends DeviceState {
  readonly config: NsxvConfig;
  readonly store: NsxvStore;
  readonly run: NsxvRun;
}
