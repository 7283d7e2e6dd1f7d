import { isIP } from 'node:net';
import type { CertificateFacts } from '../../../certs/certificate.ts';
import { changeSite } from '../change.ts';
import type { NsxDevice } from '../nsx.ts';
import { type Release, releaseOf } from '../release.ts';
import { hasVip } from '../site.ts';
import type { Certificate, Site } from '../state.ts';
import { refusals } from '../texts.ts';
import { bound, type Doer } from './bind.ts';
import { restartHttp } from './http-service.ts';
import { lagUsedBy } from './lag.ts';
import { type Profile, profileOf } from './profiles.ts';
import { judge } from './rules.ts';
import { announce } from './sites.ts';
import { usedBy } from './used-by.ts';
import { factsOf } from './x509.ts';

/** What is to be applied where. */
export interface Wish {
  readonly certificateId: string;
  readonly service: string;
  /** A node's UUID; needed by services that each node has for itself. */
  readonly nodeId?: string | undefined;
}

/** A wish that may be granted. */
export interface Grant {
  readonly certificate: Certificate;
  readonly profile: Profile;
  /** UUIDs of the nodes that get it. */
  readonly nodes: readonly string[];
}

/** Who wishes. */
export interface Asker {
  readonly user: string;
  readonly roles: readonly string[];
}

/** Services whose certificate the older operations apply, in releases that have no profiles yet. */
const withoutProfiles = new Set(['API', 'MGMT_CLUSTER']);

/**
 * Judges a wish without granting it.
 * @throws ApiError with the refusal of the first rule that is broken
 * @source NSX reference 5.6, 6.1, 16
 */
export function granted(device: NsxDevice, siteName: string, wish: Wish, asker: Asker): Grant {
  const site = device.state.store.sites[siteName];
  const release = releaseOf(device.birth);
  const profile = profileOf(release, wish.service);
  if (!site || !profile || (!release.applyByCertificate && !withoutProfiles.has(wish.service)))
    throw refusals.serviceType(wish.service);
  const certificate = site.certificates.get(wish.certificateId);
  if (!certificate) throw refusals.notFound(release, 'Certificate', wish.certificateId);
  const nodes = nodesOf(site, release, profile, wish.nodeId);
  if (device.state.run.sites[siteName]?.replacement) throw refusals.busy();
  checkOwner(certificate, profile, site, release, asker);
  if (certificate.key === undefined) throw refusals.noKey(certificate.id, profile.service);
  const verdict = judge(certificate, { release, site, usage: profile.usage, now: device.now() });
  if (verdict.status !== 'OK') throw refusals.rejected(certificate.id, verdict.message ?? verdict.status);
  checkNames(certificate, profile, site, release, nodes);
  return { certificate, profile, nodes };
}

function nodesOf(site: Site, release: Release, { cluster, service }: Profile, nodeId: string | undefined): string[] {
  if (cluster) return site.nodes.map(({ uuid }) => uuid);
  const [only, second] = site.nodes;
  if (nodeId === undefined || nodeId === '') {
    if (release.nodeIdOptional && only && !second) return [only.uuid];
    throw refusals.nodeNeeded(service);
  }
  if (!site.nodes.some(({ uuid }) => uuid === nodeId)) throw refusals.notFound(release, 'Node', nodeId);
  return [nodeId];
}

/**
 * Service certificates are policy's own, a certificate stays in the class of its first service, and until 4.1 sites talk
 * by CA-signed ones only (the words are inferred).
 */
function checkOwner(
  certificate: Certificate,
  profile: Profile,
  site: Site,
  release: Release,
  { user, roles }: Asker,
): void {
  const { category, certificateClass, id, pem } = certificate;
  if (category === 'POLICY_CERTIFICATE') {
    throw refusals.foreign(user, roles, release.applyByCertificate ? 'nsx$Certificate' : 'Certificate');
  }
  const [leaf] = factsOf(pem);
  if (profile.class === 'FEDERATION' && leaf?.selfSigned && !release.federationSelfSigned) {
    throw refusals.rejected(id, 'A self-signed certificate cannot be used between sites');
  }
  if (category === 'SITE_CERTIFICATE') throw refusals.otherClass(id, category, profile.service);
  if (
    release.shared &&
    certificateClass !== undefined &&
    certificateClass !== profile.class &&
    usedBy(site, id).length > 0
  ) {
    throw refusals.otherClass(id, certificateClass, profile.service);
  }
  const others = usedBy(site, id).some(({ serviceTypes }) => serviceTypes.some((one) => one !== profile.service));
  if (profile.unique && others) throw refusals.usedElsewhere(id, profile.service);
}

/** A certificate from an authority must name the node, or the VIP. @source documented: NSX reference 5.6, 6.1 */
function checkNames(
  { id, pem }: Certificate,
  { service }: Profile,
  site: Site,
  release: Release,
  nodes: readonly string[],
): void {
  const [leaf] = factsOf(pem);
  if (!release.shared || !leaf || leaf.selfSigned) return;
  if (service === 'MGMT_CLUSTER') {
    if (!hasVip(site)) throw refusals.vipNeeded();
    const { ip, ip6, fqdn } = site.vip;
    if (!covers(leaf, [ip, ip6, ...(fqdn === undefined ? [] : [fqdn])])) throw refusals.names(id, fqdn ?? ip);
  }
  if (service === 'API') {
    for (const node of site.nodes) {
      if (nodes.includes(node.uuid) && !covers(leaf, [node.ip, node.fqdn])) throw refusals.names(id, node.fqdn);
    }
  }
}

function covers({ x509 }: CertificateFacts, names: readonly string[]): boolean {
  return names.some(
    (name) => (isIP(name) ? x509.checkIP(name) : x509.checkHost(name, { subject: 'always' })) !== undefined,
  );
}

/** Grants a wish: from the next handshake on the listeners show it. */
export function grant(device: NsxDevice, siteName: string, { certificate, profile, nodes }: Grant, doer: Doer): void {
  device.batch(() => {
    lagUsedBy(device, siteName);
    changeSite(device, siteName, (site) =>
      bound(site, profile, nodes, site.certificates.get(certificate.id) ?? certificate, doer),
    );
    if (profile.service === 'API') restartHttp(device, siteName, nodes);
    if (profile.class === 'FEDERATION') announce(device, siteName, profile.service, certificate.id, doer);
  });
}
