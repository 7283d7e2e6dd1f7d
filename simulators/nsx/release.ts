import type { JsonObject } from '../chassis/json.ts';
import { optionsOf } from './options.ts';

/** What differs between releases. Code asks for the knob and never compares versions. */
export interface Release {
  /** As `node/version` has it; the first differs from the second in the build alone. */
  readonly nodeVersion: string;
  readonly productVersion: string;
  /** Response header names as the front end writes them (reference 3.2). */
  readonly lowerCaseHeaders: boolean;
  readonly sameSite: boolean;
  /** `service_type` values (reference 1.3). */
  readonly serviceTypes: readonly string[];
  /** `…/certificates/<id>?action=validate` and `apply_certificate`, profiles, token identities. */
  readonly applyByCertificate: boolean;
  /** `set_pi_certificate_for_federation`. */
  readonly federationIdentity: boolean;
  /** A self-signed certificate may be used between the sites of a federation. */
  readonly federationSelfSigned: boolean;
  /** SAN in requests: not at all, by `csrs-extended`, or in `csrs` as well. */
  readonly requestNames: 'none' | 'extended' | 'both';
  /** One-shot `csrs?action=self_sign`. */
  readonly selfSignAtOnce: boolean;
  readonly requestAlgorithms: Readonly<Record<string, readonly number[]>>;
  /** Days of a self-signed certificate: default, longest, and what a longer wish comes to. */
  readonly selfSignedDays: {
    readonly default: number;
    readonly most: number;
    readonly also: readonly number[];
    readonly longer: 'cut' | 'refused';
  };
  /** `replace-host-certificate`, `import_trusted_ca`, `fetch_peer_certificate_chain`, `type=api_certificate`. */
  readonly hostCertificates: boolean;
  /** API on all nodes and VIP share one certificate; batches; stale certificates; profile classes. */
  readonly shared: boolean;
  /** `renew-appliance-certificates`. */
  readonly renewal: boolean;
  /** `certificate-management/certificate-bundle`. */
  readonly certificateBundle: boolean;
  /** `has_private_key`, thumbprint, `category`, in this order, where the release has them. */
  readonly certificateFields: readonly ('has_private_key' | 'leaf_certificate_sha_256_thumbprint' | 'category')[];
  /** `basicConstraints = CA:FALSE` is demanded of server certificates (reference 6.2). */
  readonly basicConstraints: boolean;
  /** A key with a CA certificate is refused unless it is for signing. */
  readonly signingPurpose: boolean;
  /** Key encipherment is demanded of EC certificates as well (recorded on 4.1.0.2). */
  readonly encipherment: 'rsa' | 'all';
  readonly ekuChecking: boolean;
  /** One certificate for the cluster service from the start, or one a node. */
  readonly clusterCertificate: 'shared' | 'one' | 'each-node';
  /** Service types for which each node has a factory certificate. */
  readonly nodeCertificates: readonly string[];
  /** Days that factory certificates for web services last. */
  readonly factoryDays: number;
  /** Whether a LOCAL_MANAGER certificate is there without a federation. */
  readonly localManager: boolean;
  /** How an unknown client certificate alone is answered (reference 3.3). */
  readonly unknownClientCertificate: 'server-error' | 'forbidden';
  readonly thumbprintInCluster: boolean;
  /** The joining node's thumbprint member is spelled with the slip alone. */
  readonly joinSlipOnly: boolean;
  /** IPv6 and force of the VIP. */
  readonly vip6: boolean;
  readonly tlsProtocols: readonly string[];
  readonly missingObject: 'requested' | 'operation';
  /** Whether the reverse proxy writes its codes as texts. */
  readonly loginCodeAsText: boolean;
  /** Status of what is answered without a body. */
  readonly voidStatus: 200 | 204;
  /** One certificate is told in detail without being asked. */
  readonly singleDetails: boolean;
  /** Applying to a node's service may leave out `node_id` in a cluster of one. */
  readonly nodeIdOptional: boolean;
  /** CLI: roles in the banner, and a line with the time before each output. */
  readonly cliRoles: string;
  readonly cliTime: boolean;
}

const first = ['MGMT_CLUSTER', 'MGMT_PLANE', 'API', 'NOTIFICATION_COLLECTOR', 'SYSLOG_SERVER', 'RSYSLOG_CLIENT'];
const second = [...first, 'APH', 'GLOBAL_MANAGER', 'LOCAL_MANAGER', 'CLIENT_AUTH', 'RMQ'];
const cbm =
  'API CCP CSM MP GM AR MONITORING IDPS_REPORTING CM_INVENTORY MESSAGING_MANAGER UPGRADE_COORDINATOR SITE_MANAGER CLUSTER_MANAGER CORFU'
    .split(' ')
    .map((name) => `CBM_${name}`);
