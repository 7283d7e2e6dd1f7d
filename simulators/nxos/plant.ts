import { derived, partSerial } from './hardware.ts';
import { interfaceClass } from './interface-name.ts';
import { macAfter } from './mac.ts';
import type { Cable, Hardware } from './state.ts';

/** What sits in a port. */
export interface Transceiver {
  /** As `show interface status` names it. */
  readonly type: string;
  readonly product: string;
  readonly part: string;
  readonly serial: string;
  /** Mb/s */
  readonly bitrate: number;
}

const platforms = { spine: 'N9K-C9336C-FX2', leaf: 'N9K-C93180YC-EX', office: 'WS-C3750X-48T-S' } as const;

/**
 * The other end of an interface's cable: as the lab file says, else made up from the box itself. Derived when asked, so
 * that an idle switch holds nothing of it.
 *
 * @returns `undefined` where nothing is plugged in
 */
export function cableOf(hardware: Hardware, name: string): Cable | undefined {
  const told = hardware.cables?.[name];
  if (told || hardware.inventory === 'none') return told;
  const place = placeOf(hardware, name);
  if (place === undefined) return undefined;
  const rack = 1 + derived(hardware, 'rack', 40);
  const end = (
    device: string,
    port: string,
    platform: string,
    last: number,
    kind: Cable['kind'] = 'switch',
  ): Cable => ({
    device,
    port,
    platform,
    serial: partSerial(hardware, 'FDO', `serial of ${device}`),
    address: `192.0.2.${last}`,
    version: kind === 'host' ? 'Linux 5.15' : platform === platforms.office ? '15.2(4)E8' : '9.3(5)',
    mac: macAfter('06005e000000', derived(hardware, `mac of ${name}`, 0xffffff)),
    kind,
  });
  const number = Number(name.split('/')[1]);
  switch (place) {
    case 'office':
      return end('oob-1', `GigabitEthernet1/0/${rack}`, platforms.office, 2);
    case 'server':
      return end(`srv-${rack}-${number}`, `eth${number - 1}`, 'Linux', 100 + number, 'host');
    case 'peer':
      return end(`leaf-${200 + rack}`, `Ethernet1/${number}`, platforms.leaf, 180);
    default:
      return end(`spine-${place}`, `Ethernet1/${1 + derived(hardware, 'uplink', 32)}`, platforms.spine, 190 + place);
  }
}

/** Whether a cable is plugged in; quicker than asking for its other end. */
export function isCabled(hardware: Hardware, name: string): boolean {
  return (
    hardware.cables?.[name] !== undefined || (hardware.inventory !== 'none' && placeOf(hardware, name) !== undefined)
  );
}

/** What the small inventory has at an interface; a number for that spine. */
function placeOf({ supervisors }: Hardware, name: string): 'office' | 'server' | 'peer' | 1 | 2 | undefined {
  if (name === 'mgmt0') return 'office';
  switch (name) {
    case 'Ethernet1/1':
    case 'Ethernet1/2':
      return 'server';
    case 'Ethernet1/3':
    case 'Ethernet1/4':
      return 'peer';
    case supervisors === 1 ? 'Ethernet1/49' : 'Ethernet1/33':
      return 1;
    case supervisors === 1 ? 'Ethernet1/50' : 'Ethernet1/34':
      return 2;
  }
  return undefined;
}

/** What sits in a port, cable or not; the fifth and sixth port of the small inventory have one and no cable. */
export function transceiverOf(hardware: Hardware, name: string, speed: number): Transceiver | undefined {
  if (interfaceClass(name) !== 'Ethernet') return undefined;
  const waiting = hardware.inventory !== 'none' && (name === 'Ethernet1/5' || name === 'Ethernet1/6');
  if (!waiting && !isCabled(hardware, name)) return undefined;
  const serial = partSerial(hardware, 'AVD', `transceiver of ${name}`);
  if (speed >= 100_000) {
    return { type: 'QSFP-100G-SR4', product: 'QSFP-100G-SR4-S', part: '10-3142-03', serial, bitrate: 25_500 };
  }
  if (speed >= 40_000) {
    return { type: 'QSFP-40G-SR-BD', product: 'QSFP-40G-SR-BD', part: '10-2945-02', serial, bitrate: 20_600 };
  }
  return { type: '10Gbase-SR', product: 'SFP-10G-SR-S', part: '10-3105-01', serial, bitrate: 10_300 };
}
