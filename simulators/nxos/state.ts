import type { Failures, LockoutPolicy } from '../chassis/accounts/lockout.ts';
import type { DeviceState, FlashVolume, Identity, Pending } from '../chassis/kind.ts';

/** Names that the running configuration uses for switchable features. */
export type FeatureName =
  | 'nxapi'
  | 'scp-server'
  | 'sftp-server'
  | 'bash-shell'
  | 'telnet'
  | 'ssh'
  | 'interface-vlan'
  | 'lacp'
  | 'lldp'
  | 'bgp'
  | 'ospf'
  | 'vpc'
  | 'hsrp'
  | 'dhcp'
  | 'tacacs+'
  | 'privilege'
  | 'port-security'
  | 'udld'
  | 'netconf'
  | 'grpc'
  | 'bfd'
  | 'eigrp'
  | 'isis'
  | 'pim'
  | 'pbr'
  | 'vrrp'
  | 'scheduler'
  | 'nv overlay'
  | 'vn-segment-vlan-based';

/** A local account. */
export interface User {
  /** `$5$salt$hash`. */
  readonly hash: string;
  readonly roles: readonly string[];
}

/** A role made on the switch. */
export interface Role {
  readonly description?: string;
  /** Rules by number; the highest number that matches decides. */
  readonly rules: Readonly<Record<string, RoleRule>>;
}

/** One line `rule N permit|deny …`. */
export interface RoleRule {
  readonly action: 'permit' | 'deny';
  /** `command <pattern>`, or a blanket right to read or read and write. */
  readonly what: { readonly command: string } | { readonly access: 'read' | 'read-write' };
}

/** `nxapi …` lines. */
export interface NxapiConfig {
  /** `undefined`: closed. */
  readonly http: number | undefined;
  readonly https: number | undefined;
  readonly vrf?: string;
  readonly certfile?: string;
  readonly keyfile?: string;
  /** Passphrase of an encrypted key, on trains that take one. */
  readonly keyPassword?: string;
  readonly certificateEnabled: boolean;
  readonly sslProtocols?: readonly string[];
  readonly weakCiphers: boolean;
  /** Minutes. */
  readonly idleTimeout: number;
  readonly clientCertificate?: 'optional' | 'strict' | 'two-step';
}

/** `vrf context NAME`. */
export interface Vrf {
  readonly description?: string;
  readonly shutdown?: boolean;
  /** Destination prefix to next hops. */
  readonly routes: Readonly<Record<string, readonly string[]>>;
}

/** `interface NAME`. What a class of interface does not have stays absent. */
export interface Interface {
  readonly description?: string;
  readonly shutdown: boolean;
  /** Absent: `default`. */
  readonly vrf?: string;
  /** `192.0.2.10/24`. */
  readonly address?: string;
  /** Further addresses, in the form of the first. */
  readonly secondary?: readonly string[];
  /** `2001:db8::1/64`. */
  readonly ipv6?: readonly string[];
  readonly mtu?: number;
  readonly speed?: string;
  readonly duplex?: string;
  readonly switchport?: Switchport;
  readonly channelGroup?: { readonly number: number; readonly mode: 'on' | 'active' | 'passive' };
  /** Lines that stand for themselves, by what makes a line the same again: `spanning-tree cost` → `spanning-tree cost 4`. */
  readonly lines?: Readonly<Record<string, string>>;
}

/** A configuration line that is kept as it is written, with the lines below it. */
export interface Stanza {
  readonly text: string;
  readonly below?: Block;
}

/** Stanzas, by what makes a line the same again: `snmp-server contact` for a line with another contact. */
export interface Block {
  readonly [key: string]: Stanza;
}

/** Layer 2 side of an Ethernet or port-channel interface; absent on a routed one. */
export interface Switchport {
  readonly mode: 'access' | 'trunk';
  readonly accessVlan: number;
  readonly nativeVlan: number;
  /** `undefined`: all. */
  readonly allowedVlans?: string;
}

/** `vlan N`. */
export interface Vlan {
  readonly name?: string;
  readonly suspended?: boolean;
  readonly shutdown?: boolean;
}

