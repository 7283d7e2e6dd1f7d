import { afterEach, describe, expect, it } from 'vitest';
import { keptKey } from '../../certs/key.ts';
import { makeCertificate } from '../../certs/make.ts';
import { parseOptions } from './options.ts';
import { cluster, type TestCluster } from './testing/cluster.ts';

let lab: TestCluster | undefined;
afterEach(() => lab?.stop());

const certificates = '/api/v1/trust-management/certificates';

/** What a cluster answers where nobody knows for sure. */
async function answers(uncertain: object): Promise<unknown[]> {
  lab = await cluster('9.0', { managers: 1, uncertain: { ...uncertain } });
  const ask = lab.ask;
  const denied = await ask('GET /api/v1/node', { anonymous: true });
  const missing = await ask(`GET ${certificates}/none`);
  const { pem } = makeCertificate({ subject: '/CN=uncertain', key: await keptKey('ec-p256') });
  const made = await ask(`POST ${certificates}?action=import`, { body: { pem_encoded: pem } });
  const [{ id }] = JSON.parse(made.text).results;
  const told = await ask(`GET ${certificates}/${id}`);
  const gone = await ask(`DELETE ${certificates}/${id}`);
  const shared = new Set(Object.values(await lab.allShown())).size;
  return [
    denied.text.slice(-10),
    missing.text.includes('The requested object'),
    'details' in JSON.parse(told.text),
    gone.status,
    shared,
  ];
}

describe('points that no source settles', () => {
  it('are as the release has them unless the lab says otherwise', async () => {
    expect(await answers({})).toEqual([' : "403"\n}', false, true, 200, 3]);
  });

  it('are as the lab has them', async () => {
    const other = {
      loginErrorCode: 'number',
      missingObject: 'requested',
      singleDetails: false,
      voidStatus: 204,
      clusterCertificate: 'one',
    };
    expect(await answers(other)).toEqual(['e" : 403\n}', true, false, 204, 4]);
  });

  it('are named in the lab file as they are named here', () => {
    expect(() => parseOptions({ uncertain: { voidStatus: 202 } })).toThrow(/^uncertain\.voidStatus: /);
  });
});
