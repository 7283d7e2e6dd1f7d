import { changeSite } from '../change.ts';
import { isNsx } from '../nsx.ts';
import { heading, hearing, listening, type Mutants, settling } from './wrap.ts';

/** Listeners that are broken on purpose. */
export const listeners: Mutants = {
  'nsx.old-certificate-still-served': {
    title: 'every listener goes on presenting the certificate that it presented first',
    apply: (kind) =>
      listening(kind, (endpoints, seen) =>
        endpoints.map((endpoint) => {
          const first = seen.get(endpoint.name) ?? endpoint;
          seen.set(endpoint.name, first);
          return first.tls && endpoint.tls
            ? { ...endpoint, tls: { ...endpoint.tls, identity: first.tls.identity } }
            : endpoint;
        }),
      ),
  },
  'nsx.vip-shows-node': {
    title: 'the virtual IP presents the certificate of the node that has it',
    apply: (kind) =>
      listening(kind, (endpoints) =>
        endpoints.map((endpoint) => {
          const node = endpoints.find(({ name }) => name === 'manager-1.https');
          return endpoint.name === 'vip.https' && node?.tls ? { ...endpoint, tls: node.tls } : endpoint;
        }),
      ),
  },
  'nsx.cluster-replaces-nodes': {
    title: 'replacing the certificate of the cluster replaces that of every node as well',
    apply: (kind) =>
      settling(kind, (site, before) => {
        const cluster = site.bindings.MGMT_CLUSTER;
        const changed = before && cluster && before.bindings.MGMT_CLUSTER !== cluster;
        return changed ? { ...site, bindings: { ...site.bindings, API: cluster } } : site;
      }),
  },
  'nsx.node-replaces-all': {
    title: 'replacing the API certificate of one node replaces that of every node',
    apply: (kind) =>
      settling(kind, (site, before) => {
        const api = site.bindings.API ?? {};
        const old = before?.bindings.API ?? {};
        const changed = Object.keys(api).find((node) => before && old[node] !== undefined && old[node] !== api[node]);
        const id = changed === undefined ? undefined : api[changed];
        if (id === undefined) return site;
        return {
          ...site,
          bindings: { ...site.bindings, API: Object.fromEntries(Object.keys(api).map((node) => [node, id])) },
        };
      }),
  },
  'nsx.vip-always-listens': {
    title: 'the virtual IP answers before it is set',
    apply: (kind) =>
      listening(kind, (endpoints) => {
        const node = endpoints.find(({ name }) => name === 'manager-1.https');
        if (!node || endpoints.some(({ name }) => name === 'vip.https')) return endpoints;
        return [...endpoints, { ...node, name: 'vip.https', address: 'vip' }];
      }),
  },
  'nsx.one-node-apart': {
    title: 'one node presents a certificate of its own',
    apply: (kind) =>
      listening(kind, (endpoints) => {
        const other = endpoints.find(({ name }) => name === 'manager-3.aph');
        return endpoints.map((one) =>
          one.name === 'manager-3.https' && other?.tls ? { ...one, tls: other.tls } : one,
        );
      }),
  },
  'nsx.nodes-alike': {
    title: 'all nodes present the certificate of the first one',
    apply: (kind) =>
      listening(kind, (endpoints) => {
        const first = endpoints.find(({ name }) => name === 'manager-1.https');
        return endpoints.map((one) =>
          /^manager-\d\.https$/.test(one.name) && first?.tls ? { ...one, tls: first.tls } : one,
        );
      }),
  },
  'nsx.refusal-applies': {
    title: 'a certificate that is refused is served all the same',
    apply: (kind) =>
      heading(kind, (reply, { device, url }) => {
        const id = /certificates\/([^?]+)\?action=apply_certificate&service_type=API/.exec(url)?.[1];
        if (id === undefined || reply.statusCode < 400 || !isNsx(device)) return;
        changeSite(device, 'nsx', (site) =>
          site.certificates.get(id)?.key === undefined
            ? site
            : {
                ...site,
                bindings: { ...site.bindings, API: Object.fromEntries(site.nodes.map(({ uuid }) => [uuid, id])) },
              },
        );
      }),
  },
  'nsx.get-applies': {
    title: 'reading with an action applies a certificate',
    apply: (kind) =>
      hearing(kind, ({ raw, url }) => {
        if (url.includes('action=apply_certificate&service_type')) raw.method = 'POST';
      }),
  },
};
