import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { own } from './agent.ts';
import { at, indexOf, namesAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { asarest, goClient, recorded, terraform } from './sources.ts';

const servers = '/api/devicesetup/ntp/servers';
const ranges = '/api/objects/timeranges';

async function drive(t: CaseContext) {
  const { get, post, put, patch, remove, run } = await own(t);
  const management = { kind: 'objectRef#Interface', name: 'management' };
  const made = await post(servers, { ipAddress: '172.17.1.254', interface: management, isPreferred: true });
  const item = await get(`${servers}/172.17.1.254`);
  const shown = await run('show running-config ntp');
  const renamed = await put(`${servers}/172.17.1.254`, { ipAddress: '192.0.2.254', interface: management });
  const afterRename = await get(`${servers}/192.0.2.254`);
  const patched = await patch(`${servers}/192.0.2.254`, { ipAddress: '192.0.2.253' });
  const afterPatch = await get(`${servers}/192.0.2.253`);
  const deleted = await remove(`${servers}/192.0.2.253`);
  const gone = await get(`${servers}/192.0.2.253`);
  await post(servers, { ipAddress: '203.0.113.33', key: { number: '3', value: 'test3', isTrusted: false } });
  const withKey = await get(`${servers}/203.0.113.33`);
  const withoutKey = await post(servers, {
    ipAddress: '203.0.113.34',
    key: { number: '', value: '', isTrusted: false },
  });
  const plain = await get(`${servers}/203.0.113.34`);

  const range = {
    kind: 'object#TimeRange',
    name: 'tr1',
    value: {
      start: 'now',
      end: '03:47 May 14 2025',
      periodic: [{ frequency: 'Tuesday Thursday ', startHour: 0, startMinute: 0, endHour: 1, endMinute: 1 }],
    },
  };
  const rangeMade = await post(ranges, range);
  const rangeItem = await get(`${ranges}/tr1`);
  const longMonth = await post(ranges, {
    ...range,
    name: 'tr2',
    value: { start: '21:47 November 21 2026', end: 'never', periodic: [] },
  });
  return {
    made,
    item,
    shown,
    renamed,
    afterRename,
    patched,
    afterPatch,
    deleted,
    gone,
    withKey,
    withoutKey,
    plain,
    listed: await get(servers),
    rangeMade,
    rangeItem,
    longMonth,
    long: await get(`${ranges}/tr2`),
  };
}

const rule = rulesOver<typeof drive>();
const script = asarest('asarest.py, NTP servers');
const acceptance = terraform('acceptance tests of time ranges');

/** NTP servers and time ranges. */
export const time = topic({
  id: 'ASA-TIME-LIFE',
  title: 'NTP servers are made, renamed and deleted; time ranges keep their form',
  touches: 'config',
  drive,
  rules: [
    rule(
      'ASA-NTP-0001',
      'made',
      'A POST that makes an NTP server without a kind is answered 201.',
      script,
      ({ made }) => equal(201, made.status),
    ),
    rule('ASA-NTP-0002', 'id', 'The objectId of an NTP server is its address.', script, ({ item }) =>
      equal(['172.17.1.254', '172.17.1.254'], [at(item, 'objectId'), at(item, 'ipAddress')]),
    ),
    rule('ASA-NTP-0003', 'preferred', 'An NTP server that was made as preferred one is so.', script, ({ item }) =>
      equal(true, at(item, 'isPreferred')),
    ),
    rule(
      'ASA-NTP-0004',
      'interface',
      'The interface of an NTP server is a reference with kind, refLink, objectId and name.',
      script,
      ({ item }) => equal(['kind', 'refLink', 'objectId', 'name'], namesAt(item, 'interface')),
    ),
    rule(
      'ASA-NTP-0005',
      'line',
      'An NTP server stands in the running configuration with its source and the word prefer.',
      recorded('networktocode/ntc-templates', 'tests/cisco_asa, ntp server'),
      ({ shown }) => matches(/^ntp server 172\.17\.1\.254 source management prefer ?$/m, shown, 'the server'),
    ),
    rule('ASA-NTP-0006', 'renamed', 'A PUT with another address is answered 204.', script, ({ renamed }) =>
      equal(204, renamed.status),
    ),
    rule(
      'ASA-NTP-0007',
      'moved',
      'After a PUT with another address the server is found there.',
      script,
      ({ afterRename }) => equal(200, afterRename.status),
    ),
    rule('ASA-NTP-0008', 'patched', 'A PATCH with another address is answered 204.', script, ({ patched }) =>
      equal(204, patched.status),
    ),
    rule(
      'ASA-NTP-0009',
      'patch-keeps',
      'A PATCH of an NTP server leaves its interface as it was.',
      script,
      ({ afterPatch }) => equal('management', at(afterPatch, 'interface', 'name')),
    ),
    rule('ASA-NTP-0010', 'deleted', 'A DELETE of an NTP server is answered 204.', script, ({ deleted }) =>
      equal(204, deleted.status),
    ),
    rule('ASA-NTP-0011', 'gone', 'An NTP server that was deleted is answered 404.', script, ({ gone }) =>
      equal(404, gone.status),
    ),
    rule('ASA-NTP-0012', 'key', 'The number of a key is a text.', goClient('NTP'), ({ withKey }) =>
      equal('3', at(withKey, 'key', 'number')),
    ),
    rule('ASA-NTP-0013', 'no-key', 'A key with an empty number is no key.', goClient('NTP'), ({ withoutKey, plain }) =>
      equal([201, undefined], [withoutKey.status, at(plain, 'key')]),
    ),
    rule(
      'ASA-NTP-0014',
      'no-interface',
      'An NTP server without an interface has no such member.',
      script,
      ({ plain }) => equal(false, namesAt(plain).includes('interface')),
    ),
    rule('ASA-NTP-0015', 'kind', 'The collection of NTP servers is a collection#NTPServer.', script, ({ listed }) =>
      equal(['collection#NTPServer', true], [at(listed, 'kind'), indexOf(listed, 'objectId', '203.0.113.33') >= 0]),
    ),
    rule('ASA-TIME-0001', 'range', 'A POST that makes a time range is answered 201.', acceptance, ({ rangeMade }) =>
      equal(201, rangeMade.status),
    ),
    rule(
      'ASA-TIME-0002',
      'form',
      'A time range comes back with start, end and periods as they were given.',
      acceptance,
      ({ rangeItem }) =>
        equal(
          {
            start: 'now',
            end: '03:47 May 14 2025',
            periodic: [{ frequency: 'Tuesday Thursday ', startHour: 0, startMinute: 0, endHour: 1, endMinute: 1 }],
          },
          at(rangeItem, 'value'),
        ),
    ),
    rule(
      'ASA-TIME-0003',
      'long-month',
      'A month may be given by its whole name, and comes back by its first three letters.',
      recorded('timwukp/Cisco-ASA-REST-API', 'time range'),
      ({ longMonth, long }) => equal([201, '21:47 Nov 21 2026'], [longMonth.status, at(long, 'value', 'start')]),
    ),
    rule('ASA-TIME-0004', 'never', 'A time range without an end has the text never.', acceptance, ({ long }) =>
      equal('never', at(long, 'value', 'end')),
    ),
  ],
});
