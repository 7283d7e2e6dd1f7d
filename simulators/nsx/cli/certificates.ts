import { type Command, command, type Run } from '../../chassis/cli/command.ts';
import { commission } from '../commission.ts';
import type { NsxDevice } from '../nsx.ts';
import { bound, clusterCertificate } from '../site.ts';
import type { Certificate, NsxState } from '../state.ts';
import { here } from './dialect.ts';

const help = {
  certificate: 'Certificate',
  api: 'API certificate of this node',
  cluster: 'Certificate of the cluster',
  thumbprint: 'Certificate thumbprint',
};

async function certificateOf(
  { session, device }: Run<NsxState>,
  which: 'api' | 'cluster',
): Promise<Certificate | undefined> {
  const manager: NsxDevice = device;
  await commission(manager);
  const { site, node } = here(session);
  return which === 'api' ? bound(site, 'API', node.uuid) : clusterCertificate(site, node.uuid);
}

/** `get certificate api|cluster [thumbprint]`. @source NSX reference 10.3 */
export const certificateCommands: readonly Command<NsxState>[] = (['api', 'cluster'] as const).flatMap((which) => [
  command<NsxState>(
    `get certificate ${which}`,
    { help, evidence: 'documented', source: 'NSX reference 10.3' },
    async (run) => {
      const certificate = await certificateOf(run, which);
      return certificate ? `${certificate.pem.trimEnd()}\n\n` : '% No certificate\n';
    },
  ),
  command<NsxState>(
    `get certificate ${which} thumbprint`,
    { help, evidence: 'documented', source: 'NSX reference 10.3' },
    async (run) => {
      const certificate = await certificateOf(run, which);
      return certificate ? `${certificate.thumbprint}\n` : '% No certificate\n';
    },
  ),
]);
