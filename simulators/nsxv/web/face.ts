import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebFace } from '../../chassis/kind.ts';
import { isNsxv, type NsxvDevice } from '../nsxv.ts';
import { releaseOf } from '../release.ts';
import { methodOf, pathOf } from './operation.ts';
import { operations } from './operations.ts';
import { containerPage } from './pages.ts';
import { serve } from './serve.ts';
import { unknownOperation } from './unknown.ts';

/** Largest request, bytes: uploads of keystores are the largest that are read. */
const bodyLimit = 4 * 1024 * 1024;

/** HTTPS as the manager's servlet container does it. @source NSX-v reference 4 */
export const face: WebFace = {
  headers: ['Set-Cookie', 'Location', 'Allow', 'Content-Type', 'Content-Length', 'Date', 'Connection'],
  bodyLimit,
  requestTimeout: 60_000,
  keepAliveTimeout: 60_000,
  clientError: (status) => {
    const body = containerPage({ page: 'tomcat8' }, status);
    return {
      headers: [
        ['Content-Type', 'text/html;charset=utf-8'],
        ['Content-Length', String(Buffer.byteLength(body))],
        ['Connection', 'close'],
      ],
      body,
    };
  },
  async routes(app) {
    app.setErrorHandler((error: { statusCode?: number }, request, reply) =>
      page(manager(request), reply, error.statusCode ?? 500),
    );
    app.setNotFoundHandler((request, reply) => unknownOperation(manager(request), request, reply));
    const known = new Set<string>();
    for (const operation of operations) {
      const method = methodOf(operation);
      const url = pathOf(operation);
      known.add(url);
      app.route({ method, url, handler: (request, reply) => serve(manager(request), operation, request, reply) });
    }
  },
};

function manager(request: FastifyRequest): NsxvDevice {
  const { device } = request;
  if (!isNsxv(device)) throw new Error('a request to another kind came to the face of the NSX-v Manager');
  return device;
}

function page(device: NsxvDevice, reply: FastifyReply, status: number): FastifyReply {
  const body = Buffer.from(containerPage(releaseOf(device.release), status));
  return reply.code(status).header('content-type', 'text/html;charset=utf-8').send(body);
}
