import type { JsonObject } from '../../chassis/json.ts';
import { changeSite } from '../change.ts';
import type { Certificate } from '../state.ts';
import { refusals } from '../texts.ts';
import { handed, imported, removed, stored } from '../trust/import.ts';
import { tail } from '../trust/view.ts';
import { factsOf, x509View } from '../trust/x509.ts';
import { page } from './list.ts';
import { bodyOf, type Call, flag, type Operation, operation, siteOf } from './operation.ts';

const path = '/policy/api/v1/infra/certificates';
const documented = { area: 'certificates', evidence: 'documented', source: 'NSX reference 8.1' } as const;

/** Service certificates: made by policy, and then in the trust store as well. @source NSX reference 8.1 */
export const policyOperations: readonly Operation[] = [
  operation(`GET ${path}`, documented, (call) => {
    const { certificates, policyCertificates } = siteOf(call);
    const details = flag(call.query.get('details') ?? undefined);
    const named = new Map([...policyCertificates].map(([name, id]) => [id, name]));
    return {
      json: page(
        call.query,
        certificates,
        (one) => policyView(call, named.get(one.id) ?? one.id, one, details),
        ({ id }) => named.has(id),
      ),
    };
  }),
  operation(`GET ${path}/{certificate-id}`, documented, (call) => {
    const { name, certificate } = found(call);
    return { json: policyView(call, name, certificate, true) };
  }),
  ...(['PUT', 'PATCH'] as const).map((method) =>
    operation(`${method} ${path}/{certificate-id}`, documented, (call) => {
      const name = call.params['certificate-id'] ?? '';
      const body = bodyOf(call);
      const how = {
        release: call.release,
        user: 'nsx_policy',
        now: call.device.now(),
        category: 'POLICY_CERTIFICATE',
        displayName: typeof body.display_name === 'string' ? body.display_name : name,
      } as const;
      // Policy never takes a chain apart.
      const [made] = imported(body, handed(body), how);
      if (!made) throw refusals.badCertificate();
      const certificate: Certificate = { ...made, tags: [{ scope: 'policyPath', tag: `/infra/certificates/${name}` }] };
      changeSite(call.device, call.siteName, (site) => {
        const old = site.certificates.get(site.policyCertificates.get(name) ?? '');
        const next = stored(old ? removed(site, old) : site, [certificate]);
        return { ...next, policyCertificates: next.policyCertificates.put(name, certificate.id) };
      });
      return method === 'PATCH' ? {} : { json: policyView(call, name, certificate, true) };
    }),
  ),
  operation(`DELETE ${path}/{certificate-id}`, documented, (call) => {
    const { name, certificate } = found(call);
    changeSite(call.device, call.siteName, (site) => ({
      ...removed(site, certificate),
      policyCertificates: site.policyCertificates.remove(name),
    }));
    return {};
  }),
];

function found(call: Call): { name: string; certificate: Certificate } {
  const name = call.params['certificate-id'] ?? '';
  const site = siteOf(call);
  const certificate = site.certificates.get(site.policyCertificates.get(name) ?? '');
  if (!certificate) throw refusals.notFound(call.release, 'TlsCertificate', name);
  return { name, certificate };
}

function policyView(call: Call, name: string, one: Certificate, details: boolean): JsonObject {
  const { release, device } = call;
  return {
    pem_encoded: one.pem,
    has_private_key: one.key !== undefined,
    tls_certificate_type: one.resourceType.toUpperCase(),
    category: 'SERVICE_CERTIFICATE',
    ...(details && { details: factsOf(one.pem).map((facts) => x509View(facts, release, device.now())) }),
    resource_type: 'TlsCertificate',
    id: name,
    display_name: one.displayName,
    path: `/infra/certificates/${name}`,
    relative_path: name,
    parent_path: '/infra',
    ...tail(one),
  };
}
