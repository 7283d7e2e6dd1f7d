import type { CaseContext } from '../../context.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { own, pathOf } from './agent.ts';
import { at, each } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, commands, payloads } from './sources.ts';

const hosts = '/api/mgmtaccess/hosts';

async function drive(t: CaseContext) {
  const { get, post, put, remove, run } = await own(t);
  const host = {
    kind: 'object#DevMgmtTraffic',
    type: 'telnet',
    ip: { kind: 'IPv4Address', value: '203.0.113.0' },
    netmask: { kind: 'IPv4NetMask', value: '255.255.255.0' },
    interface: { kind: 'objectRef#Interface', name: 'management' },
  };
  const made = await post(hosts, host);
  const item = await get(pathOf(made));
  const narrowed = await put(pathOf(made), { ...host, netmask: { kind: 'IPv4NetMask', value: '255.255.255.128' } });
  const listed = await get(hosts);
  const narrow = each(listed, 'netmask').findIndex((mask) => JSON.stringify(mask).includes('255.255.255.128'));
  const narrowLine = await run('show running-config telnet');
  return {
    made,
    item,
    narrowed,
    before: at(item, 'objectId') ?? 'none',
    after: at(listed, 'items', narrow, 'objectId') ?? 'none',
    narrowLine,
    deleted: await remove(`${hosts}/${at(listed, 'items', narrow, 'objectId')}`),
    lines: await run('show running-config telnet'),
    server: await get('/api/mgmtaccess'),
    syslog: await post('/api/logging/syslogserver', {
      ip: { kind: 'IPv4Address', value: '192.0.2.5' },
      interface: { kind: 'objectRef#Interface', name: 'management' },
      port: 514,
      protocol: 'UDP',
    }),
    syslogLine: await run('show running-config logging'),
  };
}

const rule = rulesOver<typeof drive>();
const access = about('Management access');

/** Who may manage the box, and who hears what it logs. */
export const hostLife = topic({
  id: 'ASA-HOST-LIFE',
  title: 'Managing hosts are changed and deleted, and a syslog server is made',
  touches: 'config',
  drive,
  rules: [
    rule(
      'ASA-MGMT-0006',
      'location',
      'The answer to a POST of a managing host names its URL in Location.',
      about('REST API methods'),
      ({ made }) => matches(/^https:\/\/[^/]+\/api\/mgmtaccess\/hosts\/\d+$/, made.location, 'the URL of the host'),
    ),
    rule('ASA-MGMT-0007', 'item', 'A managing host comes back with its network and its mask.', access, ({ item }) =>
      equal(
        ['203.0.113.0', '255.255.255.0', 'telnet'],
        [at(item, 'ip', 'value'), at(item, 'netmask', 'value'), at(item, 'type')],
      ),
    ),
    rule('ASA-MGMT-0008', 'changed', 'A PUT of a managing host is answered 204, and the line changes.', access, (o) =>
      equal(
        [204, true, false],
        [
          o.narrowed.status,
          /^telnet 203\.0\.113\.0 255\.255\.255\.128 management$/m.test(o.narrowLine),
          o.narrowLine.includes('203.0.113.0 255.255.255.0 '),
        ],
      ),
    ),
    rule(
      'ASA-MGMT-0009',
      'new-id',
      'A managing host has another id when its mask has changed, since ids are made of what is identified.',
      about('Object identity'),
      ({ before, after }) =>
        holds(before !== 'none' && after !== 'none' && before !== after, 'two ids', `${before} and ${after}`),
    ),
    rule(
      'ASA-MGMT-0010',
      'deleted',
      'A managing host that is deleted with 204 has no line in the running configuration.',
      access,
      ({ deleted, lines }) => equal([204, false], [deleted.status, lines.includes('203.0.113.0')]),
    ),
    rule('ASA-MGMT-0011', 'server', 'The settings of management access are answered 200.', access, ({ server }) =>
      equal(200, server.status),
    ),
    rule(
      'ASA-LOG-0001',
      'syslog',
      'A POST that makes a syslog server is answered 201.',
      payloads('syslog servers'),
      ({ syslog }) => equal(201, syslog.status),
    ),
    rule(
      'ASA-LOG-0002',
      'syslog-line',
      'A syslog server that REST makes stands in the running configuration as logging host.',
      commands('logging host'),
      ({ syslogLine }) => matches(/^logging host management 192\.0\.2\.5\b/m, syslogLine, 'the line'),
    ),
  ],
});
