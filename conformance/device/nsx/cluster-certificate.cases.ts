import { all, equal, holds } from '../../judgement.ts';
import { listAt, parsed, seen } from './answers.ts';
import { cased } from './draft.ts';
import {
  absent,
  ask,
  certificates,
  changed,
  fresh,
  imported,
  selfSigned,
  serving,
  shownAt,
  webDoors,
} from './manager.ts';

/** The certificate of the cluster, by the older operation that every release has. */
export const clusterCertificate = cased(
  {
    id: 'NSX-APP-CLUSTER',
    title: 'The certificate of the virtual IP is set and cleared',
    touches: 'disruptive',
    needs: ['ssh'],
    timeoutMs: 120_000,
    async drive(t) {
      const device = await fresh(t);
      const before = await shownAt(device, webDoors);
      // As openssl makes it in the guide of 2.4, and as later guides want it.
      const seed = t.release.startsWith('2')
        ? { basicConstraints: false as const, keyUsage: false as const, purposes: false as const }
        : {};
      const pair = await selfSigned('192.168.110.30', { san: ['dns:192.168.110.30', 'ip:192.168.110.30'], ...seed });
      const id = await imported(device, pair);
      const other = await selfSigned('keyless');
      const keyless = await imported(device, { pem: other.pem });
      const url = '/api/v1/cluster/api-certificate';
      const refused = await ask(device, `POST ${url}?action=set_cluster_certificate&certificate_id=${keyless}`);
      const unknown = await ask(device, `POST ${url}?action=set_cluster_certificate&certificate_id=${absent}`);
      await ask(device, `GET ${certificates}/${id}?action=apply_certificate&service_type=MGMT_CLUSTER`);
      const untouched = await shownAt(device, webDoors);
      const set = await ask(device, `POST ${url}?action=set_cluster_certificate&certificate_id=${id}`);
      await device.presentsBecomes('vip.https', pair.sha256);
      const after = await shownAt(device, webDoors);
      const cli = await device.exec('get certificate cluster');
      const everywhere: boolean[] = [];
      for (const node of ['manager-1.ssh', 'manager-2.ssh', 'manager-3.ssh']) {
        const { stdout } = await device.exec('get certificate cluster', device, node);
        everywhere.push(stdout.includes(pair.pem.trim()));
      }
      const node = await device.exec('get certificate api thumbprint');
      const usedBy = listAt(parsed(await ask(device, `GET ${certificates}/${id}`)), 'used_by').flatMap((one) =>
        listAt(one, 'service_types'),
      );
      const current = await serving(device);
      const cleared = await ask(device, `POST ${url}?action=clear_cluster_certificate&certificate_id=${id}`);
      return {
        before,
        untouched,
        after,
        id,
        sha256: pair.sha256,
        pem: pair.pem.trim(),
        refused: refused.status,
        unknown: unknown.status,
        set: seen(set),
        cli: cli.stdout,
        everywhere,
        node: node.stdout,
        usedBy,
        current,
        cleared: { status: cleared.status, shown: await shownAt(device, webDoors) },
      };
    },
  },
  (check) => [
    check('keyless', 'NSX-APP-0013', ['nsx.get-applies', 'nsx.apply-never-refused', 'nsx.nothing-applies'], (o) =>
      all(holds(o.refused >= 400 && o.refused < 500, 'a refusal', o.refused), equal(o.before, o.untouched)),
    ),
    check('unknown', 'NSX-APP-0030', ['nsx.missing-is-400', 'nsx.apply-never-refused', 'nsx.nothing-applies'], (o) =>
      equal(404, o.unknown),
    ),
    check('get', 'NSX-APP-0015', ['nsx.get-applies'], (o) => equal(o.before, o.untouched)),
    check('set', 'NSX-APP-0001', ['nsx.nothing-applies', 'nsx.cluster-certificate-202'], (o) =>
      equal({ status: 200, body: { certificate_id: o.id } }, o.set),
    ),
    check(
      'vip',
      'NSX-APP-0002',
      ['nsx.old-certificate-still-served', 'nsx.vip-shows-node', 'nsx.nothing-applies'],
      (o) => equal(o.sha256, o.after['vip.https'] ?? ''),
    ),
    check('nodes', 'NSX-APP-0003', ['nsx.cluster-replaces-nodes'], (o) =>
      equal(
        [],
        changed(o.before, o.after).filter((door) => door !== 'vip.https'),
      ),
    ),
    check('cli', 'NSX-APP-0005', ['nsx.nothing-applies', 'nsx.cli-in-capitals', 'nsx.cli-in-one-line'], (o) =>
      holds(o.cli.includes(o.pem), 'the certificate that was imported', o.cli),
    ),
    check(
      'cli-everywhere',
      'NSX-APP-0031',
      ['nsx.nothing-applies', 'nsx.cli-in-capitals', 'nsx.cli-in-one-line'],
      (o) => equal([true, true, true], o.everywhere),
    ),
    check('used', 'NSX-APP-0006', ['nsx.used-by-empty', 'nsx.nothing-applies'], (o) =>
      equal(true, o.usedBy.includes('MGMT_CLUSTER')),
    ),
    check('current', 'NSX-APP-0007', ['nsx.nothing-applies', 'nsx.cluster-certificate-unknown'], (o) =>
      equal(o.id, o.current),
    ),
    check('seed', 'NSX-APP-0008', ['nsx.cluster-certificate-202'], (o) => equal(200, o.set.status)),
    check('cleared', 'NSX-APP-0028', ['nsx.clear-needs-nothing'], (o) =>
      all(
        equal(200, o.cleared.status),
        holds(
          Object.entries(o.cleared.shown).some(
            ([name, one]) => name !== 'vip.https' && one === o.cleared.shown['vip.https'],
          ),
          "a node's certificate",
          o.cleared.shown,
        ),
      ),
    ),
    check('shared', 'NSX-APP-0017', ['nsx.one-node-apart'], (o) => equal(1, new Set(Object.values(o.before)).size)),
    check('apart', 'NSX-APP-0018', ['nsx.nodes-alike'], (o) =>
      equal(3, new Set(webDoors.slice(0, 3).map((door) => o.before[door])).size),
    ),
  ],
);
