import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { connectionOf } from '../../chassis/connection.ts';
import { isNxos } from '../nxos.ts';
import type { RestRequest } from './answer.ts';

/** How the front end answers around the API. */
export interface FrontEnd {
  /** Sets the headers that every reply has. */
  common(request: FastifyRequest, reply: FastifyReply): void;
  /** Answers with nginx's page for a status. */
  page(request: FastifyRequest, reply: FastifyReply, status: number): FastifyReply;
}

/** NX-API REST, on the listeners of `/ins`. @source NX-API reference 8 */
export function restRoutes(app: FastifyInstance, { common, page }: FrontEnd): void {
  app.all('/api/*', async (request, reply) => {
    const { method, url, headers, endpoint, account } = request;
    if (!isMethod(method)) return page(request, reply, 405);
    // Loaded when the first client speaks REST.
    const { answerRest } = await import('./answer.ts');
    const { device } = request;
    if (!isNxos(device)) throw new Error('a request to another kind came to the face of NX-OS');
    const { from } = connectionOf(request.raw.socket);
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const asked: RestRequest = { method, url, cookie: headers.cookie, body, endpoint, from };
    const { status, body: text, setCookie, user, operation, outcome } = await answerRest(device, asked);
    if (user !== undefined) account.user = user;
    if (operation !== undefined) account.operation = operation;
    if (outcome !== undefined) account.outcome = outcome;
    common(request, reply);
    if (setCookie !== undefined) reply.header('set-cookie', setCookie);
    return reply.code(status).header('content-type', 'application/json').send(Buffer.from(text));
  });
}

function isMethod(method: string): method is RestRequest['method'] {
  return method === 'GET' || method === 'POST' || method === 'PUT' || method === 'DELETE';
}
