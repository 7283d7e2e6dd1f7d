import type { IncomingHttpHeaders } from 'node:http';
import { type FastifyInstance, fastify } from 'fastify';
import { authority, isLoopback, reachable } from '../addresses.ts';
import { dashboardPages, registerDashboard } from '../dashboard/register.ts';
import { LabError, NoSuchName } from '../errors.ts';
import type { Lab } from '../lab.ts';
import { type Refusal, strangers, tokenNeeded } from './access.ts';
import type { ControlGround, ControlRoute, Exchange } from './route.ts';
import { controlRoutes } from './routes.ts';
import { makeToken } from './token.ts';

/** The port that a control API has unless something else is asked for or has it. */
const usualPort = 8080;

/** How the control API of a lab is to be reached. */
export interface ControlOptions {
  /** Just this port, or 0 for any. Unless given: 8080, or any where that is taken. */
  readonly port?: number | undefined;
  /** The address to listen on; that of the lab unless given. */
  readonly host?: string | undefined;
  /** What opens it; `false` opens it to whoever is on this machine. Unless given, it makes a token of its own. */
  readonly token?: string | false | undefined;
  /** The file that the journal goes to, where it does. */
  readonly journalFile?: ControlGround['journalFile'];
  /**
   * Called when somebody asks the lab to stop, after the answer is on its way.
   * @param grace real milliseconds that requests under way have to end
   */
  stop(grace: number): void;
}

/** A control API that listens. */
export interface Control {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /** What opens it; absent where nothing is needed. */
  readonly token?: string;
  /** Set where the usual port was taken by another process. */
  readonly notice?: string;
  close(): Promise<void>;
}

/**
 * Serves a lab's control API, on the address that the lab listens on. Every request but those for health and for the
 * description of the API needs the token; pages of other origins get no answer that they could read.
 * @throws LabError when the port that was asked for is taken, or it would stand open to other machines
 */
export async function startControl(lab: Lab, options: ControlOptions): Promise<Control> {
  const { stop, journalFile } = options;
  const ground: ControlGround = { lab, stop, ...(journalFile && { journalFile }) };
  return serveControl({
    ...options,
    listen: options.host ?? lab.listen,
    answer: (route, exchange) => route.answerTo(ground, exchange),
    pages: (app, refusal) => registerDashboard(app, lab, refusal),
  });
}

/** A control API whose answers come from anywhere. */
export interface ControlService extends Pick<ControlOptions, 'port' | 'token'> {
  /** Host address. */
  readonly listen: string;
  /** Answers a request to one of the routes. */
  answer(route: ControlRoute, exchange: Exchange): Promise<unknown>;
  /** Adds further pages. */
  pages?(app: FastifyInstance, refusal: (headers: IncomingHttpHeaders) => Refusal | undefined): void;
}

/**
 * Serves the routes of the control API, whoever answers them.
 * @throws LabError as {@link startControl}
 */
export async function serveControl(service: ControlService): Promise<Control> {
  const { port } = service;
  if (service.token === false && !isLoopback(service.listen)) {
    const message = `the control API has to have a token on ${service.listen}, which other machines reach; leave out --no-token or listen on 127.0.0.1`;
    throw new LabError([{ path: 'control', message }]);
  }
  const token = service.token === false ? undefined : (service.token ?? makeToken());
  const app = fastify({
    bodyLimit: 1_000_000,
    forceCloseConnections: true,
    requestTimeout: 30_000,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 1_000 },
    schemaController: { compilersFactory: noCompilers },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  const open = new Set(
    controlRoutes.flatMap((route) => (route.open ? [fastifyPath(route)] : [])).concat(openPages, dashboardPages),
  );
  const refusal = token === undefined ? strangers : tokenNeeded(token);
  app.addHook('onRequest', async (request, reply) => {
    const refused = open.has(request.routeOptions.url ?? '') ? undefined : refusal(request.headers);
    if (!refused) return;
    if (refused.status === 401) reply.header('WWW-Authenticate', 'Bearer');
    return reply.code(refused.status).send({ error: refused.error });
  });
  app.setNotFoundHandler((request, reply) => {
    reply.code(404).send({ error: `there is no ${request.method} ${request.url.split('?', 1)[0]}` });
  });
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof NoSuchName ? 404 : error instanceof LabError ? 422 : statusOf(error);
    const problems = error instanceof LabError && !(error instanceof NoSuchName) ? { problems: error.problems } : {};
    return reply.code(status).send({ error: messageOf(error), ...problems });
  });
  for (const route of controlRoutes) serve(app, route, service);
  app.get('/openapi.json', async () => (await import('./openapi.ts')).openApi(controlRoutes));
  app.get('/docs', async (_request, reply) => {
    const { page, policy } = await import('./page.ts');
    return reply.type('text/html; charset=utf-8').header('Content-Security-Policy', policy).send(page(controlRoutes));
  });
  service.pages?.(app, refusal);
  const bound = await listen(app, service.listen, port);
  const url = `http://${authority(reachable(service.listen), bound.port)}`;
  return {
    url,
    ...(token !== undefined && { token }),
    close: () => app.close(),
    ...(bound.notice !== undefined && { notice: bound.notice }),
  };
}

/** What tells of the API itself. */
const openPages = ['/openapi.json', '/docs'];

function fastifyPath({ path }: ControlRoute): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** Bytes of an import: the states of many devices. */
const largeBody = 256 * 1024 * 1024;

function serve(app: FastifyInstance, route: ControlRoute, service: ControlService): void {
  app.route({
    method: route.method,
    url: fastifyPath(route),
    ...(route.body === 'text' && { bodyLimit: largeBody }),
    async handler(request, reply) {
      const answer = await service.answer(route, { request, reply });
      if (reply.sent) return reply;
      reply.code(route.status ?? 200);
      if (typeof route.answer === 'string') reply.type(route.answer);
      return answer;
    },
  });
}

/** No route has a schema for the framework, whose compilers would take a tenth of a second to load at each start. */
const none = (): never => {
  throw new Error('routes of the control API check what they are asked by themselves');
};
const noCompilers = { buildValidator: none, buildSerializer: none };

type Listening = Pick<ReturnType<typeof fastify>, 'listen' | 'addresses'>;

async function listen(app: Listening, host: string, port?: number): Promise<{ port: number; notice?: string }> {
  const portOf = (): number => app.addresses()[0]?.port ?? 0;
  try {
    await app.listen({ host, port: port ?? usualPort });
    return { port: portOf() };
  } catch (error) {
    const place = authority(host, port ?? usualPort);
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (port !== undefined || !taken) {
      const why = taken ? 'is used by another process; stop that one or name another port' : messageOf(error);
      throw new LabError([{ path: 'control', message: `${place} ${why}` }]);
    }
    await app.listen({ host, port: 0 });
    return {
      port: portOf(),
      notice: `control API: ${place} is used by another process; it is on port ${portOf()} instead`,
    };
  }
}

/** The framework's own errors say what is wrong with a request; everything else is an error of ours. */
function statusOf(error: unknown): number {
  const isRequest = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
  return isRequest ? Number(error.statusCode) : 500;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
