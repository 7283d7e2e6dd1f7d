import type { JsonObject } from '../../chassis/json.ts';
import { dottedMask, maskLength } from '../address.ts';
import { addRoute, routeLine } from '../commands/routes.ts';
import { editConfig } from '../edit.ts';
import { hash32 } from '../rule.ts';
import type { Route as StaticRoute } from '../state/interfaces.ts';
import { isReference } from '../state/operand.ts';
import type { AsaConfig } from '../state.ts';
import { readAddress, readInterface, shownInterface } from './operands.ts';
import { pageOf } from './paging.ts';
import {
  type Answer,
  type Call,
  changed,
  created,
  done,
  flag,
  invalid,
  isObject,
  json,
  missing,
  objectBody,
  type Route,
  text,
  whole,
} from './wire.ts';

/** The id of a route. @source recorded form: 8 hex digits (reference 4.2) */
function routeId(route: StaticRoute): string {
  return hash32(routeLine(route)).toString(16).padStart(8, '0');
}

/** A static route. @source recorded members: reference 6.8 */
function routeItem(route: StaticRoute, config: AsaConfig, base: string): object {
  const { network, mask } = route;
  const length = mask === undefined ? undefined : maskLength(mask);
  const where =
    mask === undefined
      ? { kind: 'IPv6Network', value: network }
      : config.networkObjects.has(network)
        ? { kind: 'objectRef#NetworkObj', refLink: `${base}/api/objects/networkobjects/${network}`, objectId: network }
        : length === 0
          ? { kind: 'AnyIPAddress', value: 'any4' }
          : length === 32
            ? { kind: 'IPv4Address', value: network }
            : { kind: 'IPv4Network', value: `${network}/${length}` };
  const id = routeId(route);
  return {
    kind: mask === undefined ? 'object#IPv6Route' : 'object#IPv4Route',
    selfLink: `${base}/api/routing/static/${id}`,
    tunneled: route.tunneled ?? false,
    distanceMetric: route.metric,
    tracked: route.track !== undefined,
    interface: shownInterface(route.interface, config, base),
    gateway: { kind: mask === undefined ? 'IPv6Address' : 'IPv4Address', value: route.gateway },
    network: where,
    objectId: id,
  };
}

function readRoute(body: JsonObject, config: AsaConfig): StaticRoute {
  const nameif = readInterface(body.interface, 'interface', config);
  const gateway = isObject(body.gateway) ? (text(body.gateway.value) ?? '') : '';
  if (gateway === '') throw invalid('gateway', 'gateway is a mandatory attribute');
  const metric = whole(body.distanceMetric) ?? 1;
  if (metric < 1 || metric > 255) throw invalid('distanceMetric', 'distanceMetric must be 1 to 255');
  const rest = { gateway, metric, interface: nameif, ...(flag(body.tunneled) && { tunneled: true as const }) };
  const network = readAddress(body.network, 'network', config);
  if (isReference(network)) return { network: network.objectId, mask: '255.255.255.255', ...rest };
  switch (network.kind) {
    case 'AnyIPAddress':
      return { network: '0.0.0.0', mask: '0.0.0.0', ...rest };
    case 'IPv4Address':
      return { network: network.value, mask: '255.255.255.255', ...rest };
    case 'IPv6Address':
      return { network: `${network.value}/128`, ...rest };
    case 'IPv6Network':
      return { network: network.value, ...rest };
    case 'AnyIPv6Address':
      return { network: '::/0', ...rest };
    case 'IPv4Network': {
      const [address = '', length = '32'] = network.value.split('/');
      return { network: address, mask: dottedMask(Number(length)), ...rest };
    }
    default:
      throw invalid('network', `network: ${network.kind} is not a network`);
  }
}

function routeAt({ device, params: [id = ''] }: Call): readonly [index: number, route: StaticRoute] {
  const { routes } = device.state.config;
  const index = routes.findIndex((route) => routeId(route) === id);
  const route = routes[index];
  if (!route) throw missing(id);
  return [index, route];
}

function putRoute(call: Call, body: JsonObject): Answer {
  const [index] = routeAt(call);
  const route = readRoute(body, call.device.state.config);
  editConfig(call.device, call.user, (config) => {
    config.routes.splice(index, 1);
    addRoute(config, route);
  });
  return changed(call, `/api/routing/static/${routeId(route)}`);
}

/** @source reference 6.8 */
export const staticRoutes: readonly Route[] = [
  {
    path: '/api/routing/static',
    category: 'Routing',
    evidence: 'recorded',
    methods: {
      GET: (call) => {
        const { config } = call.device.state;
        return pageOf(
          call,
          config.routes.map((route) => routeItem(route, config, call.base)),
        );
      },
      POST: (call) => {
        const route = readRoute(objectBody(call.body), call.device.state.config);
        editConfig(call.device, call.user, (config) => addRoute(config, route));
        return created(call, `/api/routing/static/${routeId(route)}`);
      },
    },
  },
  {
    path: '/api/routing/static/{id}',
    category: 'Routing',
    evidence: 'recorded',
    methods: {
      GET: (call) => json(routeItem(routeAt(call)[1], call.device.state.config, call.base)),
      PUT: (call) => putRoute(call, objectBody(call.body)),
      PATCH: (call) => {
        const now: JsonObject = JSON.parse(
          JSON.stringify(routeItem(routeAt(call)[1], call.device.state.config, call.base)),
        );
        return putRoute(call, { ...now, ...objectBody(call.body) });
      },
      DELETE: (call) => {
        const [index] = routeAt(call);
        editConfig(call.device, call.user, (config) => {
          config.routes.splice(index, 1);
        });
        return done;
      },
    },
  },
];
