import type { DeviceState, FlashVolume, Pending } from '../chassis/kind.ts';
import type { Table } from '../chassis/table.ts';

/** A value with a word for what it is, as REST writes it: `{ kind: 'IPv4Address', value: '192.0.2.1' }`. */
export interface Primitive {
  readonly kind: string;
  readonly value: string;
}

/** A named thing that another one refers to: `{ kind: 'objectRef#NetworkObj', objectId: 'web1' }`. */
export interface Reference {
  readonly kind: string;
  readonly objectId: string;
}

export type Operand = Primitive | Reference;

/** Tells what is referred to from what is written out. */
export function isReference(operand: Operand): operand is Reference {
  return 'objectId' in operand;
}

/** NAT of an object, on two interfaces. */
export interface ObjectNat {
  readonly real: string;
  readonly mapped: string;
  readonly mode: 'static' | 'dynamic';
  /** An address, an object's name, or `interface`. */
  readonly to: string;
  /** `dns`, `no-proxy-arp`, … in the order of the line. */
  readonly flags: readonly string[];
}

/** `object network`. Without `host` it has been named and not filled. */
export interface NetworkObject {
  readonly host?: Primitive;
  readonly description?: string;
  readonly nat?: ObjectNat;
}

/** `object-group network`. */
export interface NetworkGroup {
  readonly members: readonly Operand[];
  readonly description?: string;
}

/** `object service`. `value` as REST writes it: `tcp/https,source=7000-8000`. */
export interface ServiceObject {
  readonly service?: Primitive;
  readonly description?: string;
}

/** `object-group service`. */
export interface ServiceGroup {
  /** Given on the CLI: members are then ports of it, and lines say `port-object`. */
  readonly protocol?: 'tcp' | 'udp' | 'tcp-udp';
  readonly members: readonly Operand[];
  readonly description?: string;
}

/** What a rule lets through: a service object or group, or a protocol with ports in the words of the CLI. */
export interface RuleService {
  /** `ip`, `tcp`, …; absent beside {@link reference}. */
  readonly protocol?: string;
  readonly reference?: Reference;
  /** `eq https`, `range 6001 6500`, `gt 1023`, `object-group NAME`. */
  readonly source?: string;
  readonly destination?: string;
  /** `echo`, `traceroute 70`. */
  readonly icmp?: string;
}

/** One line of an extended access list, with the remarks above it. */
export interface Ace {
  readonly permit: boolean;
  readonly service: RuleService;
  /** Whose traffic it is: a user, a group of users, `AnyUser` or `NoneUser`. */
  readonly user?: Operand;
  /** TrustSec security groups, by name, tag or object-group. */
  readonly sourceSecurity?: Operand;
  readonly source: Operand;
  readonly destinationSecurity?: Operand;
  readonly destination: Operand;
  /** As REST names it: `Default`, `Disabled`, `Errors`, … */
  readonly logStatus: string;
  readonly logInterval: number;
  /** Typed on the CLI as `log`, which means `Informational`, or as `log default`; REST has no word for either. */
  readonly logTyped?: 'log' | 'log default';
  readonly timeRange?: string;
  readonly inactive?: true;
  readonly remarks: readonly string[];
}

/** An extended access list. */
export interface AccessList {
  readonly aces: readonly Ace[];
  /** Remarks below the last line. */
  readonly remarks: readonly string[];
}

/** `access-group`. */
export interface AccessGroup {
  readonly acl: string;
  readonly direction: 'in' | 'out' | 'global';
  /** nameif; empty for the global one. */
  readonly interface: string;
}

/** An interface. */
export interface Interface {
  readonly nameif?: string;
  readonly securityLevel?: number;
  /** `dhcp` takes one from the network. */
  readonly ip?:
    | { readonly address: string; readonly mask: string; readonly standby?: string }
    | 'dhcp'
    | 'dhcp-setroute';
  readonly shutdown: boolean;
  readonly description?: string;
  readonly managementOnly?: true;
  readonly vlan?: number;
  readonly mtu?: number;
  readonly speed?: string;
  readonly duplex?: string;
  readonly ipv6?: readonly string[];
  readonly dhcprelay?: readonly string[];
  /** Whether failover watches it, where that is not as usual. */
  readonly monitored?: boolean;
}

/** A static route. */
export interface Route {
  readonly interface: string;
  /** Address, or an object's name. */
  readonly network: string;
  /** Dotted; absent for IPv6, where the network has its length. */
  readonly mask?: string;
  readonly gateway: string;
  readonly metric: number;
  readonly tunneled?: true;
  readonly track?: number;
}

/** A manual NAT rule. */
export interface Nat {
  readonly real: string;
  readonly mapped: string;
  readonly mode: 'static' | 'dynamic';
  /** Object names, `any` or `interface`. */
  readonly source: readonly [real: string, mapped: string];
  readonly patPool?: string;
  readonly destination?: readonly [mapped: string, real: string];
  readonly service?: readonly [real: string, mapped: string];
  /** `unidirectional`, `no-proxy-arp`, `route-lookup`, `dns`, … */
  readonly flags: readonly string[];
  readonly inactive?: true;
  readonly description?: string;
}

