import type { FastifyReply, FastifyRequest } from 'fastify';
import { connectionOf } from '../connection.ts';
import type { Repeatable } from './repeats.ts';
import { TellingResponse } from './response.ts';

/** An answer that is written as it stands. */
export interface ReadyAnswer {
  readonly status: number;
  /** Names and values by turns; the face puts them into its order and adds `Date` and `Connection`. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** Given where the same request has the same answer for a while: it is then not even parsed when it comes again. */
  readonly repeatable?: Repeatable;
}

/**
 * Writes an answer that is all there past the framework's machinery for making one, which costs more than a remembered
 * answer itself. Only where nothing is waited for: the device is settled. Hooks of the request's end run as ever. Where
 * there are fault rules, or where nothing may repeat itself, the answer goes the framework's way, and so past its hooks.
 *
 * @throws nothing: what goes wrong breaks the connection, since the framework no longer answers
 */
export function answerAtOnce(request: FastifyRequest, reply: FastifyReply, answer: ReadyAnswer): void {
  const { repeats } = connectionOf(request.raw.socket);
  if (!repeats || !request.device.surroundings.faults.none) {
    for (let i = 0; i + 1 < answer.headers.length; i += 2) {
      const name = answer.headers[i] ?? '';
      // A cookie set before would stay beside this one.
      reply.removeHeader(name).header(name, answer.headers[i + 1]);
    }
    reply.code(answer.status).send(answer.body);
    return;
  }
  reply.hijack();
  try {
    reply.raw.writeHead(answer.status, [...answer.headers]);
    reply.raw.end(answer.body);
    if (answer.repeatable && reply.raw instanceof TellingResponse) {
      repeats.offer({ ...answer.repeatable, bytes: reply.raw.head + answer.body.toString('latin1') });
    }
  } catch {
    request.raw.socket.destroy();
  }
}
