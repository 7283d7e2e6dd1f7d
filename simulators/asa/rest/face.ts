import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebFace } from '../../chassis/kind.ts';
import { type Repeatable, secondOf } from '../../chassis/web/repeats.ts';
import { agentReads } from '../agent.ts';
import { type AsaDevice, isAsa } from '../asa.ts';
import { contextDevice } from '../contexts/view.ts';
import { contextAt } from '../endpoints.ts';
import { parseOptions } from '../options.ts';
import { authenticate, type Caller } from './authenticate.ts';
import { chosenDevice, namedContext } from './context.ts';
import { page } from './pages.ts';
import { dispatch } from './routes.ts';
import { closeSoon, keepsConnections, send, stayOpen } from './send.ts';
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
  repeats: true,
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
      stayOpen(request.raw.socket);
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
        const { docLosesHttps } = parseOptions(device.birth.options);
        return send(device, request, reply, documentation(request.url, base, docLosesHttps));
      }
      if (!agentReads(here.state.config)) {
        const problem = new Problem(500, 'INTERNAL-ERROR', 'The agent cannot read the configuration of the device');
        return send(device, request, reply, failed(problem));
      }
      const body = readBody(request);
      if (body instanceof Problem) return send(device, request, reply, failed(body));
      const { user, privilege, from } = caller;
      if (chosen instanceof Problem) return send(device, request, reply, failed(chosen));
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
      const before = { state: device.state, second: secondOf(device) };
      const answering = dispatch(call);
      const answer = answering instanceof Promise ? await answering : answering;
      if (answer.outcome !== undefined) request.account.outcome = answer.outcome;
      request.account.operation = operation(request);
      if (answer.status === 401) return lina(request, reply, 401);
      return send(device, request, reply, answer, repeatable(device, request, reply, caller, answer, before));
    });
  },
};

/**
 * What an answer holds for, where it holds: it was read and nothing was changed, and its connection goes on. A clock that
 * went on meanwhile makes no difference, since the second that counts is the one before.
 */
function repeatable(
  device: AsaDevice,
  { method }: FastifyRequest,
  { raw }: FastifyReply,
  { report }: Caller,
  { status }: Answer,
  before: Omit<Repeatable, 'reports'>,
): Repeatable | undefined {
  if (method !== 'GET' || status !== 200 || device.state !== before.state) return undefined;
  if (!keepsConnections(device) || !raw.shouldKeepAlive) return undefined;
  return { ...before, reports: report ? [report] : [] };
}

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

/** A page of the box itself, in front of the agent. */
function lina(request: FastifyRequest, reply: FastifyReply, status: number): FastifyReply {
  const { body, type } = page(status);
  reply.code(status).header('content-type', type);
  if (status === 401) reply.header('www-authenticate', 'Basic realm="Authentication"');
  closeSoon(box(request), reply);
  request.account.operation = operation(request);
  return reply.send(Buffer.from(body));
}
