import type { Json, JsonObject } from '../../chassis/json.ts';
import { isJsonObject } from '../../chassis/json.ts';
import { changeSite } from '../change.ts';
import type { Release } from '../release.ts';
import { bound as boundTo, certificateOf, clusterCertificate } from '../site.ts';
import type { Certificate } from '../state.ts';
import { refusals } from '../texts.ts';
import { batchView, beginBatch } from '../trust/batch.ts';
import { hostBound } from '../trust/bind.ts';
import { distributionPoints, learnDistributionPoints, refreshDistributionPoints } from '../trust/distribution.ts';
import { handed, imported, removed, store, stored } from '../trust/import.ts';
import { asTold } from '../trust/lag.ts';
import { profileOf, profilesOf, profileView } from '../trust/profiles.ts';
import { successor } from '../trust/renew.ts';
import { apply } from '../trust/replacement.ts';
import { judge } from '../trust/rules.ts';
import { principalsOf, usedBy } from '../trust/used-by.ts';
import { type CertificateViewing, certificateView } from '../trust/view.ts';
import { factsOf, x509View } from '../trust/x509.ts';
import { page } from './list.ts';
import { bodyOf, type Call, flag, neededText, type Operation, operation, siteOf, textIn } from './operation.ts';
import { peerChain } from './peer.ts';

const trust = '/api/v1/trust-management';
const documented = (source: string) =>
  ({ area: 'certificates', evidence: 'documented', source: `NSX reference ${source}` }) as const;
const since = (has: keyof Release) => ({ releases: (release: Release) => Boolean(release[has]) });

function viewing(call: Call, details: boolean): CertificateViewing {
  return { site: asTold(call.device, siteOf(call)), release: call.release, now: call.device.now(), details };
}

function found(call: Call): Certificate {
  const id = call.params['cert-id'] ?? '';
  const certificate = siteOf(call).certificates.get(id);
  if (!certificate) throw refusals.notFound(call.release, 'Certificate', id);
  return certificate;
}

/** Imports, and answers with what was stored; `result_count` is not told. @source recorded: NSX reference 2.5, 5.3 */
export function importInto(call: Call, body: JsonObject): JsonObject {
  const { device, siteName, caller, release } = call;
  const understood = handed(body);
  const certificates = imported(body, understood, { release, user: caller.user, now: device.now() });
  device.batch(() => {
    store(device, siteName, certificates);
    learnDistributionPoints(device, siteName, understood.chain, caller.user);
  });
  return { results: certificates.map((one) => certificateView(one, viewing(call, false))) };
}

