import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint, Kind } from '../chassis/kind.ts';
import { Table } from '../chassis/table.ts';
import { administrator } from './factory.ts';
import { isNsx } from './nsx.ts';
import { placeOf } from './site.ts';
import type { NsxState, Site } from './state.ts';

/** A cluster with one small lie in it. */
interface NsxMutant {
  readonly title: string;
  apply(kind: Kind<NsxState>): Kind<NsxState>;
}

/** The same cluster with answers changed on their way out. */
function replying(
  kind: Kind<NsxState>,
  change: (text: string, request: FastifyRequest, reply: FastifyReply) => string,
): Kind<NsxState> {
  return hooked(kind, (app) => {
    app.addHook('onSend', async (request, reply, payload) => {
      if (!Buffer.isBuffer(payload)) return payload;
      const changed = Buffer.from(change(payload.toString('utf8'), request, reply));
      reply.header('content-length', changed.length);
      return changed;
    });
  });
}

/** The same cluster with requests changed on their way in. */
function hearing(kind: Kind<NsxState>, change: (request: FastifyRequest, reply: FastifyReply) => void): Kind<NsxState> {
  return hooked(kind, (app) => {
    app.addHook('onRequest', async (request, reply) => change(request, reply));
  });
}

type App = Parameters<Awaited<ReturnType<NonNullable<Kind['web']>>>['routes']>[0];

function hooked(kind: Kind<NsxState>, add: (app: App) => void): Kind<NsxState> {
  return {
    ...kind,
    web: async () => {
      const face = await kind.web?.();
      if (!face) throw new Error('a manager has a web face');
      return {
        ...face,
        async routes(app, options) {
          add(app);
          await face.routes(app, options);
        },
      };
    },
  };
}

/** Endpoints changed after they were derived; `seen` lasts as long as the device. */
function listening(
  kind: Kind<NsxState>,
  change: (endpoints: readonly Endpoint[], seen: Map<string, Endpoint>, state: NsxState) => readonly Endpoint[],
): Kind<NsxState> {
  const seen = new WeakMap<object, Map<string, Endpoint>>();
  return {
    ...kind,
    endpoints(state, device) {
      const mine = seen.get(device) ?? new Map<string, Endpoint>();
      seen.set(device, mine);
      return change(kind.endpoints(state, device), mine, state);
    },
  };
}

/** Each site changed after each change. */
function settling(kind: Kind<NsxState>, change: (after: Site, before: Site | undefined) => Site): Kind<NsxState> {
  return {
    ...kind,
    derive(before, after) {
      if (before.store.sites === after.store.sites) return after;
      const sites = Object.fromEntries(
        Object.entries(after.store.sites).map(([name, site]) => [name, change(site, before.store.sites[name])]),
      );
      return { ...after, store: { ...after.store, sites } };
    },
  };
}

const basic = `Basic ${Buffer.from(`${administrator.username}:${administrator.password}`).toString('base64')}`;
const isValidation = ({ url }: FastifyRequest): boolean => url.includes('action=validate');
const isListing = ({ method, url }: FastifyRequest): boolean => method === 'GET' && /\/certificates(\?|$)/.test(url);

