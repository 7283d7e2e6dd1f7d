import { answering, born, hearing, hooked, type Mutants, replying, rewording, settling } from './wrap.ts';

/** Replacements, principals and requests that are broken on purpose. */
export const replacements: Mutants = {
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
  'nsx.apply-never-refused': {
    title: 'applying is said to have worked, whatever came of it',
    apply: (kind) =>
      answering(kind, (status, { method, url }) =>
        method === 'POST' && /action=(?:apply_certificate|set_cluster_certificate)/.test(url) ? 200 : status,
      ),
  },
  'nsx.nothing-applies': {
    title: 'no certificate can be applied',
    apply: (kind) =>
      hearing(kind, ({ method, url }, reply) => {
        if (method === 'POST' && /action=(?:apply_certificate|set_cluster_certificate)/.test(url))
          reply.code(503).send();
      }),
  },
  'nsx.cluster-certificate-202': {
    title: 'setting the certificate of the cluster is answered 202',
    apply: (kind) =>
      answering(kind, (status, { url }) => (url.includes('set_cluster_certificate') && status === 200 ? 202 : status)),
  },
  'nsx.cluster-certificate-unknown': {
    title: 'nobody knows which certificate the cluster has',
    apply: (kind) =>
      rewording(kind, 'GET', /api-certificate$/, (text) =>
        text.replace(/"certificate_id": "[^"]*"/, '"certificate_id": ""'),
      ),
  },
  'nsx.void-has-a-body': {
    title: 'what answers nothing answers an empty object',
    apply: (kind) =>
      hooked(kind, (app) => {
        app.addHook('onSend', async (request, reply, payload) => {
          if (payload || reply.statusCode !== 200 || request.url.startsWith('/api/session')) return payload;
          reply.header('content-length', 2);
          return '{}';
        });
      }),
  },
  'nsx.profiles-per-node': {
    title: 'every service has a certificate a node',
    apply: (kind) =>
      replying(kind, (text) => text.replaceAll('"cluster_certificate" : true', '"cluster_certificate" : false')),
  },
  'nsx.batch-of-errors': {
    title: 'every step of a batch is said to have failed',
    apply: (kind) =>
      rewording(kind, 'GET', /batch-results/, (text) => text.replaceAll('"status" : "OK"', '"status" : "ERROR"')),
  },
  'nsx.batch-never-refused': {
    title: 'a batch is said to have begun, whatever was asked',
    apply: (kind) => answering(kind, (status, { url }) => (url.includes('batch-replace') ? 200 : status)),
  },
  'nsx.batch-deletes': {
    title: 'a batch deletes what it replaced',
    apply: (kind) =>
      settling(kind, (site, before) => {
        if (!before?.batch || before.batch.endTime !== undefined || site.batch?.endTime === undefined) return site;
        let { certificates } = site;
        for (const { oldCertificateId } of site.batch.steps) certificates = certificates.remove(oldCertificateId);
        return { ...site, certificates };
      }),
  },
  'nsx.no-transport-nodes': {
    title: 'there are no transport nodes',
    apply: (kind) => born(kind, (site) => ({ ...site, transportNodes: [] })),
  },
  'nsx.request-file-empty': {
    title: 'the file of a request is empty',
    apply: (kind) => rewording(kind, 'GET', /pem-file/, () => ''),
  },
  'nsx.identity-as-sent': {
    title: 'a principal identity is shown otherwise than NSX does',
    apply: (kind) =>
      replying(kind, (text, { url }) =>
        /principal-identities/.test(url)
          ? text
              .replace(/"is_protected" : true/, '"is_protected" : "true"')
              .replace(/"certificate_id"/, '"certificate_pem"')
              .replace(/"display_name" : "[^"]*"/, '"display_name" : ""')
              .replace(/"roles_for_paths"/, '"role"')
          : text,
      ),
  },
  'nsx.identities-repeat': {
    title: 'a principal identity may be made twice',
    apply: (kind) =>
      answering(kind, (status, { url }) => (url.endsWith('/with-certificate') && status === 400 ? 201 : status)),
  },
};