/** Certificates of the trust store and what is done with them. @source NSX reference 5 */
export const certificates: readonly Operation[] = [
  operation(`GET ${trust}`, documented('5.9'), ({ release }) => ({
    json: {
      supported_algorithms: Object.entries(release.requestAlgorithms).map(([name, sizes]) => ({
        name,
        key_size: sizes,
      })),
    },
  })),
  operation(`GET ${trust}/certificates`, documented('5.2'), (call) => {
    const { query } = call;
    const site = siteOf(call);
    const view = viewing(call, flag(query.get('details') ?? undefined));
    const type = query.get('type');
    if (type === null || type === '') {
      return { json: page(query, site.certificates, (one) => certificateView(one, view)) };
    }
    const only = served(call, type);
    return {
      json: page(
        query,
        site.certificates,
        (one) => certificateView(one, view),
        ({ id }) => id === only,
      ),
    };
  }),
  operation(`POST ${trust}/certificates?action=import`, documented('5.3'), (call) => ({
    status: 201,
    json: importInto(call, bodyOf(call)),
  })),
  operation(`GET ${trust}/certificates/{cert-id}`, documented('5.2'), (call) => ({
    json: certificateView(
      found(call),
      viewing(call, flag(call.query.get('details') ?? undefined, call.release.singleDetails)),
    ),
  })),
  operation(`DELETE ${trust}/certificates/{cert-id}`, documented('5.4'), (call) => {
    const certificate = found(call);
    const site = siteOf(call);
    if (principalsOf(site, certificate.id).length > 0) throw refusals.identityInUse(certificate.id);
    if (usedBy(site, certificate.id).length > 0) throw refusals.inUse(certificate.id);
    if (certificate.category === 'POLICY_CERTIFICATE' && !call.overwrite) {
      throw refusals.foreign(call.caller.user, call.caller.roles, 'nsx$Certificate');
    }
    changeSite(call.device, call.siteName, (now) => removed(now, certificate));
    return {};
  }),
  operation(
    `GET ${trust}/certificates/{cert-id}?action=validate`,
    { ...documented('5.5'), ...since('applyByCertificate') },
    (call) => {
      const usage = call.query.get('usage') === 'CLIENT' ? 'CLIENT' : 'SERVER';
      const { device, release, siteName } = call;
      const certificate = found(call);
      const { status, message } = judge(certificate, {
        release,
        site: siteOf(call),
        usage: [usage],
        now: device.now(),
      });
      if (status === 'CRL_NOT_READY') {
        refreshDistributionPoints(device, siteName, factsOf(certificate.pem).flatMap(distributionPoints));
      }
      return { json: { status, ...(message !== undefined && { error_message: message }) } };
    },
  ),
  operation(
    `POST ${trust}/certificates/{cert-id}?action=apply_certificate`,
    { ...documented('5.6'), ...since('applyByCertificate') },
    async (call) => {
      const service = call.query.get('service_type');
      if (service === null || service === '') throw refusals.field('service_type is required');
      const nodeId = call.query.get('node_id') ?? undefined;
      await apply(
        call.device,
        call.siteName,
        { certificateId: call.params['cert-id'] ?? '', service, nodeId },
        call.caller,
      );
      return {};
    },
  ),
  operation(
    `POST ${trust}/certificates/action/replace-host-certificate/{host-id}`,
    { ...documented('5.11'), ...since('hostCertificates') },
    replaceHostCertificate,
  ),
  operation(
    `POST ${trust}/certificates/{alias}?action=import_trusted_ca`,
    { ...documented('5.11'), ...since('hostCertificates') },
    (call) => {
      const { pem } = handed(bodyOf(call));
      const alias = call.params.alias ?? '';
      changeSite(call.device, call.siteName, (site) => ({ ...site, trustedCas: { ...site.trustedCas, [alias]: pem } }));
      return {};
    },
  ),
  operation(
    `POST ${trust}/certificates?action=fetch_peer_certificate_chain`,
    { ...documented('5.11'), ...since('hostCertificates') },
    async (call) => {
      const body = bodyOf(call);
      const pem = await peerChain(call.device, neededText(body, 'host'), Number(textIn(body, 'port') ?? 443));
      return {
        json: { pem_encoded: pem, details: factsOf(pem).map((one) => x509View(one, call.release, call.device.now())) },
      };
    },
  ),
  operation(
    `POST ${trust}/certificates?action=set_pi_certificate_for_federation`,
    { ...documented('5.11'), ...since('federationIdentity'), deprecated: ({ shared }) => shared },
    async (call) => {
      const body = bodyOf(call);
      const service = neededText(body, 'service_type');
      if (service !== 'LOCAL_MANAGER' && service !== 'GLOBAL_MANAGER') throw refusals.serviceType(service);
      await apply(call.device, call.siteName, { certificateId: neededText(body, 'cert_id'), service }, call.caller);
      return {};
    },
  ),
  operation(
    `POST ${trust}/certificates?action=set_appliance_proxy_certificate_for_inter_site_communication`,
    { ...documented('5.11'), ...since('hostCertificates'), deprecated: ({ shared }) => shared },
    async (call) => {
      const body = bodyOf(call);
      const wish = {
        certificateId: neededText(body, 'cert_id'),
        service: 'APH',
        nodeId: neededText(body, 'used_by_id'),
      };
      await apply(call.device, call.siteName, wish, call.caller);
      return {};
    },
  ),
  operation(
    `POST ${trust}/certificates/action/batch-replace`,
    { ...documented('5.7'), ...since('shared') },
    async (call) => {
      beginBatch(call.device, call.siteName, await exchangesIn(call), call.caller);
      return {};
    },
  ),
  ...['batch-results', 'action/batch-results'].map((path) =>
    operation(`GET ${trust}/certificates/${path}`, { ...documented('5.7'), ...since('shared') }, (call) => ({
      json: batchView(siteOf(call).batch),
    })),
  ),
  operation(`DELETE ${trust}/certificates/batch-results`, { ...documented('5.7'), ...since('shared') }, (call) => {
    const { batch } = siteOf(call);
    if (batch?.endTime === undefined && batch && !flag(call.query.get('force') ?? undefined)) throw refusals.busy();
    changeSite(call.device, call.siteName, ({ batch: _cleared, ...site }) => site);
    return {};
  }),
  operation(
    `POST ${trust}/certificates/action/renew-appliance-certificates`,
    { ...documented('5.7'), ...since('renewal') },
    async (call) => {
      const lead = 31 * 86_400_000;
      const force = flag(call.query.get('force') ?? undefined);
      const { device } = call;
      const due = [...siteOf(call).certificates.values()].filter(
        (one) =>
          one.category === 'APPLIANCE_CERTIFICATE' &&
          usedBy(siteOf(call), one.id).some(({ serviceTypes }) =>
            serviceTypes.some((type) => profileOf(call.release, type)),
          ) &&
          (force || (factsOf(one.pem)[0]?.notAfter.getTime() ?? 0) - device.now() < lead),
      );
      const exchanges = await Promise.all(due.map(async (one) => ({ old: one.id, next: await successor(call, one) })));
      if (exchanges.length > 0) beginBatch(device, call.siteName, exchanges, call.caller);
      return {};
    },
  ),
  operation(`GET ${trust}/stale-certificates`, { ...documented('5.11'), ...since('shared') }, () => ({
    json: { result_count: 0, result: [] },
  })),
  operation(
    `GET ${trust}/certificate-profiles`,
    { ...documented('5.10'), ...since('applyByCertificate') },
    ({ release }) => {
      const profiles = profilesOf(release);
      return { json: { result_count: profiles.length, results: profiles.map((one) => profileView(one, release)) } };
    },
  ),
  operation(
    `GET ${trust}/certificate-profile/{service-type}`,
    { ...documented('5.10'), ...since('applyByCertificate') },
    ({ release, params }) => {
      const service = params['service-type'] ?? '';
      const profile = profileOf(release, service);
      if (!profile) throw refusals.notFound(release, 'CertificateProfile', service);
      return { json: profileView(profile, release) };
    },
  ),
];

