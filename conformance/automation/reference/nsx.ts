import { list, text } from '../../../clients/nsx/shapes.ts';
import { type AccessOptions, NsxClient, presentedCertificate, TransportError } from '../../../clients/nsx.ts';
import type { Given } from '../evidence.ts';
import { accessOf, certificateOf, deviceOf } from './automation.ts';

const name = 'nsx-1';
const trust = '/api/v1/trust-management/certificates';

const endpointOf = (given: Given, endpoint: string): string => deviceOf(given, name).endpoints[endpoint] ?? '';
const placeOf = (given: Given, endpoint: string) => {
  const { hostname, port } = new URL(endpointOf(given, endpoint));
  return { host: hostname, port: Number(port) };
};

/** Lets `work` work with a client that destroys its session afterwards; one that forgets to is a flaw. */
async function withManager(
  given: Given,
  endpoint: string,
  flaw: string | undefined,
  work: (nsx: NsxClient) => Promise<void>,
  more: Partial<AccessOptions> = {},
): Promise<void> {
  const how = { ...(await accessOf(given, name, endpointOf(given, endpoint), flaw)), ...more };
  if (flaw === 'hammers') await hammer(how);
  const nsx = new NsxClient(how);
  let done = false;
  try {
    await work(nsx);
    done = true;
  } finally {
    if (!done || flaw !== 'leaves-its-session') await nsx.close();
  }
}

async function hammer(how: AccessOptions): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const nsx = new NsxClient(how);
    const ok = await nsx.version().then(
      () => true,
      () => false,
    );
    await nsx.close();
    if (ok) return;
  }
}

/** Gives every manager and the virtual IP one certificate. */
export async function replaceApi(given: Given, flaw: string | undefined): Promise<void> {
  const { certificate, key, fingerprint } = certificateOf(given, 'cluster');
  await withManager(given, 'manager-1.https', flaw, async (nsx) => {
    if (flaw === 'applies-before-it-imports') {
      const unknown = '00000000-0000-4000-8000-000000000000';
      await nsx.validate(unknown).catch(() => undefined);
      await nsx.applyCertificate(unknown, 'MGMT_CLUSTER').catch(() => undefined);
    }
    const targets = [
      ...(await nsx.nodes()).map(({ node_uuid: node }) => ({ service: 'API', node })),
      { service: 'MGMT_CLUSTER', node: undefined },
    ];
    const { id } = await nsx.importCertificate({ certificate, key, name: 'cluster' });
    if (flaw !== 'skips-validation') await valid(nsx, id);
    const apply = ({ service, node }: (typeof targets)[number]) => nsx.applyCertificate(id, service, node);
    if (flaw === 'all-at-once') await Promise.all(targets.map(apply));
    else for (const target of targets) await apply(target);
  });
  if (flaw === 'believes-its-own-steps') return;
  for (const endpoint of ['manager-1.https', 'manager-2.https', 'manager-3.https', 'vip.https']) {
    await served(given, endpoint, fingerprint);
  }
}

async function valid(nsx: NsxClient, id: string): Promise<void> {
  const { status, error_message: why } = await nsx.validate(id);
  if (status !== 'OK') throw new Error(`the certificate is ${status}: ${why}`);
}

/** @throws Error when another certificate is presented */
async function served(given: Given, endpoint: string, fingerprint: string): Promise<void> {
  const seen = await presentedCertificate(placeOf(given, endpoint));
  if (seen.fingerprint !== fingerprint) throw new Error(`${endpoint} presents ${seen.fingerprint}`);
}

