import type { Shown } from '../../chassis/cli/printed.ts';
import { interfaceClass, shortName } from '../interface-name.ts';
import { type Link, linksOf, speedWord } from '../link.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars, table } from '../structured.ts';
import { row, rule, text } from './columns.ts';

/** Which interfaces a show is about; all unless told. */
export type Wanted = readonly string[] | undefined;

/** The links of those that are wanted. */
export function wantedLinks(device: NxosDevice, wanted: Wanted): Link[] {
  const links = linksOf(device.state);
  return wanted === undefined ? links : links.filter(({ name }) => wanted.includes(name));
}

/** `show interface status`. @source recorded: files `show_interface_status.*` */
export function showInterfaceStatus(device: NxosDevice, wanted: Wanted): Shown {
  const found = wantedLinks(device, wanted)
    .filter(({ name }) => interfaceClass(name) !== 'subinterface')
    .map(statusOf);
  return {
    tree: () =>
      scalars(
        releaseOf(device.release),
        table(
          'interface',
          found.map(({ name, description, ...rest }) => ({
            interface: name,
            ...(description !== undefined && { name: description }),
            ...rest,
          })),
        ),
      ),
    text: () =>
      text(
        '',
        rule(),
        'Port          Name               Status    Vlan      Duplex  Speed   Type',
        rule(),
        found.map(({ name, description = '--', state, vlan, duplex, speed, type }) =>
          row(
            [14, 19, 10, 10, 8, 8],
            shortName(name),
            description.slice(0, 18),
            state.slice(0, 9),
            vlan,
            duplex,
            speed,
            type === '--' ? type.padEnd(11) : type,
          ),
        ),
      ),
  };
}

function statusOf({ name, port, up, word, speed, transceiver }: Link) {
  const { description, switchport, duplex } = port;
  const kind = interfaceClass(name);
  const physical = kind === 'mgmt' || kind === 'Ethernet' || kind === 'port-channel';
  const vlan = switchport ? (switchport.mode === 'trunk' ? 'trunk' : String(switchport.accessVlan)) : 'routed';
  const running = kind === 'mgmt' ? `a-${speed}` : speedWord(speed);
  return {
    name,
    ...(description !== undefined && { description }),
    state: word,
    vlan,
    duplex: physical && up ? (duplex ?? 'full') : (duplex ?? 'auto'),
    speed: physical && up ? running : port.speed === undefined ? 'auto' : speedWord(Number(port.speed)),
    type: transceiver?.type ?? '--',
  };
}
