import type { RequestListener, Server } from 'node:http';
import { type FastifyInstance, fastify } from 'fastify';
import { dashboardPages } from '../dashboard/register.ts';
import { LabError, NoSuchName } from '../errors.ts';
import type { Doorkeeper } from './access.ts';
import type { ControlGround, ControlRoute, Exchange, RouteDescription } from './route.ts';

/** What the application needs to know of who serves it. @typeParam G what its routes act on */
export interface ApplicationService<G = ControlGround> {
  /** What may be asked. */
  routes(): Promise<readonly ControlRoute<G>[]>;
  /** Answers a request to one of the routes. */
  answer(route: ControlRoute<G>, exchange: Exchange): Promise<unknown>;
  /** Adds further pages. */
  pages?(app: FastifyInstance, refusal: Doorkeeper): void;
}

/** The control API, ready to answer. */
export interface Application {
  readonly listener: RequestListener;
  /** Ends what lives longer than a request. The server stays as it is. */
  close(): Promise<void>;
}

/**
 * Builds the control API: its routes, its description, its pages.
 * @param server which listens already, and stays the caller's
 * @param refusal what keeps out who may not ask
 */
export async function controlApplication<G>(
  server: Server,
  service: ApplicationService<G>,
  refusal: Doorkeeper,
): Promise<Application> {
  const routes = await service.routes();
  let listener: RequestListener | undefined;
  const app = fastify({
    bodyLimit: 1_000_000,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 1_000 },
    schemaController: { compilersFactory: noCompilers },
    serverFactory: (handler) => {
      listener = handler;
      return server;
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  const open = new Set(
    routes.flatMap((route) => (route.open ? [fastifyPath(route)] : [])).concat(openPages, dashboardPages),
  );
  const known = new Map(routes.map((route) => [`${route.method} ${fastifyPath(route)}`, route]));
  app.addHook('onRequest', async (request, reply) => {
    const { url = '' } = request.routeOptions;
    const refused = open.has(url) ? undefined : refusal(request.headers, known.get(`${request.method} ${url}`));
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
  for (const route of routes) serve(app, route, service);
  // The page leaves out what it would be refused.
  app.get('/role', async ({ headers }) => ({
    role: refusal(headers, {}) ? 'trainee' : 'owner',
    ...(known.has('GET /workshop/exercise') && { exercise: true }),
  }));
  app.get('/openapi.json', async () => (await import('./openapi.ts')).openApi(routes));
  app.get('/docs', async (_request, reply) => {
    const { page, policy } = await import('./page.ts');
    return reply.type('text/html; charset=utf-8').header('Content-Security-Policy', policy).send(page(routes));
  });
  service.pages?.(app, refusal);
  await app.ready();
  if (!listener) throw new Error('the framework asked for no server');
  return { listener, close: () => app.close() };
}

/** What tells of the API itself. */
const openPages = ['/openapi.json', '/docs'];

function fastifyPath({ path }: RouteDescription): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** Bytes of an import: the states of many devices. */
const largeBody = 256 * 1024 * 1024;

function serve<G>(app: FastifyInstance, route: ControlRoute<G>, service: ApplicationService<G>): void {
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

/** No route has a schema for the framework, whose compilers would take a tenth of a second to load. */
const none = (): never => {
  throw new Error('routes of the control API check what they are asked by themselves');
};
const noCompilers = { buildValidator: none, buildSerializer: none };

/** The framework's own errors say what is wrong with a request; everything else is an error of ours. */
function statusOf(error: unknown): number {
  const isRequest = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
  return isRequest ? Number(error.statusCode) : 500;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
