import type { FastifyReply, FastifyRequest } from 'fastify';
import { connectionOf } from '../../chassis/connection.ts';
import { checkPassword } from '../login.ts';
import type { NsxDevice } from '../nsx.ts';
import { releaseOf } from '../release.ts';
import type { Place } from '../site.ts';
import { refusals } from '../texts.ts';
import { byCertificate, byPassword, clientCertificate, credentials } from './authenticate.ts';
import type { Caller } from './operation.ts';
import { begin, cookie, end, sessionOf } from './sessions.ts';

/**
 * `POST /api/session/create`: the form decides; a Basic header beside it is not even looked at. Without a form the
 * header counts, and without both the client certificate. @source NSX reference 3.2
 * @throws ApiError 403
 */
export async function createSession(
  device: NsxDevice,
  place: Place,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (place.site.apiService.cookie_based_authentication_enabled === false) throw refusals.forbidden();
  const caller = await whoAsks(device, place, request);
  if (!caller) throw refusals.forbidden();
  request.account.user = caller.user;
  const { id, token } = begin(device, place, caller);
  const { sameSite } = releaseOf(device.birth);
  return reply
    .header('set-cookie', cookie(id, sameSite))
    .header('x-xsrf-token', token)
    .header('content-length', '0')
    .send();
}

async function whoAsks(device: NsxDevice, place: Place, request: FastifyRequest): Promise<Caller | undefined> {
  const form = new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8').trim() : '');
  const user = form.get('j_username');
  if (user !== null) {
    const { from } = connectionOf(request.raw.socket);
    const door = { site: place.site.name, node: place.node.name, via: 'api', from } as const;
    const login = await checkPassword(device, door, user, form.get('j_password') ?? '');
    return login.ok ? { user: login.user, roles: login.roles } : undefined;
  }
  const basic = credentials(request.headers.authorization);
  if (basic) return byPassword(device, place, request, basic);
  const presented = clientCertificate(request);
  return presented && byCertificate(device, place, presented);
}

/** `POST /api/session/destroy`, with cookie and token. */
export function destroySession(
  device: NsxDevice,
  place: Place,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const session = sessionOf(device, place, request.headers.cookie);
  if (!session) throw refusals.forbidden();
  request.account.user = session.user;
  if (request.headers['x-xsrf-token'] !== session.token) throw refusals.badToken();
  end(device, place, session.id);
  return reply.header('content-length', '0').send();
}
