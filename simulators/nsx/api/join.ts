import { join } from '../membership.ts';
import { refusals } from '../texts.ts';
import { configuration } from './cluster.ts';
import { bodyOf, type Call, neededText, type Operation, operation, textIn } from './operation.ts';

/** A manager joins a cluster: asked of the one that joins. @source NSX reference 7.5 */
export const joinOperations: readonly Operation[] = [
  operation(
    'POST /api/v1/cluster?action=join_cluster',
    { evidence: 'documented', source: 'NSX reference 7.5' },
    async (call) => {
      const body = bodyOf(call);
      const joined = await join(call.device, call.siteName, {
        thumbprint: thumbprintIn(call),
        clusterId: neededText(body, 'cluster_id'),
        address: neededText(body, 'ip_address'),
        username: neededText(body, 'username'),
        password: neededText(body, 'password'),
      });
      return { json: configuration(joined) };
    },
  ),
];

/** The documented name lacks a letter; newer releases know both spellings. */
function thumbprintIn(call: Call): string {
  const body = bodyOf(call);
  const { joinSlipOnly } = call.release;
  const slip = textIn(body, 'certficate_sha256_thumbprint');
  const thumbprint = joinSlipOnly ? slip : (textIn(body, 'certificate_sha256_thumbprint') ?? slip);
  if (thumbprint !== undefined) return thumbprint;
  throw refusals.field(`${joinSlipOnly ? 'certficate' : 'certificate'}_sha256_thumbprint is required`);
}
