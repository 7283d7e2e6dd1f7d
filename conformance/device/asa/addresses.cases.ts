import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { host, objects, own } from './agent.ts';
import { at, indexOf } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, client, recorded } from './sources.ts';

/** Every kind of host, and how the CLI writes it. */
const kinds = {
  'ipv4-network': ['IPv4Network', '198.51.100.0/24', / subnet 198\.51\.100\.0 255\.255\.255\.0\n/],
  'ipv4-range': ['IPv4Range', '192.0.2.10-192.0.2.12', / range 192\.0\.2\.10 192\.0\.2\.12\n/],
  'ipv4-fqdn': ['IPv4FQDN', 'www.example.com', / fqdn v4 www\.example\.com\n/],
  'ipv6-address': ['IPv6Address', '2001:db8::53', / host 2001:db8::53\n/],
  'ipv6-network': ['IPv6Network', '2001:db8:1::/48', / subnet 2001:db8:1::\/48\n/],
  'ipv6-range': ['IPv6Range', '2001:db8::1-2001:db8::ff', / range 2001:db8::1 2001:db8::ff\n/],
} as const;
type Name = keyof typeof kinds;

async function drive(t: CaseContext) {
  const { get, post, run } = await own(t);
  const seen: Record<string, Awaited<ReturnType<typeof get>>> = {};
  for (const [name, [kind, value]] of Object.entries(kinds)) {
    await post(objects, host(name, value, kind));
    seen[name] = await get(`${objects}/${name}`);
  }
  await run('object network typed', 'host 203.0.113.5', 'description by hand');
  await run('object network typed-net', 'subnet 203.0.113.0 255.255.255.128');
  return {
    seen,
    shown: await run('show running-config object network'),
    typed: await get(`${objects}/typed`),
    network: await get(`${objects}/typed-net`),
    listed: await get(objects),
  };
}

const rule = rulesOver<typeof drive>();
const rasa = recorded('networklore/rasa', 'rasa/constants.py: kinds of hosts');
const templates = recorded('networktocode/ntc-templates', 'tests/cisco_asa, show running-config object network');

function pair(number: number, name: Name, what: string) {
  const [kind, value, line] = kinds[name];
  const id = (offset: number) => `ASA-ADDR-${String(number + offset).padStart(4, '0')}`;
  return [
    rule(id(0), name, `A network object of ${what} comes back as ${kind} with its value.`, rasa, ({ seen }) =>
      equal({ kind, value }, at(seen[name] ?? { body: '' }, 'host')),
    ),
    rule(
      id(1),
      `${name}-line`,
      `A network object of ${what} has its line in the running configuration.`,
      templates,
      ({ shown }) => matches(new RegExp(`object network ${name}\n${line.source}`), shown, `${line.source} below it`),
    ),
  ];
}

/** Kinds of addresses, from REST to the CLI and back. */
export const addresses = topic({
  id: 'ASA-ADDR-KINDS',
  title: 'Network objects of every kind, and objects that were typed',
  touches: 'config',
  drive,
  rules: [
    ...pair(1, 'ipv4-network', 'a network'),
    ...pair(3, 'ipv4-range', 'a range'),
    ...pair(5, 'ipv4-fqdn', 'a domain name'),
    ...pair(7, 'ipv6-address', 'an IPv6 address'),
    ...pair(9, 'ipv6-network', 'an IPv6 network'),
    ...pair(11, 'ipv6-range', 'an IPv6 range'),
    rule(
      'ASA-ADDR-0013',
      'typed',
      'An object that was typed is answered by REST.',
      about('Overview: changes by other managers'),
      ({ typed }) => equal([200, { kind: 'IPv4Address', value: '203.0.113.5' }], [typed.status, at(typed, 'host')]),
    ),
    rule(
      'ASA-ADDR-0014',
      'typed-description',
      'The description of an object that was typed is answered by REST.',
      about('Overview: changes by other managers'),
      ({ typed }) => equal('by hand', at(typed, 'description')),
    ),
    rule(
      'ASA-ADDR-0015',
      'typed-network',
      'A mask that was typed is answered as a prefix length.',
      client('CiscoDevNet/go-ciscoasa', 'network objects'),
      ({ network }) => equal('203.0.113.0/25', at(network, 'host', 'value')),
    ),
    rule(
      'ASA-ADDR-0016',
      'typed-listed',
      'An object that was typed stands in the collection.',
      about('Overview: changes by other managers'),
      ({ listed }) => equal(true, indexOf(listed, 'name', 'typed') >= 0),
    ),
  ],
});
