import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { own } from './agent.ts';
import { at, message, namesAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, client, commands, goClient, postman, recorded, schema, walkthrough } from './sources.ts';

async function drive(t: CaseContext) {
  const { get, post, put, patch, run } = await own(t);
  const authentication = await get('/api/aaa/authentication');
  const telnet = { enabled: true, serverGroup: 'LOCAL' };
  const aaa = {
    set: await put('/api/aaa/authentication', { telnet }),
    after: await get('/api/aaa/authentication'),
    foreign: await put('/api/aaa/authentication', { telnet: { enabled: true, serverGroup: 'TACACS' } }),
    groupless: await put('/api/aaa/authentication', { telnet: { enabled: true } }),
    posted: await post('/api/aaa/authentication', { telnet }),
    authorization: await get('/api/aaa/authorization'),
    lines: await run('show running-config aaa'),
  };
  const dns = {
    client: await put('/api/dns/client', { dnsLookupInterfaces: ['management'] }),
    after: await get('/api/dns/client'),
    group: await patch('/api/dns/client/servergroups/DefaultDNS', {
      dnsServers: [{ ipAddress: '198.51.100.1', interface: 'management' }],
      domainName: 'lab.example',
    }),
    groupAfter: await get('/api/dns/client/servergroups/DefaultDNS'),
  };
  const dhcp = '/api/dhcp/servers/management';
  const pool = { enabled: true, poolStartIP: '192.0.2.100', poolEndIP: '192.0.2.110' };
  const dhcpSet = await put(dhcp, pool);
  const dhcpAfter = await get(dhcp);
  // The agent reads the configuration as the user enable_1.
  await run('username enable_1 password Secret-1 privilege 15');
  const authorized = {
    set: await put('/api/aaa/authorization', {
      enableCommandAccess: true,
      commandAccessServerGroup: 'LOCAL',
      enableShellAccess: 'Disable',
      autoenableExecMode: false,
    }),
    after: await get('/api/aaa/authorization'),
    lines: await run('show running-config aaa'),
    read: await get('/api/objects/networkobjects'),
  };
  return { authentication, aaa, dns, dhcp: dhcpSet, dhcpAfter, authorized };
}

const rule = rulesOver<typeof drive>();
const aaaPart = about('AAA API');
const device = recorded('jastorino82/asa_restapi', 'device.json');

