import { answering, hearing, type Mutants, rewording } from './wrap.ts';

/** Clusters and virtual IPs that are broken on purpose. */
export const cluster: Mutants = {
  'nsx.cluster-of-nobody': {
    title: 'the cluster tells neither its id nor entities or thumbprints, and nobody has joined',
    apply: (kind) =>
      rewording(kind, 'GET', /\/api\/v1\/cluster$/, (text) =>
        text
          .replace(/"cluster_id" : "[^"]*"/, '"cluster_id" : "1"')
          .replace(/"JOINED"/g, '"JOINING"')
          .replace(/"entities"/g, '"entity"')
          .replace(/"certificate_sha256_thumbprint" : "[^"]*"/g, '"certificate_sha256_thumbprint" : ""'),
      ),
  },
  'nsx.one-row-a-node': {
    title: 'managers and controllers share a row',
    apply: (kind) =>
      rewording(kind, 'GET', /cluster\/nodes$/, (text) => {
        const both = text.replace(/"manager_role" : \{/g, '"controller_role" : { }, "manager_role" : {');
        return both.replace(/"id" : "[^"]*"/g, '"id" : "1"');
      }),
  },
  'nsx.cluster-unstable': {
    title: 'the cluster is never stable, and nobody leads it',
    apply: (kind) =>
      rewording(kind, 'GET', /cluster(?:-manager)?\/status/, (text) =>
        text.replaceAll('"STABLE"', '"DEGRADED"').replaceAll('"leader_uuid"', '"leader"'),
      ),
  },
  'nsx.member-unknown': {
    title: 'no member is found by its id',
    apply: (kind) =>
      rewording(kind, 'GET', /api\/v1\/cluster\/(?:self|[0-9a-f-]{36})$/, (text) =>
        text.replace('"node_uuid"', '"uuid"'),
      ),
  },
  'nsx.leader-stays': {
    title: 'whoever leads goes on leading when it is down',
    apply: (kind) => ({
      ...kind,
      derive(before, after) {
        const runs = Object.entries(after.run.sites).map(([name, run]) => {
          const leader = before.run.sites[name]?.leader;
          return [name, leader === undefined ? run : { ...run, leader }];
        });
        return { ...after, run: { ...after.run, sites: Object.fromEntries(runs) } };
      },
    }),
  },
  'nsx.any-vip': {
    title: 'a virtual IP outside of the nodes network is accepted',
    apply: (kind) =>
      answering(kind, (status, { url }) => (url.includes('set_virtual_ip') && status === 409 ? 200 : status)),
  },
  'nsx.vip-refused': {
    title: 'no virtual IP can be set',
    apply: (kind) =>
      hearing(kind, ({ url }, reply) => {
        if (url.includes('set_virtual_ip')) reply.code(400).send();
      }),
  },
  'nsx.no-ipv6': {
    title: 'there is no IPv6',
    apply: (kind) => rewording(kind, 'GET', /api-virtual-ip/, (text) => text.replace('"ip6_address"', '"ip6"')),
  },
};
