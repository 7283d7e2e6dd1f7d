import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NsxvDevice } from '../nsxv.ts';
import { releaseOf } from '../release.ts';
import { authenticate } from './authenticate.ts';
import { PageError } from './failure.ts';
import { fits, methodOf, pathOf } from './operation.ts';
import { operations } from './operations.ts';
import { refuse } from './serve.ts';

/**
 * Answers what no operation does: 405 on a path that has other methods, else 404, and only to those who may ask at all.
 * What the specification names and this manager lacks is told to the journal by name.
 */
export async function unknownOperation(
  device: NsxvDevice,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const release = releaseOf(device.release);
  const path = request.url.split('?', 1)[0] ?? '/';
  try {
    if (path.startsWith('/api/')) {
      const { caller } = await authenticate(device, request);
      request.account.user = caller.login;
      const others = operations.filter((one) => fits(pathOf(one), path) && (one.exists?.(release) ?? true));
      const { specified } = await import('./specification.ts');
      const named = specified(device.release, request.method, path);
      device.report({
        kind: 'near-miss',
        endpoint: request.endpoint.name,
        user: caller.login,
        operation: named?.name ?? `${request.method} ${path.slice(0, 200)}`,
        outcome: named ? 'not modelled' : 'unknown',
        ...(named && { detail: { path: named.path } }),
      });
      if (others.length > 0) {
        reply.header('allow', [...new Set(others.map(methodOf))].join(', '));
        throw new PageError(405);
      }
    }
    // The container names the path that it does not have.
    throw new PageError(404, path);
  } catch (error) {
    return refuse(release, request, reply, error);
  }
}
