import type { Endpoint, EndpointTls, Identity } from '../chassis/kind.ts';
import { commission } from './commission.ts';
import type { NsxDevice } from './nsx.ts';
import { optionsOf } from './options.ts';
import { bound, certificateOf, clusterCertificate, hasVip } from './site.ts';
import type { Certificate, NsxState, Site, SiteRun } from './state.ts';

/** Ports of a manager node. @source NSX reference 2.1 */
const ports = { https: 443, ssh: 22, aph: 1234, ccp: 1235 } as const;

interface Remembered {
  readonly sites: NsxState['store']['sites'];
  readonly runs: NsxState['run']['sites'];
  readonly endpoints: readonly Endpoint[];
}

const remembered = new WeakMap<NsxDevice, Remembered>();

/**
 * Where a cluster listens: HTTPS, SSH, the appliance proxy (1234) and the controller (1235) on each node that is up,
 * and HTTPS on the virtual IP of the leading node. What each presents follows from the bindings.
 * @source NSX reference 2.1, 9.1
 */
export function endpoints(state: NsxState, device: NsxDevice): readonly Endpoint[] {
  const { sites } = state.store;
  const runs = state.run.sites;
  const known = remembered.get(device);
  if (known && known.sites === sites && Object.keys(sites).every((name) => sameNodes(runs[name], known.runs[name]))) {
    return known.endpoints;
  }
  const found = Object.values(sites).flatMap((site) => siteEndpoints(site, runs[site.name], device));
  remembered.set(device, { sites, runs, endpoints: found });
  return found;
}

function sameNodes(one: SiteRun | undefined, other: SiteRun | undefined): boolean {
  return one?.leader === other?.leader && one?.down === other?.down && one?.httpAway === other?.httpAway;
}

function siteEndpoints(site: Site, run: SiteRun | undefined, device: NsxDevice): Endpoint[] {
  const found: Endpoint[] = [];
  const add = (node: string, service: keyof typeof ports, certificate?: Certificate): void => {
    const face = service === 'https' ? 'web' : service === 'ssh' ? 'ssh' : 'tls';
    const common = { name: `${node}.${service}`, node, address: node, port: ports[service], face } as const;
    if (face === 'ssh') found.push(common);
    else if (certificate) found.push({ ...common, tls: tlsOf(device, site, certificate, face), onChange: 'close' });
  };
  for (const { name, uuid } of site.nodes) {
    if (run?.down.includes(name)) continue;
    if (!run?.httpAway.includes(name)) add(name, 'https', bound(site, 'API', uuid));
    add(name, 'ssh');
    add(name, 'aph', bound(site, 'APH', uuid));
    add(name, 'ccp', bound(site, 'CCP', uuid));
  }
  if (optionsOf(device.birth.options).edgeCli) {
    for (const { name, type } of site.transportNodes) if (type === 'EdgeNode') add(name, 'ssh');
  }
  const leader = site.nodes.find(({ name }) => name === run?.leader);
  if (leader && hasVip(site) && !run?.httpAway.includes(leader.name)) {
    add(site.vip.place, 'https', clusterCertificate(site, leader.uuid));
  }
  return found;
}

function tlsOf(device: NsxDevice, site: Site, certificate: Certificate, face: 'web' | 'tls'): EndpointTls {
  const identity = identityOf(device, site.name, certificate);
  if (face === 'tls') return { identity };
  return { identity, clientCertificate: 'optional', ...protocols(site) };
}

const openssl = { 'TLSv1.1': 'TLSv1.1', 'TLSv1.2': 'TLSv1.2', 'TLSv1.3': 'TLSv1.3' } as const;

function protocols({ apiService }: Site): Pick<EndpointTls, 'minVersion' | 'maxVersion'> {
  const versions = Array.isArray(apiService.protocol_versions) ? apiService.protocol_versions : [];
  const enabled = Object.values(openssl).filter((name) =>
    versions.some((one) => typeof one === 'object' && one !== null && one.name === name && one.enabled === true),
  );
  return { minVersion: enabled[0] ?? 'TLSv1.2', maxVersion: enabled.at(-1) ?? 'TLSv1.2' };
}

interface Kept {
  readonly pem: string;
  /** When the factory made it: a device that is unpacked again has others of the same ids. */
  readonly born: number | undefined;
  readonly identity: Identity | (() => Promise<Identity>);
}

const identities = new WeakMap<NsxDevice, Map<string, Kept>>();

/** The same object while the certificate is the same one, whoever uses it and however often it was touched. */
function identityOf(device: NsxDevice, site: string, certificate: Certificate): Kept['identity'] {
  const { id, factory, pem, key = '' } = certificate;
  const mine = identities.get(device) ?? new Map<string, Kept>();
  identities.set(device, mine);
  const known = mine.get(id);
  if (known && known.born === factory?.notBefore && (factory || known.pem === pem)) return known.identity;
  const identity = factory ? () => madeIdentity(device, site, id) : { certificate: pem, key };
  mine.set(id, { pem, born: factory?.notBefore, identity });
  return identity;
}

async function madeIdentity(device: NsxDevice, siteName: string, id: string): Promise<Identity> {
  await commission(device, 'presented');
  const site = device.state.store.sites[siteName];
  const { pem, key } = (site && certificateOf(site, id)) ?? {};
  if (pem === undefined || key === undefined) throw new Error('the certificate is no longer there');
  return { certificate: pem, key };
}
