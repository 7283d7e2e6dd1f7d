import { afterEach, describe, expect, it } from 'vitest';
import { administrator } from './factory.ts';
import { cluster, type TestCluster } from './testing/cluster.ts';

let lab: TestCluster;
afterEach(() => lab.stop());

const site = () => lab.device.state.store.sites.nsx;
const pages = (text: string): Record<string, unknown>[] => JSON.parse(text).results;

/** Asks the manager beside the cluster to join it, with what is right, or with differences. */
async function join(slip: boolean, differences: Record<string, string> = {}): Promise<number> {
  const [leaf = ''] = await lab.shown('manager-1.https');
  const body = {
    cluster_id: site()?.clusterId,
    ip_address: site()?.nodes[0]?.ip,
    [slip ? 'certficate_sha256_thumbprint' : 'certificate_sha256_thumbprint']: leaf.toUpperCase(),
    ...administrator,
    ...differences,
  };
  return (await lab.ask('POST /api/v1/cluster?action=join_cluster', { at: 'manager-2.https', body })).status;
}

describe('a manager that joins', () => {
  it('brings its own certificate before 4.2, and wants the name with the slip', async () => {
    lab = await cluster('3.1', { managers: 1, spares: 1 });
    const before = await lab.allShown();
    expect([await join(false), await join(true)]).toEqual([400, 200]);
    expect(await lab.allShown()).toEqual(before);
    expect(site()?.nodes.map(({ name }) => name)).toEqual(['manager-1', 'manager-2']);
    const rows = pages((await lab.ask('GET /api/v1/cluster/nodes', { at: 'manager-2.https' })).text);
    expect(rows.filter((row) => 'manager_role' in row)).toHaveLength(2);
  });

  it('takes over the certificate of the cluster from 4.2 on', async () => {
    lab = await cluster('9.0', { managers: 1, spares: 1 });
    const before = await lab.allShown();
    expect(await join(false)).toBe(200);
    const after = await lab.allShown();
    expect(after['manager-2.https']).toBe(before['manager-1.https']);
    expect(Object.keys(after).filter((door) => after[door] !== before[door])).toEqual(['manager-2.https']);
  });

  it('is refused with another thumbprint, cluster or password, and goes on alone', async () => {
    lab = await cluster('9.0', { managers: 1, spares: 1 });
    const wrong = [
      { certificate_sha256_thumbprint: '00'.repeat(32) },
      { cluster_id: 'another' },
      { ip_address: '192.0.2.1' },
      { password: 'wrong' },
    ];
    const refused = [];
    for (const difference of wrong) refused.push(await join(false, difference));
    expect(refused).toEqual([400, 400, 400, 403]);
    expect(Object.keys(lab.device.state.store.sites)).toEqual(['nsx', 'manager-2']);
  });
});

describe('a manager that is removed', () => {
  async function removing(release: string): Promise<string> {
    lab = await cluster(release, { managers: 2 });
    // The one that leads and has the virtual IP.
    const [first] = site()?.nodes ?? [];
    const path = `POST /api/v1/cluster/${first?.uuid}?action=remove_node&force=true&graceful-shutdown=true`;
    expect((await lab.ask(path, { at: 'manager-2.https' })).status).toBe(200);
    return first?.uuid ?? '';
  }

  it.each([
    ['4.1', true],
    ['9.0', false],
  ])('is gone from the wire, and from used_by as its release has it: %s', async (release, stale) => {
    const uuid = await removing(release);
    expect(Object.keys(await lab.allShown()).sort()).toEqual([
      'manager-2.aph',
      'manager-2.ccp',
      'manager-2.https',
      'vip.https',
    ]);
    const list = await lab.ask('GET /api/v1/trust-management/certificates', { at: 'vip.https' });
    expect(list.text.includes(uuid)).toBe(stale);
  });

  it('cannot be the one that is asked, nor one that is unknown', async () => {
    lab = await cluster('9.0', { managers: 2 });
    const remove = (id: string) => lab.ask(`POST /api/v1/cluster/${id}?action=remove_node`);
    const [own] = site()?.nodes ?? [];
    expect([(await remove(own?.uuid ?? '')).status, (await remove('unknown')).status]).toEqual([400, 404]);
    expect(site()?.nodes).toHaveLength(2);
  });
});
