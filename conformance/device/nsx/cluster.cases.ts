import { all, equal, holds, matches } from '../../judgement.ts';
import { at, listAt, parsed, textAt } from './answers.ts';
import { cased } from './draft.ts';
import { ask, door, fresh, shownAt } from './manager.ts';

/** The cluster as the API tells it, beside what its nodes present. */
export const clusterCase = cased(
  {
    id: 'NSX-CLU-READ',
    title: 'Members, status and thumbprints of the cluster',
    touches: 'read',
    async drive(t) {
      const device = await t.device();
      const cluster = parsed(await ask(device, 'GET /api/v1/cluster'));
      const first = textAt(cluster, 'nodes', 0, 'node_uuid');
      const missing = await ask(device, 'GET /api/v1/cluster/00000000-0000-0000-0000-000000000000');
      return {
        cluster,
        presented: (await shownAt(device, [door]))[door] ?? '',
        rows: listAt(parsed(await ask(device, 'GET /api/v1/cluster/nodes')), 'results'),
        status: parsed(await ask(device, 'GET /api/v1/cluster/status')),
        manager: parsed(await ask(device, 'GET /api/v1/cluster-manager/status')),
        byId: textAt(parsed(await ask(device, `GET /api/v1/cluster/${first}`)), 'node_uuid'),
        self: textAt(parsed(await ask(device, 'GET /api/v1/cluster/self')), 'node_uuid'),
        missing: missing.status,
      };
    },
  },
  (check) => [
    check('id', 'NSX-CLU-0001', ['nsx.cluster-of-nobody'], (o) =>
      matches(/^[0-9a-f-]{36}$/, textAt(o.cluster, 'cluster_id'), 'a UUID'),
    ),
    check('nodes', 'NSX-CLU-0002', ['nsx.cluster-of-nobody'], (o) =>
      all(
        ...listAt(o.cluster, 'nodes').map((one) =>
          holds(
            textAt(one, 'node_uuid') !== '' && textAt(one, 'fqdn') !== '' && at(one, 'status') === 'JOINED',
            'UUID, fqdn, JOINED',
            one,
          ),
        ),
      ),
    ),
    check('entities', 'NSX-CLU-0003', ['nsx.cluster-of-nobody'], (o) =>
      holds(
        listAt(o.cluster, 'nodes', 0, 'entities').some(
          (one) => textAt(one, 'ip_address') !== '' && typeof at(one, 'port') === 'number',
        ),
        'an address and a port',
        at(o.cluster, 'nodes', 0, 'entities'),
      ),
    ),
    check('listen', 'NSX-CLU-0004', ['nsx.cluster-of-nobody'], (o) =>
      equal(o.presented, at(o.cluster, 'nodes', 0, 'api_listen_addr', 'certificate_sha256_thumbprint')),
    ),
    check('http', 'NSX-CLU-0005', ['nsx.cluster-of-nobody'], (o) =>
      equal(o.presented, at(o.cluster, 'nodes', 0, 'certificates', 0, 'certificate_sha256_thumbprint')),
    ),
    check('rows', 'NSX-CLU-0006', ['nsx.one-row-a-node'], (o) =>
      equal(
        listAt(o.cluster, 'nodes')
          .map((one) => textAt(one, 'node_uuid'))
          .sort(),
        o.rows
          .filter((one) => at(one, 'manager_role') !== null)
          .map((one) => textAt(one, 'id'))
          .sort(),
      ),
    ),
    check('apart', 'NSX-CLU-0007', ['nsx.one-row-a-node'], (o) =>
      holds(
        o.rows.every((one) => at(one, 'manager_role') === null || at(one, 'controller_role') === null),
        'rows of one role each',
        o.rows.length,
      ),
    ),
    check('stable', 'NSX-CLU-0008', ['nsx.cluster-unstable'], (o) =>
      equal('STABLE', at(o.status, 'detailed_cluster_status', 'overall_status')),
    ),
    check('leader', 'NSX-CLU-0009', ['nsx.cluster-unstable'], (o) => {
      const group =
        listAt(o.status, 'detailed_cluster_status', 'groups').find((one) => at(one, 'group_type') === 'HTTPS') ?? null;
      const members = listAt(group, 'members').map((one) => textAt(one, 'member_uuid'));
      return all(
        equal('api', at(group, 'leaders', 0, 'service_name')),
        equal(true, members.includes(textAt(group, 'leaders', 0, 'leader_uuid'))),
      );
    }),
    check('manager', 'NSX-CLU-0010', ['nsx.cluster-unstable'], (o) => equal('STABLE', at(o.manager, 'overall_status'))),
    check('found', 'NSX-CLU-0011', ['nsx.member-unknown'], (o) =>
      all(equal(textAt(o.cluster, 'nodes', 0, 'node_uuid'), o.byId), holds(o.self !== '', 'a node', o.self)),
    ),
    check('missing', 'NSX-CLU-0012', ['nsx.missing-is-400'], (o) => equal(404, o.missing)),
  ],
);

