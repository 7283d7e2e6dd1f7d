import { verify, X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { exportKey, keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import { cluster, type TestCluster } from '../testing/cluster.ts';

let lab: TestCluster;
afterEach(() => lab.stop());

const trust = '/api/v1/trust-management/certificates';

async function importing(serial: string, type: 'rsa-2048' | 'ec-p384'): Promise<{ id: string; pem: string }> {
  const key = await keptKey(type, 6);
  const { pem } = makeCertificate({ subject: '/CN=bundle', key, notBefore: new Date(lab.clock.now() - 1000), serial });
  const answer = await lab.ask(`POST ${trust}?action=import`, {
    body: { pem_encoded: pem, private_key: exportKey(key) },
  });
  return { id: JSON.parse(answer.text).results[0].id, pem };
}

/** What an address answers to nobody in particular. */
const bundle = async (at: string): Promise<string> => {
  const asked = await lab.ask('GET /api/v1/certificate-management/certificate-bundle', { at, anonymous: true });
  expect(asked.status).toBe(200);
  return asked.text;
};

/** The certificate in a token, where its signature is that of `before`. */
function vouched(text: string, before: string): unknown {
  const [head = '', claims = '', signature = ''] = JSON.parse(text).jwt_token.split('.');
  const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const { publicKey } = new X509Certificate(before);
  const good = verify(
    `sha${alg.slice(2)}`,
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  return good ? JSON.parse(Buffer.from(claims, 'base64url').toString()).certificate : 'not vouched for';
}

describe('the certificate bundle', () => {
  it('vouches for what the address presents with the key of what it presented before', async () => {
    lab = await cluster('9.0');
    expect([await bundle('vip.https'), await bundle('manager-1.https')]).toEqual(['{ }', '{ }']);
    const [first, second] = [await importing('51', 'ec-p384'), await importing('52', 'rsa-2048')];
    const apply = (id: string) => lab.ask(`POST ${trust}/${id}?action=apply_certificate&service_type=MGMT_CLUSTER`);
    const [factory] = JSON.parse((await lab.ask(`GET ${trust}?type=cluster_api_certificate`)).text).results;
    await apply(first.id);
    expect(vouched(await bundle('vip.https'), factory.pem_encoded)).toBe(first.pem);
    await apply(second.id);
    expect(vouched(await bundle('vip.https'), first.pem)).toBe(second.pem);
    expect(await bundle('manager-1.https')).toBe('{ }');
    await lab.ask(`DELETE ${trust}/${first.id}`);
    expect(await bundle('vip.https')).toBe('{ }');
  });

  it('is nothing that 4.2 knows', async () => {
    lab = await cluster('4.2');
    expect((await lab.ask('GET /api/v1/certificate-management/certificate-bundle')).status).toBe(404);
  });
});
