import { TLSSocket } from 'node:tls';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { connectionOf } from '../../chassis/connection.ts';
import type { WebFace } from '../../chassis/kind.ts';
import { answerAtOnce, type ReadyAnswer } from '../../chassis/web/at-once.ts';
import { restRoutes } from '../dme/routes.ts';
import { isNxos, type NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { type Answer, answer } from './answer.ts';
import { authenticate, type Caller } from './authenticate.ts';
import { malformedBody, nginxPage, noCertificatePage } from './pages.ts';
import { sandboxPage } from './sandbox.ts';

const paths = ['/ins', '/ins/', '/ins.json'];

/** HTTP as the front end of NX-OS does it. @source NX-API reference 1 */
export const face: WebFace = {
  headers: [
    'Server',
    'Date',
    'Content-Type',
    'Content-Length',
    'Transfer-Encoding',
    'Connection',
    'Set-Cookie',
    'WWW-Authenticate',
    'Anticsrf',
    'X-Frame-Options',
    'X-Content-Type-Options',
    'X-XSS-Protection',
    'Content-Security-Policy',
    'Strict-Transport-Security',
  ],
  repeats: true,
  bodyLimit: 8 * 1024 * 1024,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  clientError: (status) => {
    const body = nginxPage(status, 'nginx');
    return {
      headers: [
        ['Server', 'nginx'],
        ['Content-Type', 'text/html'],
        ['Content-Length', String(Buffer.byteLength(body))],
        ['Connection', 'close'],
      ],
      body,
    };
  },
  agentDown: ({ release }) => {
    const { nginx } = releaseOf(release);
    const body = nginxPage(502, nginx);
    return {
      status: 502,
      headers: [
        ['Server', nginx],
        ['Content-Type', 'text/html'],
        ['Content-Length', String(Buffer.byteLength(body))],
      ],
      body,
    };
  },
  async routes(app) {
    app.addHook('onRequest', (request, reply, done) => {
      if (request.endpoint.tls?.clientCertificate !== 'required' || showsCertificate(request)) return done();
      const { nginx } = releaseOf(request.device.release);
      reply
        .code(400)
        .header('server', nginx)
        .header('content-type', 'text/html')
        .send(Buffer.from(noCertificatePage(nginx)));
    });
    app.setErrorHandler((error: { statusCode?: number }, request, reply) =>
      page(request, reply, error.statusCode ?? 500),
    );
    app.setNotFoundHandler((request, reply) => page(request, reply, 404));
    app.get('/', async (request, reply) => {
      common(request, reply);
      return reply.header('content-type', 'text/html').send(Buffer.from(sandboxPage));
    });
    restRoutes(app, { common, page });
    for (const url of paths) {
      app.all(url, async (request, reply) => {
        const device = nexus(request);
        const asking = authenticate(device, request);
        const caller = asking instanceof Promise ? await asking : asking;
        if (!caller) return page(request, reply, 401);
        request.account.user = caller.user;
        if (caller.setCookie !== undefined) reply.header('set-cookie', caller.setCookie);
        if (request.method !== 'POST') return page(request, reply, 405);
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const answering = answer(device, caller, body);
        const replied = answering instanceof Promise ? await answering : answering;
        if (replied?.lost) {
          connectionOf(request.raw.socket).raw.resetAndDestroy();
          return reply.hijack();
        }
        if (replied?.repeatable && device.isSettled) {
          request.account.operation = replied.operation;
          request.account.outcome = replied.outcome;
          answerAtOnce(request, reply, ready(request, caller, replied));
          return reply;
        }
        common(request, reply);
        if (!replied) return reply.code(400).header('content-type', 'text/xml').send(Buffer.from(malformedBody));
        request.account.operation = replied.operation;
        request.account.outcome = replied.outcome;
        return reply.code(replied.status).header('content-type', replied.type).send(replied.body);
      });
    }
  },
};

/** Whether the client has shown a certificate at all; whom it names is nobody's question yet. */
function showsCertificate(request: FastifyRequest): boolean {
  const { socket } = request.raw;
  return socket instanceof TLSSocket && socket.getPeerX509Certificate() !== undefined;
}

function nexus(request: FastifyRequest): NxosDevice {
  const { device } = request;
  if (!isNxos(device)) throw new Error('a request to another kind came to the face of NX-OS');
  return device;
}

/** Headers that every reply has; recorded names, values and order inferred where reference 1.4 says so. */
function commonHeaders(nginx: string, secure: boolean): readonly (readonly [string, string])[] {
  return [
    ['Server', nginx],
    ['X-Frame-Options', 'SAMEORIGIN'],
    ['X-Content-Type-Options', 'nosniff'],
    ['X-XSS-Protection', '1; mode=block'],
    ...(secure ? ([['Strict-Transport-Security', 'max-age=31536000; includeSubDomains']] as const) : []),
  ];
}

function common(request: FastifyRequest, reply: FastifyReply): void {
  const { nginx } = releaseOf(request.device.release);
  for (const [name, value] of commonHeaders(nginx, request.endpoint.tls !== undefined)) reply.header(name, value);
}

const flat = new Map<string, readonly string[]>();

/** An answer with all its headers; those that every reply has are put together once. */
function ready(request: FastifyRequest, { setCookie, report }: Caller, answer: Answer): ReadyAnswer {
  const { status, type, body, repeatable } = answer;
  const { nginx } = releaseOf(request.device.release);
  const secure = request.endpoint.tls !== undefined;
  const key = `${nginx} ${secure}`;
  let shared = flat.get(key);
  if (!shared) {
    shared = commonHeaders(nginx, secure).flat();
    flat.set(key, shared);
  }
  const own = ['Content-Type', type, 'Content-Length', String(body.length)];
  if (setCookie !== undefined) own.push('Set-Cookie', setCookie);
  const headers = [...shared, ...own];
  if (!repeatable) return { status, headers, body };
  const reports = report ? [report, ...repeatable.reports] : repeatable.reports;
  return { status, headers, body, repeatable: { ...repeatable, reports } };
}

function page(request: FastifyRequest, reply: FastifyReply, status: number): FastifyReply {
  const { nginx } = releaseOf(request.device.release);
  reply.code(status).header('server', nginx).header('content-type', 'text/html');
  if (status === 401) reply.header('www-authenticate', 'Basic realm="Secure Zone"');
  return reply.send(Buffer.from(nginxPage(status, nginx)));
}
