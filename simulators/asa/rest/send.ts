import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerAtOnce } from '../../chassis/web/at-once.ts';
import type { Repeatable } from '../../chassis/web/repeats.ts';
import { profileOf } from '../agent.ts';
import type { AsaDevice } from '../asa.ts';
import { parseOptions } from '../options.ts';
import type { Answer } from './wire.ts';

/** Names and values by turns. @source recorded: reference 3.3 */
const oldHeaders = [
  'Server',
  'CiscoASARestApiServer',
  'Vary',
  'Accept-Charset, Accept-Encoding, Accept-Language, Accept',
  'Accept-ranges',
  'bytes',
];
const newHeaders = [
  ...oldHeaders,
  'X-frame-options',
  'DENY',
  'Strict-transport-security',
  'max-age=63072000',
  'X-content-type-options',
  'no-sniff',
  'X-xss-protection',
  '1; mode=block',
];

/**
 * Sends an answer of the agent.
 * @param repeatable where the same request has the same answer for a while
 */
export function send(
  device: AsaDevice,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
  repeatable?: Repeatable,
): FastifyReply {
  const { status, headers, body, type } = answer;
  const shared = profileOf(device).headers === 'new' ? newHeaders : oldHeaders;
  closeSoon(device, reply);
  if (body !== undefined) {
    const bytes = answer.bytes ?? Buffer.from(body);
    const own = ['Content-type', type ?? 'application/json; charset=UTF-8', 'Content-length', String(bytes.length)];
    if (repeatable && device.isSettled) {
      answerAtOnce(request, reply, { status, headers: [...shared, ...own], body: bytes, repeatable });
      return reply;
    }
    setHeaders(reply, own);
  } else reply.header('content-length', 0);
  setHeaders(reply, shared);
  reply.code(status).headers(headers ?? {});
  return body === undefined ? reply.send() : reply.send(answer.bytes ?? Buffer.from(body));
}

function setHeaders(reply: FastifyReply, flat: readonly string[]): void {
  for (let at = 0; at + 1 < flat.length; at += 2) reply.header(flat[at] ?? '', flat[at + 1]);
}

/**
 * Real ms from an answer until its connection is closed. A real box closes with the last bytes; a process on a busy
 * machine cannot, and who goes on at once would lose a request.
 */
const closesAfter = 200;

const closing = new WeakMap<Socket, NodeJS.Timeout>();

/** Whether connections live on after an answer: a knob, which the agent has not. */
export function keepsConnections(device: AsaDevice): boolean {
  return parseOptions(device.birth.options).keepAlive;
}

/** The agent closes after each answer, and says so in no header. @source recorded: reference 3.4 */
export function closeSoon(device: AsaDevice, { raw }: FastifyReply): void {
  raw.removeHeader('connection');
  if (keepsConnections(device)) return;
  raw.once('finish', () => {
    const { socket } = raw.req;
    closing.set(socket, setTimeout(() => socket.end(), closesAfter).unref());
  });
}

/** Another request came: its connection stays until that one is answered. */
export function stayOpen(socket: Socket): void {
  clearTimeout(closing.get(socket));
}
