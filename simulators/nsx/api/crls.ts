import { splitPem } from '../../../certs/pem.ts';
import type { JsonObject } from '../../chassis/json.ts';
import { changeSite } from '../change.ts';
import type { Crl, DistributionPoint } from '../state.ts';
import { refusals } from '../texts.ts';
import { readCrl } from '../trust/crl.ts';
import { addDistributionPoint } from '../trust/distribution.ts';
import { fetchCrl } from '../trust/fetch-crl.ts';
import { managed } from '../trust/import.ts';
import { head, tail } from '../trust/view.ts';
import { page } from './list.ts';
import { bodyOf, type Call, flag, neededText, type Operation, operation, siteOf, textIn } from './operation.ts';

const crls = '/api/v1/trust-management/crls';
const points = '/api/v1/trust-management/crl-distribution-points';
const documented = { area: 'certificates', evidence: 'documented', source: 'NSX reference 5.12' } as const;

/** Revocation lists, and where they are fetched from. @source NSX reference 5.12 */
export const crlOperations: readonly Operation[] = [
  operation(`GET ${crls}`, documented, (call) => ({
    json: page(call.query, siteOf(call).crls, (one) => crlView(one, flag(call.query.get('details') ?? undefined))),
  })),
  operation(`GET ${crls}/{crl-id}`, documented, (call) => ({ json: crlView(foundCrl(call), true) })),
  operation(`POST ${crls}?action=import`, documented, (call) => {
    const body = bodyOf(call);
    const crl: Crl = { ...managed(body, call.caller.user, call.device.now()), pem: pemIn(body) };
    changeSite(call.device, call.siteName, (site) => ({ ...site, crls: site.crls.put(crl.id, crl) }));
    return { status: 201, json: { results: [crlView(crl, true)] } };
  }),
  operation(`PUT ${crls}/{crl-id}`, documented, (call) => {
    const before = foundCrl(call);
    const body = bodyOf(call);
    checkRevision(body, before);
    const after: Crl = { ...before, pem: pemIn(body), ...changed(call, before) };
    changeSite(call.device, call.siteName, (site) => ({ ...site, crls: site.crls.put(after.id, after) }));
    return { json: crlView(after, true) };
  }),
  operation(`DELETE ${crls}/{crl-id}`, documented, (call) => {
    const { id } = foundCrl(call);
    changeSite(call.device, call.siteName, (site) => ({ ...site, crls: site.crls.remove(id) }));
    return {};
  }),
  operation(`GET ${points}`, documented, (call) => ({
    json: page(call.query, siteOf(call).distributionPoints, pointView),
  })),
  operation(`POST ${points}`, documented, (call) => {
    const body = bodyOf(call);
    const uri = uriIn(body);
    const point: DistributionPoint = {
      ...managed(body, call.caller.user, call.device.now()),
      uri,
      issuer: textIn(body, 'issuer') ?? '',
      status: 'NOT_READY',
    };
    addDistributionPoint(call.device, call.siteName, point);
    return { status: 201, json: pointView(point) };
  }),
  operation(`GET ${points}/{crl-distribution-point-id}`, documented, (call) => ({ json: pointView(foundPoint(call)) })),
  operation(`PUT ${points}/{crl-distribution-point-id}`, documented, (call) => {
    const before = foundPoint(call);
    const body = bodyOf(call);
    checkRevision(body, before);
    const { pem: _fetched, error: _told, ...kept } = before;
    const after: DistributionPoint = {
      ...kept,
      uri: uriIn(body),
      issuer: textIn(body, 'issuer') ?? before.issuer,
      status: 'NOT_READY',
      ...changed(call, before),
    };
    addDistributionPoint(call.device, call.siteName, after);
    return { json: pointView(after) };
  }),
  operation(`DELETE ${points}/{crl-distribution-point-id}`, documented, (call) => {
    const { id } = foundPoint(call);
    changeSite(call.device, call.siteName, (site) => ({
      ...site,
      distributionPoints: site.distributionPoints.remove(id),
    }));
    return {};
  }),
  operation(`GET ${points}/{crl-distribution-point-id}/status`, documented, (call) => {
    const { status, error } = foundPoint(call);
    return { json: { status, ...(error !== undefined && { error_message: error }) } };
  }),
  operation(`POST ${points}/pem-file`, documented, async (call) => {
    const uri = neededText(bodyOf(call), 'cdp_uri');
    const pem = await fetchCrl(call.device, uri);
    if (pem === undefined) throw refusals.field(`cdp_uri '${uri}' cannot be reached`);
    return { text: pem };
  }),
];

function foundCrl(call: Call): Crl {
  const id = call.params['crl-id'] ?? '';
  const crl = siteOf(call).crls.get(id);
  if (!crl) throw refusals.notFound(call.release, 'Crl', id);
  return crl;
}

function foundPoint(call: Call): DistributionPoint {
  const id = call.params['crl-distribution-point-id'] ?? '';
  const point = siteOf(call).distributionPoints.get(id);
  if (!point) throw refusals.notFound(call.release, 'CrlDistributionPoint', id);
  return point;
}

/** @throws ApiError 412 for an object that somebody else changed */
export function checkRevision(
  body: JsonObject,
  { id, revision }: { readonly id: string; readonly revision: number },
): void {
  if (Number(textIn(body, '_revision')) !== revision) throw refusals.stale(id);
}

function changed({ caller, device }: Call, { revision }: { readonly revision: number }) {
  return { modifiedBy: caller.user, modifiedAt: device.now(), revision: revision + 1 };
}

function pemIn(body: JsonObject): string {
  const pem = neededText(body, 'pem_encoded');
  if (splitPem(pem).errors.length > 0 || !readCrl(pem))
    throw refusals.field('pem_encoded is not a certificate revocation list');
  return pem;
}

function uriIn(body: JsonObject): string {
  const uri = neededText(body, 'cdp_uri');
  if (!/^http:\/\//.test(uri)) throw refusals.field(`cdp_uri value '${uri}' must be an HTTP address`);
  return uri;
}

function crlView(crl: Crl, details: boolean): JsonObject {
  const facts = readCrl(crl.pem);
  return {
    ...head(crl, 'Crl'),
    crl_type: 'X509',
    pem_encoded: crl.pem,
    ...(details &&
      facts && {
        details: {
          issuer: facts.issuer,
          next_update: facts.nextUpdate?.toISOString() ?? '',
          version: String(facts.version),
          crl_entries: facts.entries.map(({ serial, date }) => ({
            serial_number: BigInt(`0x${serial}`).toString(),
            revocation_date: date.toISOString(),
          })),
        },
      }),
    ...tail(crl),
  };
}

function pointView(point: DistributionPoint): JsonObject {
  return { ...head(point, 'CrlDistributionPoint'), cdp_uri: point.uri, issuer: point.issuer, ...tail(point) };
}
