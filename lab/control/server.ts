import { fastify } from 'fastify';
import { authority, reachable } from '../addresses.ts';
import { LabError, NoSuchHost } from '../errors.ts';
import type { Lab } from '../lab.ts';
import { controlRoutes } from './routes.ts';
import { makeToken, tokenCheck } from './token.ts';

/** The port that a control API has unless something else is asked for or has it. */
const usualPort = 8080;

/** How the control API of a lab is to be reached. */
export interface ControlOptions {
  /** Just this port, or 0 for any. Unless given: 8080, or any where that is taken. */
  readonly port?: number | undefined;
  /** Called when somebody asks the lab to stop, after the answer is on its way. */
  stop(): void;
}

/** A control API that listens. */
export interface Control {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /** What opens it. */
  readonly token: string;
  /** Set where the usual port was taken by another process. */
  readonly notice?: string;
  close(): Promise<void>;
}

/**
 * Serves a lab's control API, on the address that the lab listens on. Every request but `GET /health` needs the token;
 * pages of other origins get no answer that they could read.
 * @throws LabError when the port that was asked for is taken
 */
export async function startControl(lab: Lab, { port, stop }: ControlOptions): Promise<Control> {
  const token = makeToken();
  const isToken = tokenCheck(token);
  const app = fastify({
    bodyLimit: 1_000_000,
    forceCloseConnections: true,
    requestTimeout: 30_000,
    schemaController: { compilersFactory: noCompilers },
  });
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url === '/health' || isToken(request.headers.authorization)) return;
    reply.code(401).header('WWW-Authenticate', 'Bearer');
    return reply.send({ error: 'the control API needs its token: Authorization: Bearer …' });
  });
  app.setNotFoundHandler((request, reply) => {
    reply.code(404).send({ error: `there is no ${request.method} ${request.url.split('?', 1)[0]}` });
  });
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof NoSuchHost ? 404 : error instanceof LabError ? 422 : statusOf(error);
    const problems = error instanceof LabError && !(error instanceof NoSuchHost) ? { problems: error.problems } : {};
    return reply.code(status).send({ error: messageOf(error), ...problems });
  });
  await app.register(controlRoutes, { lab, stop });
  const bound = await listen(app, lab.listen, port);
  const url = `http://${authority(reachable(lab.listen), bound.port)}`;
  return { url, token, close: () => app.close(), ...(bound.notice !== undefined && { notice: bound.notice }) };
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
