import type { Birth } from '../chassis/kind.ts';
import { Table } from '../chassis/table.ts';
import { insideAddress } from './addresses.ts';
import { factoryCertificates } from './factory-certificates.ts';
import { SeededIds } from './ids.ts';
import { type NsxOptions, optionsOf } from './options.ts';
import { outagesFrom } from './outages.ts';
import { releaseOf } from './release.ts';
import { apiService, authPolicy, securityConfig } from './settings.ts';
import type { Location, ManagerNode, NsxState, Site, SiteRun, TransportNode, User } from './state.ts';

/** The account that a lab gives a manager. */
export const administrator = { username: 'admin', password: 'VMware1!VMware1!' } as const;

/** SHA-256-crypt of {@link administrator}'s password: a constant, since a hash costs milliseconds. */
const administratorHash = '$5$RACKLESS$GvqYKst93Yt37vgYlPFp8hsP9kR.UDiFhXN6P/ZB7Z.';

/** Name of the only site of a lone cluster. */
export const loneSite = 'nsx';

/** What one site is made from. */
interface SitePlan {
  readonly name: string;
  readonly role: 'gm-active' | 'gm-standby' | 'lm';
  readonly vip: boolean;
  readonly vipPlace: string;
  /** Names of its nodes' addresses. */
  readonly places: readonly string[];
}

/** The state of a cluster as its deployment left it. */
export function factory(birth: Birth): NsxState {
  const options = optionsOf(birth.options);
  const plans = plansOf(options);
  const sites = plans.map((plan, order) => site(birth, options, plan, order));
  const located = sites.map((one) => ({ ...one, locations: locationsOf(one, sites, options) }));
  return {
    config: {},
    store: { flash: {}, sites: Object.fromEntries(located.map((one) => [one.name, one])) },
    run: { bootedAt: birth.now, pending: outagesFrom(options, birth.now), sites: freshRuns(located) },
  };
}

/** The sites of a device: those of a federation, or a lone cluster and the managers that may still join it. */
function plansOf({ federation, managers, vip, spares }: NsxOptions): SitePlan[] {
  const places = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${prefix}manager-${index + 1}`);
  if (federation.length > 0) {
    return federation.map((one) => ({
      name: one.name,
      role: one.role,
      vip: one.vip,
      vipPlace: `${one.name}.vip`,
      places: places(`${one.name}.`, one.managers),
    }));
  }
  const lone: SitePlan = { name: loneSite, role: 'lm', vip, vipPlace: 'vip', places: places('', managers) };
  const joining = Array.from({ length: spares }, (_, index): SitePlan => {
    const place = `manager-${managers + index + 1}`;
    return { name: place, role: 'lm', vip: false, vipPlace: `${place}.vip`, places: [place] };
  });
  return [lone, ...joining];
}

/** What every site runs with after it was switched on. */
export function freshRuns(sites: readonly Site[]): Record<string, SiteRun> {
  const run = ({ nodes }: Site): SiteRun => ({
    leader: nodes[0]?.name ?? '',
    leaseVersion: 1,
    down: [],
    httpAway: [],
    sessions: {},
    failures: {},
  });
  return Object.fromEntries(sites.map((one) => [one.name, run(one)]));
}

function site(birth: Birth, options: NsxOptions, plan: SitePlan, order: number): Site {
  const release = releaseOf(birth);
  const federated = options.federation.length > 0;
  const ids = new SeededIds(`${birth.seed}/${plan.name}`);
  const role = plan.role === 'lm' ? 'LM' : 'GM';
  const base = federated ? `${birth.name}-${plan.name}` : birth.name;
  const nodes = plan.places.map((name): ManagerNode => {
    const hostname = `${base}${'abc'[Number(name.at(-1)) - 1] ?? name.at(-1)}`;
    const entities = ['HTTP', 'DATASTORE', 'MANAGER', 'POLICY', 'CONTROLLER', 'CLUSTER_BOOT_MANAGER'];
    return {
      name,
      uuid: ids.applianceUuid(),
      hostname,
      fqdn: `${hostname}.${options.domain}`,
      ip: insideAddress(options, name, federated ? order : 0).ip,
      entities: Object.fromEntries(entities.map((type) => [type, ids.uuid()])),
      status: 'JOINED',
    };
  });
  const siteId = ids.uuid();
  const clusterId = ids.uuid();
  const vipFqdn = options.vipFqdn ?? `${base}.${options.domain}`;
  const certificates = factoryCertificates({
    release,
    ids,
    nodes,
    role,
    federated,
    siteId,
    vipFqdn,
    born: birth.now,
  });
  return {
    name: plan.name,
    role,
    active: plan.role === 'gm-active',
    siteId,
    clusterId,
    configVersion: nodes.length > 1 ? nodes.length : 0,
    nodes,
    vip: {
      place: plan.vipPlace,
      ip: plan.vip ? insideAddress(options, plan.vipPlace, federated ? order : 0).ip : '0.0.0.0',
      ip6: '::',
      fqdn: vipFqdn,
    },
    ...certificates,
    thumbprints: Table.from<string>(),
    policyCertificates: Table.from<string>(),
    identities: Table.from<never>(),
    tokenIdentities: Table.from<never>(),
    csrs: Table.from<never>(),
    crls: Table.from<never>(),
    distributionPoints: Table.from<never>(),
    users: users(birth.now),
    authPolicy: authPolicy(release),
    apiService: apiService(release, options),
    security: securityConfig(release, ids.uuid()),
    transportNodes: role === 'GM' || plan.name.startsWith('manager-') ? [] : transportNodes(options, ids),
    locations: [],
    trustedCas: {},
  };
}

function users(now: number): Record<string, User> {
  const local = (userid: number, fullName: string, roles: readonly string[], hash?: string): User => ({
    userid,
    fullName,
    ...(hash !== undefined && { hash }),
    roles,
    passwordDays: 90,
    passwordSetAt: now,
  });
  return {
    root: local(0, 'root', []),
    admin: local(10_000, 'admin', ['enterprise_admin'], administratorHash),
    audit: local(10_002, 'audit', ['auditor']),
    guestuser1: local(12_000, 'guestuser1', []),
    guestuser2: local(12_001, 'guestuser2', []),
  };
}

function transportNodes({ edges, hosts }: NsxOptions, ids: SeededIds): TransportNode[] {
  const make = (count: number, type: TransportNode['type'], name: string, net: number): TransportNode[] =>
    Array.from({ length: count }, (_, index) => ({
      id: ids.uuid(),
      name: `${name}-${index + 1}`,
      type,
      ip: `192.168.${net}.${index + 11}`,
    }));
  return [...make(edges, 'EdgeNode', 'edge', 111), ...make(hosts, 'HostNode', 'host', 112)];
}

/** A Global Manager knows the other sites' Local Managers; their thumbprints are learned when the certificates are made. */
function locationsOf(one: Site, sites: readonly Site[], { domain }: NsxOptions): Location[] {
  if (one.role !== 'GM') return [];
  return sites
    .filter(({ role }) => role === 'LM')
    .map((lm) => ({
      id: lm.name,
      site: lm.name,
      fqdn: lm.vip.ip === '0.0.0.0' ? (lm.nodes[0]?.fqdn ?? domain) : (lm.vip.fqdn ?? lm.vip.ip),
      thumbprint: '',
    }));
}
