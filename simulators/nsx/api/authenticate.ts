import { createHash, X509Certificate } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import { connectionOf } from '../../chassis/connection.ts';
import { checkPassword } from '../login.ts';
import type { NsxDevice } from '../nsx.ts';
import { releaseOf } from '../release.ts';
import type { Place } from '../site.ts';
import type { PrincipalIdentity } from '../state.ts';
import { refusals } from '../texts.ts';
import type { Caller } from './operation.ts';
import { sessionOf, touch } from './sessions.ts';

/**
 * Who asks: a session before a password, a password before a client certificate; a wrong password beside a good session
 * does no harm and is not counted.
 * @throws ApiError 403, or 500/99 for a client certificate that an older release does not know
 * @source NSX reference 3.1, 3.2, 3.3
 */
export async function authenticate(device: NsxDevice, place: Place, request: FastifyRequest): Promise<Caller> {
  const { authorization, cookie } = request.headers;
  const session = sessionOf(device, place, cookie);
  const token = request.headers['x-xsrf-token'];
  if (session && token === session.token) {
    touch(device, place, session.id);
    return { user: session.user, roles: session.roles };
  }
  const basic = credentials(authorization);
  if (basic) {
    const caller = await byPassword(device, place, request, basic);
    if (caller) return caller;
    throw refusals.forbidden();
  }
  if (authorization !== undefined) throw refusals.forbidden();
  if (session) throw refusals.badToken();
  const presented = clientCertificate(request);
  if (!presented) throw refusals.forbidden();
  const known = byCertificate(device, place, presented);
  if (known) return known;
  throw releaseOf(device.birth).unknownClientCertificate === 'server-error'
    ? refusals.untrustedClient()
    : refusals.forbidden();
}

/** User and password of a Basic header, or of the scheme `Remote`, which is written alike. */
export function credentials(header: string | undefined): { user: string; password: string } | undefined {
  const [, encoded] = /^(?:basic|remote)\s+([A-Za-z0-9+/=_-]*)\s*$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Checks a password at this node. */
export async function byPassword(
  device: NsxDevice,
  { site, node }: Place,
  request: FastifyRequest,
  { user, password }: { user: string; password: string },
): Promise<Caller | undefined> {
  if (site.apiService.basic_authentication_enabled === false) return undefined;
  const { from } = connectionOf(request.raw.socket);
  const login = await checkPassword(device, { site: site.name, node: node.name, via: 'api', from }, user, password);
  return login.ok ? { user: login.user, roles: login.roles } : undefined;
}

/** SHA-256 of the certificate that the client showed, lower-case hex, with its end of validity. */
export function clientCertificate({ raw }: FastifyRequest): { sha256: string; notAfter: number } | undefined {
  const { socket } = raw;
  if (!(socket instanceof TLSSocket)) return undefined;
  const shown = socket.getPeerCertificate();
  if (!shown.raw) return undefined;
  return {
    sha256: createHash('sha256').update(shown.raw).digest('hex'),
    notAfter: Date.parse(new X509Certificate(shown.raw).validTo),
  };
}

/** The principal identity whose certificate is the one shown, by content; no chain is built. */
export function byCertificate(
  device: NsxDevice,
  { site }: Place,
  presented: { readonly sha256: string; readonly notAfter: number },
): Caller | undefined {
  const id = site.thumbprints.get(presented.sha256);
  if (id === undefined || presented.notAfter < device.now()) return undefined;
  for (const identity of site.identities.values()) {
    if (identity.certificateId === id) return { user: identity.name, roles: rolesOf(identity) };
  }
  return undefined;
}

function rolesOf({ role, rolesForPaths, permissionGroup }: PrincipalIdentity): readonly string[] {
  if (role !== undefined) return [role];
  if (rolesForPaths) return rolesForPaths.flatMap(({ roles }) => roles.map((one) => one.role));
  return permissionGroup === 'superusers' || permissionGroup === 'read_write_api_users'
    ? ['enterprise_admin']
    : ['auditor'];
}
