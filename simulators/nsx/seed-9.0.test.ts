import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { type Reader, reader } from './testing/authority.ts';
import sample from './testing/cert_sample.json' with { type: 'json' };
import { cluster, type TestCluster } from './testing/cluster.ts';

const names = ['nsx-1a', 'nsx-1b', 'nsx-1c', 'nsx-1'].map((name) => `DNS:${name}.lab.local`);
const addresses = [30, 31, 32, 33].map((last) => `IP:192.168.110.${last}`);
const trust = '/api/v1/trust-management/certificates';

/** The guide "Replace NSX Certificates Using API" of release 9.0, with openssl and curl as a reader has them. */
describe.skipIf(!has('openssl') || !has('curl'))('replacing certificates as the 9.0 guide says', () => {
  let lab: TestCluster;
  let guide: Reader;

  beforeAll(async () => {
    lab = await cluster('9.0');
    guide = await reader(lab, 'manager-1.https', [...names, ...addresses]);
  });
  afterAll(async () => {
    guide.close();
    await lab.stop();
  });

  const node = (index: number): string => lab.device.state.store.sites.nsx?.nodes[index]?.uuid ?? '';

  it('begins with one certificate for the API of all nodes and the VIP', async () => {
    const { status } = await guide.curl('GET', '/api/v1/node/version');
    const seen = await lab.allShown();
    const web = Object.keys(seen).filter((name) => name.endsWith('.https'));
    expect([status, web.length, new Set(web.map((name) => seen[name])).size]).toEqual([200, 4, 1]);
    expect(new Set(Object.values(seen)).size).toBe(7);
  });

  it('replaces the API certificate of one node alone', async () => {
    const id = await guide.importing('api');
    expect(await guide.changes('api', () => guide.apply(id, `service_type=API&node_id=${node(1)}`))).toEqual([
      'manager-2.https',
    ]);
  });

  it('replaces the certificate of the VIP alone', async () => {
    const id = await guide.importing('vip');
    expect(await guide.changes('vip', () => guide.apply(id, 'service_type=MGMT_CLUSTER'))).toEqual(['vip.https']);
  });

  it('replaces an APH certificate of one node', async () => {
    const id = await guide.importing('aph');
    expect(await guide.changes('aph', () => guide.apply(id, `service_type=APH&node_id=${node(2)}`))).toEqual([
      'manager-3.aph',
    ]);
  });

  it('replaces LOCAL_MANAGER, which shows on no listener, and says so in used_by', async () => {
    const id = await guide.importing('lm');
    expect(await guide.changes('lm', () => guide.apply(id, 'service_type=LOCAL_MANAGER'))).toEqual([]);
    expect((await guide.curl('GET', `${trust}/${id}`)).body).toContain('"service_types" : [ "LOCAL_MANAGER" ]');
  });

  it('replaces what the API of the other nodes shares, by a batch', async () => {
    const before = await guide.curl('GET', `${trust}?type=api_certificate&node_id=${node(0)}`);
    const old = JSON.parse(before.body).results[0].id;
    const id = await guide.importing('shared');
    const replacements = { certificate_replacements: [{ old_certificate_id: old, new_certificate_id: id }] };
    // A step cuts the connections of its listener: none falls due while somebody asks.
    lab.clock.freeze();
    const changed = await guide.changes('shared', async () => {
      expect(await guide.curl('POST', `${trust}/action/batch-replace`, replacements)).toEqual({
        status: 200,
        body: '',
      });
      expect((await guide.curl('POST', `${trust}/action/batch-replace`, replacements)).status).toBe(400);
      while ((await guide.curl('GET', `${trust}/batch-results`)).body.includes('"PENDING"')) lab.clock.advance(1_000);
    });
    lab.clock.thaw();
    expect(changed).toEqual(['manager-1.https', 'manager-3.https']);
    const results = JSON.parse((await guide.curl('GET', `${trust}/batch-results`)).body).results;
    expect(results.map(({ status }: { status: string }) => status)).toEqual(['OK', 'OK']);
  });

  it('refuses the batch as it is printed, without its comma', async () => {
    const printed =
      '{"certificate_replacements":[{"old_certificate_id":"fe3d2623-df43-4757-8018-b1d8223a1475"\n"new_certificate_id":"66370296-cacf-45a7-9912-6e2718df87bb"}]}';
    expect((await guide.curl('POST', `${trust}/action/batch-replace`, printed)).status).toBe(400);
  });

  it('replaces a host certificate with the sample of the guide', async () => {
    const host = lab.device.state.store.sites.nsx?.transportNodes[0]?.id ?? '';
    const path = `${trust}/action/replace-host-certificate`;
    expect((await guide.curl('POST', `${trust}/aaction/replace-host-certificate/${host}`, sample)).status).toBe(404);
    expect((await guide.curl('POST', `${path}/${node(0)}`, sample)).status).toBe(404);
    expect(
      await guide.changes('api', async () => {
        expect(await guide.curl('POST', `${path}/${host}`, sample)).toEqual({ status: 200, body: '' });
      }),
    ).toEqual([]);
    const stored = JSON.parse((await guide.curl('GET', trust)).body).results;
    const mine = stored.find(({ display_name }: { display_name: string }) => display_name === 'cert_sample');
    expect(mine.pem_encoded).toBe(sample.pem_encoded);
    expect(mine.used_by.map(({ node_id }: { node_id: string }) => node_id)).toEqual([host]);
  });
});

describe.skipIf(!has('openssl') || !has('curl'))('replacing certificates of a federation as the 9.0 guide says', () => {
  const federation = [
    { name: 'gm', role: 'gm-active' },
    { name: 'paris', role: 'lm' },
  ];
  let lab: TestCluster;
  let guide: Reader;

  beforeAll(async () => {
    lab = await cluster('9.0', { federation });
    guide = await reader(lab, 'gm.manager-1.https', ['DNS:nsx-1-gm.lab.local']);
  });
  afterAll(async () => {
    guide.close();
    await lab.stop();
  });

  it('replaces GLOBAL_MANAGER, which shows on no listener but in used_by and at the other site', async () => {
    const id = await guide.importing('gm');
    expect(await guide.changes('gm', () => guide.apply(id, 'service_type=GLOBAL_MANAGER'))).toEqual([]);
    const { body } = await guide.curl('GET', `${trust}/${id}`);
    expect(body).toContain('"service_types" : [ "GLOBAL_MANAGER" ]');
    const thumbprint = JSON.parse(body).leaf_certificate_sha_256_thumbprint;
    const there = await lab.ask(`GET ${trust}`, { at: 'paris.manager-1.https' });
    const copies = JSON.parse(there.text).results.filter(
      (one: Record<string, unknown>) => one.leaf_certificate_sha_256_thumbprint === thumbprint,
    );
    expect(copies).toMatchObject([{ category: 'SITE_CERTIFICATE', has_private_key: false }]);
    const sites = await lab.ask('GET /api/v1/sites', { at: 'paris.manager-1.https' });
    expect(sites.text).toContain(`"cert_hash" : "${thumbprint}"`);
  });
});
