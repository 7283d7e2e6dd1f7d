import type { CaseContext } from '../../context.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { own } from './agent.ts';
import { at, each, indexOf, listAt, namesAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, goClient, napalm, recorded, terraform } from './sources.ts';

const physical = '/api/interfaces/physical';

/** All members of a physical interface, as recorded. */
const members = [
  ...['kind', 'selfLink', 'hardwareID', 'interfaceDesc', 'channelGroupID', 'channelGroupMode', 'duplex'],
  ...['flowcontrolOn', 'flowcontrolHigh', 'flowcontrolLow', 'flowcontrolPeriod', 'forwardTrafficCX'],
  ...['forwardTrafficSFR', 'lacpPriority', 'activeMacAddress', 'standByMacAddress', 'managementOnly', 'mtu', 'name'],
  ...['securityLevel', 'shutdown', 'speed', 'ipAddress', 'ipv6Info', 'objectId'],
];

async function drive(t: CaseContext) {
  const { get, post, put, patch, remove, run } = await own(t);
  const listed = await get(physical);
  const free = String(each(listed, 'objectId')[indexOf(listed, 'name', '')] ?? 'none');
  const hardware = free.replaceAll('_API_SLASH_', '/');
  const now = await get(`${physical}/${free}`);
  const dmz = {
    kind: 'object#GigabitInterface',
    hardwareID: hardware,
    name: 'dmz',
    securityLevel: 50,
    shutdown: false,
    interfaceDesc: 'of the suite',
    ipAddress: {
      kind: 'StaticIP',
      ip: { kind: 'IPv4Address', value: '198.51.100.1' },
      netMask: { kind: 'IPv4NetMask', value: '255.255.255.0' },
    },
  };
  const configured = await put(`${physical}/${free}`, dmz);
  const item = await get(`${physical}/${free}`);
  const shown = await run(`show running-config interface ${hardware}`);
  const patched = await patch(`${physical}/${free}`, { kind: 'object#GigabitInterface', securityLevel: 60 });
  const after = await get(`${physical}/${free}`);
  return {
    listed,
    now,
    configured,
    item,
    shown,
    patched,
    after,
    posted: await post(physical, dmz),
    deleted: await remove(`${physical}/${free}`),
    collections: [
      await get(physical),
      await get('/api/interfaces/vlan'),
      await get('/api/interfaces/portchannel'),
      await get('/api/interfaces/redundant'),
    ],
  };
}

const rule = rulesOver<typeof drive>();
const capture = napalm('interfaces_physical.json');

/** Physical interfaces. */
export const interfaces = topic({
  id: 'ASA-IF-LIFE',
  title: 'Interfaces tell all their members, are configured and shown',
  touches: 'config',
  drive,
  rules: [
    rule(
      'ASA-IF-0001',
      'none-selected',
      'An interface without an address has the text NoneSelected for ipAddress.',
      capture,
      ({ now }) => equal('NoneSelected', at(now, 'ipAddress')),
    ),
    rule(
      'ASA-IF-0002',
      'slash',
      'The id of an interface has _API_SLASH_ for each slash of its name.',
      capture,
      ({ listed }) =>
        holds(
          each(listed, 'objectId').some((id) => /^GigabitEthernet\d_API_SLASH_\d$/.test(String(id))),
          '_API_SLASH_',
          each(listed, 'objectId'),
        ),
    ),
    rule('ASA-IF-0003', 'no-level', 'An interface without a security level has -1.', capture, ({ now }) =>
      equal(-1, at(now, 'securityLevel')),
    ),
    rule('ASA-IF-0004', 'members', 'A physical interface has all its members, in order.', capture, ({ now }) =>
      equal(members, namesAt(now)),
    ),
    rule('ASA-IF-0005', 'no-name', 'An interface without a name has an empty one.', capture, ({ now }) =>
      equal('', at(now, 'name')),
    ),
    rule(
      'ASA-IF-0006',
      'kinds',
      'A gigabit interface is an object#GigabitInterface, a management interface an object#MgmtInterface.',
      capture,
      ({ listed }) =>
        equal(
          ['GigabitEthernet object#GigabitInterface', 'Management object#MgmtInterface'],
          [
            ...new Set(
              listAt(listed, 'items').map(
                (_, index) =>
                  `${String(at(listed, 'items', index, 'hardwareID')).replace(/[\d/]+$/, '')} ${at(listed, 'items', index, 'kind')}`,
              ),
            ),
          ].sort(),
        ),
    ),
    rule('ASA-IF-0007', 'ipv6', 'An interface tells of IPv6 with all its timers.', capture, ({ now }) =>
      equal(
        [false, 1000, 1, 200, 1800, [], 'object#Ipv6InterfaceInfo'],
        [
          ...['enabled', 'nsInterval', 'dadAttempts', 'routerAdvertInterval', 'routerAdvertLifetime'],
          ...['ipv6Addresses', 'kind'],
        ].map((name) => at(now, 'ipv6Info', name)),
      ),
    ),
    rule(
      'ASA-IF-0008',
      'put',
      'A PUT of a physical interface is answered 204, with the interface in Location.',
      goClient('physical interfaces'),
      ({ configured }) =>
        equal([204, true], [configured.status, /\/api\/interfaces\/physical\/\w/.test(configured.location)]),
    ),
    rule('ASA-IF-0009', 'static', 'A static address is a StaticIP with ip and netMask.', capture, ({ item }) =>
      equal(
        {
          kind: 'StaticIP',
          ip: { kind: 'IPv4Address', value: '198.51.100.1' },
          netMask: { kind: 'IPv4NetMask', value: '255.255.255.0' },
        },
        at(item, 'ipAddress'),
      ),
    ),
    rule(
      'ASA-IF-0010',
      'lines',
      'Name, level and address of an interface stand in the running configuration, a blank after the mask.',
      recorded('adidonatocda/ciscoasarestapi', 'running configuration'),
      ({ shown }) =>
        matches(/ nameif dmz\n security-level 50\n ip address 198\.51\.100\.1 255\.255\.255\.0 \n/, shown, 'the lines'),
    ),
    rule(
      'ASA-IF-0011',
      'patched',
      'A PATCH of a physical interface changes what it names and nothing else.',
      recorded('jastorino82/asa_restapi', 'device.json'),
      ({ patched, after }) => equal([204, 60, 'dmz'], [patched.status, at(after, 'securityLevel'), at(after, 'name')]),
    ),
    rule(
      'ASA-IF-0017',
      'no-post',
      'A physical interface cannot be made: POST is answered 405.',
      about('REST API methods: 405'),
      ({ posted }) => equal(405, posted.status),
    ),
    rule(
      'ASA-IF-0018',
      'no-delete',
      'A physical interface cannot be deleted: DELETE is answered 405.',
      about('REST API methods: 405'),
      ({ deleted }) => equal(405, deleted.status),
    ),
    rule(
      'ASA-IF-0019',
      'four-collections',
      'Physical, VLAN, port channel and redundant interfaces are four collections, each with a total.',
      napalm('interfaces of four collections'),
      ({ collections }) =>
        equal(
          [200, 200, 200, 200, true],
          [
            ...collections.map(({ status }) => status),
            collections.every((one) => typeof at(one, 'rangeInfo', 'total') === 'number'),
          ],
        ),
    ),
    rule(
      'ASA-IF-0020',
      'never-absent',
      'Every interface has the member ipAddress.',
      terraform('physical interfaces, read'),
      ({ listed }) =>
        equal(
          [true, []],
          [each(listed, 'ipAddress').length > 0, each(listed, 'ipAddress').filter((one) => one === undefined)],
        ),
    ),
  ],
});
