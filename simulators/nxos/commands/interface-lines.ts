import type { Draft } from 'immer';
import { type Command, command } from '../../chassis/cli/command.ts';
import { type InterfaceClass, interfaceClass } from '../interface-name.ts';
import { keyOf, type Line, negatedGrammar, rankOf } from '../stanza.ts';
import type { FeatureName, Interface, NxosState } from '../state.ts';
import { editPorts, interfaceModes } from './interface-edit.ts';

/** A line below `interface …` that is kept as it is written. */
interface InterfaceLine extends Line {
  /** Exists only while this is on. */
  readonly feature?: FeatureName;
  /** Classes that may have it; all unless told. */
  readonly on?: readonly InterfaceClass[];
}

const switched: readonly InterfaceClass[] = ['Ethernet', 'port-channel'];

/** In the order of the running configuration. */
const lines: readonly InterfaceLine[] = [
  { grammar: 'cdp enable', usual: true, on: ['Ethernet', 'mgmt'] },
  { grammar: 'lldp transmit', usual: true, feature: 'lldp', on: ['Ethernet', 'mgmt'] },
  { grammar: 'lldp receive', usual: true, feature: 'lldp', on: ['Ethernet', 'mgmt'] },
  { grammar: 'spanning-tree port type {edge [trunk]|network|normal}', on: switched },
  { grammar: 'spanning-tree cost {<cost:1-200000000>|auto}', on: switched },
  { grammar: 'spanning-tree port-priority <priority:0-224>', on: switched },
  { grammar: 'spanning-tree guard {root|loop|none}', on: switched },
  { grammar: 'spanning-tree bpduguard {enable|disable}', on: switched },
  { grammar: 'spanning-tree bpdufilter {enable|disable}', on: switched },
  {
    grammar: 'storm-control {broadcast|multicast|unicast} level <percent:word>',
    many: ['broadcast', 'multicast', 'unicast'],
    on: switched,
  },
  { grammar: 'switchport port-security', feature: 'port-security', on: switched },
  { grammar: 'encapsulation dot1q <vlan:1-4093>', on: ['subinterface'] },
  { grammar: 'bandwidth <kbps:1-100000000>' },
  { grammar: 'delay <tens:1-16777215>' },
  { grammar: 'load-interval counter {1|2|3} <seconds:5-300>', many: ['1', '2', '3'] },
  { grammar: 'negotiate auto', usual: true, on: ['Ethernet'] },
  { grammar: 'fec {auto|fc-fec|off|rs-fec}', on: ['Ethernet'] },
  { grammar: 'lacp rate {fast|normal}', feature: 'lacp', on: ['Ethernet'] },
  { grammar: 'lacp port-priority <priority:1-65535>', feature: 'lacp', on: ['Ethernet'] },
  { grammar: 'vpc {<id:1-4096>|peer-link}', feature: 'vpc', on: ['port-channel'] },
  { grammar: 'ip redirects', usual: true },
  { grammar: 'ipv6 redirects', usual: true },
  { grammar: 'ip unreachables' },
  { grammar: 'ip proxy-arp' },
  { grammar: 'ip forward' },
  { grammar: 'fabric forwarding mode anycast-gateway', on: ['Vlan'] },
  { grammar: 'ip ospf cost <cost:1-65535>', feature: 'ospf' },
  { grammar: 'ip ospf network {broadcast|point-to-point}', feature: 'ospf' },
  { grammar: 'ip ospf passive-interface', feature: 'ospf' },
  {
    grammar: 'ip router ospf <tag:word> area <area:word>',
    feature: 'ospf',
    many: ['tag'],
    no: 'ip router ospf <tag:word> [area <area:word>]',
  },
  { grammar: 'ip pim sparse-mode', feature: 'pim' },
  { grammar: 'ip access-group <acl:word> {in|out}', many: ['in', 'out'] },
  { grammar: 'management', on: ['Vlan'] },
];

function write(line: InterfaceLine): Command<NxosState> {
  const { feature, on } = line;
  return command<NxosState>(
    line.grammar,
    {
      mode: interfaceModes,
      no: negatedGrammar(line),
      evidence: 'documented',
      ...(feature !== undefined && { needs: ({ config }) => config.features[feature] === true }),
    },
    (run, args) => {
      const key = keyOf(line, args);
      const keeps = run.negated === (line.usual ?? false);
      editPorts(run, (port, name) => {
        if (on && !on.includes(interfaceClass(name))) run.fail("% Invalid command at '^' marker.");
        const kept = { ...port.lines };
        if (keeps) kept[key] = run.command;
        else delete kept[key];
        if (Object.keys(kept).length > 0) port.lines = kept;
        else delete port.lines;
      });
    },
  );
}

/** The commands of {@link lines}. */
export const interfaceLineCommands: readonly Command<NxosState>[] = lines.map(write);

/** An interface's lines as the configuration has them. */
export function interfaceLines(port: Interface): string[] {
  return Object.entries(port.lines ?? {})
    .map(([key, text]) => ({ rank: rankOf(lines, key), key, text }))
    .sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1))
    .map(({ text }) => `  ${text}`);
}

/** Takes the lines away that a feature brings, when it goes. */
export function dropFeatureLines(port: Draft<Interface>, name: FeatureName): void {
  for (const key of Object.keys(port.lines ?? {})) {
    if (lines[rankOf(lines, key)]?.feature === name) delete port.lines?.[key];
  }
  if (port.lines && Object.keys(port.lines).length === 0) delete port.lines;
}
