import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { own } from './agent.ts';
import { at, indexOf, listAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, commands, goClient, recorded, terraform } from './sources.ts';

const servers = '/api/dhcp/servers';
const relays = '/api/dhcp/relay/servers/local';
const relaySettings = '/api/dhcp/relay/servers/globalsettings';
const groups = '/api/dns/client/servergroups';

const options = [
  { type: 'hex', code: 2, value1: 'c52f' },
  { type: 'ascii', code: 4, value1: '1261' },
  { type: 'ip', code: 13, value1: '1.1.1.2', value2: '1.1.2.1' },
];
const ddns = { updateDNSClient: true, updateBothRecords: true, overrideClientSettings: false };
const settings = { ipv4Timeout: 90, ipv6Timeout: 120, trustedOnAllInterfaces: true };

async function drive(t: CaseContext) {
  const { get, post, put, patch, remove, run } = await own(t);
  const server = `${servers}/management`;
  const pool = { kind: 'object#DhcpServer', enabled: true, poolStartIP: '192.0.2.100', poolEndIP: '192.0.2.110' };
  const full = { ...pool, dnsIP1: '192.0.2.3', leaseLengthInSec: '7200', pingTimeoutInMilliSec: '20', options, ddns };
  const dhcp = {
    made: await put(server, full),
    item: await get(server),
    listed: await get(servers),
    lines: await run('show running-config dhcpd'),
    emptied: await put(server, { ...pool, enabled: false, poolStartIP: '', poolEndIP: '' }),
    after: await get(server),
    linesAfter: await run('show running-config dhcpd'),
  };
  const local = { kind: 'object#DHCPRelayInterfaceServer', servers: ['192.0.2.9'], interface: 'management' };
  const relay = {
    made: await post(relays, local),
    item: await get(`${relays}/management`),
    changed: await put(`${relays}/management`, { ...local, servers: ['192.0.2.9', '192.0.2.10'] }),
    after: await get(`${relays}/management`),
    deleted: await remove(`${relays}/management`),
    gone: await get(`${relays}/management`),
    before: await get(relaySettings),
    set: await put(relaySettings, { kind: 'object#DHCPRelayGlobalSettings', ...settings }),
    settings: await get(relaySettings),
  };
  const group = {
    name: 'lab',
    dnsServers: [{ ipAddress: '198.51.100.7', interface: 'management' }],
    domainName: 'lab.example',
  };
  await put('/api/dns/client', { dnsLookupInterfaces: ['management'] });
  const dns = {
    made: await post(groups, group),
    listed: await get(groups),
    lines: await run('show running-config dns'),
    changed: await patch(`${groups}/lab`, { domainName: 'other.example' }),
    after: await get(`${groups}/lab`),
    deleted: await remove(`${groups}/lab`),
    gone: await get(`${groups}/lab`),
  };
  return { dhcp, relay, dns };
}

const rule = rulesOver<typeof drive>();
const model = goClient('DHCP');
const relayModel = goClient('DHCP relay');
const acceptance = terraform('acceptance tests of DHCP servers and relays');
const methods = about('REST API methods');
const device = recorded('jastorino82/asa_restapi', 'device.json');

