import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { own, reference, type Seen } from './agent.ts';
import { at, listAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { client, collection, goClient, recorded, terraform } from './sources.ts';

const services = '/api/objects/networkservices';
const groups = '/api/objects/networkservicegroups';

/** Services as they are asked for. */
const asked = {
  web: ['TcpUdpServiceObj', 'tcp/443'],
  log: ['TcpUdpServiceObj', 'udp/514'],
  span: ['TcpUdpServiceObj', 'tcp/6001-6500'],
  both: ['TcpUdpServiceObj', 'tcp/https,source=7000-8000'],
  from: ['TcpUdpServiceObj', 'tcp/1-65535,source=2000'],
  ping: ['ICMPServiceObj', 'icmp/8'],
  tunnel: ['NetworkProtocolObj', 'esp'],
} as const;

async function drive(t: CaseContext) {
  const { get, post, run } = await own(t);
  const seen: Record<string, Seen> = {};
  for (const [name, [kind, value]] of Object.entries(asked)) {
    await post(services, { kind: `object#${kind}`, name, value });
    seen[name] = await get(`${services}/${name}`);
  }
  const member = (kind: string, value: string) => ({ kind, value });
  const group = await post(groups, {
    kind: 'object#NetworkServiceGroup',
    name: 'mixed',
    members: [
      member('TcpUdpService', 'tcp/22'),
      member('TcpUdpService', 'udp/53'),
      member('ICMPService', 'icmp/0'),
      member('NetworkProtocol', 'esp'),
      reference('TcpUdpServiceObj', 'web'),
    ],
  });
  await run('object-group service typed tcp', 'port-object eq 445');
  return {
    seen,
    shown: await run('show running-config object service'),
    group,
    mixed: await get(`${groups}/mixed`),
    groupShown: await run('show running-config object-group service'),
    typed: await get(`${groups}/typed`),
  };
}

const rule = rulesOver<typeof drive>();
const acceptance = terraform('acceptance tests of services');

const nothing: Pick<Seen, 'body'> = { body: '' };
function answered(id: string, name: keyof typeof asked, statement: string, told: typeof acceptance, value: string) {
  return rule(id, name, statement, told, ({ seen }) =>
    equal([`object#${asked[name][0]}`, value], [at(seen[name] ?? nothing, 'kind'), at(seen[name] ?? nothing, 'value')]),
  );
}

/** Services and groups of them. */
export const serviceKinds = topic({
  id: 'ASA-SVC-KINDS',
  title: 'Services come back by name, and stand in the running configuration',
  touches: 'config',
  drive,
  rules: [
    answered('ASA-SVC-0001', 'web', 'A service that was made by number comes back by name.', acceptance, 'tcp/https'),
    answered('ASA-SVC-0002', 'log', 'A UDP service has the name that its port has for UDP.', acceptance, 'udp/syslog'),
    answered('ASA-SVC-0003', 'span', 'A range of ports comes back as it was given.', acceptance, 'tcp/6001-6500'),
    answered(
      'ASA-SVC-0004',
      'both',
      'A service with a source port has it after a comma.',
      goClient('network services'),
      'tcp/https,source=7000-8000',
    ),
    answered(
      'ASA-SVC-0005',
      'from',
      'A service with a source port alone has all ports as its destination.',
      goClient('kindFromService'),
      'tcp/1-65535,source=2000',
    ),
    answered('ASA-SVC-0006', 'ping', 'A type of ICMP comes back by name.', acceptance, 'icmp/echo'),
    answered('ASA-SVC-0007', 'tunnel', 'A protocol comes back by name.', acceptance, 'esp'),
    rule(
      'ASA-SVC-0008',
      'line',
      'A service stands in the running configuration with its protocol and the name of its port.',
      recorded('networktocode/ntc-templates', 'tests/cisco_asa, object service'),
      ({ shown }) => matches(/object service web\n service tcp destination eq https ?\n/, shown, 'the service'),
    ),
    rule(
      'ASA-SVC-0009',
      'range-line',
      'A range of ports stands in the running configuration with the word range.',
      recorded('networktocode/ntc-templates', 'tests/cisco_asa, object service'),
      ({ shown }) => matches(/ service tcp destination range 6001 6500 ?\n/, shown, 'the range'),
    ),
    rule(
      'ASA-SVC-0010',
      'source-line',
      'A source port stands before the destination port in the running configuration.',
      recorded('networktocode/ntc-templates', 'tests/cisco_asa, object service'),
      ({ shown }) => matches(/ service tcp source range 7000 8000 destination eq https ?\n/, shown, 'both ports'),
    ),
    rule(
      'ASA-SVC-0011',
      'group',
      'A POST that makes a group of services is answered 201.',
      goClient('network service groups'),
      ({ group }) => equal(201, group.status),
    ),
    rule(
      'ASA-SVC-0012',
      'mixed',
      'Services of a group come back by name, each with its kind.',
      acceptance,
      ({ mixed }) =>
        equal(
          [
            { kind: 'TcpUdpService', value: 'tcp/ssh' },
            { kind: 'TcpUdpService', value: 'udp/domain' },
            { kind: 'ICMPService', value: 'icmp/echo-reply' },
            { kind: 'NetworkProtocol', value: 'esp' },
          ],
          listAt(mixed, 'members').slice(0, 4),
        ),
    ),
    rule(
      'ASA-SVC-0013',
      'referred',
      'A service object in a group is an objectRef#TcpUdpServiceObj.',
      client('CiscoDevNet/go-ciscoasa', 'network service groups'),
      ({ mixed }) =>
        equal(
          ['objectRef#TcpUdpServiceObj', 'web'],
          [at(mixed, 'members', 4, 'kind'), at(mixed, 'members', 4, 'objectId')],
        ),
    ),
    rule(
      'ASA-SVC-0014',
      'group-line',
      'A TCP service of a group stands in the running configuration as service-object tcp destination eq NAME.',
      collection('asa_ogs'),
      ({ groupShown }) => matches(/\n service-object tcp destination eq ssh ?\n/, groupShown, 'the service'),
    ),
    rule(
      'ASA-SVC-0015',
      'group-object-line',
      'A service object of a group stands in the running configuration as service-object object NAME.',
      collection('asa_ogs'),
      ({ groupShown }) => matches(/\n service-object object web ?\n/, groupShown, 'the object'),
    ),
    rule(
      'ASA-SVC-0016',
      'port-objects',
      'A group of ports stands in the running configuration with its protocol on the first line.',
      recorded('networktocode/ntc-templates', 'tests/cisco_asa, object-group service'),
      ({ groupShown }) => matches(/object-group service typed tcp\n port-object eq 445\n/, groupShown, 'the group'),
    ),
  ],
});
