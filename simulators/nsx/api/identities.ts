import { isJsonObject, type Json, type JsonObject } from '../../chassis/json.ts';
import { changeSite } from '../change.ts';
import type { PrincipalIdentity, Site } from '../state.ts';
import { refusals } from '../texts.ts';
import { handed, imported, managed, stored } from '../trust/import.ts';
import { head, tail } from '../trust/view.ts';
import { page } from './list.ts';
import { bodyOf, type Call, flag, neededText, type Operation, operation, siteOf, textIn } from './operation.ts';

const path = '/api/v1/trust-management/principal-identities';
const tokens = '/api/v1/trust-management/token-principal-identities';
const documented = { area: 'certificates', evidence: 'documented', source: 'NSX reference 5.8' } as const;
const modern = {
  ...documented,
  releases: ({ applyByCertificate }: { applyByCertificate: boolean }) => applyByCertificate,
};

/** Principals that log in by certificate, or by token. @source NSX reference 5.8 */
export const identityOperations: readonly Operation[] = [
  operation(`GET ${path}`, documented, (call) => ({ json: page(call.query, siteOf(call).identities, identityView) })),
  operation(`GET ${path}/{principal-identity-id}`, documented, (call) => ({ json: identityView(found(call)) })),
  operation(`DELETE ${path}/{principal-identity-id}`, documented, (call) => {
    const { id, certificateId } = found(call);
    changeSite(call.device, call.siteName, (site) =>
      used({ ...site, identities: site.identities.remove(id) }, certificateId, call),
    );
    return {};
  }),
  operation(`POST ${path}/with-certificate`, documented, (call) => {
    const body = bodyOf(call);
    const text = neededText(body, 'certificate_pem');
    const { key: _none, ...understood } = handed({ pem_encoded: text });
    const how = {
      release: call.release,
      user: call.caller.user,
      now: call.device.now(),
      category: 'PRINCIPAL_IDENTITY_CERTIFICATE',
    } as const;
    const name = nameIn(body, 'name');
    const nodeId = nameIn(body, 'node_id');
    const [certificate] = imported({ display_name: `${name}@${nodeId}` }, { ...understood, key: undefined }, how);
    if (!certificate) throw refusals.badCertificate();
    const identity = identityIn(call, body, certificate.id);
    changeSite(call.device, call.siteName, (site) => {
      const whole = stored(site, [certificate]);
      return used({ ...whole, identities: whole.identities.put(identity.id, identity) }, certificate.id, call);
    });
    return { status: 201, json: identityView(identity) };
  }),
  operation(`POST ${path}`, { ...documented, deprecated: () => true }, (call) => {
    const body = bodyOf(call);
    const certificateId = neededText(body, 'certificate_id');
    if (!siteOf(call).certificates.has(certificateId))
      throw refusals.notFound(call.release, 'Certificate', certificateId);
    const identity = identityIn(call, body, certificateId);
    changeSite(call.device, call.siteName, (site) =>
      used({ ...site, identities: site.identities.put(identity.id, identity) }, certificateId, call),
    );
    return { status: 201, json: identityView(identity) };
  }),
  operation(`POST ${path}?action=update_certificate`, documented, (call) => {
    const body = bodyOf(call);
    const id = neededText(body, 'principal_identity_id');
    const certificateId = neededText(body, 'certificate_id');
    const before = siteOf(call).identities.get(id);
    if (!before) throw refusals.notFound(call.release, 'PrincipalIdentity', id);
    if (!siteOf(call).certificates.has(certificateId))
      throw refusals.notFound(call.release, 'Certificate', certificateId);
    const after: PrincipalIdentity = { ...before, certificateId, ...modified(call, before) };
    changeSite(call.device, call.siteName, (site) => {
      const next = { ...site, identities: site.identities.put(id, after) };
      return used(used(next, before.certificateId, call), certificateId, call);
    });
    return { json: identityView(after) };
  }),
  operation(`GET ${tokens}`, modern, (call) => ({ json: page(call.query, siteOf(call).tokenIdentities, tokenView) })),
  operation(`POST ${tokens}`, modern, (call) => {
    const identity = identityIn(call, bodyOf(call), undefined);
    changeSite(call.device, call.siteName, (site) => ({
      ...site,
      tokenIdentities: site.tokenIdentities.put(identity.id, identity),
    }));
    return { status: 201, json: tokenView(identity) };
  }),
  operation(`GET ${tokens}/{principal-identity-id}`, modern, (call) => ({ json: tokenView(foundToken(call)) })),
  operation(`DELETE ${tokens}/{principal-identity-id}`, modern, (call) => {
    const { id } = foundToken(call);
    changeSite(call.device, call.siteName, (site) => ({ ...site, tokenIdentities: site.tokenIdentities.remove(id) }));
    return {};
  }),
];

