import type { Server } from 'node:http';
import { fastify } from 'fastify';
import { connectionOf } from '../connection.ts';
import type { Device } from '../device.ts';
import type { Endpoint, Kind } from '../kind.ts';
import { closeExchange, type RequestAccount } from './exchange.ts';
import { requestFaulty, responseFaulty } from './fault.ts';
import { deviceResponse } from './response.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The device that was asked. */
    readonly device: Device;
    /** The endpoint that the connection came to. */
    readonly endpoint: Endpoint;
    /** What the journal calls this exchange, and who did it; routes fill it in. */
    account: RequestAccount;
  }
}

/** The web face of a kind at work. */
export interface WebServer {
  readonly server: Server;
  /** Whether it offers answers for requests that come again. */
  readonly repeats: boolean;
}

/**
 * The HTTP server of a kind: one Fastify application for all its devices. It never listens; connections are handed to it.
 */
export async function webServer(kind: Kind): Promise<WebServer> {
  const face = await kind.web?.();
  if (!face) throw new Error(`kind ${kind.name} has an endpoint with a web face and no routes`);
  const app = fastify({
    http: {
      ServerResponse: deviceResponse(face.headers),
      requestTimeout: face.requestTimeout,
      headersTimeout: face.requestTimeout,
      keepAliveTimeout: face.keepAliveTimeout,
      connectionsCheckingInterval: 1_000,
      noDelay: true,
    },
    requestTimeout: face.requestTimeout,
    keepAliveTimeout: face.keepAliveTimeout,
    bodyLimit: face.bodyLimit,
    routerOptions: { maxParamLength: 8_192, ignoreTrailingSlash: false, caseSensitive: true },
    exposeHeadRoutes: false,
    schemaController: { compilersFactory: noCompilers },
    return503OnClosing: false,
    // A path that cannot be decoded never comes to a route or a hook; Fastify's own answer would show through.
    frameworkErrors: (_error, request, reply) => {
      const { headers, body } = face.clientError(400);
      reply.raw.writeHead(400, headers.flat());
      reply.raw.end(body);
      const { device, endpoint } = connectionOf(request.raw.socket);
      device.report({ kind: 'request', endpoint: endpoint.name, operation: 'bad URL', outcome: '400' });
    },
    clientErrorHandler: (error, socket) => {
      if (!socket.writable) {
        socket.destroy();
        return;
      }
      const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
      const { headers, body } = face.clientError(status);
      const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\n${head}\r\n${body}`, () => socket.destroy());
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.decorateRequest('device', {
    getter() {
      return connectionOf(this.raw.socket).device;
    },
  });
  app.decorateRequest('endpoint', {
    getter() {
      return connectionOf(this.raw.socket).endpoint;
    },
  });
  app.decorateRequest('account');
  app.addHook('onRequest', (request, _reply, done) => {
    request.account = {};
    connectionOf(request.raw.socket).busy++;
    done();
  });
  app.addHook('preHandler', (request, reply, done) => {
    if (request.device.surroundings.faults.none) done();
    else requestFaulty(face, request, reply, done);
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    const { device } = request;
    const send = (): void => done(null, payload);
    if (!device.surroundings.faults.none) {
      const broken = (): unknown => request.raw.socket.destroy();
      device.settled().then(() => responseFaulty(request, reply, payload, send).catch(broken), done);
    } else if (device.isSettled) send();
    else device.settled().then(send, done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const outcome = request.account.outcome ?? String(reply.statusCode);
    closeExchange(request, outcome, Math.round(reply.elapsedTime * 1000) / 1000);
    done();
  });
  app.addHook('onRequestAbort', (request, done) => {
    closeExchange(request, 'aborted');
    done();
  });
  await face.routes(app, {});
  await app.ready();
  // A server that never listens never starts its header and request time-outs.
  app.server.emit('listening');
  return { server: app.server, repeats: face.repeats ?? false };
}

/** No route has a schema for the framework, whose compilers would take a tenth of a second to load at the first request. */
const none = (): never => {
  throw new Error('routes of a device check what they are asked by themselves');
};
const noCompilers = { buildValidator: none, buildSerializer: none };

const reasons: Record<number, string> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};
