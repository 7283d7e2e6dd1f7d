import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { authority, isLoopback, reachable } from '../addresses.ts';
import { registerDashboard } from '../dashboard/register.ts';
import { LabError } from '../errors.ts';
import type { Lab } from '../lab.ts';
import { strangers, tokenNeeded } from './access.ts';
import type { Application, ApplicationService } from './application.ts';
import type { ControlGround, ControlRoute } from './route.ts';
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
  /** A second token, which opens no more than what a trainee may do; it needs a first one beside it. */
  readonly trainee?: string | undefined;
  /** Routes besides those of every lab. */
  readonly further?: readonly ControlRoute[];
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
    routes: () => labRoutes(options.further),
    answer: (route, exchange) => route.answerTo(ground, exchange),
    pages: (app, refusal) => registerDashboard(app, (name) => lab.device(name), refusal),
  });
}

/** The routes of every lab's control API, and further ones. */
export async function labRoutes(further: readonly ControlRoute[] = []): Promise<readonly ControlRoute[]> {
  return [...(await import('./routes.ts')).controlRoutes, ...further];
}

/** A control API whose answers come from anywhere. @typeParam G what its routes act on */
export interface ControlService<G = ControlGround>
  extends ApplicationService<G>,
    Pick<ControlOptions, 'port' | 'token' | 'trainee'> {
  /** Host address. */
  readonly listen: string;
}

/**
 * Serves the routes of the control API, whoever answers them. It listens at once; framework and routes are loaded when
 * somebody asks, since most labs of a test run are never asked.
 * @throws LabError as {@link startControl}
 */
export async function serveControl<G>(service: ControlService<G>): Promise<Control> {
  const { port, listen: host } = service;
  if (service.token === false && !isLoopback(host)) {
    const message = `the control API has to have a token on ${host}, which other machines reach; leave out --no-token or listen on 127.0.0.1`;
    throw new LabError([{ path: 'control', message }]);
  }
  const token = service.token === false ? undefined : (service.token ?? makeToken());
  const server = createServer({ requestTimeout: 30_000, keepAliveTimeout: 72_000 });
  let loading: Promise<Application> | undefined;
  const load = async (): Promise<Application> => {
    const { controlApplication } = await import('./application.ts');
    server.off('upgrade', early);
    return controlApplication(server, service, token === undefined ? strangers : tokenNeeded(token, service.trainee));
  };
  const application = (): Promise<Application> => {
    loading ??= load();
    return loading;
  };
  /** Until the page is there that takes web sockets. */
  const early = (...[request, socket, head]: UpgradeEvent): void => {
    const drop = (): void => void socket.destroy();
    socket.on('error', drop);
    application().then(() => {
      socket.off('error', drop);
      server.emit('upgrade', request, socket, head);
    }, drop);
  };
  if (service.pages) server.on('upgrade', early);
  server.on('request', (request, response) => {
    application().then(
      ({ listener }) => listener(request, response),
      () => response.destroy(),
    );
  });
  const bound = await listen(server, host, port);
  return {
    url: `http://${authority(reachable(host), bound.port)}`,
    ...(token !== undefined && { token }),
    async close() {
      await loading?.then((loaded) => loaded.close());
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
    ...(bound.notice !== undefined && { notice: bound.notice }),
  };
}

/** What the server tells of a request to go on in another protocol. */
type UpgradeEvent = [request: IncomingMessage, socket: Duplex, head: Buffer];

async function listen(server: Server, host: string, port?: number): Promise<{ port: number; notice?: string }> {
  try {
    return { port: await bind(server, host, port ?? usualPort) };
  } catch (error) {
    const place = authority(host, port ?? usualPort);
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (port !== undefined || !taken) {
      const said = error instanceof Error ? error.message : String(error);
      const why = taken ? 'is used by another process; stop that one or name another port' : said;
      throw new LabError([{ path: 'control', message: `${place} ${why}` }]);
    }
    const any = await bind(server, host, 0);
    return { port: any, notice: `control API: ${place} is used by another process; it is on port ${any} instead` };
  }
}

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
