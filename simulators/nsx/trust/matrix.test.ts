import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../.ci/files.ts';
import { badCertificates, badNames } from '../../../certs/bad.ts';
import { releaseOf, releases } from '../release.ts';
import { type Answered, cluster, type TestCluster } from '../testing/cluster.ts';
import { profilesOf } from './profiles.ts';

const trust = '/api/v1/trust-management/certificates';

/** A way to apply a certificate, by the name that the page gives it. */
interface Apply {
  readonly name: string;
  readonly line: string;
  readonly body?: object;
}

/** Services by the names that the page gives them; those of one name must have the same fate, or the page names both. */
const named: Readonly<Record<string, string>> = {
  MGMT_CLUSTER: 'VIP',
  API: 'API',
  APH: 'APH',
  APH_TN: 'APH',
  CCP: 'CCP',
  CBM_CLUSTER_MANAGER: 'CBM',
  CBM_CORFU: 'CBM',
  LOCAL_MANAGER: 'site',
  GLOBAL_MANAGER: 'site',
  K8S_MSG_CLIENT: 'client',
  WEB_PROXY: 'client',
};

/** Every way that a release has. @param body what was imported, which a host wants again */
function applies(lab: TestCluster, id: string, body: object): Apply[] {
  const { nodes = [], bindings = {}, transportNodes = [] } = lab.device.state.store.sites.nsx ?? {};
  const { applyByCertificate, federationIdentity, shared, hostCertificates } = releaseOf(lab.device.birth);
  const node = nodes[0]?.uuid ?? '';
  const chosen = `action=apply_certificate&certificate_id=${id}`;
  const ways: Apply[] = [
    { name: 'VIP', line: `POST /api/v1/cluster/api-certificate?action=set_cluster_certificate&certificate_id=${id}` },
    { name: 'API', line: `POST /api/v1/cluster/${node}/node/services/http?${chosen}` },
  ];
  if (applyByCertificate) {
    for (const { service, cluster: ofAll } of profilesOf(releaseOf(lab.device.birth))) {
      const where = `service_type=${service}${ofAll ? '' : `&node_id=${node}`}`;
      ways.push({ name: named[service] ?? service, line: `POST ${trust}/${id}?action=apply_certificate&${where}` });
    }
  }
  const older = `POST ${trust}?action=set`;
  if (federationIdentity)
    ways.push({
      name: 'site',
      line: `${older}_pi_certificate_for_federation`,
      body: { cert_id: id, service_type: 'LOCAL_MANAGER' },
    });
  if (hostCertificates)
    ways.push({
      name: 'APH',
      line: `${older}_appliance_proxy_certificate_for_inter_site_communication`,
      body: { cert_id: id, used_by_id: node },
    });
  const exchange = { old_certificate_id: bindings.API?.[node], new_certificate_id: id };
  const replacing = { certificate_replacements: [exchange] };
  if (shared) ways.push({ name: 'batch', line: `POST ${trust}/action/batch-replace`, body: replacing });
  const host = transportNodes[0]?.id;
  if (hostCertificates)
    ways.push({ name: 'host', line: `POST ${trust}/action/replace-host-certificate/${host}`, body });
  return ways;
}

/**
 * What became of one certificate: refused at the import, or what came of each apply, from the same state each time: what
 * came of most without their names. A refusal must change nothing.
 */
async function fate(lab: TestCluster, release: string, cert: string, key: string | undefined): Promise<string> {
  const at = 'manager-2.https';
  const body = { pem_encoded: cert, ...(key !== undefined && { private_key: key }) };
  const imported = await lab.ask(`POST ${trust}?action=import`, { at, body });
  if (imported.status !== 201) return `import ${codeOf(imported)}`;
  const { id } = JSON.parse(imported.text).results[0];
  const state = lab.device.state;
  const outcomes = new Map<string, Set<string>>();
  for (const { name, line, body: sent } of applies(lab, id, body)) {
    const answered = await lab.ask(line, { at, ...(sent && { body: sent }) });
    const outcome = answered.status === 200 ? 'served' : codeOf(answered);
    outcomes.set(outcome, (outcomes.get(outcome) ?? new Set()).add(name));
    if (answered.status === 200) lab.device.become(state);
    else expect(lab.device.state.store, `${release}: a refusal changed something`).toBe(state.store);
    await lab.device.settled();
  }
  const groups = [...outcomes].sort(([, a], [, b]) => b.size - a.size);
  const [most, next] = groups.map(([, places]) => places.size);
  return groups
    .map(([outcome, places], index) =>
      index === 0 && most !== next ? outcome : `${outcome} (${[...places].join(', ')})`,
    )
    .join('; ');
}

function codeOf({ text }: Answered): string {
  return String(JSON.parse(text).error_code);
}

const rows = readFileSync(join(root, 'docs/nsx.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).split(' | '));
const header = rows.find(([first]) => first === 'certificate') ?? [];

/** What the page tells of a release: certificate → fate. */
function page(release: string): Record<string, string> {
  const column = header.indexOf(release);
  const names: readonly string[] = badNames.map((name) => `\`${name}\``);
  const told = rows.filter(([first = '']) => names.includes(first));
  return Object.fromEntries(told.map((row) => [row[0]?.slice(1, -1) ?? '', row[column] ?? '']));
}

// So many requests take a while on a busy machine.
describe('every bad certificate of the workshop', { timeout: 180_000 }, () => {
  it.each(Object.keys(releases))('meets on %s the fate that the page tells', async (release) => {
    const lab = await cluster(release, { managers: 2 });
    try {
      const host = lab.device.state.store.sites.nsx?.vip.fqdn ?? '';
      const shown = await lab.allShown();
      const fates: Record<string, string> = {};
      for (const name of badNames) {
        const { cert, key } = await badCertificates[name].make({ host });
        fates[name] = await fate(lab, release, cert, key);
      }
      expect(await lab.allShown()).toEqual(shown);
      expect(page(release)).toEqual(fates);
    } finally {
      await lab.stop();
    }
  });
});