/** The certificate that the VIP, or a node, serves. */
function served(call: Call, type: string): string | undefined {
  const site = siteOf(call);
  if (type === 'cluster_api_certificate') return clusterCertificate(site, call.node.uuid)?.id ?? '';
  if (type === 'api_certificate' && call.release.hostCertificates) {
    const node = call.query.get('node_id');
    if (!node) throw refusals.field('node_id is required');
    if (!site.nodes.some(({ uuid }) => uuid === node)) throw refusals.notFound(call.release, 'Node', node);
    return boundTo(site, 'API', node)?.id ?? '';
  }
  throw refusals.field(`type value '${type}' is not supported`);
}

/** Host certificates need no basicConstraints, and their key from outside. @source documented: NSX reference 5.11 */
function replaceHostCertificate(call: Call): JsonObject {
  const { device, siteName, release, caller } = call;
  const id = call.params['host-id'] ?? '';
  const site = siteOf(call);
  const host = site.transportNodes.find((one) => one.id === id);
  if (!host) throw refusals.notFound(release, 'TransportNode', id);
  const body = bodyOf(call);
  const understood = handed(body);
  if (!understood.key) throw refusals.badKey();
  if (device.state.run.sites[siteName]?.replacement) throw refusals.busy();
  const how = { release, user: caller.user, now: device.now(), category: 'APPLIANCE_CERTIFICATE' } as const;
  const [certificate] = imported(body, understood, how);
  if (!certificate) throw refusals.badCertificate();
  const doer = { user: caller.user, now: device.now() };
  changeSite(device, siteName, (now) => {
    const known = now.thumbprints.get(certificate.thumbprint);
    if (known !== undefined) return hostBound(now, host.id, known, doer);
    return hostBound(stored(now, [certificate]), host.id, certificate.id, doer);
  });
  return {};
}

async function exchangesIn(call: Call): Promise<{ old: string; next: string }[]> {
  const wanted: Json | undefined = bodyOf(call).certificate_replacements;
  if (!Array.isArray(wanted) || wanted.length === 0) throw refusals.field('certificate_replacements is required');
  const found: { old: string; next: string }[] = [];
  for (const one of wanted) {
    if (!isJsonObject(one)) throw refusals.field('certificate_replacements is not valid');
    const old = neededText(one, 'old_certificate_id');
    const next = textIn(one, 'new_certificate_id');
    if (next !== undefined && next !== '') {
      found.push({ old, next });
      continue;
    }
    const before = certificateOf(siteOf(call), old);
    if (!before) throw refusals.notFound(call.release, 'Certificate', old);
    if (before.resourceType !== 'certificate_self_signed') throw refusals.field('new_certificate_id is required');
    found.push({ old, next: await successor(call, before) });
  }
  return found;
}