/** DHCP servers with all they have, the relay, and groups of DNS servers. */
export const leases = topic({
  id: 'ASA-DHCP-LIFE',
  title: 'DHCP servers are set and emptied, relays and groups of DNS servers come and go',
  touches: 'config',
  drive,
  rules: [
    rule('ASA-DHCP-0004', 'options', 'The options of a DHCP server come back in their three types.', model, (o) =>
      equal(options, listAt(o.dhcp.item, 'options')),
    ),
    rule('ASA-DHCP-0005', 'ddns', 'A DHCP server tells whether it updates DNS, in three booleans.', model, (o) =>
      equal(ddns, at(o.dhcp.item, 'ddns')),
    ),
    rule(
      'ASA-DHCP-0006',
      'times',
      'The lease and the ping time-out that were given come back as texts.',
      acceptance,
      ({ dhcp }) => equal(['7200', '20'], [at(dhcp.item, 'leaseLengthInSec'), at(dhcp.item, 'pingTimeoutInMilliSec')]),
    ),
    rule('ASA-DHCP-0007', 'listed', 'A DHCP server is listed by the name of its interface.', model, ({ dhcp }) =>
      equal([200, true], [dhcp.listed.status, indexOf(dhcp.listed, 'objectId', 'management') >= 0]),
    ),
    rule(
      'ASA-DHCP-0008',
      'lines',
      'A DHCP server that REST sets stands in the running configuration.',
      commands('dhcpd address'),
      ({ dhcp }) =>
        equal(
          [true, true],
          [
            /^dhcpd address 192\.0\.2\.100-192\.0\.2\.110 management$/m.test(dhcp.lines),
            /^dhcpd enable management$/m.test(dhcp.lines),
          ],
        ),
    ),
    rule('ASA-DHCP-0009', 'emptied', 'A PUT with empty values takes a DHCP server away.', acceptance, ({ dhcp }) =>
      equal(
        [204, false, '', false],
        [
          dhcp.emptied.status,
          at(dhcp.after, 'enabled'),
          at(dhcp.after, 'poolStartIP'),
          dhcp.linesAfter.includes('dhcpd address'),
        ],
      ),
    ),
    rule('ASA-RELAY-0001', 'relay', 'A POST that makes a relay is answered 201.', relayModel, ({ relay }) =>
      equal(201, relay.made.status),
    ),
    rule(
      'ASA-RELAY-0002',
      'relay-item',
      'A relay has its servers as texts and the plain name of its interface, under which it is found.',
      relayModel,
      ({ relay }) => equal([['192.0.2.9'], 'management'], [at(relay.item, 'servers'), at(relay.item, 'interface')]),
    ),
    rule('ASA-RELAY-0003', 'relay-changed', 'A PUT of a relay replaces its servers.', methods, ({ relay }) =>
      equal([204, ['192.0.2.9', '192.0.2.10']], [relay.changed.status, at(relay.after, 'servers')]),
    ),
    rule('ASA-RELAY-0004', 'relay-gone', 'A relay that was deleted with 204 is answered 404.', methods, ({ relay }) =>
      equal([204, 404], [relay.deleted.status, relay.gone.status]),
    ),
    rule(
      'ASA-RELAY-0005',
      'relay-settings',
      'The settings of all relays are two numbers and a boolean.',
      relayModel,
      ({ relay }) =>
        equal(
          ['number', 'number', 'boolean'],
          ['ipv4Timeout', 'ipv6Timeout', 'trustedOnAllInterfaces'].map((name) => typeof at(relay.before, name)),
        ),
    ),
    rule('ASA-RELAY-0006', 'relay-set', 'The settings of all relays are set by a PUT.', acceptance, ({ relay }) =>
      equal(
        [204, 90, 120, true],
        [
          relay.set.status,
          at(relay.settings, 'ipv4Timeout'),
          at(relay.settings, 'ipv6Timeout'),
          at(relay.settings, 'trustedOnAllInterfaces'),
        ],
      ),
    ),
    rule(
      'ASA-DNS-0004',
      'group-made',
      'A POST that makes a group of DNS servers is answered 201.',
      methods,
      ({ dns }) => equal(201, dns.made.status),
    ),
    rule('ASA-DNS-0005', 'group-listed', 'A group of DNS servers is listed beside DefaultDNS.', device, ({ dns }) =>
      equal(
        [true, true],
        ['lab', 'DefaultDNS'].map((name) => indexOf(dns.listed, 'name', name) >= 0),
      ),
    ),
    rule(
      'ASA-DNS-0006',
      'group-lines',
      'A group of DNS servers stands in the running configuration with its servers and its domain.',
      commands('dns server-group'),
      ({ dns }) =>
        matches(
          /^dns server-group lab\n name-server 198\.51\.100\.7 management ?\n domain-name lab\.example$/m,
          dns.lines,
          'the group',
        ),
    ),
    rule(
      'ASA-DNS-0007',
      'lookup-line',
      'An interface of the DNS client stands in the running configuration as dns domain-lookup.',
      commands('dns domain-lookup'),
      ({ dns }) => matches(/^dns domain-lookup management$/m, dns.lines, 'the line'),
    ),
    rule(
      'ASA-DNS-0008',
      'group-kept',
      'A PATCH of the domain of a group of DNS servers leaves its servers as they were.',
      device,
      ({ dns }) =>
        equal(
          [204, 'other.example', '198.51.100.7'],
          [dns.changed.status, at(dns.after, 'domainName'), at(dns.after, 'dnsServers', 0, 'ipAddress')],
        ),
    ),
    rule('ASA-DNS-0009', 'group-gone', 'A group that was deleted with 204 is answered 404.', methods, ({ dns }) =>
      equal([204, 404], [dns.deleted.status, dns.gone.status]),
    ),
  ],
});
