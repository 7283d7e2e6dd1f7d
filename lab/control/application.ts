import type { IncomingHttpHeaders, RequestListener, Server } from 'node:http';
import { type FastifyInstance, fastify } from 'fastify';
import { dashboardPages } from '../dashboard/register.ts';
import { LabError, NoSuchName } from '../errors.ts';
import type { Refusal } from './access.ts';
import type { ControlRoute, Exchange } from './route.ts';
import { controlRoutes } from './routes.ts';

/** What the application needs to know of who serves it. */
export interface ApplicationService {
  /** Answers a request to one of the routes. */
  answer(route: ControlRoute, exchange: Exchange): Promise<unknown>;
  /** Adds further pages. */
  pages?(app: FastifyInstance, refusal: (headers: IncomingHttpHeaders) => Refusal | undefined): void;
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
export async function controlApplication(
  server: Server,
  service: ApplicationService,
  refusal: (headers: IncomingHttpHeaders) => Refusal | undefined,
): Promise<Application> {
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
    controlRoutes.flatMap((route) => (route.open ? [fastifyPath(route)] : [])).concat(openPages, dashboardPages),
  );
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
  await app.ready();
  if (!listener) throw new Error('the framework asked for no server');
  return { listener, close: () => app.close() };
}

/** What tells of the API itself. */
const openPages = ['/openapi.json', '/docs'];

function fastifyPath({ path }: ControlRoute): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** Bytes of an import: the states of many devices. */
const largeBody = 256 * 1024 * 1024;

function serve(app: FastifyInstance, route: ControlRoute, service: ApplicationService): void {
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
