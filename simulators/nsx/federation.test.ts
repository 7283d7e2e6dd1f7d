import { afterEach, describe, expect, it } from 'vitest';
import { exportKey, keptKey } from '../../certs/key.ts';
import { makeCertificate } from '../../certs/make.ts';
import { cluster, type TestCluster } from './testing/cluster.ts';

const infra = '/global-manager/api/v1/global-infra';
let lab: TestCluster;
afterEach(() => lab.stop());

async function federation(vip: boolean): Promise<void> {
  lab = await cluster('9.0', {
    federation: [
      { name: 'gm', role: 'gm-active' },
      { name: 'standby', role: 'gm-standby' },
      { name: 'paris', role: 'lm', vip },
    ],
  });
}

async function importing(site: string, name: string): Promise<{ id: string; thumbprint: string }> {
  const key = await keptKey('rsa-2048', 3);
  const { pem } = makeCertificate({
    subject: `/CN=${name}`,
    key,
    notBefore: new Date(lab.clock.now() - 60_000),
    purposes: ['serverAuth', 'clientAuth'],
  });
  const answer = await lab.ask('POST /api/v1/trust-management/certificates?action=import', {
    at: `${site}.manager-1.https`,
    body: { display_name: name, pem_encoded: pem, private_key: exportKey(key) },
  });
  expect(answer.status).toBe(201);
  const [result] = JSON.parse(answer.text).results;
  return { id: result.id, thumbprint: result.leaf_certificate_sha_256_thumbprint };
}

async function apply(site: string, id: string, service: string): Promise<void> {
  const line = `POST /api/v1/trust-management/certificates/${id}?action=apply_certificate&service_type=${service}`;
  expect((await lab.ask(line, { at: `${site}.manager-1.https` })).status).toBe(200);
}

const gm = async (line: string, body?: unknown) => {
  const answer = await lab.ask(line, { at: 'gm.manager-1.https', ...(body !== undefined && { body }) });
  return answer.status;
};
const edgeClusters = () => gm(`GET ${infra}/sites/paris/enforcement-points/default/edge-clusters`);
const bgp = () => gm(`GET ${infra}/tier-0s/t0/locale-services/paris/bgp/neighbors/status`);

describe('a federation', () => {
  it('loses a Local Manager behind a VIP until its new thumbprint is saved', async () => {
    await federation(true);
    expect([await edgeClusters(), await bgp()]).toEqual([200, 200]);
    const { id, thumbprint } = await importing('paris', 'paris-vip');
    await apply('paris', id, 'MGMT_CLUSTER');
    expect((await lab.shown('paris.vip.https'))[0]).toBe(thumbprint);
    expect([await edgeClusters(), await bgp()]).toEqual([400, 400]);
    const info = (print: string) => ({ site_connection_info: [{ fqdn: 'paris', thumbprint: print }] });
    expect(await gm(`PATCH ${infra}/sites/paris`, info('00'.repeat(32)))).toBe(400);
    expect(await edgeClusters()).toBe(400);
    expect(await gm(`PATCH ${infra}/sites/paris`, info(thumbprint))).toBe(200);
    expect([await edgeClusters(), await bgp()]).toEqual([200, 200]);
  });

  it('does not mind when the Local Manager has no VIP', async () => {
    await federation(false);
    const { id } = await importing('paris', 'paris-cluster');
    await apply('paris', id, 'MGMT_CLUSTER');
    const used = await lab.ask(`GET /api/v1/trust-management/certificates/${id}`, { at: 'paris.manager-1.https' });
    expect(used.text).toContain('"service_types" : [ "MGMT_CLUSTER" ]');
    expect([await edgeClusters(), await bgp()]).toEqual([200, 200]);
  });

  it('tells the other sites of LOCAL_MANAGER and GLOBAL_MANAGER by itself', async () => {
    await federation(true);
    const local = await importing('paris', 'paris-lm');
    await apply('paris', local.id, 'LOCAL_MANAGER');
    const global = await importing('gm', 'gm-gm');
    await apply('gm', global.id, 'GLOBAL_MANAGER');
    expect([await edgeClusters(), await bgp()]).toEqual([200, 200]);
    for (const [site, thumbprint] of [
      ['gm', local.thumbprint],
      ['standby', local.thumbprint],
      ['paris', global.thumbprint],
    ]) {
      const list = await lab.ask('GET /api/v1/trust-management/certificates', { at: `${site}.manager-1.https` });
      const found = JSON.parse(list.text).results.find(
        (one: Record<string, unknown>) => one.leaf_certificate_sha_256_thumbprint === thumbprint,
      );
      expect(found).toMatchObject({ category: 'SITE_CERTIFICATE', has_private_key: false });
    }
  });

  it('imports on a standby Global Manager', async () => {
    await federation(true);
    expect((await importing('standby', 'for-standby')).id).not.toBe('');
    const state = await lab.ask('GET /global-manager/api/v1/gm-operational-state', { at: 'standby.manager-1.https' });
    expect(state.json()).toEqual({ status: 'STANDBY' });
    expect(
      (await lab.ask('GET /global-manager/api/v1/gm-operational-state', { at: 'paris.manager-1.https' })).status,
    ).toBe(404);
  });
});
