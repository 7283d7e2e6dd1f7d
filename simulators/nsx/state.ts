import type { Failures } from '../chassis/accounts/lockout.ts';
import type { Json } from '../chassis/json.ts';
import type { DeviceState, Pending } from '../chassis/kind.ts';
import type { Table } from '../chassis/table.ts';

/** A scope and a tag on an object. */
export interface Tag {
  readonly scope?: string;
  readonly tag?: string;
}

/** What every managed object has (reference 2.6). Times in lab ms. */
export interface Managed {
  readonly id: string;
  readonly displayName: string;
  readonly description?: string;
  readonly tags: readonly Tag[];
  readonly createdBy: string;
  readonly createdAt: number;
  readonly modifiedBy: string;
  readonly modifiedAt: number;
  readonly systemOwned: boolean;
  readonly protection: 'NOT_PROTECTED' | 'REQUIRE_OVERRIDE';
  readonly revision: number;
}

/** What a certificate is for, as the newer releases tell. */
export type Category =
  | 'OTHER_CERTIFICATE'
  | 'APPLIANCE_CERTIFICATE'
  | 'PRINCIPAL_IDENTITY_CERTIFICATE'
  | 'SITE_CERTIFICATE'
  | 'POLICY_CERTIFICATE';

/** A certificate of the trust store. Who uses it stands in {@link Site.bindings} and {@link Site.identities}. */
export interface Certificate extends Managed {
  readonly resourceType: 'certificate_self_signed' | 'certificate_signed' | 'certificate_ca';
  /** As imported, byte for byte, without private keys; empty until the factory's have been made. */
  readonly pem: string;
  /** PEM, unencrypted. */
  readonly key?: string;
  /** SHA-256 of the first certificate, lower-case hex. */
  readonly thumbprint: string;
  readonly category: Category;
  /** Fixed by the first service that it was applied to. */
  readonly certificateClass?: string;
  readonly purpose?: 'signing-ca';
  /** How the factory makes it, at the first connection. */
  readonly factory?: FactoryCertificate;
}

/** What a certificate that came with the appliance says. */
export interface FactoryCertificate {
  /** CN of its subject; the rest is the same in all of them. */
  readonly commonName: string;
  readonly names: readonly string[];
  /** Lab ms. */
  readonly notBefore: number;
  readonly days: number;
  /** Extended key usage and basic constraints, which the oldest ones have not. */
  readonly modern: boolean;
  /** Which key of the site's it has: on no two listeners the same, unless they share the certificate. */
  readonly nthKey: number;
}

/** A node of the management cluster. */
export interface ManagerNode {
  /** `manager-1`: the name of its address in the lab, behind the site's name in a federation. */
  readonly name: string;
  /** The node's UUID, which `node_id` means nearly everywhere (the Unified Appliance id). */
  readonly uuid: string;
  readonly hostname: string;
  readonly fqdn: string;
  readonly ip: string;
  /** UUIDs by entity type: `HTTP`, `CONTROLLER`. */
  readonly entities: Readonly<Record<string, string>>;
  readonly status: 'JOINED';
}

/** A service's principal with a certificate, or a token. */
export interface PrincipalIdentity extends Managed {
  readonly name: string;
  readonly nodeId: string;
  readonly certificateId?: string;
  readonly role?: string;
  readonly rolesForPaths?: readonly { readonly path: string; readonly roles: readonly { readonly role: string }[] }[];
  readonly permissionGroup?: string;
  readonly isProtected: boolean;
}

/** A certificate signing request and its key. */
export interface Csr extends Managed {
  readonly pem: string;
  readonly key: string;
  readonly subject: readonly { readonly key: string; readonly value: string }[];
  readonly keySize: number;
  readonly algorithm: 'RSA' | 'EC';
  readonly isCa: boolean;
  readonly dnsNames: readonly string[];
  readonly addresses: readonly string[];
}

/** An imported revocation list. */
export interface Crl extends Managed {
  readonly pem: string;
}

/** Where a revocation list is fetched from. */
export interface DistributionPoint extends Managed {
  readonly uri: string;
  readonly issuer: string;
  readonly status: 'NOT_READY' | 'FETCHING' | 'READY' | 'ERROR';
  readonly error?: string;
  /** The list that was fetched last, PEM. */
  readonly pem?: string;
}

/** A local account. */
export interface User {
  readonly userid: number;
  readonly fullName: string;
  /** `$5$…`; absent while the account is not activated. */
  readonly hash?: string;
  readonly roles: readonly string[];
  /** Days that a password lasts; 0: for ever. */
  readonly passwordDays: number;
  readonly passwordSetAt: number;
}

/** An edge or a host that the managers prepare. */
export interface TransportNode {
  readonly id: string;
  readonly name: string;
  readonly type: 'EdgeNode' | 'HostNode';
  readonly ip: string;
  /** Its own certificate once one was put there: the only place where it shows is `used_by`. */
  readonly certificateId?: string;
}

