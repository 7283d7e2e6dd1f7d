import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { exportKey, keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import { cluster, type TestCluster } from '../testing/cluster.ts';

let lab: TestCluster;
afterEach(() => lab.stop());

const trust = '/api/v1/trust-management/certificates';

async function importing(
  serial: string,
  type: 'rsa-2048' | 'ec-p256' = 'ec-p256',
): Promise<{ id: string; sha256: string }> {
  const key = await keptKey(type, 4);
  const notBefore = new Date(lab.clock.now() - 60_000);
  const { pem } = makeCertificate({ subject: `/CN=n${serial}`, key, notBefore, serial });
  const answer = await lab.ask(`POST ${trust}?action=import`, {
    body: { pem_encoded: pem, private_key: exportKey(key) },
  });
  const [result] = JSON.parse(answer.text).results;
  return { id: result.id, sha256: result.leaf_certificate_sha_256_thumbprint };
}

describe('two replacements at once', () => {
  it('have one winner, a hundred times', async () => {
    lab = await cluster('9.0', { applySeconds: 5 });
    lab.clock.freeze();
    const some = [await importing('11'), await importing('12')] as const;
    const nodes = lab.device.state.store.sites.nsx?.nodes.map(({ uuid }) => uuid) ?? [];
    const place = fc.oneof(
      fc.constant('service_type=MGMT_CLUSTER'),
      fc.constantFrom(...nodes).map((node) => `service_type=API&node_id=${node}`),
    );
    await fc.assert(
      fc.asyncProperty(place, place, async (first, second) => {
        const ask = (id: string, where: string) => lab.ask(`POST ${trust}/${id}?action=apply_certificate&${where}`);
        const asked = [ask(some[0].id, first), ask(some[1].id, second)];
        const early = await Promise.race(asked);
        expect(early.text).toContain('Another certificate replacement operation is in progress.');
        lab.clock.advance(5_000);
        expect((await Promise.all(asked)).map(({ status }) => status).sort()).toEqual([200, 400]);
      }),
      { numRuns: 100, seed: 4711 },
    );
  });
});

describe('a replacement', () => {
  it('changes nothing before its time has come, and then all at once', async () => {
    lab = await cluster('4.2', { applySeconds: 60 });
    lab.clock.freeze();
    const { id, sha256 } = await importing('21');
    const before = await lab.allShown();
    const asked = lab.ask(`POST ${trust}/${id}?action=apply_certificate&service_type=MGMT_CLUSTER`);
    while (!lab.device.state.run.sites.nsx?.replacement) await new Promise((resolve) => setImmediate(resolve));
    expect(await lab.allShown()).toEqual(before);
    lab.clock.advance(60_000);
    expect((await asked).status).toBe(200);
    expect(await lab.allShown()).toEqual({ ...before, 'vip.https': sha256 });
  });

  it('is served at once, and told by used_by after a while where the lab wants it so', async () => {
    lab = await cluster('9.0', { usedByLagSeconds: 20 });
    lab.clock.freeze();
    const some = [await importing('41'), await importing('42')] as const;
    const told = async (): Promise<string[]> => {
      const { results } = JSON.parse((await lab.ask(`GET ${trust}`)).text);
      const ids: string[] = some.map(({ id }) => id);
      return results.flatMap(({ id, used_by }: { id: string; used_by: unknown[] }) =>
        ids.includes(id) && used_by.length > 0 ? [id] : [],
      );
    };
    const serve = async ({ id, sha256 }: { id: string; sha256: string }): Promise<void> => {
      const asked = await lab.ask(`POST ${trust}/${id}?action=apply_certificate&service_type=MGMT_CLUSTER`);
      expect(asked.status).toBe(200);
      expect((await lab.shown('vip.https'))[0]).toBe(sha256);
    };
    await serve(some[0]);
    lab.clock.advance(15_000);
    await serve(some[1]);
    expect(await told()).toEqual([]);
    lab.clock.advance(5_000);
    expect(await told()).toEqual([some[0].id]);
    lab.clock.advance(15_000);
    expect(await told()).toEqual([some[1].id]);
    expect((await lab.ask(`DELETE ${trust}/${some[1].id}`)).status).toBe(400);
  });

  it('takes the HTTP service of the node away for a while, after its answer', async () => {
    lab = await cluster('9.0', { restartSeconds: 30 });
    lab.clock.freeze();
    const { id, sha256 } = await importing('31');
    const node = lab.device.state.store.sites.nsx?.nodes[1]?.uuid;
    expect(
      (
        await lab.ask(`POST ${trust}/${id}?action=apply_certificate&service_type=API&node_id=${node}`, {
          at: 'manager-2.https',
        })
      ).status,
    ).toBe(200);
    expect(() => lab.port('manager-2.https')).toThrow();
    lab.clock.advance(30_000);
    await lab.device.settled();
    expect((await lab.shown('manager-2.https'))[0]).toBe(sha256);
  });

  it.each(['manager-1.https', 'manager-1.aph', 'manager-1.ccp'])(
    'by an EC certificate is negotiated on %s as documented',
    async (endpoint) => {
      lab = await cluster('9.0');
      const { id } = await importing('41');
      const node = lab.device.state.store.sites.nsx?.nodes[0]?.uuid;
      const service = endpoint.endsWith('https') ? 'API' : endpoint.endsWith('aph') ? 'APH' : 'CCP';
      expect(
        (await lab.ask(`POST ${trust}/${id}?action=apply_certificate&service_type=${service}&node_id=${node}`)).status,
      ).toBe(200);
      const { connect } = await import('node:tls');
      const cipher = await new Promise((resolve, reject) => {
        const socket = connect(
          {
            port: lab.port(endpoint),
            host: '127.0.0.1',
            rejectUnauthorized: false,
            maxVersion: 'TLSv1.2',
            ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384',
          },
          () => {
            resolve(socket.getCipher().standardName);
            socket.destroy();
          },
        );
        socket.once('error', reject);
      });
      expect(cipher).toBe('TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384');
    },
  );
});

describe('a list of certificates', () => {
  it('is paged by a cursor that clients do not take for the end', async () => {
    lab = await cluster('9.0');
    for (const serial of ['51', '52', '53']) await importing(serial);
    const ids: string[] = [];
    let cursor = '';
    do {
      const page = JSON.parse((await lab.ask(`GET ${trust}?page_size=4${cursor && `&cursor=${cursor}`}`)).text);
      expect('result_count' in page).toBe(cursor === '');
      ids.push(...page.results.map(({ id }: { id: string }) => id));
      cursor = page.cursor ?? '';
      expect(cursor.startsWith('0000')).toBe(false);
    } while (cursor !== '');
    const whole = JSON.parse((await lab.ask(`GET ${trust}`)).text);
    expect([ids.length, new Set(ids).size]).toEqual([whole.result_count, whole.result_count]);
  });
});
