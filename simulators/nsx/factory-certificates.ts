import { Table } from '../chassis/table.ts';
import type { SeededIds } from './ids.ts';
import type { Release } from './release.ts';
import type { Certificate, FactoryCertificate, ManagerNode, Site } from './state.ts';

/** What the certificates of a new site are made from. */
export interface CertificatePlan {
  readonly release: Release;
  readonly ids: SeededIds;
  readonly nodes: readonly ManagerNode[];
  readonly role: Site['role'];
  readonly federated: boolean;
  readonly siteId: string;
  readonly vipFqdn: string;
  /** Lab ms. */
  readonly born: number;
}

type Trust = Pick<Site, 'certificates' | 'unlisted' | 'bindings'>;

const day = 86_400_000;

/** Services whose certificates show on a listener. */
export const presentedServices = ['API', 'MGMT_CLUSTER', 'APH', 'CCP'] as const;

/** Keys that the certificates without a listener have among them. */
const hiddenKeys = 4;

/**
 * The certificates that are there after a deployment and who uses them, without the certificates themselves: those are
 * made when a first connection asks (see `commission`).
 * @source NSX reference 9.1, 11
 */
export function factoryCertificates(plan: CertificatePlan): Trust {
  const { release, ids, nodes } = plan;
  const listed: Certificate[] = [];
  const unlisted: Record<string, Certificate> = {};
  const bindings: Record<string, Record<string, string>> = {};
  let presented = 0;
  let hidden = 0;

  const add = (
    service: string,
    users: readonly ManagerNode[],
    displayName: string,
    also: readonly string[] = [],
  ): string => {
    const [first] = users;
    const id = ids.uuid();
    const certificate = blank(id, displayName, plan, {
      commonName: commonName(service, first?.hostname ?? ''),
      names:
        service === 'MGMT_CLUSTER' && users.length > 1
          ? [...users.map(({ fqdn }) => fqdn), plan.vipFqdn]
          : users.map(({ fqdn }) => fqdn),
      notBefore: plan.born - day,
      days: daysOf(service, release),
      modern: release.basicConstraints,
      nthKey: presentedServices.some((name) => name === service) ? presented++ : hidden++ % hiddenKeys,
    });
    if (release.serviceTypes.includes(service)) listed.push(certificate);
    else unlisted[id] = certificate;
    for (const name of [service, ...also]) {
      bindings[name] = { ...bindings[name], ...Object.fromEntries(users.map(({ uuid }) => [uuid, id])) };
    }
    return id;
  };

  switch (release.clusterCertificate) {
    case 'shared':
      add('MGMT_CLUSTER', nodes, `MGMT_CLUSTER site ${plan.siteId}`, ['API']);
      break;
    case 'one':
      for (const node of nodes) add('API', [node], `API for node ${node.hostname}`);
      add('MGMT_CLUSTER', nodes, `MGMT_CLUSTER site ${plan.siteId}`);
      break;
    case 'each-node':
      for (const node of nodes) add('API', [node], 'NSX-API-CERT');
      for (const node of nodes) add('MGMT_CLUSTER', [node], `mp-cluster certificate for node ${node.hostname}`);
  }
  const services = new Set([...release.nodeCertificates, 'APH', 'CCP']);
  for (const service of services)
    for (const node of nodes) add(service, [node], `${service} certificate for node ${node.hostname}`);
  if (plan.role === 'LM' && (release.localManager || plan.federated)) add('LOCAL_MANAGER', nodes, 'LocalManager');
  if (plan.role === 'GM') add('GLOBAL_MANAGER', nodes, 'GlobalManager');
  return { certificates: Table.from(listed.map((one) => [one.id, one] as const)), unlisted, bindings };
}

function commonName(service: string, hostname: string): string {
  return service === 'API' || service === 'MGMT_CLUSTER' ? hostname : `${hostname} ${service}`;
}

function daysOf(service: string, { factoryDays }: Release): number {
  if (service.startsWith('CBM_')) return 36_500;
  return service === 'CCP' ? 3650 : factoryDays;
}

const noTags: Certificate['tags'] = Object.freeze([]);

/** Frozen here, part by part: a table would walk through each to do so, which is most of what a birth costs. */
function blank(id: string, displayName: string, { born }: CertificatePlan, factory: FactoryCertificate): Certificate {
  Object.freeze(factory.names);
  return Object.freeze({
    id,
    displayName,
    tags: noTags,
    createdBy: 'system',
    createdAt: born,
    modifiedBy: 'system',
    modifiedAt: born,
    systemOwned: false,
    protection: 'NOT_PROTECTED',
    revision: 0,
    resourceType: 'certificate_self_signed',
    pem: '',
    thumbprint: '',
    category: 'APPLIANCE_CERTIFICATE',
    factory: Object.freeze(factory),
  });
}
