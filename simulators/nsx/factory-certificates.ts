import { createPrivateKey } from 'node:crypto';
import { Table } from '../chassis/table.ts';
import { changeSite } from './change.ts';
import type { SeededIds } from './ids.ts';
import type { NsxDevice } from './nsx.ts';
import type { Release } from './release.ts';
import { certificateOf, clusterCertificate } from './site.ts';
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

/**
 * The certificates that are there after a deployment and who uses them, without the certificates themselves: those are
 * made when a first connection asks (see {@link commission}).
 * @source NSX reference 9.1, 11
 */
export function factoryCertificates(plan: CertificatePlan): Trust {
  const { release, ids, nodes } = plan;
  const listed: Certificate[] = [];
  const unlisted: Record<string, Certificate> = {};
  const bindings: Record<string, Record<string, string>> = {};

  const add = (
    service: string,
    users: readonly ManagerNode[],
    displayName: string,
    also: readonly string[] = [],
  ): string => {
    const [first] = users;
    const id = ids.uuid();
    const certificate = blank(id, displayName, plan, {
      subject: subjectOf(service, first?.hostname ?? ''),
      names:
        service === 'MGMT_CLUSTER' && users.length > 1
          ? [...users.map(({ fqdn }) => fqdn), plan.vipFqdn]
          : users.map(({ fqdn }) => fqdn),
      notBefore: plan.born - day,
      days: daysOf(service, release),
      modern: release.basicConstraints,
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

function subjectOf(service: string, hostname: string): FactoryCertificate['subject'] {
  const cn = service === 'API' || service === 'MGMT_CLUSTER' ? hostname : `${hostname} ${service}`;
  return [
    ['C', 'US'],
    ['ST', 'CA'],
    ['L', 'Palo Alto'],
    ['O', 'VMware Inc.'],
    ['OU', 'NSX'],
    ['CN', cn],
  ];
}

function daysOf(service: string, { factoryDays }: Release): number {
  if (service.startsWith('CBM_')) return 36_500;
  return service === 'CCP' ? 3650 : factoryDays;
}

function blank(id: string, displayName: string, { born }: CertificatePlan, factory: FactoryCertificate): Certificate {
  return {
    id,
    displayName,
    tags: [],
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
    factory,
  };
}

const underWay = new WeakMap<NsxDevice, Promise<void>>();

/** Whether the certificates of the factory have been made. */
export function isCommissioned(device: NsxDevice): boolean {
  for (const { certificates } of Object.values(device.state.store.sites)) {
    for (const { pem } of certificates.values()) return pem !== '';
  }
  return true;
}

/**
 * Makes the certificates that the factory left blank, once, at the first connection of any kind: keys cost too much
 * for a device that nobody asks anything.
 */
export function commission(device: NsxDevice): Promise<void> {
  let making = underWay.get(device);
  if (!making) {
    making = isCommissioned(device) ? Promise.resolve() : make(device);
    underWay.set(device, making);
    making.catch(() => underWay.delete(device));
  }
  return making;
}

async function make(device: NsxDevice): Promise<void> {
  const { makeCertificate } = await import('../../certs/make.ts');
  const { readCertificates } = await import('../../certs/read.ts');
  const { identities } = device.surroundings;
  const made = new Map<string, Pick<Certificate, 'pem' | 'key' | 'thumbprint'>>();
  for (const site of Object.values(device.state.store.sites)) {
    for (const { id, factory } of blanks(site)) {
      // The pool's keys: any RSA key does, and a lab of many clusters needs no more than a few of them.
      const key = createPrivateKey(await identities.hostKey('nsx', `${device.birth.seed}/${id}`));
      const { subject, names, notBefore, days, modern } = factory;
      const { pem } = makeCertificate({
        subject: subject.map(([type, value]) => [{ type, value }]),
        key,
        san: names.map((name) => `dns:${name}` as const),
        notBefore: new Date(notBefore),
        days,
        serial: id.replaceAll('-', '').replace(/^./, '4'),
        ...(modern
          ? { purposes: ['serverAuth', 'clientAuth'] }
          : { basicConstraints: false, keyUsage: false, purposes: false }),
      });
      const thumbprint = readCertificates(pem)[0]?.sha256 ?? '';
      made.set(id, { pem, key: key.export({ type: 'pkcs8', format: 'pem' }).toString(), thumbprint });
    }
  }
  device.batch(() => {
    for (const name of Object.keys(device.state.store.sites)) changeSite(device, name, (site) => filled(site, made));
    for (const name of Object.keys(device.state.store.sites)) {
      changeSite(device, name, (site) => introduced(site, device.state.store.sites));
    }
  });
}

function filled(site: Site, made: ReadonlyMap<string, Pick<Certificate, 'pem' | 'key' | 'thumbprint'>>): Site {
  let { certificates, thumbprints } = site;
  const unlisted: Record<string, Certificate> = { ...site.unlisted };
  for (const { id } of blanks(site)) {
    const known = certificateOf(site, id);
    const content = made.get(id);
    if (!known || !content) continue;
    const whole: Certificate = { ...known, ...content };
    if (certificates.has(id)) {
      certificates = certificates.put(id, whole);
      thumbprints = thumbprints.put(whole.thumbprint, id);
    } else unlisted[id] = whole;
  }
  return { ...site, certificates, thumbprints, unlisted };
}

/** A Global Manager learned at onboarding what its Local Managers present. */
function introduced(site: Site, sites: Readonly<Record<string, Site>>): Site {
  if (site.locations.length === 0) return site;
  const locations = site.locations.map((location) => {
    const lm = sites[location.site];
    const [node] = lm?.nodes ?? [];
    return { ...location, thumbprint: (lm && node && clusterCertificate(lm, node.uuid)?.thumbprint) ?? '' };
  });
  return { ...site, locations };
}

function blanks(site: Pick<Site, 'certificates' | 'unlisted'>): { id: string; factory: FactoryCertificate }[] {
  const all = [...site.certificates.values(), ...Object.values(site.unlisted)];
  return all.flatMap(({ id, factory, pem }) => (factory && pem === '' ? [{ id, factory }] : []));
}