/** Puts the given certificate in the place of the shared one, by one batch. */
export async function batchReplace(given: Given, flaw: string | undefined): Promise<void> {
  const { certificate, key, fingerprint } = certificateOf(given, 'cluster');
  await withManager(given, 'manager-1.https', flaw, async (nsx) => {
    let old = '';
    for await (const one of nsx.certificates()) {
      const services = one.used_by.flatMap(({ service_types }) => service_types);
      if (services.includes('API') || services.includes('MGMT_CLUSTER')) old = one.id;
    }
    const { id: next } = await nsx.importCertificate({ certificate, key, name: 'cluster' });
    if (flaw !== 'skips-validation') await valid(nsx, next);
    if (flaw !== 'does-not-wait') {
      const steps = await nsx.batchReplace([{ old, next }]);
      if (steps.some(({ status }) => status !== 'OK')) throw new Error('a step of the batch failed');
    } else {
      const body = { certificate_replacements: [{ old_certificate_id: old, new_certificate_id: next }] };
      await nsx.request('POST', `${trust}/action/batch-replace`, body);
      // It hopes that this is long enough.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    }
  });
  await served(given, 'vip.https', fingerprint);
}

/** Registers the certificate of the virtual IP on 2.4, where a lost answer says nothing of the effect. */
export async function clusterCertificate(given: Given, flaw: string | undefined): Promise<void> {
  const { certificate, key, fingerprint } = certificateOf(given, 'vip');
  await withManager(given, 'manager-1.https', flaw, async (nsx) => {
    const register = (id: string) =>
      nsx.request('POST', `/api/v1/cluster/api-certificate?action=set_cluster_certificate&certificate_id=${id}`);
    if (flaw === 'registers-before-it-imports') {
      await register('00000000-0000-4000-8000-000000000000').catch(() => undefined);
    }
    const { id } = await nsx.importCertificate({ certificate, key, name: 'NSX-API-CERT-NEW' });
    await register(id).catch(async (error) => {
      if (!(error instanceof TransportError)) throw error;
      if (flaw === 'repeats-blindly') await register(id);
      else await served(given, 'vip.https', fingerprint);
    });
  });
  if (flaw !== 'believes-its-own-steps' && flaw !== 'never-looks') await served(given, 'vip.https', fingerprint);
  if (flaw === 'never-looks') await stored(given, fingerprint);
}

/** Asks a manager what it would present, instead of looking at the virtual IP. */
async function stored(given: Given, fingerprint: string): Promise<void> {
  await withManager(given, 'manager-1.https', undefined, async (nsx) => {
    const { X509Certificate } = await import('node:crypto');
    for await (const one of nsx.certificates()) {
      const leaf = one.pem_encoded === '' ? undefined : new X509Certificate(one.pem_encoded).fingerprint256;
      const isMine = leaf?.replaceAll(':', '').toLowerCase() === fingerprint;
      if (isMine && one.used_by.length > 0) return;
    }
    throw new Error('nobody uses the certificate');
  });
}

/** Gives the first transport node a certificate. */
export async function hostCertificate(given: Given, flaw: string | undefined): Promise<void> {
  const { certificate, key } = certificateOf(given, 'host');
  await withManager(given, 'manager-1.https', flaw, async (nsx) => {
    const [first] = list(await nsx.request('GET', '/api/v1/transport-nodes'), 'results');
    const node = text(first, 'node_id') || text(first, 'id');
    const leaf = certificate.slice(0, certificate.indexOf('-----END CERTIFICATE-----') + 26);
    const pem = flaw === 'leaf-alone' ? leaf : certificate;
    const body = { display_name: 'host', pem_encoded: pem, private_key: key };
    const replace = (id: string) => nsx.request('POST', `${trust}/action/replace-host-certificate/${id}`, body);
    if (flaw === 'takes-the-id-of-a-manager') {
      for (const { node_uuid: id } of await nsx.nodes()) await replace(id).catch(() => undefined);
    }
    await replace(node);
    if (flaw === 'believes-its-own-steps') return;
    for await (const one of nsx.certificates()) {
      if (one.display_name === 'host' && one.used_by.some(({ node_id: id }) => id === node)) return;
    }
    throw new Error('the transport node does not use the certificate');
  });
}

/** Replaces the certificate of a Local Manager, and tells the Global Manager its thumbprint. */
export async function federationCertificate(given: Given, flaw: string | undefined): Promise<void> {
  const { certificate, key, fingerprint } = certificateOf(given, 'paris');
  await withManager(given, 'paris.manager-1.https', flaw, async (nsx) => {
    const { id } = await nsx.importCertificate({ certificate, key, name: 'paris' });
    if (flaw !== 'skips-validation') await valid(nsx, id);
    await nsx.applyCertificate(id, 'MGMT_CLUSTER');
  });
  await served(given, 'paris.vip.https', fingerprint);
  if (flaw === 'forgets-the-thumbprint') return;
  await withManager(given, 'gm.manager-1.https', flaw, async (nsx) => {
    const site = '/global-manager/api/v1/global-infra/sites/paris';
    await nsx.request('PATCH', site, { site_connection_info: [{ fqdn: 'paris', thumbprint: fingerprint }] });
    await nsx.request('GET', `${site}/enforcement-points/default/edge-clusters`);
  });
}