/** Clusters that are broken on purpose, each in one way: a check that stays green on its mutant checks nothing. */
export const mutants: Readonly<Record<string, NsxMutant>> = {
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
  'nsx.any-password': {
    title: 'every password is right',
    apply: (kind) => ({
      ...hearing(kind, ({ headers }) => {
        if (headers.authorization) headers.authorization = basic;
      }),
      login: (device, user) => ({
        ok: true,
        user,
        roles: Object.values(device.state.store.sites)[0]?.users[user]?.roles ?? [],
      }),
    }),
  },
  'nsx.nobody-may-read': {
    title: 'requests without credentials are answered',
    apply: (kind) =>
      hearing(kind, ({ headers }) => {
        if (!headers.authorization && !headers.cookie) headers.authorization = basic;
      }),
  },
  'nsx.code-is-a-number': {
    title: 'the code of a 403 is a number',
    apply: (kind) => replying(kind, (text) => text.replace('"error_code" : "403"', '"error_code" : 403')),
  },
  'nsx.unauthorized-401': {
    title: 'who may not enter is answered 401',
    apply: (kind) =>
      replying(kind, (text, _request, reply) => {
        if (reply.statusCode === 403) reply.code(401);
        return text;
      }),
  },
  'nsx.token-not-needed': {
    title: 'a session goes by its cookie alone',
    apply: (kind) =>
      hearing(kind, (request) => {
        const { device, endpoint, headers } = request;
        const place = isNsx(device) ? placeOf(device, endpoint.node ?? '') : undefined;
        const id = /JSESSIONID=([^;\s]+)/.exec(headers.cookie ?? '')?.[1] ?? '';
        const session = place?.run.sessions[place.node.name]?.[id];
        if (session) headers['x-xsrf-token'] = session.token;
      }),
  },
  'nsx.session-everywhere': {
    title: 'a session is good on every node',
    apply: (kind) =>
      hearing(kind, ({ device, headers }) => {
        const id = /JSESSIONID=([^;\s]+)/.exec(headers.cookie ?? '')?.[1] ?? '';
        const runs = isNsx(device) ? Object.values(device.state.run.sites) : [];
        if (runs.some(({ sessions }) => Object.values(sessions).some((mine) => Object.hasOwn(mine, id)))) {
          headers.authorization = basic;
        }
      }),
  },
  'nsx.session-survives': {
    title: 'destroying a session does nothing',
    apply: (kind) =>
      hearing(kind, (request, reply) => {
        if (request.url === '/api/session/destroy') reply.code(200).send();
      }),
  },
  'nsx.cookie-without-attributes': {
    title: 'the session cookie has no attributes',
    apply: (kind) =>
      hooked(kind, (app) => {
        app.addHook('onSend', async (_request, reply, payload) => {
          const cookie = reply.getHeader('set-cookie');
          if (typeof cookie === 'string') {
            reply.removeHeader('set-cookie');
            reply.header('set-cookie', cookie.split(';')[0]);
          }
          return payload;
        });
      }),
  },
  'nsx.validate-says-ok': {
    title: 'every certificate is valid when asked',
    apply: (kind) =>
      replying(kind, (text, request) => (isValidation(request) ? text.replace(/"REJECTED"[\s\S]*"/, '"OK"') : text)),
  },
  'nsx.key-shown': {
    title: 'private keys come back with their certificates',
    apply: (kind) =>
      replying(kind, (text, { url, method }) =>
        method === 'GET' && url.includes('/certificates/')
          ? text.replace('"used_by"', '"private_key" : "-----BEGIN PRIVATE KEY-----",\n  "used_by"')
          : text,
      ),
  },
  'nsx.pem-rewritten': {
    title: 'a certificate comes back with another line length than it was sent with',
    apply: (kind) => replying(kind, (text) => text.replace(/(-----BEGIN CERTIFICATE-----)\\n/g, '$1')),
  },
  'nsx.import-200': {
    title: 'an import is answered 200',
    apply: (kind) =>
      replying(kind, (text, _request, reply) => {
        if (reply.statusCode === 201) reply.code(200);
        return text;
      }),
  },
  'nsx.duplicates-stored': {
    title: 'the same certificate is stored twice',
    apply: (kind) => settling(kind, (site) => ({ ...site, thumbprints: Table.from<string>() })),
  },
  'nsx.count-of-page': {
    title: 'result_count is that of the page',
    apply: (kind) =>
      replying(kind, (text, request) =>
        isListing(request) && text.startsWith('{') && /page_size=/.test(request.url)
          ? text.replace(/"result_count" : \d+/, `"result_count" : ${/page_size=(\d+)/.exec(request.url)?.[1] ?? 0}`)
          : text,
      ),
  },
  'nsx.cursor-of-zeros': {
    title: 'a cursor begins with 0000 while there are more pages',
    apply: (kind) => replying(kind, (text) => text.replace('"cursor" : "0036', '"cursor" : "0000')),
  },
  'nsx.used-by-empty': {
    title: 'no certificate tells who uses it',
    apply: (kind) => replying(kind, (text) => text.replace(/"used_by" : \[ \{[\s\S]*?\} \]/g, '"used_by" : [ ]')),
  },
  'nsx.parallel-replacements': {
    title: 'a batch is accepted while another one is running',
    apply: (kind) =>
      replying(kind, (text, request, reply) => {
        if (request.url.includes('batch-replace') && text.includes('in progress')) reply.code(200);
        return text;
      }),
  },
  'nsx.any-host': {
    title: 'a host certificate is accepted for any id',
    apply: (kind) =>
      replying(kind, (text, request, reply) => {
        if (request.url.includes('replace-host-certificate') && reply.statusCode === 404) reply.code(200);
        return text;
      }),
  },
  'nsx.missing-is-400': {
    title: 'what is not there is answered 400',
    apply: (kind) =>
      replying(kind, (text, _request, reply) => {
        if (reply.statusCode === 404) reply.code(400);
        return text;
      }),
  },
  'nsx.version-without-node': {
    title: 'the version lacks node_version',
    apply: (kind) =>
      replying(kind, (text, { url }) =>
        url.endsWith('/node/version') ? text.replace('"node_version"', '"nodeVersion"') : text,
      ),
  },
  'nsx.thumbprint-with-colons': {
    title: 'the CLI writes thumbprints with colons',
    apply: (kind) => ({
      ...kind,
      shell: async () => {
        const shell = await kind.shell?.();
        if (!shell) throw new Error('a manager has a shell');
        return {
          ...shell,
          language(device) {
            const language = shell.language(device);
            const { dialect } = language;
            const output: NonNullable<typeof dialect.output> = (text, session, command) => {
              const shown = text.replace(/^[0-9a-f]{64}$/m, (hex) => (hex.match(/../g) ?? []).join(':'));
              return dialect.output?.(shown, session, command) ?? shown;
            };
            const broken: typeof language = {
              dialect: { ...dialect, output },
              release: language.release,
              commands: language.commands,
              root: (mode) => language.root(mode),
              pipes: (lead) => language.pipes(lead),
              reach: (mode) => language.reach(mode),
              fold: (keyword) => language.fold(keyword),
            };
            return broken;
          },
        };
      },
    }),
  },
  'nsx.vip-unset-is-null': {
    title: 'a virtual IP that is not set is null',
    apply: (kind) =>
      replying(kind, (text, { url }) => (url.includes('api-virtual-ip') ? text.replace('"0.0.0.0"', 'null') : text)),
  },
  'nsx.no-lockout': {
    title: 'nobody is ever locked out',
    apply: (kind) => ({
      ...kind,
      derive(_before, after) {
        const sites = Object.entries(after.run.sites).map(([name, run]) => [name, { ...run, failures: {} }]);
        return { ...after, run: { ...after.run, sites: Object.fromEntries(sites) } };
      },
    }),
  },
  'nsx.identity-takes-certificate': {
    title: 'deleting a principal identity deletes its certificate',
    apply: (kind) =>
      settling(kind, (site, before) => {
        let { certificates } = site;
        for (const { id, certificateId } of before?.identities.values() ?? []) {
          if (certificateId !== undefined && !site.identities.has(id))
            certificates = certificates.remove(certificateId);
        }
        return { ...site, certificates };
      }),
  },
  'nsx.clear-needs-nothing': {
    title: 'clearing the certificate of the cluster leaves it where it is',
    apply: (kind) =>
      settling(kind, (site, before) =>
        site.bindings.MGMT_CLUSTER || !before?.bindings.MGMT_CLUSTER
          ? site
          : { ...site, bindings: { ...site.bindings, MGMT_CLUSTER: before.bindings.MGMT_CLUSTER } },
      ),
  },
};