/** A local account. */
export interface User {
  /** `$sha512$…`, 16 characters, or absent: `nopassword`. */
  readonly hash?: string;
  readonly privilege: number;
  readonly serviceType?: 'admin' | 'nas-prompt' | 'remote-access';
}

/** A line of who may connect: `http 192.0.2.0 255.255.255.0 management`. */
export interface AccessLine {
  readonly type: 'http' | 'ssh' | 'telnet';
  readonly network: string;
  readonly mask: string;
  readonly interface: string;
}

/** A server group for names and passwords, and whether LOCAL follows when no server answers. */
export interface AaaMethod {
  readonly group: string;
  readonly local?: true;
}

/** `aaa …` */
export interface Aaa {
  readonly authentication: { readonly [K in AaaLine]?: AaaMethod };
  /** `aaa authorization command`. */
  readonly command?: AaaMethod;
  /** `aaa authorization exec`, with `auto-enable`. */
  readonly exec?: { readonly group: string; readonly autoEnable?: true };
}

export type AaaLine = 'enable' | 'http' | 'serial' | 'ssh' | 'telnet';

/** `aaa-server`: a group and its hosts. */
export interface AaaServer {
  readonly protocol: string;
  readonly hosts: readonly { readonly interface: string; readonly host: string; readonly key?: string }[];
}

/** `time-range`. Texts as the CLI writes them. */
export interface TimeRange {
  /** `03:47 14 May 2025` */
  readonly start?: string;
  readonly end?: string;
  /** `daily 4:00 to 5:01` */
  readonly periodic: readonly string[];
}

/** `ntp server`. */
export interface NtpServer {
  readonly key?: number;
  readonly interface?: string;
  readonly prefer?: true;
}

/** `dhcpd option`. */
export interface DhcpOption {
  readonly code: number;
  readonly type: 'ascii' | 'hex' | 'ip';
  readonly value1: string;
  readonly value2?: string;
}

/** `dhcpd` on an interface. */
export interface DhcpServer {
  readonly from?: string;
  readonly to?: string;
  readonly dns?: readonly string[];
  readonly wins?: readonly string[];
  /** Seconds, as text: that is how both faces have it. */
  readonly lease?: string;
  /** Milliseconds, as text. */
  readonly pingTimeout?: string;
  readonly domain?: string;
  /** The interface whose own lease is passed on. */
  readonly autoConfig?: string;
  readonly vpnOverride?: true;
  /** `dhcpd update dns`. */
  readonly ddns?: { readonly both?: true; readonly override?: true };
  readonly options?: readonly DhcpOption[];
  readonly enabled?: true;
}

/** `dns server-group`. */
export interface DnsGroup {
  readonly servers: readonly { readonly address: string; readonly interface?: string }[];
  readonly domain?: string;
}

/** `crypto ca trustpoint`, with the certificates of its chain: DER in hexadecimal. */
export interface Trustpoint {
  readonly enrollment?: 'self' | 'terminal';
  readonly keypair?: string;
  /** `CN=fw1,OU=lab` */
  readonly subject?: string;
  readonly fqdn?: string;
  readonly email?: string;
  readonly ipAddress?: string;
  readonly serialNumber?: true;
  /** The box's own. */
  readonly certificate?: string;
  /** Of its authorities, nearest first. */
  readonly cas: readonly string[];
}

/** `ssl trust-point`, for an interface, a name, or all that have none of their own. */
export interface SslBinding {
  readonly trustpoint: string;
  readonly interface?: string;
  readonly domain?: string;
}

/** `license smart`. */
export interface SmartLicense {
  readonly tier?: 'standard';
  readonly throughput?: string;
}

/** `crypto ikev1 policy`, in the words of the command line. */
export interface Ikev1Policy {
  readonly authentication: string;
  readonly encryption: string;
  readonly hash: string;
  readonly group: number;
  /** Seconds. */
  readonly lifetime: number;
}

/** `group-policy`. */
export interface GroupPolicy {
  readonly type: 'internal' | 'external';
  readonly protocols?: readonly string[];
  /** An access list. */
  readonly filter?: string;
  /** Minutes, or `none`. */
  readonly maxConnectTime?: string;
  readonly idleTimeout?: string;
}

/** `object-group user` or `object-group security`. */
export interface IdentityGroup {
  readonly members: readonly Operand[];
  readonly description?: string;
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

/** `allocate-interface`. */
export interface Allocation {
  readonly hardware: string;
  /** The name that the context sees instead. */
  readonly mapped?: string;
}

/** A block `context NAME` of the system configuration. */
export interface ContextEntry {
  readonly description?: string;
  readonly interfaces: readonly Allocation[];
  /** `config-url`; the context does not run before it is given. */
  readonly url?: string;
}

/** All blocks `context NAME`, and which of them is for administration. */
export interface ContextList {
  readonly admin?: string;
  readonly entries: Readonly<Record<string, ContextEntry>>;
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
