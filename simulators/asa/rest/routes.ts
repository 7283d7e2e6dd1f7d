import { profileOf } from '../agent.ts';
import { isMultiple } from '../contexts/view.ts';
import { Refusal } from '../refusal.ts';
import { ruleRoutes } from './access.ts';
import { backupRoutes } from './backup.ts';
import { certificateRoutes } from './certificates.ts';
import { failoverRoutes } from './failover.ts';
import { identityRoutes } from './identity-groups.ts';
import { interfaceRoutes } from './interfaces.ts';
import { keyPairRoutes } from './key-pairs.ts';
import { licensingRoutes } from './licensing.ts';
import { logging } from './logging.ts';
import { monitoringRoutes } from './monitoring.ts';
import { natRoutes } from './nat.ts';
import { objectRoutes } from './objects.ts';
import { predefinedServices } from './predefined-services.ts';
import { setupRoutes } from './setup.ts';
import { specialRoutes } from './special.ts';
import { staticRoutes } from './static-routes.ts';
import { vpnRoutes } from './vpn.ts';
import { type Answer, type Call, type Method, Problem, problemBody, type Route, refused } from './wire.ts';

let all: readonly Route[] | undefined;

/** Every path that the agent knows. Put together at first use: bulk requests reach the other routes from among them. */
export function routes(): readonly Route[] {
  all ??= [
    ...objectRoutes,
    ...ruleRoutes,
    ...interfaceRoutes,
    ...staticRoutes,
    ...natRoutes,
    ...setupRoutes,
    ...certificateRoutes,
    ...keyPairRoutes,
    ...identityRoutes,
    predefinedServices,
    ...failoverRoutes,
    ...licensingRoutes,
    ...vpnRoutes,
    ...logging,
    ...monitoringRoutes,
    ...backupRoutes,
    ...specialRoutes,
  ];
  return all;
}

/** A place in the tree of paths. */
interface Node {
  readonly next: Map<string, Node>;
  any?: Node;
  route?: Route;
}

let tree: Node | undefined;

function rooted(): Node {
  if (tree) return tree;
  const root: Node = { next: new Map() };
  for (const route of routes()) {
    let node = root;
    for (const part of route.path.split('/').slice(1)) {
      let below = part.startsWith('{') ? node.any : node.next.get(part);
      if (!below) {
        below = { next: new Map() };
        if (part.startsWith('{')) node.any = below;
        else node.next.set(part, below);
      }
      node = below;
    }
    node.route = route;
  }
  tree = root;
  return root;
}

/** The route of a path, and what stands for its `{…}`; `undefined` when the agent has no such path. */
export function routeOf(path: string): { readonly route: Route; readonly params: readonly string[] } | undefined {
  let node = rooted();
  const params: string[] = [];
  const parts = path.split('/').slice(1);
  if (parts.at(-1) === '') parts.pop();
  for (const part of parts) {
    const plain = node.next.get(part);
    if (plain) {
      node = plain;
      continue;
    }
    if (!node.any) return undefined;
    params.push(decoded(part));
    node = node.any;
  }
  return node.route && { route: node.route, params };
}

function decoded(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What a user of this level may do. @source documented: reference 3.10; 403 client */
function checkPrivilege({ privilege, method }: Call, path: string): void {
  const token = path.startsWith('/api/tokenservices');
  const needed = token ? 3 : method !== 'GET' ? 15 : path.startsWith('/api/monitoring') ? 3 : 5;
  if (privilege >= needed) return;
  throw new Problem(403, 'INSUFFICIENT-PRIVILEGE', `privilege level ${needed} is needed, this user has ${privilege}`);
}

function isMethod(method: string): method is Method {
  return ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method);
}

function failure(problem: Problem): Answer {
  return { status: problem.status, body: problemBody(problem), outcome: problem.code };
}

/** Answers a request of somebody who is known. Never throws for what the request has wrong. */
export function dispatch(call: Omit<Call, 'params' | 'query'>): Answer | Promise<Answer> {
  const question = call.uri.indexOf('?');
  const path = question < 0 ? call.uri : call.uri.slice(0, question);
  const query = new URLSearchParams(question < 0 ? '' : call.uri.slice(question + 1));
  try {
    const found = routeOf(path);
    const whole: Call = { ...call, params: found?.params ?? [], query };
    checkPrivilege(whole, path);
    if (found && !found.route.multiple && isMultiple(call.device)) {
      throw new Problem(
        404,
        'RESOURCE-NOT-FOUND',
        `RESOURCE-NOT-FOUND: ${found.route.path} is not there in multiple mode`,
      );
    }
    if (!found || (found.route.needs === 'certificates' && !profileOf(call.device).certificates)) {
      call.device.report({
        kind: 'near-miss',
        user: call.user,
        operation: `${call.method} ${path}`,
        outcome: 'unknown',
      });
      throw new Problem(404, 'RESOURCE-NOT-FOUND', `RESOURCE-NOT-FOUND: ${path.slice(0, 200)}`);
    }
    const handler = isMethod(call.method) ? found.route.methods[call.method] : undefined;
    if (!handler) throw new Problem(405, 'METHOD-NOT-ALLOWED', `${call.method} is not allowed on ${found.route.path}`);
    const answer = handler(whole);
    return answer instanceof Promise ? answer.catch(rescued) : answer;
  } catch (error) {
    return rescued(error);
  }
}

function rescued(error: unknown): Answer {
  if (error instanceof Problem) return failure(error);
  if (error instanceof Refusal) return failure(refused(error));
  throw error;
}
