import { interfaceName, isPermanent, splitName } from '../interface-name.ts';
import { linkOf } from '../link.ts';
import type { NxosDevice } from '../nxos.ts';
import type { Interface } from '../state.ts';
import { vlanNumber } from './bridge-domains.ts';
import type { Attributes, Change, MoClass } from './class.ts';
import { refusals } from './error.ts';
import { etherStats, operationalPort } from './port-state.ts';

/** `eth1/1` is `Ethernet1/1`; `undefined` for what is no port of the box. */
export function portNamed(device: NxosDevice, id: string): string | undefined {
  if (!/^eth\d/.test(id)) return undefined;
  const name = interfaceName(id);
  return name !== undefined && isPermanent(name) && Object.hasOwn(device.state.config.interfaces, name)
    ? name
    : undefined;
}

/** DME's words for speeds, by Mb/s as the CLI writes them. */
const speeds: Readonly<Record<string, string>> = {
  '10': '10M',
  '100': '100M',
  '1000': '1G',
  '2500': '2.5G',
  '5000': '5G',
  '10000': '10G',
  '25000': '25G',
  '40000': '40G',
  '50000': '50G',
  '100000': '100G',
  '200000': '200G',
  '400000': '400G',
};

/** Defaults of what a line of the CLI stands for. @source file `dme/l1PhysIf.json`, defaults inferred */
function lineAttributes({ lines }: Interface): Attributes {
  const texts = Object.values(lines ?? {});
  const after = (words: string): string | undefined =>
    texts.find((text) => text.startsWith(`${words} `))?.slice(words.length + 1);
  const fec = after('fec');
  return {
    FECMode: fec === 'off' ? 'fec-off' : (fec ?? 'auto'),
    autoNeg: texts.includes('no negotiate auto') ? 'off' : 'on',
    bw: after('bandwidth') ?? 'default',
    delay: after('delay') ?? '1',
  };
}

function physAttributes(port: Interface): Attributes {
  const { switchport } = port;
  return {
    ...lineAttributes(port),
    accessVlan: `vlan-${switchport?.accessVlan ?? 1}`,
    adminSt: port.shutdown ? 'down' : 'up',
    descr: port.description ?? '',
    duplex: port.duplex ?? 'auto',
    layer: switchport ? 'Layer2' : 'Layer3',
    linkDebounce: '100',
    linkDebounceLinkUp: '0',
    linkLog: 'default',
    medium: 'broadcast',
    mode: switchport?.mode ?? 'access',
    mtu: String(port.mtu ?? 1500),
    nativeVlan: `vlan-${switchport?.nativeVlan ?? 1}`,
    speed: speeds[port.speed ?? ''] ?? 'auto',
    speedGroup: 'auto',
    trunkVlans: switchport?.allowedVlans ?? '1-4094',
    uniDirectionalEthernet: 'disable',
    userCfgdFlags: port.shutdown ? 'admin_state' : '',
  };
}

/** How each attribute is written; in the order in which the CLI wants the lines. */
const writers: Readonly<Record<string, (value: string) => string>> = {
  layer: (value) => {
    if (value !== 'Layer2' && value !== 'Layer3') throw refusals.badValue('layer', value, 'l1PhysIf');
    return value === 'Layer2' ? 'switchport' : 'no switchport';
  },
  mode: (value) => `switchport mode ${value}`,
  accessVlan: (value) => `switchport access vlan ${vlanNumber(value) ?? bad('accessVlan', value)}`,
  nativeVlan: (value) => `switchport trunk native vlan ${vlanNumber(value) ?? bad('nativeVlan', value)}`,
  trunkVlans: (value) => `switchport trunk allowed vlan ${value === '' ? 'none' : value}`,
  descr: (value) => (value === '' ? 'no description' : `description ${value}`),
  mtu: (value) => `mtu ${value}`,
  speed: (value) => `speed ${value === 'auto' ? 'auto' : (mbits(value) ?? bad('speed', value))}`,
  duplex: (value) => `duplex ${value}`,
  autoNeg: (value) => {
    if (value !== 'on' && value !== 'off') throw refusals.badValue('autoNeg', value, 'l1PhysIf');
    return value === 'on' ? 'negotiate auto' : 'no negotiate auto';
  },
  bw: (value) => (value === 'default' || value === '0' ? 'no bandwidth' : `bandwidth ${value}`),
  delay: (value) => (value === '1' ? 'no delay' : `delay ${value}`),
  FECMode: (value) => (value === 'auto' ? 'no fec' : `fec ${value === 'fec-off' ? 'off' : value}`),
  adminSt: (value) => {
    if (value !== 'up' && value !== 'down') throw refusals.badValue('adminSt', value, 'l1PhysIf');
    return value === 'up' ? 'no shutdown' : 'shutdown';
  },
};

function mbits(word: string): string | undefined {
  return Object.keys(speeds).find((key) => speeds[key] === word);
}

function bad(attribute: string, value: string): never {
  throw refusals.badValue(attribute, value, 'l1PhysIf');
}

/** The interface that the CLI calls so, whether or not there is one. */
function cliName(id: string): string {
  return interfaceName(id) ?? id;
}

/** A port of the box. What has no line in the CLI cannot be set to anything else. @source documented: reference 8.4 */
const port: MoClass = {
  name: 'l1PhysIf',
  rn: 'phys-[{id}]',
  configurable: Object.keys(writers),
  names: ({ state }) =>
    Object.keys(state.config.interfaces)
      .filter((name) => name.startsWith('Ethernet') && isPermanent(name))
      .map((name) => `eth${splitName(name)[1]}`),
  attributes(device, id) {
    const name = portNamed(device, id);
    const own = name === undefined ? undefined : device.state.config.interfaces[name];
    return own && physAttributes(own);
  },
  write: ({ name, wanted }: Change) => [
    `interface ${cliName(name)}`,
    ...Object.entries(writers).flatMap(([attribute, line]) => {
      const value = wanted[attribute];
      return value === undefined ? [] : [line(value)];
    }),
  ],
  remove: (id) => [`default interface ${cliName(id)}`],
  children: [
    {
      name: 'ethpmPhysIf',
      rn: 'phys',
      configurable: [],
      attributes(device, id) {
        const name = portNamed(device, id);
        return name === undefined ? undefined : operationalPort(device, linkOf(device.state, name));
      },
    },
    {
      name: 'rmonEtherStats',
      rn: 'dbgEtherStats',
      configurable: [],
      attributes(device, id) {
        const name = portNamed(device, id);
        return name === undefined ? undefined : etherStats(device, linkOf(device.state, name));
      },
    },
  ],
};

/** `sys/intf`: the ports. */
export const interfaces: MoClass = {
  name: 'interfaceEntity',
  rn: 'intf',
  configurable: [],
  attributes: () => ({}),
  children: [port],
};
