import { productOf } from './hardware.ts';
import { byInterface, interfaceClass, splitName } from './interface-name.ts';
import { isCabled, type Transceiver, transceiverOf } from './plant.ts';
import type { Interface, NxosState, Switchport } from './state.ts';
import { expandRange } from './vlan-range.ts';

/** How an interface stands. */
export interface Link {
  readonly name: string;
  readonly port: Interface;
  readonly up: boolean;
  /** Why it is not up, in the switch's words. */
  readonly reason?: string;
  /** The word of `show interface status`. */
  readonly word: string;
  /** Mb/s; what it runs at, or could run at. */
  readonly speed: number;
  readonly transceiver?: Transceiver;
}

/** How every interface stands, in the order of tables: management, ports, bundles, loopbacks, VLANs. */
export function linksOf(state: NxosState): Link[] {
  return inTableOrder(state).map((name) => linkOf(state, name));
}

const ordered = new WeakMap<NxosState['config']['interfaces'], readonly string[]>();

/** The names of the interfaces; sorted once for a configuration, since shows ask again and again. */
function inTableOrder({ config }: NxosState): readonly string[] {
  const known = ordered.get(config.interfaces) ?? Object.keys(config.interfaces).sort(byTable);
  ordered.set(config.interfaces, known);
  return known;
}

/** How an interface stands. What the configuration does not have is down. */
export function linkOf(state: NxosState, name: string): Link {
  const port = state.config.interfaces[name] ?? { shutdown: true };
  const { hardware } = state.store;
  const kind = interfaceClass(name);
  const nominal = kind === 'Ethernet' ? nominalSpeed(state, name) : 1_000;
  const speed = Number(port.speed ?? nominal);
  const transceiver = transceiverOf(hardware, name, speed);
  const base = { name, port, speed, ...(transceiver && { transceiver }) };
  const down = (word: string, reason: string): Link => ({ ...base, up: false, word, reason });
  if (port.shutdown) return down(kind === 'Vlan' ? 'down' : 'disabled', 'Administratively down');
  switch (kind) {
    case 'Ethernet':
      if (isCabled(hardware, name)) break;
      return transceiver ? down('notconnect', 'Link not connected') : down('xcvrAbsent', 'SFP not inserted');
    case 'port-channel': {
      const members = membersOf(state, name).map((member) => linkOf(state, member));
      const running = members.filter(({ up }) => up);
      if (running.length === 0) return down('noOperMembers', 'No operational members');
      return { ...base, speed: running.reduce((sum, one) => sum + one.speed, 0), up: true, word: 'connected' };
    }
    case 'subinterface': {
      const [parent = ''] = name.split('.');
      if (!linkOf(state, parent).up) return down('down', 'Parent Interface Admin down');
      break;
    }
    case 'Vlan': {
      const vlan = state.config.vlans[splitName(name)[1]];
      if (!vlan) return down('down', 'VLAN/BD does not exist');
      const carried = Number(splitName(name)[1]);
      const alive = vlan.suspended !== true && vlan.shutdown !== true && hasPort(state, carried);
      if (!alive) return down('down', 'VLAN/BD is down');
      break;
    }
  }
  return { ...base, up: true, word: 'connected' };
}

/** The Ethernet interfaces of a bundle. */
export function membersOf({ config }: NxosState, bundle: string): string[] {
  const number = Number(splitName(bundle)[1]);
  return Object.entries(config.interfaces)
    .filter(([, port]) => port.channelGroup?.number === number)
    .map(([name]) => name)
    .sort(byInterface);
}

/** Whether a trunk lets a VLAN through. */
export function carries({ mode, accessVlan, allowedVlans }: Switchport, vlan: number): boolean {
  if (mode === 'access') return accessVlan === vlan;
  return allowedVlans === undefined || expandRange(allowedVlans).includes(vlan);
}

/** Speed as tables have it: `10G`, `1000`. */
export function speedWord(speed: number): string {
  return speed >= 10_000 ? `${speed / 1_000}G` : String(speed);
}

function nominalSpeed({ store, run }: NxosState, name: string): number {
  return productOf(store.hardware, run.active).speed(Number(splitName(name)[1].split('/')[1]));
}

function hasPort(state: NxosState, vlan: number): boolean {
  return Object.entries(state.config.interfaces).some(
    ([name, { switchport }]) =>
      switchport !== undefined &&
      interfaceClass(name) === 'Ethernet' &&
      carries(switchport, vlan) &&
      linkOf(state, name).up,
  );
}

const order = ['mgmt', 'Ethernet', 'subinterface', 'port-channel', 'loopback', 'Vlan'];

/** Orders interfaces as tables do. */
export function byTable(a: string, b: string): number {
  return order.indexOf(interfaceClass(a)) - order.indexOf(interfaceClass(b)) || byInterface(a, b);
}