/** AAA, DNS and DHCP. */
export const setup = topic({
  id: 'ASA-SET-UP',
  title: 'AAA, DNS and DHCP are read and set',
  touches: 'config',
  drive,
  rules: [
    rule(
      'ASA-AAA-0001',
      'aaa-lines',
      'Authentication tells of enable, http, serial, ssh and telnet.',
      schema('aaa/authentication'),
      ({ authentication }) => equal(['enable', 'http', 'serial', 'ssh', 'telnet'], [...namesAt(authentication)].sort()),
    ),
    rule(
      'ASA-AAA-0002',
      'aaa-enabled',
      'A way of logging in that asks a server group tells it, and that it is enabled.',
      schema('aaa/authentication'),
      ({ authentication }) => equal({ serverGroup: 'LOCAL', enabled: true }, at(authentication, 'http')),
    ),
    rule(
      'ASA-AAA-0003',
      'aaa-disabled',
      'A way of logging in that asks none tells only that it is not enabled.',
      schema('aaa/authentication'),
      ({ authentication }) => equal({ enabled: false }, at(authentication, 'serial')),
    ),
    rule(
      'ASA-AAA-0004',
      'aaa-set',
      'A PUT of authentication is answered 204.',
      schema('aaa/authentication'),
      ({ aaa }) => equal([204, true], [aaa.set.status, at(aaa.after, 'telnet', 'enabled')]),
    ),
    rule('ASA-AAA-0005', 'aaa-posted', 'A POST of authentication is refused.', aaaPart, ({ aaa }) =>
      equal([true, 'AAA-UNSUPPORTED-OPERATION'], [aaa.posted.status >= 400, message(aaa.posted).code]),
    ),
    rule(
      'ASA-AAA-0006',
      'aaa-foreign',
      'A server group other than LOCAL is refused with AAA-UNSUPPORTED-SERVER-GROUP.',
      aaaPart,
      ({ aaa }) => equal([400, 'AAA-UNSUPPORTED-SERVER-GROUP'], [aaa.foreign.status, message(aaa.foreign).code]),
    ),
    rule(
      'ASA-AAA-0007',
      'aaa-groupless',
      'Authentication without a server group is refused with AAA-MISSING-SERVER-GROUP.',
      aaaPart,
      ({ aaa }) => equal([400, 'AAA-MISSING-SERVER-GROUP'], [aaa.groupless.status, message(aaa.groupless).code]),
    ),
    rule(
      'ASA-AAA-0008',
      'aaa-authorization',
      'Authorization is answered 200 with its four members.',
      schema('aaa/authorization'),
      ({ aaa }) =>
        equal(
          [200, ['autoenableExecMode', 'commandAccessServerGroup', 'enableCommandAccess', 'enableShellAccess']],
          [aaa.authorization.status, [...namesAt(aaa.authorization)].sort()],
        ),
    ),
    rule(
      'ASA-AAA-0009',
      'aaa-blank',
      'aaa authentication http console LOCAL stands in the running configuration with a blank at its end.',
      postman('running configuration'),
      ({ aaa }) => equal(true, /^aaa authentication http console LOCAL $/m.test(aaa.lines)),
    ),
    rule(
      'ASA-AAA-0010',
      'aaa-authorized',
      'A PUT of authorization turns command authorization on.',
      schema('aaa/authorization'),
      ({ authorized }) => equal([204, true], [authorized.set.status, at(authorized.after, 'enableCommandAccess')]),
    ),
    rule(
      'ASA-AAA-0011',
      'aaa-authorized-line',
      'Command authorization that REST turns on stands in the running configuration.',
      commands('aaa authorization command'),
      ({ authorized }) =>
        matches(/^aaa authorization command LOCAL ?$/m, authorized.lines, 'aaa authorization command LOCAL'),
    ),
    rule(
      'ASA-AAA-0012',
      'aaa-reads',
      'With command authorization and a user enable_1 of level 15 the agent reads the configuration.',
      walkthrough('Command authorization'),
      ({ authorized }) => equal(200, authorized.read.status),
    ),
    rule('ASA-DNS-0001', 'dns-lookup', 'The interfaces of the DNS client are plain names.', device, ({ dns }) =>
      equal([true, ['management']], [dns.client.status < 300, at(dns.after, 'dnsLookupInterfaces')]),
    ),
    rule('ASA-DNS-0002', 'dns-group', 'A DNS server group is changed by a PATCH.', device, ({ dns }) =>
      equal([204, 'lab.example'], [dns.group.status, at(dns.groupAfter, 'domainName')]),
    ),
    rule(
      'ASA-DNS-0003',
      'dns-servers',
      'A DNS server has its address and the name of an interface.',
      device,
      ({ dns }) => equal([{ ipAddress: '198.51.100.1', interface: 'management' }], at(dns.groupAfter, 'dnsServers')),
    ),
    rule(
      'ASA-DHCP-0001',
      'dhcp-put',
      'A PUT of a DHCP server is answered 204, with the server in Location.',
      goClient('DHCP'),
      ({ dhcp }) => equal([204, true], [dhcp.status, dhcp.location.endsWith('/api/dhcp/servers/management')]),
    ),
    rule(
      'ASA-DHCP-0002',
      'dhcp-texts',
      'Lease and ping time-out of a DHCP server are texts.',
      goClient('DHCP'),
      ({ dhcpAfter }) =>
        equal(
          ['string', 'string'],
          [typeof at(dhcpAfter, 'leaseLengthInSec'), typeof at(dhcpAfter, 'pingTimeoutInMilliSec')],
        ),
    ),
    rule(
      'ASA-DHCP-0003',
      'dhcp-pool',
      'The pool of a DHCP server comes back.',
      client('CiscoDevNet/terraform-provider-ciscoasa', 'DHCP servers, read'),
      ({ dhcpAfter }) =>
        equal(
          ['192.0.2.100', '192.0.2.110', true],
          [at(dhcpAfter, 'poolStartIP'), at(dhcpAfter, 'poolEndIP'), at(dhcpAfter, 'enabled')],
        ),
    ),
  ],
});
