import { describe, expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { issued, type Pair, selfSigned } from '../device/nsx/manager.ts';
import { shown, startClusters } from './testing/cluster.ts';
import { script } from './testing/script.ts';

interface Seen {
  version: string;
  sessions: readonly (readonly string[])[];
  found: readonly boolean[];
  listed: boolean;
  again: readonly string[] | null;
  order: readonly string[] | null;
  missing: readonly string[] | null;
  valid: string;
  used: readonly string[];
  inUse: readonly string[] | null;
  principal: readonly string[];
  left: readonly (readonly unknown[])[];
}

const absent = '00000000-0000-4000-8000-000000000000';

describe.skipIf(!has('python3'))('vmware-nsxlib', () => {
  it.each(['2.4', '4.1', '9.0'])('imports, lists, applies and logs in by certificate on %s', async (release) => {
    const { folder, clusters } = await startClusters(release);
    const chain = await issued('nsx.lab.local', [`nsx-${release.replace('.', '')}.lab.local`, '192.168.110.30']);
    const other = await issued('other.lab.local', ['other.lab.local']);
    const [leaf = '', middle = '', root = ''] = other.parts;
    const pairs: Record<string, Pair> = {
      server: chain,
      windows: await selfSigned('windows'),
      disordered: { ...other, pem: leaf + root + middle },
      principal: await selfSigned('nsxlib', { purposes: ['clientAuth'] }),
    };
    for (const cluster of clusters) {
      const given = JSON.stringify({ ...pairs, profiles: release !== '2.4' });
      const seen = await script<Seen>('nsxlib_client.py', cluster, folder, given);
      expect(seen.version).toMatch(new RegExp(`^${release.replace('.', '\\.')}\\.`));
      expect(seen.sessions).toEqual(cluster.managers.map(() => ['Cookie', 'X-XSRF-TOKEN']));
      expect([seen.found, seen.listed, seen.valid, seen.used]).toEqual([[true, true], true, 'OK', ['MGMT_CLUSTER']]);
      expect(seen.again?.[1]).toContain('Certificate already exists.');
      expect(seen.order?.[1]).toContain('leaf,intermediate,root certificate.');
      expect(seen.missing).toEqual(['ResourceNotFound', expect.stringContaining(absent)]);
      expect(seen.inUse?.[0]).toBe('ManagerError');
      expect(seen.principal).toEqual(['nsxlib']);
      expect(seen.left).toEqual([[], []]);
      expect(await shown(cluster.vip.host, cluster.vip.port)).toBe(chain.sha256);
    }
  });
});
