import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { talk } from './agent.ts';
import { at, listAt, namesAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { client, napalm } from './sources.ts';

async function drive(t: CaseContext) {
  const { get, run } = talk(await t.device());
  return {
    serial: await get('/api/monitoring/serialnumber'),
    version: await get('/api/monitoring/device/components/version'),
    clock: await get('/api/monitoring/clock'),
    arp: await get('/api/monitoring/arp'),
    port: await get('/api/monitoring/device/interfaces/management'),
    shownSerial: await run('show version | include Serial'),
    shownVersion: await run('show version | include Software Version'),
  };
}

const rule = rulesOver<typeof drive>();
const certbot = client('chrismarget/certbot-asa', 'certbot_asa/asa.py');

/** What the box says of itself. */
export const monitoring = topic({
  id: 'ASA-MON-READ',
  title: 'Serial number, version, clock, ARP table and counters',
  touches: 'read',
  drive,
  rules: [
    rule(
      'ASA-MON-0001',
      'serial-kind',
      'The serial number is an object#QuerySerialNumber without a selfLink.',
      napalm('serialnumber'),
      ({ serial }) =>
        equal(['object#QuerySerialNumber', ['kind', 'serialNumber']], [at(serial, 'kind'), namesAt(serial)]),
    ),
    rule(
      'ASA-MON-0002',
      'version-link',
      'The selfLink of the version is the relative /api/monitoring/device/version.',
      napalm('version'),
      ({ version }) => equal('/api/monitoring/device/version', at(version, 'selfLink')),
    ),
    rule(
      'ASA-MON-0003',
      'version-members',
      'The version tells firewallMode, totalFlashinMB, deviceType, upTimeinSeconds, asaVersion and currentTimeinSeconds.',
      napalm('version'),
      ({ version }) =>
        equal(
          [
            ...['kind', 'selfLink', 'firewallMode', 'totalFlashinMB', 'deviceType', 'upTimeinSeconds', 'asaVersion'],
            'currentTimeinSeconds',
          ],
          namesAt(version),
        ),
    ),
    rule(
      'ASA-MON-0004',
      'same-serial',
      'The serial number of REST is that of show version.',
      napalm('serialnumber'),
      ({ serial, shownSerial }) => equal(`Serial Number: ${at(serial, 'serialNumber')}\n`, shownSerial),
    ),
    rule(
      'ASA-MON-0005',
      'same-version',
      'The ASA version of REST is that of show version, with its parentheses.',
      napalm('version'),
      ({ version, shownVersion }) =>
        equal(
          [true, true],
          [
            shownVersion.includes(` Software Version ${at(version, 'asaVersion')}`),
            /^\d+\.\d+\(\d+\)\d*$/.test(String(at(version, 'asaVersion'))),
          ],
        ),
    ),
    rule('ASA-MON-0006', 'mode', 'A box that routes has the firewall mode Router.', napalm('version'), ({ version }) =>
      equal('Router', at(version, 'firewallMode')),
    ),
    rule(
      'ASA-MON-0007',
      'numbers',
      'Up time, current time and the size of the flash are numbers.',
      napalm('version'),
      ({ version }) =>
        equal(
          ['number', 'number', 'number'],
          ['upTimeinSeconds', 'currentTimeinSeconds', 'totalFlashinMB'].map((name) => typeof at(version, name)),
        ),
    ),
    rule('ASA-MON-0008', 'time', 'The clock tells time as HH:MM:SS.', certbot, ({ clock }) =>
      matches(/^\d\d:\d\d:\d\d$/, String(at(clock, 'time')), 'HH:MM:SS'),
    ),
    rule('ASA-MON-0009', 'date', 'The clock tells the date as Mon D YYYY.', certbot, ({ clock }) =>
      matches(/^[A-Z][a-z]{2} \d{1,2} \d{4}$/, String(at(clock, 'date')), 'Mon D YYYY'),
    ),
    rule('ASA-MON-0010', 'zone', 'The clock tells its time zone.', certbot, ({ clock }) =>
      equal('string', typeof at(clock, 'timeZone')),
    ),
    rule('ASA-MON-0011', 'arp', 'The ARP table is a collection with a total.', napalm('arp'), ({ arp }) =>
      equal([200, listAt(arp, 'items').length], [arp.status, at(arp, 'rangeInfo', 'total')]),
    ),
    rule(
      'ASA-MON-0012',
      'rates',
      'The bit rates of an interface are numbers at the top of its answer.',
      client('Boerderij/Varken', 'Legacy/cisco_asa.py'),
      ({ port }) => equal(['number', 'number'], [typeof at(port, 'inputBitRate'), typeof at(port, 'outputBitRate')]),
    ),
  ],
});
