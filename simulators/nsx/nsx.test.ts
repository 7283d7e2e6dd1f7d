import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportKey, keptKey } from '../../certs/key.ts';
import { makeCertificate } from '../../certs/make.ts';
import { cluster, type TestCluster } from './testing/cluster.ts';

describe.each(['2.4', '3.1', '4.1', '4.2', '9.0'])('a cluster of %s', (release) => {
  let lab: TestCluster;
  beforeAll(async () => {
    lab = await cluster(release);
  });
  afterAll(() => lab.stop());

  it('says what it is', async () => {
    const answer = await lab.ask('GET /api/v1/node/version');
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/^\{\n {2}"node_version": "[\d.]+",\n {2}"product_version": "[\d.]+"\n\}$/);
  });

  it('refuses nobody and a wrong password with the same bytes', async () => {
    const body =
      '{\n    "module_name" : "common-services",\n    "error_message" : "The credentials were incorrect or the account specified has been locked.",\n    "error_code" : "403"\n}';
    for (const asking of [{ anonymous: true }, { password: 'wrong' }]) {
      const answer = await lab.ask('GET /api/v1/cluster', asking);
      expect([answer.status, answer.text]).toEqual([403, body]);
    }
  });

  it('stores, serves and lists a certificate', async () => {
    const key = await keptKey('rsa-2048', 7);
    const { pem } = makeCertificate({
      subject: `/CN=nsx-${release}`,
      key,
      san: ['dns:nsx.lab.local'],
      serial: '1234',
      notBefore: new Date(lab.clock.now() - 1000),
    });
    const imported = await lab.ask('POST /api/v1/trust-management/certificates?action=import', {
      body: { display_name: 'new', pem_encoded: pem, private_key: exportKey(key) },
    });
    expect(imported.text).toContain('"display_name" : "new"');
    expect(imported.status).toBe(201);
    const id = /"id" : "([^"]+)"/.exec(imported.text)?.[1];
    const before = await lab.allShown();
    const set = await lab.ask(
      `POST /api/v1/cluster/api-certificate?action=set_cluster_certificate&certificate_id=${id}`,
    );
    expect(set.text).toBe(`{\n  "certificate_id": "${id}"\n}`);
    const after = await lab.allShown();
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(changed).toEqual(['vip.https']);
  });
});