/** A virtual IP comes and goes. */
export const virtualIp = cased(
  {
    id: 'NSX-VIP-LIFE',
    title: 'A virtual IP is set, answers, and is cleared',
    touches: 'disruptive',
    async drive(t) {
      const device = await fresh(t, { vip: false });
      const vip = { port: 443, address: 'vip' };
      const path = '/api/v1/cluster/api-virtual-ip';
      const unset = parsed(await ask(device, `GET ${path}`));
      const before = await device.reach(vip);
      const outside = await ask(device, `POST ${path}?action=set_virtual_ip&ip_address=203.0.113.7`);
      const set = await ask(device, `POST ${path}?action=set_virtual_ip&ip_address=192.168.110.30`, { raw: '""' });
      const after = await device.reachBecomes(vip, 'open');
      const asked = after === 'open' ? await ask(device, 'GET /api/v1/node/version', { at: 'vip.https' }) : undefined;
      const none = await ask(
        device,
        `POST ${path}?action=set_virtual_ip&ip_address=192.168.110.30&ip6_address=::&force=true`,
      );
      const cleared = await ask(device, `POST ${path}?action=clear_virtual_ip`);
      return {
        unset,
        before,
        outside: outside.status,
        set: { status: set.status, body: parsed(set) },
        after,
        served: asked?.status ?? 0,
        none: none.status,
        cleared: parsed(cleared),
        gone: await device.reachBecomes(vip, 'refused'),
      };
    },
  },
  (check) => [
    check('unset', 'NSX-VIP-0001', ['nsx.vip-unset-is-null'], (o) => equal('0.0.0.0', at(o.unset, 'ip_address'))),
    check('silent', 'NSX-VIP-0002', ['nsx.vip-always-listens'], (o) => holds(o.before !== 'open', 'nothing', o.before)),
    check('outside', 'NSX-VIP-0005', ['nsx.any-vip', 'nsx.vip-refused'], (o) => equal(409, o.outside)),
    check('set', 'NSX-VIP-0003', ['nsx.vip-refused'], (o) =>
      equal([200, '192.168.110.30'], [o.set.status, at(o.set.body, 'ip_address')]),
    ),
    check('empty-text', 'NSX-VIP-0008', ['nsx.vip-refused'], (o) => equal(200, o.set.status)),
    check('answers', 'NSX-VIP-0004', ['nsx.version-201', 'nsx.vip-refused'], (o) =>
      equal(['open', 200], [o.after, o.served]),
    ),
    check('none', 'NSX-VIP-0009', ['nsx.vip-refused'], (o) => equal(200, o.none)),
    check('ipv6', 'NSX-VIP-0010', ['nsx.no-ipv6'], (o) => equal('::', at(o.unset, 'ip6_address'))),
    check('cleared', 'NSX-VIP-0006', ['nsx.vip-unset-is-null'], (o) => equal('0.0.0.0', at(o.cleared, 'ip_address'))),
    check('gone', 'NSX-VIP-0007', ['nsx.vip-always-listens'], (o) => holds(o.gone !== 'open', 'nothing', o.gone)),
  ],
);

/** A node goes down. */
export const failover = cased(
  {
    id: 'NSX-CLU-FAILOVER',
    title: 'The virtual IP follows the leading node',
    touches: 'simulator-only',
    needs: ['ssh'],
    async drive(t) {
      const device = await fresh(t);
      const leader = async () => {
        const groups = listAt(
          parsed(await ask(device, 'GET /api/v1/cluster/status', { at: 'manager-2.https' })),
          'detailed_cluster_status',
          'groups',
        );
        return textAt(groups.find((one) => at(one, 'group_type') === 'HTTPS') ?? null, 'leaders', 0, 'leader_uuid');
      };
      const before = await leader();
      const shell = await device.shell(/> $/);
      await shell.say('shutdown', [{ when: /\(yes\/no\): $/, say: 'yes' }]);
      const after = await leader();
      return {
        moved: before !== after && after !== '',
        answers: (await ask(device, 'GET /api/v1/node/version', { at: 'vip.https' })).status,
      };
    },
  },
  (check) => [
    check('moved', 'NSX-CLU-0013', ['nsx.version-201', 'nsx.cluster-unstable', 'nsx.leader-stays'], (o) =>
      equal([true, 200], [o.moved, o.answers]),
    ),
  ],
);
