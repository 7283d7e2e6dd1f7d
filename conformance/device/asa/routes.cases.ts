import type { CaseContext } from '../../context.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { own, pathOf } from './agent.ts';
import { at, namesAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, goClient, recorded } from './sources.ts';

const routes = '/api/routing/static';

async function drive(t: CaseContext) {
  const { get, post, put, remove, run } = await own(t);
  const route = (network: object, metric = 1) => ({
    kind: 'object#IPv4Route',
    distanceMetric: metric,
    tunneled: false,
    tracked: false,
    interface: { kind: 'objectRef#Interface', name: 'management' },
    gateway: { kind: 'IPv4Address', value: '192.0.2.1' },
    network,
  });
  const lab = { kind: 'IPv4Network', value: '10.254.0.0/16' };
  const made = await post(routes, route(lab));
  const item = await get(pathOf(made));
  const other = await post(routes, route({ kind: 'AnyIPAddress', value: 'any4' }));
  const usual = await get(pathOf(other));
  const shown = await run('show running-config route');
  const replaced = await put(pathOf(made), route(lab, 7));
  const after = await get(pathOf(replaced));
  const afterShown = await run('show running-config route');
  const six = await post(routes, {
    ...route({ kind: 'IPv6Network', value: 'fd01:1337::/64' }),
    kind: 'object#IPv6Route',
    gateway: { kind: 'IPv6Address', value: 'fd01:1338::1' },
  });
  return {
    sixItem: await get(pathOf(six)),
    sixShown: await run('show running-config ipv6'),
    made,
    item,
    usual,
    shown,
    replaced,
    after,
    afterShown,
    deleted: await remove(pathOf(replaced)),
    gone: await get(pathOf(replaced)),
    goneShown: await run('show running-config route'),
  };
}

const rule = rulesOver<typeof drive>();
const payload = recorded('jastorino82/asa_restapi', 'device.json');
const cisco = goClient('static routes');
const library = recorded('Public Python class library for the ASA API', 'sample outputs of routes');

/** Static routes. */
export const staticRoutes = topic({
  id: 'ASA-ROUTE-LIFE',
  title: 'Static routes are made, replaced and deleted, and the CLI shows them',
  touches: 'config',
  drive,
  rules: [
    rule('ASA-ROUTE-0001', 'made', 'A POST that makes a static route is answered 201.', payload, ({ made }) =>
      equal(201, made.status),
    ),
    rule(
      'ASA-ROUTE-0002',
      'location',
      'The id of a static route in Location has eight hexadecimal digits.',
      library,
      ({ made }) => matches(/\/api\/routing\/static\/[0-9a-f]{8}$/, made.location, 'eight hexadecimal digits'),
    ),
    rule(
      'ASA-ROUTE-0003',
      'members',
      'A static route tells kind, selfLink, tunneled, distanceMetric, tracked, interface, gateway, network and objectId.',
      payload,
      ({ item }) =>
        equal(
          ['distanceMetric', 'gateway', 'interface', 'kind', 'network', 'objectId', 'selfLink', 'tracked', 'tunneled'],
          [...namesAt(item)].sort(),
        ),
    ),
    rule(
      'ASA-ROUTE-0004',
      'interface',
      'The interface of a route is a reference with kind, refLink, objectId and name.',
      library,
      ({ item }) =>
        equal(
          [['kind', 'refLink', 'objectId', 'name'], 'management'],
          [namesAt(item, 'interface'), at(item, 'interface', 'name')],
        ),
    ),
    rule('ASA-ROUTE-0005', 'default', 'The network of a default route is AnyIPAddress any4.', payload, ({ usual }) =>
      equal({ kind: 'AnyIPAddress', value: 'any4' }, at(usual, 'network')),
    ),
    rule(
      'ASA-ROUTE-0006',
      'line',
      'A route stands in the running configuration as route INTERFACE NETWORK MASK GATEWAY METRIC.',
      recorded('batfish/batfish', 'grammar/cisco_asa/testconfigs'),
      ({ shown }) => matches(/^route management 10\.254\.0\.0 255\.255\.0\.0 192\.0\.2\.1 1 ?$/m, shown, 'the route'),
    ),
    rule(
      'ASA-ROUTE-0007',
      'put',
      'A PUT of a route is answered 204, with the route in Location.',
      cisco,
      ({ replaced }) => equal([204, true], [replaced.status, /\/api\/routing\/static\/\w+$/.test(replaced.location)]),
    ),
    rule(
      'ASA-ROUTE-0008',
      'metric',
      'A route that was replaced is found under the id in its Location.',
      cisco,
      ({ after }) => equal(7, at(after, 'distanceMetric')),
    ),
    rule(
      'ASA-ROUTE-0009',
      'one-line',
      'A route that was replaced stands once in the running configuration.',
      about('PUT'),
      ({ afterShown }) =>
        equal(
          ['7'],
          [...afterShown.matchAll(/^route management 10\.254\.\S+ \S+ \S+ (\d+)/gm)].map(([, m]) => m),
        ),
    ),
    rule('ASA-ROUTE-0010', 'deleted', 'A DELETE of a route is answered 204.', cisco, ({ deleted }) =>
      equal(204, deleted.status),
    ),
    rule('ASA-ROUTE-0011', 'gone', 'A route that was deleted is answered 404.', cisco, ({ gone }) =>
      equal(404, gone.status),
    ),
    rule(
      'ASA-ROUTE-0012',
      'line-gone',
      'A route that was deleted is not in the running configuration.',
      about('Overview'),
      ({ goneShown }) => holds(!goneShown.includes('10.254.0.0'), 'no such route', goneShown),
    ),
    rule('ASA-ROUTE-0013', 'six', 'A route to an IPv6 network is an object#IPv6Route.', cisco, ({ sixItem }) =>
      equal(
        ['object#IPv6Route', 'IPv6Network', 'fd01:1338::1'],
        [at(sixItem, 'kind'), at(sixItem, 'network', 'kind'), at(sixItem, 'gateway', 'value')],
      ),
    ),
    rule(
      'ASA-ROUTE-0014',
      'six-line',
      'A route to an IPv6 network stands in the running configuration as ipv6 route.',
      recorded('batfish/batfish', 'grammar/cisco_asa/testconfigs'),
      ({ sixShown }) =>
        matches(/^ipv6 route management fd01:1337::\/64 fd01:1338::1\b/m, sixShown, 'ipv6 route management …'),
    ),
  ],
});
