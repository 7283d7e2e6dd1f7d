import { type CertificateFacts, cutCertificate } from '../../../certs/certificate.ts';
import { childrenOf, type DerNode, readDer, readOid } from '../../../certs/der.ts';
import { rfc2253 } from '../../../certs/name.ts';
import { changeSite } from '../change.ts';
import type { NsxDevice } from '../nsx.ts';
import type { DistributionPoint } from '../state.ts';
import { fetchCrl } from './fetch-crl.ts';
import { managed } from './import.ts';

const extension = '2.5.29.31';
const uriTag = 0x86;

/** The HTTP addresses that a certificate names for its revocation list; others are passed over, as NSX does. */
export function distributionPoints({ all, der }: CertificateFacts): string[] {
  if (!all.includes(extension)) return [];
  const { extensions } = cutCertificate(der);
  const entry = extensions && childrenOf(extensions).find((one) => readOid(childrenOf(one)[0]) === extension);
  const value = entry && childrenOf(entry).at(-1);
  return value ? uris(readDer(value.content)).filter((uri) => uri.startsWith('http://')) : [];
}

function uris(node: DerNode): string[] {
  if (node.tag === uriTag) return [node.content.toString('latin1')];
  const isConstructed = (node.tag & 0x20) !== 0;
  return isConstructed ? childrenOf(node).flatMap(uris) : [];
}

/**
 * Registers the distribution points that imported certificates name, and begins to fetch from them.
 * @source documented: NSX reference 5.12
 */
export function learnDistributionPoints(
  device: NsxDevice,
  siteName: string,
  chain: readonly CertificateFacts[],
  user: string,
): void {
  for (const certificate of chain) {
    if (certificate.selfSigned) continue;
    for (const uri of distributionPoints(certificate)) {
      const known = device.state.store.sites[siteName]?.distributionPoints.values() ?? [];
      if ([...known].some((one) => one.uri === uri)) continue;
      addDistributionPoint(device, siteName, {
        ...managed({}, user, device.now()),
        uri,
        issuer: rfc2253(certificate.issuer),
        status: 'NOT_READY',
      });
    }
  }
}

/** Stores a distribution point, a new one or one that was changed, and begins to fetch from it. */
export function addDistributionPoint(device: NsxDevice, siteName: string, point: DistributionPoint): void {
  changeSite(device, siteName, (site) => ({
    ...site,
    distributionPoints: site.distributionPoints.put(point.id, point),
  }));
  refresh(device, siteName, point.id);
}

/** Fetches the lists that are not there (yet): whoever validates asks again, as long as there is none. */
export function refreshDistributionPoints(device: NsxDevice, siteName: string, wanted: readonly string[]): void {
  for (const { id, uri, status } of device.state.store.sites[siteName]?.distributionPoints.values() ?? []) {
    if (wanted.includes(uri) && status !== 'READY' && status !== 'FETCHING') refresh(device, siteName, id);
  }
}

/** Fetches a list in the background. What comes of it is the point's status, unless it was changed meanwhile. */
function refresh(device: NsxDevice, siteName: string, id: string): void {
  const became = (change: (point: DistributionPoint) => DistributionPoint): void =>
    changeSite(device, siteName, (site) => {
      const point = site.distributionPoints.get(id);
      return point ? { ...site, distributionPoints: site.distributionPoints.put(id, change(point)) } : site;
    });
  const uri = device.state.store.sites[siteName]?.distributionPoints.get(id)?.uri;
  if (uri === undefined) return;
  became(({ error: _old, ...point }) => ({ ...point, status: 'FETCHING' }));
  fetchCrl(device, uri)
    .then((pem) =>
      became((point) => {
        if (point.uri !== uri) return point;
        return pem === undefined
          ? { ...point, status: 'ERROR', error: `No revocation list could be fetched from ${uri}` }
          : { ...point, status: 'READY', pem };
      }),
    )
    .catch((problem: Error) => device.report({ kind: 'fault', operation: `fetch ${uri}`, outcome: problem.message }));
}
