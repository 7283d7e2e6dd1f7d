import { afterEach, expect, it } from 'vitest';
import type { Reach } from '../../chassis/surroundings.ts';
import { cluster, type TestCluster } from '../testing/cluster.ts';

let lab: TestCluster;
afterEach(() => lab.stop());

const path = '/api/v1/trust-management/certificates?action=fetch_peer_certificate_chain';

it('tells what a host of the lab presents, and reaches nothing else', async () => {
  let own = 0;
  const reach: Reach = {
    find: (host) =>
      host === 'vc.lab.local'
        ? {
            name: host,
            address: host,
            place: (port) => (port === 443 ? { host: '127.0.0.1', port: own } : undefined),
          }
        : undefined,
  };
  lab = await cluster('9.0', { managers: 1 }, { reach });
  own = lab.port('manager-1.aph');
  const ask = (host: string, port?: number) => lab.ask(`POST ${path}`, { body: { host, ...(port && { port }) } });
  const [leaf] = await lab.shown('manager-1.aph');
  const answer = await ask('vc.lab.local', 443);
  expect(answer.status).toBe(200);
  const { pem_encoded, details } = JSON.parse(answer.text);
  expect(pem_encoded).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
  expect(details.map((one: Record<string, unknown>) => one.sha_256_thumbprint)).toEqual([leaf]);
  expect((await ask('vc.lab.local')).status).toBe(200);
  expect([(await ask('vc.lab.local', 444)).status, (await ask('elsewhere')).status]).toEqual([400, 400]);
});
