import { interfaceClass } from './interface-name.ts';
import { membersOf } from './link.ts';
import { dotted, macAfter } from './mac.ts';
import type { NxosState } from './state.ts';

/** MAC address of an interface, twelve digits: mgmt0 has the box's first, ports follow, VLANs share one. */
export function interfaceMac(state: NxosState, name: string): string {
  const { mac } = state.store.hardware;
  const numbers = (name.match(/\d+/g) ?? []).map(Number);
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
      return macAfter(mac, 7 + (numbers[1] ?? 0));
  }
}

/** {@link interfaceMac} as `show interface` prints it. */
export function interfaceAddress(state: NxosState, name: string): string {
  return dotted(interfaceMac(state, name));
}
