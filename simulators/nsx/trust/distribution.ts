import type { CertificateFacts } from '../../../certs/certificate.ts';
import { rfc2253 } from '../../../certs/name.ts';
import { changeSite } from '../change.ts';
import type { NsxDevice } from '../nsx.ts';
import type { DistributionPoint } from '../state.ts';
import { managed } from './import.ts';
import { distributionPoints } from './rules.ts';

/** Registers the distribution points that imported certificates name. @source documented: NSX reference 5.12 */
export function learnDistributionPoints(
  device: NsxDevice,
  siteName: string,
  chain: readonly CertificateFacts[],
  user: string,
): void {
  for (const certificate of chain) {
    if (certificate.selfSigned) continue;
    for (const uri of distributionPoints(certificate)) {
      changeSite(device, siteName, (site) => {
        if ([...site.distributionPoints.values()].some((one) => one.uri === uri)) return site;
        const point: DistributionPoint = {
          ...managed({}, user, device.now()),
          uri,
          issuer: rfc2253(certificate.issuer),
          status: 'NOT_READY',
        };
        return { ...site, distributionPoints: site.distributionPoints.put(point.id, point) };
      });
    }
  }
}
