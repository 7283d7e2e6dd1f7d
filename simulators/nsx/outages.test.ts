import { afterEach, expect, it } from 'vitest';
import { parseOptions } from './options.ts';
import { cluster, type TestCluster } from './testing/cluster.ts';

let lab: TestCluster | undefined;
afterEach(() => lab?.stop());

const web = (shown: object): string[] => Object.keys(shown).filter((name) => name.endsWith('.https'));

it('takes a node away when its time has come, and gives it back; the VIP goes to another one', async () => {
  lab = await cluster('9.0', { outages: [{ node: 'manager-1', after: 60, lasts: 30 }] });
  lab.clock.freeze();
  const all = ['manager-1.https', 'manager-2.https', 'manager-3.https', 'vip.https'];
  const status = async () =>
    (await lab?.ask('GET /api/v1/cluster/status', { at: 'manager-2.https' }))?.json() as {
      mgmt_cluster_status: { status: string; online_nodes: unknown[] };
      detailed_cluster_status: { groups: { group_type: string; leaders: { leader_uuid: string }[] }[] };
    };
  const leader = async () =>
    (await status()).detailed_cluster_status.groups.find(({ group_type }) => group_type === 'HTTPS')?.leaders[0]
      ?.leader_uuid;
  const nodes = lab.device.state.store.sites.nsx?.nodes.map(({ uuid }) => uuid) ?? [];
  expect([web(await lab.allShown()).sort(), await leader()]).toEqual([all, nodes[0]]);
  lab.clock.advance(61_000);
  await lab.device.settled();
  expect([web(await lab.allShown()).sort(), await leader()]).toEqual([all.slice(1), nodes[1]]);
  expect((await status()).mgmt_cluster_status).toMatchObject({ status: 'DEGRADED', online_nodes: [{}, {}] });
  lab.clock.advance(31_000);
  await lab.device.settled();
  expect([web(await lab.allShown()).sort(), await leader()]).toEqual([all, nodes[1]]);
  expect(lab.journal.read({ kind: 'fault' }).map(({ operation }) => operation)).toContain('node-down');
});

it('wants the name of a node that there is', () => {
  expect(() => parseOptions({ managers: 1, outages: [{ node: 'manager-2' }] })).toThrow(
    "outages: there is no node 'manager-2'; there are manager-1",
  );
});