function found(call: Call): PrincipalIdentity {
  const id = call.params['principal-identity-id'] ?? '';
  const identity = siteOf(call).identities.get(id);
  if (!identity) throw refusals.notFound(call.release, 'PrincipalIdentity', id);
  return identity;
}

function foundToken(call: Call): PrincipalIdentity {
  const id = call.params['principal-identity-id'] ?? '';
  const identity = siteOf(call).tokenIdentities.get(id);
  if (!identity) throw refusals.notFound(call.release, 'TokenBasedPrincipalIdentity', id);
  return identity;
}

function modified({ caller, device }: Call, { revision }: { readonly revision: number }) {
  return { modifiedBy: caller.user, modifiedAt: device.now(), revision: revision + 1 };
}

/** A certificate counts one revision more when a principal begins or ceases to use it. @source recorded on 2.2 */
function used(site: Site, id: string | undefined, call: Call): Site {
  const known = id === undefined ? undefined : site.certificates.get(id);
  if (!known) return site;
  return { ...site, certificates: site.certificates.put(known.id, { ...known, ...modified(call, known) }) };
}

const namePattern = /^[a-zA-Z0-9]+([-._]?[a-zA-Z0-9]+)*$/;

function nameIn(body: JsonObject, member: string): string {
  const value = neededText(body, member);
  if (value.length > 255 || !namePattern.test(value)) throw refusals.field(`${member} value '${value}' is not valid`);
  return value;
}

function identityIn(call: Call, body: JsonObject, certificateId: string | undefined): PrincipalIdentity {
  const name = nameIn(body, 'name');
  const nodeId = nameIn(body, 'node_id');
  const { identities, tokenIdentities } = siteOf(call);
  for (const one of [...identities.values(), ...tokenIdentities.values()]) {
    if (one.name === name && one.nodeId === nodeId) {
      throw refusals.field(`principal identity with name '${name}' and node_id '${nodeId}' already exists`);
    }
  }
  const role = textIn(body, 'role');
  const rolesForPaths = pathsIn(body.roles_for_paths);
  const permissionGroup = textIn(body, 'permission_group');
  const own = managed(body, call.caller.user, call.device.now());
  return {
    ...own,
    displayName: textIn(body, 'display_name') ?? `${name}@${nodeId}`,
    name,
    nodeId,
    ...(certificateId !== undefined && { certificateId }),
    ...(role !== undefined && { role }),
    ...(rolesForPaths && { rolesForPaths }),
    ...(permissionGroup !== undefined && { permissionGroup }),
    isProtected: flag(body.is_protected, true),
  };
}

function pathsIn(value: Json | undefined): PrincipalIdentity['rolesForPaths'] {
  if (!Array.isArray(value)) return undefined;
  return value.map((one) => {
    if (!isJsonObject(one) || !Array.isArray(one.roles)) throw refusals.field('roles_for_paths is not valid');
    const roles = one.roles.map((role) => ({ role: isJsonObject(role) ? neededText(role, 'role') : '' }));
    return { path: neededText(one, 'path'), roles };
  });
}

/** Without the PEM, which never comes back. Order recorded on 2.2. */
function identityView(one: PrincipalIdentity): JsonObject {
  return {
    ...head(one, 'PrincipalIdentity'),
    ...(one.certificateId !== undefined && { certificate_id: one.certificateId }),
    ...(one.role !== undefined && { role: one.role }),
    ...(one.rolesForPaths && {
      roles_for_paths: one.rolesForPaths.map(({ path: at, roles }) => ({
        path: at,
        roles: roles.map(({ role }) => ({ role })),
      })),
    }),
    name: one.name,
    permission_group: one.permissionGroup ?? 'undefined',
    is_protected: one.isProtected,
    node_id: one.nodeId,
    ...tail(one),
  };
}

function tokenView(one: PrincipalIdentity): JsonObject {
  return { ...identityView(one), resource_type: 'TokenBasedPrincipalIdentity' };
}
