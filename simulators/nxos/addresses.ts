import { interfaceClass } from './interface-name.ts';
import { membersOf } from './link.ts';
import { dotted, macAfter } from './mac.ts';
import type { NxosState } from './state.ts';

/** MAC address of an interface, twelve digits: mgmt0 has the box's first, ports follow, VLANs share one. */
export function interfaceMac(state: NxosState, name: string): string {
  const { mac } = state.store.hardware;
  switch (interfaceClass(name)) {
    case 'mgmt':
      return mac;
    case 'Vlan':
    case 'loopback':
      return macAfter(mac, 7);
    case 'port-channel': {
      const [first] = membersOf(state, name);
      return first === undefined ? macAfter(mac, 6) : interfaceMac(state, first);
    }
    default:
      return portMac(mac, name);
  }
}

/** MAC address of a port of a box whose first address is known: of this one, or of the one at the other end of a cable. */
export function portMac(first: string, port: string): string {
  const numbers = (/\d[\d/]*$/.exec(port)?.[0] ?? '').split('/').map(Number);
  return numbers.length < 2 ? first : macAfter(first, 7 + (numbers[1] ?? 0));
}

/** {@link interfaceMac} as `show interface` prints it. */
export function interfaceAddress(state: NxosState, name: string): string {
  return dotted(interfaceMac(state, name));
}
