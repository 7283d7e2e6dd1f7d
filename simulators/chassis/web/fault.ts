import type { OutgoingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Connection, connectionOf } from '../connection.ts';
import { later } from '../faults/later.ts';
import { Operation } from '../faults/operation.ts';
import { numberOf, textOf } from '../faults/parameter.ts';
import type { ErrorPage, WebFace } from '../kind.ts';
import type { FaultAct, FaultSituation } from '../surroundings.ts';
import { closeExchange } from './exchange.ts';

/**
 * Asks the fault rules about a request that has arrived whole and has had no effect yet.
 *
 * @param next goes on to the route
 */
export function requestFaulty(face: WebFace, request: FastifyRequest, reply: FastifyReply, next: () => void): void {
  const { device } = request;
  const situation = situationOf(request);
  const operation = new Operation(situation);
  request.account.underWay = operation;
  const goOn = (): void => operation.during(next);
  const act = device.surroundings.faults.at('request', { ...situation, device: device.name });
  switch (act?.act) {
    case undefined:
      goOn();
      return;
    case 'delay':
      later(connectionOf(request.raw.socket).raw, numberOf(act, 'ms'), goOn);
      return;
    case 'status':
      writePage(reply, statusPage(face, act));
      return;
    case 'agent-down':
      writePage(reply, face.agentDown?.(device) ?? { status: 503, ...face.clientError(503) });
      return;
    case 'lose-reply':
      cut(request, reply);
      return;
    case 'reset':
      cut(request, reply, 'lost', ({ raw }) => raw.resetAndDestroy());
      return;
    default:
      goOn();
  }
}

/**
 * Asks the fault rules about a request that has had its effect, and whose answer is ready.
 *
 * @param send has the framework send the answer, or what an error makes of it
 */
export async function responseFaulty(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  send: () => void,
): Promise<void> {
  const { device } = request;
  const situation = situationOf(request);
  const act = device.surroundings.faults.at('response', { ...situation, device: device.name });
  const { raw } = connectionOf(request.raw.socket);
  switch (act?.act) {
    case 'delay':
      later(raw, numberOf(act, 'ms'), send);
      return;
    case 'lose-reply':
      cut(request, reply);
      return;
    case 'truncate': {
      const body = await writeHead(reply, payload);
      reply.raw.write(body.subarray(0, numberOf(act, 'bytes')));
      cut(request, reply, 'truncated');
      return;
    }
    case 'drip': {
      const body = await writeHead(reply, payload);
      drip(body, numberOf(act, 'bytes'), (piece, next) => {
        reply.raw.write(piece);
        if (next) later(raw, numberOf(act, 'every'), next);
        else reply.raw.end();
      });
      return;
    }
    default:
      send();
  }
}

/** The request line without its version; who asks is known from the route, or claimed in a Basic header. */
function situationOf({ method, url, headers, account, endpoint }: FastifyRequest): Omit<FaultSituation, 'device'> {
  const user = account.user ?? claimedUser(headers.authorization);
  return { endpoint: endpoint.name, operation: `${method} ${url}`, ...(user !== undefined && { user }) };
}

function claimedUser(header: string | undefined): string | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? '')?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8').split(':', 1)[0];
}

function statusPage(face: WebFace, act: FaultAct): ErrorPage {
  const status = numberOf(act, 'status');
  const page = face.clientError(status);
  const body = textOf(act, 'body');
  if (body === undefined) return { status, ...page };
  const headers = page.headers.filter(([name]) => name.toLowerCase() !== 'content-length');
  return { status, headers: [...headers, ['Content-Length', String(Buffer.byteLength(body))]], body };
}

function writePage(reply: FastifyReply, { status, headers, body }: ErrorPage): void {
  reply.hijack();
  reply.raw.writeHead(status, headers.flat());
  reply.raw.end(body);
}

/** Ends the connection under an exchange: in good order, unless told otherwise. */
function cut(
  request: FastifyRequest,
  reply: FastifyReply,
  outcome = 'lost',
  end?: (connection: Connection) => void,
): void {
  const { socket } = request.raw;
  reply.hijack();
  closeExchange(request, outcome);
  if (end) end(connectionOf(socket));
  else socket.end(() => socket.destroy());
}

/** Writes the head of an answer that the framework has ready. @returns its body */
async function writeHead(reply: FastifyReply, payload: unknown): Promise<Buffer> {
  const body = await bytesOf(payload);
  reply.hijack();
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) headers[name] = value;
  if (body.length > 0) headers['content-length'] = String(body.length);
  reply.raw.writeHead(reply.statusCode, headers);
  reply.raw.flushHeaders();
  return body;
}

async function bytesOf(payload: unknown): Promise<Buffer> {
  if (typeof payload === 'string') return Buffer.from(payload);
  if (Buffer.isBuffer(payload)) return payload;
  return payload instanceof Readable ? buffer(payload) : Buffer.alloc(0);
}

function drip(body: Buffer, bytes: number, write: (piece: Buffer, next: (() => void) | undefined) => void): void {
  const rest = body.subarray(bytes);
  write(body.subarray(0, bytes), rest.length > 0 ? () => drip(rest, bytes, write) : undefined);
}
