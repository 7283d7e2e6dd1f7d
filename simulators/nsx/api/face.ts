import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Device } from '../../chassis/device.ts';
import type { WebFace } from '../../chassis/kind.ts';
import { commission, isCommissioned } from '../commission.ts';
import { isNsx, type NsxDevice } from '../nsx.ts';
import { releaseOf } from '../release.ts';
import { permits } from '../roles.ts';
import { type Place, placeOf } from '../site.ts';
import { refusals } from '../texts.ts';
import { authenticate } from './authenticate.ts';
import { ApiError } from './error.ts';
import { managerJson, nodeJson, proxyJson } from './json.ts';
import type { Answer, Caller, Operation } from './operation.ts';
import { operations } from './operations.ts';
import { admit } from './outstanding.ts';
import { countRequest } from './rate.ts';
import { redirected } from './redirect.ts';
import { Router } from './router.ts';
import { createSession, destroySession } from './session-api.ts';
import { cookie, newCookie } from './sessions.ts';

/** In the order of a recorded reply. @source NSX reference 2.3 */
const headers = [
  'Set-Cookie',
  'X-XSRF-TOKEN',
  'X-Nsx-Requestid',
  'Cache-Control',
  'Pragma',
  'Expires',
  'X-Xss-Protection',
  'X-Content-Type-Options',
  'Strict-Transport-Security',
  'X-Frame-Options',
  'Content-Type',
  'Content-Length',
  'Date',
  'Server',
  'Warning',
  'Connection',
] as const;
const lowerCase = headers.map((name) => name.toLowerCase());

const paths = { create: '/api/session/create', destroy: '/api/session/destroy' } as const;
const json = 'application/json;charset=UTF-8';

/** HTTP as the reverse proxy of a manager and the back ends behind it do it. @source NSX reference 2 */
export const face: WebFace = {
  headers: (device) => (releaseOf(device.birth).lowerCaseHeaders ? lowerCase : headers),
  bodyLimit: 48 * 1024 * 1024,
  requestTimeout: 30_000,
  keepAliveTimeout: 30_000,
  clientError: (status) => {
    const text = status === 503 ? refusals.unavailable().message : 'The request could not be understood.';
    const body = proxyJson(status, text);
    return {
      headers: [
        ['Content-Type', json],
        ['Content-Length', String(Buffer.byteLength(body))],
        ['Server', 'NSX'],
        ['Connection', 'close'],
      ],
      body,
    };
  },
  async routes(app) {
    app.setErrorHandler((error: { statusCode?: number }, request, reply) => {
      const status = error.statusCode ?? 500;
      return refuse(
        request,
        reply,
        new ApiError(status, status, 'The request could not be processed.', { backEnd: 'proxy' }),
      );
    });
    app.setNotFoundHandler((request, reply) => serve(request, reply));
    app.all('/*', (request, reply) => serve(request, reply));
  },
};

async function serve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  try {
    return await answer(request, reply);
  } catch (error) {
    if (error instanceof ApiError) return refuse(request, reply, error);
    throw error;
  }
}

async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const device = manager(request.device);
  const place = placeOf(device, request.endpoint.node ?? '');
  if (!place) throw refusals.unavailable();
  if (!isCommissioned(device)) await commission(device);
  const [path = '/', search = ''] = request.url.split(/\?(.*)/s, 2);
  if (request.method === 'POST' && path === paths.create) {
    request.account.operation = 'POST /api/session/create';
    return createSession(device, place, request, dressed(request, reply));
  }
  if (request.method === 'POST' && path === paths.destroy) {
    request.account.operation = 'POST /api/session/destroy';
    return destroySession(device, place, request, dressed(request, reply));
  }
  const query = new URLSearchParams(search);
  const action = query.get('action') ?? undefined;
  const aimed = redirected(device, place, path);
  const router = routerOf(device);
  let found = router.find(request.method, aimed.path, action);
  // An action that a GET does not know changes nothing (inferred).
  if (!found.operation && request.method === 'GET') found = router.find('GET', aimed.path, undefined);
  const { operation } = found;
  const caller = operation?.open ? nobody : await authenticate(device, place, request);
  request.account.user = caller.user;
  countRequest(device, place.site, caller.user);
  admit(device, place.site, caller.user, reply.raw);
  if (!operation) {
    missed(request, caller, aimed.path, action);
    throw found.known && action !== undefined
      ? refusals.field(`action '${action}' is not supported`)
      : refusals.unknownUri(path);
  }
  request.account.operation = operation.name;
  if (!permits(caller.roles, operation.area ?? 'system', operation.writes ?? operation.method !== 'GET'))
    throw refusals.notAllowed();
  const answered = await operation.answer({
    device,
    release: releaseOf(device.birth),
    siteName: place.site.name,
    node: aimed.node,
    isVip: place.isVip,
    caller,
    path: aimed.path,
    query,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    params: found.params,
    overwrite: request.headers['x-allow-overwrite'] === 'true',
  });
  return send(request, reply, operation, answered, place);
}

const nobody: Caller = { user: '', roles: [] };

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  operation: Operation,
  { status, json: value, text, backEnd = operation.backEnd }: Answer,
  { node }: Place,
): FastifyReply {
  dressed(request, reply);
  const { sameSite, voidStatus } = releaseOf(request.device.birth);
  if (!operation.open && node && !/JSESSIONID=/.test(request.headers.cookie ?? '')) {
    reply.header('set-cookie', cookie(newCookie(), sameSite));
  }
  if (operation.deprecated?.(releaseOf(request.device.birth))) reply.header('warning', '299 - "Deprecated API"');
  reply.code(status ?? (text === undefined && value === undefined ? voidStatus : 200));
  if (text !== undefined) return reply.header('content-type', 'text/plain;charset=UTF-8').send(Buffer.from(text));
  if (value === undefined) return reply.header('content-length', '0').send();
  const body = backEnd === 'node' ? nodeJson(value) : managerJson(value);
  return reply.header('content-type', json).send(Buffer.from(body));
}

function refuse(request: FastifyRequest, reply: FastifyReply, error: ApiError): FastifyReply {
  request.account.outcome = `${error.status} ${error.code}`;
  return dressed(request, reply)
    .code(error.status)
    .header('content-type', json)
    .send(Buffer.from(error.body(releaseOf(request.device.birth).loginCodeAsText)));
}

/** Headers that every reply has. */
function dressed(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.headers({
    'x-nsx-requestid': randomUUID(),
    'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
    pragma: 'no-cache',
    expires: '0',
    'x-xss-protection': '1; mode=block',
    'x-content-type-options': ['nosniff', 'nosniff'],
    'strict-transport-security': 'max-age=31536000 ; includeSubDomains',
    'x-frame-options': 'SAMEORIGIN',
    server: 'NSX',
  });
}

function missed(request: FastifyRequest, { user }: Caller, path: string, action: string | undefined): void {
  const name = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '{id}');
  request.account.operation = `${request.method} ${name}${action === undefined ? '' : `?action=${action}`}`;
  request.device.report({
    kind: 'near-miss',
    endpoint: request.endpoint.name,
    user,
    operation: request.account.operation,
    outcome: 'unknown',
  });
}

const routers = new Map<string, Router>();

function routerOf({ release, birth }: NsxDevice): Router {
  let router = routers.get(release);
  if (!router) {
    router = new Router(operations, releaseOf(birth));
    routers.set(release, router);
  }
  return router;
}

function manager(device: Device): NsxDevice {
  if (!isNsx(device)) throw new Error('a request to another kind came to the face of NSX');
  return device;
}