/** A step of a batch, as `batch-results` tells. Times in lab ms, durations in s. */
export interface BatchStep {
  readonly id: string;
  readonly certificateId: string;
  readonly certificateName: string;
  readonly oldCertificateId: string;
  readonly oldCertificateName: string;
  readonly nodeId: string;
  readonly serviceType: string;
  readonly operation: 'REPLACE' | 'DELETE';
  readonly status: 'PENDING' | 'OK' | 'ERROR' | 'ABORTED';
  readonly message: string;
  readonly startTime: number;
  readonly endTime?: number;
}

/** What the last batch did or is doing. */
export interface Batch {
  readonly startTime: number;
  readonly endTime?: number;
  readonly steps: readonly BatchStep[];
}

/** What a Global Manager knows of a Local Manager. */
export interface Location {
  readonly id: string;
  /** Name of the site in the lab. */
  readonly site: string;
  readonly fqdn: string;
  /** The thumbprint that the Location Manager trusts. */
  readonly thumbprint: string;
}

/** Settings that are kept as the API has them. */
export type Settings = Readonly<Record<string, Json>>;

/** One management cluster: a site of a federation, or all there is. */
export interface Site {
  readonly name: string;
  readonly role: 'LM' | 'GM';
  /** Of a Global Manager. */
  readonly active: boolean;
  readonly siteId: string;
  readonly clusterId: string;
  readonly configVersion: number;
  readonly nodes: readonly ManagerNode[];
  readonly vip: {
    /** Its name among the device's addresses: `vip`, `paris.vip`. */
    readonly place: string;
    readonly ip: string;
    readonly ip6: string;
    readonly fqdn?: string;
  };
  readonly certificates: Table<Certificate>;
  /** Index of {@link certificates}: thumbprint → id. */
  readonly thumbprints: Table<string>;
  /** Certificates that no list shows: of listeners whose service types the release does not know yet. */
  readonly unlisted: Readonly<Record<string, Certificate>>;
  /** Service type → node UUID (or transport node id) → certificate id. */
  readonly bindings: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** As {@link bindings}: what was in their place before, where anything was. */
  readonly replaced?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Certificates that policy made: policy id → certificate id. */
  readonly policyCertificates: Table<string>;
  readonly identities: Table<PrincipalIdentity>;
  readonly tokenIdentities: Table<PrincipalIdentity>;
  readonly csrs: Table<Csr>;
  readonly crls: Table<Crl>;
  readonly distributionPoints: Table<DistributionPoint>;
  readonly users: Readonly<Record<string, User>>;
  readonly authPolicy: Settings;
  readonly apiService: Settings;
  readonly security: Settings;
  readonly transportNodes: readonly TransportNode[];
  readonly batch?: Batch;
  /** Of a Global Manager: its Local Managers. */
  readonly locations: readonly Location[];
  /** Trusted beside the list, by alias. */
  readonly trustedCas: Readonly<Record<string, string>>;
}

/** A login that goes on by cookie. */
export interface ApiSession {
  readonly user: string;
  readonly roles: readonly string[];
  readonly token: string;
  /** Lab ms. */
  readonly usedAt: number;
}

/** A replacement that is under way. */
export interface Replacement {
  readonly id: string;
  readonly what: 'apply' | 'batch';
}

/** Who used what until a change that `used_by` does not tell of yet. */
export interface Lagging {
  readonly bindings: Site['bindings'];
  /** Lab ms. */
  readonly until: number;
}

/** What a site forgets when it is switched off. */
export interface SiteRun {
  /** Name of the node that leads the API, and has the VIP. */
  readonly leader: string;
  readonly leaseVersion: number;
  /** Nodes that are switched off. */
  readonly down: readonly string[];
  /** Nodes whose HTTP service is away, restarting or stopped. */
  readonly httpAway: readonly string[];
  readonly replacement?: Replacement;
  /** Oldest first; where the lab lets `used_by` lag. */
  readonly lagging?: readonly Lagging[];
  /** Node → cookie → session: a session is good on the node that made it. */
  readonly sessions: Readonly<Record<string, Readonly<Record<string, ApiSession>>>>;
  /** Failed logins by node and interface: `manager-1 api`. */
  readonly failures: Readonly<Record<string, Failures>>;
}

/** The whole device. */
export interface NsxState extends DeviceState {
  /** Nothing: NSX has no save command. */
  readonly config: Readonly<Record<string, never>>;
  readonly store: DeviceState['store'] & {
    /** Sites by name. A lone cluster is the site `nsx`. */
    readonly sites: Readonly<Record<string, Site>>;
  };
  readonly run: DeviceState['run'] & {
    readonly pending: readonly Pending[];
    readonly sites: Readonly<Record<string, SiteRun>>;
  };
}
