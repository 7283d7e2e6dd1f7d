import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../.ci/files.ts';
import { badCertificates, badNames } from '../../../certs/bad.ts';
import { releases } from '../release.ts';
import { type Answered, cluster, type TestCluster } from '../testing/cluster.ts';

const trust = '/api/v1/trust-management/certificates';
const names = Object.keys(releases);

/** How often each certificate is applied where: as far as the release has it. */
function applies(lab: TestCluster, release: string, id: string): string[] {
  const node = lab.device.state.store.sites.nsx?.nodes[0]?.uuid ?? '';
  const apply = (query: string): string => `POST ${trust}/${id}?action=apply_certificate&${query}`;
  const older = [
    `POST /api/v1/cluster/api-certificate?action=set_cluster_certificate&certificate_id=${id}`,
    `POST /api/v1/cluster/${node}/node/services/http?action=apply_certificate&certificate_id=${id}`,
  ];
  if (release === '2.4') return older;
  return [
    ...older,
    apply('service_type=MGMT_CLUSTER'),
    apply(`service_type=API&node_id=${node}`),
    apply(`service_type=APH&node_id=${node}`),
  ];
}

/** What became of one certificate: where it was refused, with which code, or that it is served. */
async function fate(lab: TestCluster, release: string, cert: string, key: string | undefined): Promise<string> {
  const imported = await lab.ask(`POST ${trust}?action=import`, {
    at: 'manager-2.https',
    body: { pem_encoded: cert, ...(key !== undefined && { private_key: key }) },
  });
  if (imported.status !== 201) return `import ${codeOf(imported)}`;
  const results = JSON.parse(imported.text).results;
  const { id } = results[0];
  const before = await lab.allShown();
  const outcomes = new Set<string>();
  for (const line of applies(lab, release, id)) {
    const answered = await lab.ask(line, { at: 'manager-2.https' });
    if (answered.status === 200) outcomes.add('served');
    else {
      outcomes.add(`apply ${codeOf(answered)}`);
    }
  }
  if (!outcomes.has('served'))
    expect(await lab.allShown(), `${release}: a refusal changed what is served`).toEqual(before);
  return [...outcomes].join(', ');
}

function codeOf({ text }: Answered): string {
  return String(JSON.parse(text).error_code);
}

describe('every bad certificate of the workshop', () => {
  it('meets on every release the fate that the page tells', async () => {
    const rows = new Map<string, string[]>(badNames.map((name) => [name, []]));
    for (const release of names) {
      const lab = await cluster(release, { managers: 2 });
      try {
        const host = lab.device.state.store.sites.nsx?.vip.fqdn ?? '';
        for (const name of badNames) {
          const { cert, key } = await badCertificates[name].make({ host });
          rows.get(name)?.push(await fate(lab, release, cert, key));
        }
      } finally {
        await lab.stop();
      }
    }
    const table = [
      `| certificate | ${names.join(' | ')} |`,
      `| --- | ${names.map(() => '---').join(' | ')} |`,
      ...[...rows].map(([name, fates]) => `| \`${name}\` | ${fates.join(' | ')} |`),
    ].join('\n');
    expect(readFileSync(join(root, 'docs/nsx.md'), 'utf8')).toContain(table);
  });
});
