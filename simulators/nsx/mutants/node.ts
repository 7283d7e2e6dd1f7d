import { answering, born, heading, hearing, type Mutants, replying, rewording } from './wrap.ts';

/** Nodes and settings that are broken on purpose. */
export const node: Mutants = {
  'nsx.version-without-node': {
    title: 'the version lacks node_version',
    apply: (kind) =>
      replying(kind, (text, { url }) =>
        url.endsWith('/node/version') ? text.replace('"node_version"', '"nodeVersion"') : text,
      ),
  },
  'nsx.vip-unset-is-null': {
    title: 'a virtual IP that is not set is null',
    apply: (kind) =>
      replying(kind, (text, { url }) => (url.includes('api-virtual-ip') ? text.replace('"0.0.0.0"', 'null') : text)),
  },
  'nsx.version-short': {
    title: 'the version has three numbers',
    apply: (kind) =>
      rewording(kind, 'GET', /node\/version$/, (text) => text.replace(/("\d+\.\d+\.\d+)[\d.]*"/g, '$1"')),
  },
  'nsx.node-nameless': {
    title: 'a node has no name and no schema',
    apply: (kind) =>
      rewording(kind, 'GET', /\/node$/, (text) =>
        text.replace('"fully_qualified_domain_name"', '"name"').replace('NodeProperties', 'Node'),
      ),
  },
  'nsx.never-healthy': {
    title: 'a node is never healthy',
    apply: (kind) =>
      rewording(
        kind,
        'GET',
        /node\/health/,
        () => '{\n  "healthy" : false,\n  "components_health" : "MANAGER:DOWN"\n}',
      ),
  },
  'nsx.headers-missing': {
    title: 'answers lack the header lines of the reverse proxy',
    apply: (kind) =>
      heading(kind, (reply) => {
        for (const name of ['server', 'cache-control', 'warning']) reply.removeHeader(name);
      }),
  },
  'nsx.answers-for-itself': {
    title: 'a node answers for another one with what it is itself',
    apply: (kind) =>
      hearing(kind, ({ raw, url }) => {
        raw.url = url.replace(/\/cluster\/[^/?]+\/node/, '/node');
      }),
  },
  'nsx.no-policy': {
    title: 'there is no policy API',
    apply: (kind) =>
      hearing(kind, ({ url }, reply) => {
        if (url.startsWith('/policy')) reply.code(404).send();
      }),
  },
  'nsx.code-in-success': {
    title: 'a success has an error code',
    apply: (kind) =>
      replying(kind, (text, { method }, reply) =>
        method === 'GET' && reply.statusCode === 200 ? text.replace(/^\{/, '{ "error_code" : 0,') : text,
      ),
  },
  'nsx.crl-unchecked': {
    title: 'revocation lists are not looked at unless told',
    apply: (kind) => born(kind, (site) => ({ ...site, security: { ...site.security, crl_checking_enabled: false } })),
  },
  'nsx.settings-202': {
    title: 'changed settings are answered 202',
    apply: (kind) => answering(kind, (status, { method }) => (method === 'PUT' && status === 200 ? 202 : status)),
  },
  'nsx.revision-not-checked': {
    title: 'a stale object is accepted',
    apply: (kind) => answering(kind, (status) => (status === 412 ? 200 : status)),
  },
  'nsx.password-rules-looser': {
    title: 'passwords may be shorter and wrong more often',
    apply: (kind) =>
      born(kind, (site) => ({
        ...site,
        authPolicy: { ...site.authPolicy, minimum_password_length: 8 },
        apiService: { ...site.apiService, connection_timeout: 60 },
      })),
  },
};
