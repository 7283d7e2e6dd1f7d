import type { NsxDevice } from '../nsx.ts';
import { releaseOf } from '../release.ts';
import type { Place } from '../site.ts';
import type { ManagerNode } from '../state.ts';
import { refusals } from '../texts.ts';

/** Where a request goes in the end. */
export interface Aim {
  readonly path: string;
  readonly node: ManagerNode;
}

/**
 * Follows the ways on which one node answers for another, and one API for another: `/cluster/<node>/node/…`, the trust
 * management under the policy API. @source NSX reference 2.2
 * @throws ApiError for a node that is not there, or is down
 */
export function redirected(device: NsxDevice, { site, run, node }: Place, path: string): Aim {
  const shorter = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  const policy = /^\/policy(\/api\/v1\/trust-management(?:\/.*)?)$/.exec(shorter)?.[1];
  if (policy !== undefined) return { path: policy, node };
  const [, id, rest] = /^\/api\/v1\/cluster\/([^/]+)(\/node(?:\/.*)?)$/.exec(shorter) ?? [];
  if (id === undefined || rest === undefined || id === 'nodes') return { path: shorter, node };
  const other = id === 'self' ? node : site.nodes.find(({ uuid }) => uuid === id);
  if (!other) throw refusals.notFound(releaseOf(device.birth), 'Node', id);
  if (run.down.includes(other.name)) throw refusals.unavailable();
  return { path: `/api/v1${rest}`, node: other };
}