const third = [...second, 'K8S_MSG_CLIENT', 'WEB_PROXY', 'APH_TN', 'CCP', 'COMPUTE_MANAGER', ...cbm];
const fourth = [
  ...third,
  'ANALYTICS_AGENT',
  'ANALYTICS_KAFKA',
  'NAPP_COMMON_AGENT',
  'NAPP_PACE_AGENT',
  'NAPP_METRICS_AGENT',
];
const perNode = ['APH', 'APH_TN', 'CCP', 'CBM_CLUSTER_MANAGER', 'CBM_CORFU'];

const r24: Release = {
  nodeVersion: '2.4.0.0.0.12456291',
  productVersion: '2.4.0.0.0.12456646',
  lowerCaseHeaders: false,
  sameSite: false,
  serviceTypes: first,
  applyByCertificate: false,
  federationIdentity: false,
  federationSelfSigned: false,
  requestNames: 'none',
  selfSignAtOnce: false,
  requestAlgorithms: { RSA: [2048, 3072, 4096] },
  selfSignedDays: { default: 3650, most: 10_000, also: [], longer: 'refused' },
  hostCertificates: false,
  shared: false,
  renewal: false,
  certificateBundle: false,
  certificateFields: [],
  basicConstraints: false,
  signingPurpose: false,
  encipherment: 'rsa',
  ekuChecking: true,
  clusterCertificate: 'each-node',
  nodeCertificates: [],
  factoryDays: 3650,
  localManager: false,
  unknownClientCertificate: 'server-error',
  thumbprintInCluster: false,
  joinSlipOnly: true,
  vip6: false,
  tlsProtocols: ['TLSv1.1', 'TLSv1.2'],
  missingObject: 'requested',
  loginCodeAsText: true,
  voidStatus: 200,
  singleDetails: true,
  nodeIdOptional: false,
  cliRoles: 'Manager, Policy, Controller',
  cliTime: false,
};

const r31: Release = {
  ...r24,
  nodeVersion: '3.1.0.0.0.17107171',
  productVersion: '3.1.0.0.0.17107167',
  serviceTypes: second,
  applyByCertificate: true,
  federationIdentity: true,
  selfSignedDays: { default: 825, most: 825, also: [], longer: 'cut' },
  basicConstraints: true,
  nodeCertificates: ['APH'],
  factoryDays: 825,
  localManager: true,
};

const r41: Release = {
  ...r31,
  nodeVersion: '4.1.0.2.0.21761695',
  productVersion: '4.1.0.2.0.21761691',
  lowerCaseHeaders: true,
  sameSite: true,
  serviceTypes: [...third, 'CBM_SITE_PROXY_CLIENT'],
  requestNames: 'extended',
  selfSignAtOnce: true,
  requestAlgorithms: { RSA: [2048, 3072, 4096], EC: [256, 384, 521] },
  selfSignedDays: { default: 825, most: 825, also: [3650, 36_500], longer: 'refused' },
  federationSelfSigned: true,
  hostCertificates: true,
  certificateFields: ['has_private_key', 'leaf_certificate_sha_256_thumbprint', 'category'],
  signingPurpose: true,
  encipherment: 'all',
  ekuChecking: false,
  clusterCertificate: 'one',
  nodeCertificates: perNode,
  localManager: false,
  unknownClientCertificate: 'forbidden',
  thumbprintInCluster: true,
  joinSlipOnly: false,
  vip6: true,
  tlsProtocols: ['TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
  cliTime: true,
};

const r42: Release = {
  ...r41,
  nodeVersion: '4.2.0.0.0.24105821',
  productVersion: '4.2.0.0.0.24105817',
  serviceTypes: fourth,
  requestNames: 'both',
  shared: true,
  renewal: true,
  encipherment: 'rsa',
  clusterCertificate: 'shared',
};

/** Release profiles, oldest first. @source NSX reference 1, 5, 6, 15 */
export const releases: Readonly<Record<string, Release>> = {
  '2.4': r24,
  '3.1': r31,
  '4.1': r41,
  '4.2': r42,
  '9.0': {
    ...r42,
    nodeVersion: '9.0.1.0.24952114',
    productVersion: '9.0.1.0.24952114',
    serviceTypes: [...fourth, 'LM_FEDERATION', 'LM_INTRASITE', 'GM_FEDERATION'],
    missingObject: 'operation',
    certificateBundle: true,
  },
};

/** What a profile is chosen by: a device's birth. */
export interface Born {
  readonly release: string;
  readonly options: JsonObject;
}

const profiles = new WeakMap<JsonObject, Map<string, Release>>();

/**
 * The profile of a device: that of its release, with the uncertain points as its lab wants them.
 * @throws Error for a release that this house has no profile of; the lab file was checked before
 */
export function releaseOf({ release: name, options }: Born): Release {
  const mine = profiles.get(options) ?? new Map<string, Release>();
  profiles.set(options, mine);
  const known = mine.get(name);
  if (known) return known;
  const release = releases[name];
  if (!release) throw new Error(`there is no profile of NSX ${name}`);
  const { loginErrorCode, ...others } = optionsOf(options).uncertain;
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  const profile = {
    ...release,
    ...given,
    ...(loginErrorCode !== undefined && { loginCodeAsText: loginErrorCode === 'text' }),
  };
  mine.set(name, profile);
  return profile;
}
