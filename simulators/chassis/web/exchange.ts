import type { FastifyRequest } from 'fastify';
import { connectionOf } from '../connection.ts';
import type { Operation } from '../faults/operation.ts';
import type { Report } from './repeats.ts';

/** What a route tells the journal of an exchange. */
export interface RequestAccount {
  operation?: string;
  user?: string;
  /** The device's own code; the HTTP status unless told. */
  outcome?: string;
  /** What the exchange is to fault rules; where there are any. */
  underWay?: Operation;
  /** It is over and in the journal. */
  closed?: boolean;
}

/**
 * Ends an exchange, once: answered, cut, or left by its client. The journal is told, and a connection whose endpoint has
 * gone is let go.
 */
export function closeExchange(request: FastifyRequest, outcome: string, duration?: number): void {
  const { account } = request;
  if (account.closed) return;
  account.closed = true;
  const connection = connectionOf(request.raw.socket);
  connection.busy--;
  if (connection.closing && connection.busy === 0) connection.raw.end();
  const report: Report = {
    kind: 'request',
    endpoint: connection.endpoint.name,
    ...(account.user !== undefined && { user: account.user }),
    operation: account.operation ?? `${request.method} ${request.url.split('?', 1)[0]}`,
    outcome,
    ...(duration !== undefined && { duration }),
  };
  connection.device.report(report);
  connection.repeats?.over(request, report);
  account.underWay?.end();
}