/** The running configuration. */
export interface NxosConfig {
  readonly hostname: string;
  readonly features: Readonly<Partial<Record<FeatureName, true>>>;
  readonly passwordStrengthCheck: boolean;
  /** `aaa authentication rejected`; absent: nobody is locked out. */
  readonly lockout?: LockoutPolicy;
  readonly users: Readonly<Record<string, User>>;
  readonly roles: Readonly<Record<string, Role>>;
  readonly banner?: string;
  readonly domainLookup: boolean;
  readonly domainName?: string;
  readonly vlans: Readonly<Record<string, Vlan>>;
  readonly vrfs: Readonly<Record<string, Vrf>>;
  readonly nxapi: NxapiConfig;
  readonly interfaces: Readonly<Record<string, Interface>>;
  /** Subjects whose lines are kept as they are written, by the subject's name: `ntp`, `bgp`. */
  readonly lines?: Readonly<Record<string, Block>>;
  /** `boot nxos bootflash:/…` */
  readonly boot: string;
}

/** A configuration that was kept by name. */
export interface Checkpoint {
  readonly config: NxosConfig;
  readonly by: string;
  readonly at: number;
  readonly description?: string;
}

/** What is on disk before an answer leaves. */
export interface NxosStore {
  readonly flash: Readonly<Record<string, FlashVolume>>;
  /** Absent after `write erase`, and on a switch that was never saved. */
  readonly startup?: { readonly config: NxosConfig; readonly at: number };
  readonly checkpoints: Readonly<Record<string, Checkpoint>>;
  /** When the default self-signed certificate was made, lab ms; absent until TLS first starts. */
  readonly selfSignedAt?: number;
  /** SSH host keys that copies met, by host. */
  readonly knownHosts: Readonly<Record<string, string>>;
  readonly hardware: Hardware;
}

/** What is printed on the box. */
export interface Hardware {
  /** `Nexus9000 C93180YC-EX Chassis` as `show version` prints it. */
  readonly chassis: string;
  readonly productId: string;
  readonly serial: string;
  /** First MAC address, `02005e000100` form. */
  readonly mac: string;
  readonly supervisors: 1 | 2;
  /** kB */
  readonly memory: number;
  readonly cpu: string;
  /** kB */
  readonly bootflash: number;
  /** What is plugged in, by interface; where it says nothing, {@link Hardware.inventory} decides. */
  readonly cables?: Readonly<Record<string, Cable>>;
  /** `none`: ports are empty. `small`: a few neighbours, made up from the device's seed. */
  readonly inventory: 'none' | 'small';
}

/** The other end of a cable, as its neighbour protocols tell of it. */
export interface Cable {
  readonly device: string;
  readonly port: string;
  readonly platform?: string;
  readonly serial?: string;
  readonly address?: string;
  readonly version?: string;
  /** First MAC address of the box there, or that of the host's port: `02005e000100`. */
  readonly mac?: string;
  /** A `host` speaks LLDP only. `switch` unless told. */
  readonly kind?: 'switch' | 'host';
}

/** A session cookie of NX-API. */
export interface Cookie {
  readonly user: string;
  readonly roles: readonly string[];
  /** Lab ms. */
  readonly issued: number;
  /** Lab ms; moves only on trains whose life slides. */
  readonly used: number;
}

/** A terminal session, as `show users` tells of it. */
export interface CliSession {
  readonly user: string;
  readonly from: string;
  /** Number of the terminal: `pts/0`. */
  readonly line: number;
  /** Lab ms. */
  readonly at: number;
}

/** What a reboot loses. */
export interface NxosRun {
  readonly bootedAt: number;
  readonly pending: readonly Pending[];
  /** Why the last reset came about, for `show version`. */
  readonly resetReason: string;
  /** Which supervisor runs the box. */
  readonly active: 1 | 2;
  readonly lastConfigChange: number;
  /** Configuration sessions that wait for their commit: lines as typed, by name. */
  readonly configurationSessions?: Readonly<Record<string, readonly string[]>>;
  /** `clear counters`, lab ms by interface. */
  readonly countersCleared?: Readonly<Record<string, number>>;
  readonly nxapi: {
    /** Read from flash by `httpscrt` and `httpskey`; served after `enable`. */
    readonly uploaded: { readonly certificate?: string; readonly key?: string };
    /** Served instead of the self-signed pair. */
    readonly served?: Identity;
    readonly cookies: Readonly<Record<string, Cookie>>;
    /** Tokens of NX-API REST, by value. */
    readonly tokens?: Readonly<Record<string, Cookie>>;
  };
  /** Open CLI sessions over SSH, by number. */
  readonly sessions: Readonly<Record<string, CliSession>>;
  /** Failed logins by user; see accounts. */
  readonly failures: Failures;
}

/** A Nexus 9000. */
export interface NxosState extends DeviceState {
  readonly config: NxosConfig;
  readonly store: NxosStore;
  readonly run: NxosRun;
}
