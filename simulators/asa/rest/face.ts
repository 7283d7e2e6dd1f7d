import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebFace } from '../../chassis/kind.ts';
import { agentReads, profileOf } from '../agent.ts';
import { type AsaDevice, isAsa } from '../asa.ts';
import { contextDevice } from '../contexts/view.ts';
import { contextAt } from '../endpoints.ts';
import { parseOptions } from '../options.ts';
import { authenticate } from './authenticate.ts';
import { chosenDevice, namedContext } from './context.ts';
import { page } from './pages.ts';
import { dispatch } from './routes.ts';
import { type Answer, Problem, problemBody } from './wire.ts';

/** HTTP as the box and its agent do it. @source reference 3 */
export const face: WebFace = {
  // Names and order of new agents (recorded); those that only some answers have stand where old ones had them.
  headers: [
    'Server',
    'X-Auth-Token',
    'Location',
    'X-frame-options',
    'Date',
    'Content-type',
    'Strict-transport-security',
    'Vary',
    'Content-length',
    'Accept-ranges',
    'X-content-type-options',
    'X-xss-protection',
    'WWW-Authenticate',
    'Cache-Control',
  ],
  bodyLimit: 16 * 1024 * 1024,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  clientError: (status) => {
    const { body, type } = page(status);
    return {
      headers: [
        ['Content-Type', type],
        ['Content-Length', String(Buffer.byteLength(body))],
        ['Connection', 'close'],
      ],
      body,
    };
  },
  async routes(app) {
    app.setErrorHandler((error: { statusCode?: number }, request, reply) =>
      lina(request, reply, error.statusCode ?? 500),
    );
    app.setNotFoundHandler((request, reply) => lina(request, reply, 404));
    app.all('*', async (request, reply) => {
      clearTimeout(closing.get(request.raw.socket));
      const device = box(request);
      if (!/^\/(api|doc)([/?]|$)/.test(request.url)) return lina(request, reply, 404);
      const seat = contextAt(device, request.endpoint.name);
      const here = seat === undefined ? device : contextDevice(device, seat);
      const chosen = attempt(() => chosenDevice(device, seat, namedContext(request.url)));
      const asking = authenticate(here, request, chosen instanceof Problem ? here : chosen);
      const caller = asking instanceof Promise ? await asking : asking;
      if (typeof caller === 'number') return lina(request, reply, caller);
      request.account.user = caller.user;
      const { agent } = device.state.run;
      if (agent !== 'running') return lina(request, reply, agent === 'off' ? 404 : 503);
      const base = `https://${request.headers.host ?? 'localhost'}`;
      if (request.url.startsWith('/doc')) {
        const { documentation } = await import('./doc.ts');
        return send(device, reply, documentation(request.url, base, parseOptions(device.birth.options).docLosesHttps));
      }
      if (!agentReads(here.state.config)) {
        return send(
          device,
          reply,
          failed(new Problem(500, 'INTERNAL-ERROR', 'The agent cannot read the configuration of the device')),
        );
      }
      const body = readBody(request);
      if (body instanceof Problem) return send(device, reply, failed(body));
      const { user, privilege, from } = caller;
      if (chosen instanceof Problem) return send(device, reply, failed(chosen));
      const call = {
        device: chosen,
        ...(seat !== undefined && { seat }),
        user,
        privilege,
        method: request.method,
        base,
        uri: request.url,
        body,
        from,
      };
      const answering = dispatch(call);
      const answer = answering instanceof Promise ? await answering : answering;
      if (answer.outcome !== undefined) request.account.outcome = answer.outcome;
      request.account.operation = operation(request);
      return answer.status === 401 ? lina(request, reply, 401) : send(device, reply, answer);
    });
  },
};

function attempt(work: () => AsaDevice): AsaDevice | Problem {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function failed(problem: Problem): Answer {
  return { status: problem.status, body: problemBody(problem), outcome: problem.code };
}

/** Tokens are secrets: a journal does not show them. */
function operation({ method, url }: FastifyRequest): string {
  const path = url.split('?', 1)[0] ?? '';
  return `${method} ${path.replace(/^(\/api\/tokenservices\/).+/, '$1‹token›')}`;
}

function readBody(request: FastifyRequest): unknown {
  const bytes = Buffer.isBuffer(request.body) ? request.body : undefined;
  if (!bytes || bytes.length === 0) return undefined;
  const sent = bytes.toString('utf8');
  if (sent.trim() === '') return undefined;
  const type = request.headers['content-type'];
  if (type !== undefined && !/json/i.test(type) && !/^(\*\/\*|text\/plain)/i.test(type)) {
    return new Problem(415, 'INVALID-INPUT', `a body of type ${type.slice(0, 80)} is not understood`);
  }
  try {
    const read: unknown = JSON.parse(sent);
    return read === '' ? undefined : read;
  } catch {
    return new Problem(400, 'INVALID-INPUT', 'The request body is not valid JSON');
  }
}

function box(request: FastifyRequest): AsaDevice {
  const { device } = request;
  if (!isAsa(device)) throw new Error('a request to another kind came to the face of an ASA');
  return device;
}

/** An answer of the agent. */
function send(device: AsaDevice, reply: FastifyReply, { status, headers, body, type }: Answer): FastifyReply {
  const modern = profileOf(device).headers === 'new';
  reply.code(status).headers({
    server: 'CiscoASARestApiServer',
    vary: 'Accept-Charset, Accept-Encoding, Accept-Language, Accept',
    'accept-ranges': 'bytes',
    ...(modern && {
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=63072000',
      'x-content-type-options': 'no-sniff',
      'x-xss-protection': '1; mode=block',
    }),
    ...headers,
  });
  close(device, reply);
  if (body === undefined) return reply.header('content-length', 0).send();
  return reply.header('content-type', type ?? 'application/json; charset=UTF-8').send(Buffer.from(body));
}

/** A page of the box itself, in front of the agent. */
function lina(request: FastifyRequest, reply: FastifyReply, status: number): FastifyReply {
  const { body, type } = page(status);
  reply.code(status).header('content-type', type);
  if (status === 401) reply.header('www-authenticate', 'Basic realm="Authentication"');
  close(box(request), reply);
  request.account.operation = operation(request);
  return reply.send(Buffer.from(body));
}

/**
 * Real ms from an answer until its connection is closed. A real box closes with the last bytes; a process on a busy
 * machine cannot, and who goes on at once would lose a request.
 */
const closesAfter = 200;

const closing = new WeakMap<Socket, NodeJS.Timeout>();

/** The agent closes after each answer, and says so in no header. @source recorded: reference 3.4 */
function close(device: AsaDevice, { raw }: FastifyReply): void {
  if (parseOptions(device.birth.options).keepAlive) return;
  raw.removeHeader('connection');
  raw.once('finish', () => {
    const { socket } = raw.req;
    closing.set(socket, setTimeout(() => socket.end(), closesAfter).unref());
  });
}
