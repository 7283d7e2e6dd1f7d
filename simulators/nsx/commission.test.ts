import { afterEach, expect, it } from 'vitest';
import { presentedServices } from './factory-certificates.ts';
import type { Site } from './state.ts';
import { cluster, type TestCluster } from './testing/cluster.ts';

let lab: TestCluster;
afterEach(() => lab.stop());

const site = (): Site => {
  const { nsx } = lab.device.state.store.sites;
  if (!nsx) throw new Error('there is no site');
  return nsx;
};
const all = () => [...site().certificates.values(), ...Object.values(site().unlisted)];
const made = (): string[] => all().flatMap(({ id, pem }) => (pem === '' ? [] : [id]));
const listed = async (): Promise<string[]> => {
  const answer = await lab.ask('GET /api/v1/trust-management/certificates');
  return [...answer.text.matchAll(/"pem_encoded" : "(.*?)"/g)].map(([, pem]) => pem ?? '');
};

it.each(['2.4', '9.0'])('a handshake makes what listeners of %s present, a request the rest', async (release) => {
  lab = await cluster(release);
  expect(made()).toEqual([]);
  await lab.shown('manager-2.aph');
  const presented = presentedServices.flatMap((service) => Object.values(site().bindings[service] ?? {}));
  expect(new Set(made())).toEqual(new Set(presented));
  const pems = await listed();
  expect(pems.length).toBe(site().certificates.size);
  expect(pems).not.toContain('');
  expect(made().length).toBe(all().length);
});

it('a cluster that is unpacked again has certificates again, others than before', async () => {
  lab = await cluster();
  const before = { shown: await lab.allShown(), listed: await listed() };
  lab.clock.advance(86_400_000);
  await lab.device.reset();
  const [leaf] = await lab.shown('vip.https');
  expect(leaf).toMatch(/^[0-9a-f]{64}$/);
  expect(leaf).not.toBe(before.shown['vip.https']);
  const after = await listed();
  expect(after.length).toBe(before.listed.length);
  expect(after.filter((pem) => before.listed.includes(pem))).toEqual([]);
  expect(site().certificates.get(site().bindings.API?.[site().nodes[0]?.uuid ?? ''] ?? '')?.thumbprint).toBe(leaf);
});

it('a state from before its certificates were made gets the same ones', async () => {
  lab = await cluster();
  const blank = lab.device.state;
  const before = { shown: await lab.allShown(), listed: await listed() };
  await lab.device.put(blank, 'restore');
  expect(await listed()).toEqual(before.listed);
  expect(await lab.allShown()).toEqual(before.shown);
});
