import type { Shown } from '../../chassis/cli/printed.ts';
import type { JsonObject } from '../../chassis/json.ts';
import { byInterface, interfaceClass, shortName } from '../interface-name.ts';
import { carries } from '../link.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import type { NxosState, Vlan } from '../state.ts';
import { scalars, table } from '../structured.ts';
import { row, rule, text, wrapped } from './columns.ts';

/** Names in one element of a long port list. @source recorded: file `show_vlan.long_port_list` */
const NAMES_AN_ELEMENT = 64;

/** What differs between the forms of `show vlan`. */
interface Form {
  /** Endings of the table names: `vlanbrief`, `vlanbriefxbrief`, `vlanbriefid`. */
  readonly brief: string;
  /** Absent: without the part about modes. */
  readonly mtu?: string;
  /** What follows the tables. */
  readonly rest?: JsonObject;
}

/** `show vlan`, `show vlan brief`, `show vlan id N`. @source recorded: files `show_vlan*` */
export const vlanForms = {
  all: { brief: 'vlanbrief', mtu: 'mtuinfo' },
  brief: { brief: 'vlanbriefxbrief' },
  id: { brief: 'vlanbriefid', mtu: 'mtuinfoid', rest: { 'vlanshowrspan-vlantype': 'notrspan' } },
} as const satisfies Record<string, Form>;

/** VLANs with the ports that they are on. */
export function showVlans(device: NxosDevice, form: Form, ids: readonly number[]): Shown {
  const { state } = device;
  const found = ids.map((id) => {
    const vlan = state.config.vlans[id] ?? {};
    return { id, vlan, name: nameOf(id, vlan), ports: portsOf(state, id) };
  });
  return {
    tree: () =>
      scalars(releaseOf(device.release), {
        ...table(
          form.brief,
          found.map(({ id, vlan, name, ports }) => ({
            'vlanshowbr-vlanid': String(id),
            'vlanshowbr-vlanid-utf': String(id),
            'vlanshowbr-vlanname': name,
            'vlanshowbr-vlanstate': vlan.suspended ? 'suspend' : 'active',
            'vlanshowbr-shutstate': vlan.shutdown ? 'shutdown' : 'noshutdown',
            ...portList(ports),
          })),
        ),
        ...(form.mtu !== undefined &&
          table(
            form.mtu,
            found.map(({ id }) => ({
              'vlanshowinfo-vlanid': String(id),
              'vlanshowinfo-media-type': 'enet',
              'vlanshowinfo-vlanmode': 'ce-vlan',
            })),
          )),
        ...form.rest,
      }),
    text: () =>
      text(
        '',
        'VLAN Name                             Status    Ports',
        '---- -------------------------------- --------- -------------------------------',
        found.flatMap(({ id, vlan, name, ports }) => {
          const [first = '', ...more] = wrapped(ports.map(shortName), 31);
          return [row([5, 33, 10], id, name, statusWord(vlan), first), ...more.map((line) => ' '.repeat(48) + line)];
        }),
        form.mtu === undefined ? '' : modes(found.map(({ id }) => id)),
      ),
  };
}

function modes(ids: readonly number[]): string[] {
  return [
    '',
    'VLAN Type         Vlan-mode',
    '---- -----        ----------',
    ...ids.map((id) => row([5, 13, 7], id, 'enet', 'CE')),
    '',
    'Remote SPAN VLANs',
    rule(79),
    '',
    'Primary  Secondary  Type             Ports',
    '-------  ---------  ---------------  -------------------------------------------',
    '',
  ];
}

/** `show vlan summary`. @source inferred keys */
export function showVlanSummary(device: NxosDevice): Shown {
  const ids = Object.keys(device.state.config.vlans).map(Number);
  const extended = ids.filter((id) => id > 1005).length;
  return {
    tree: () =>
      scalars(releaseOf(device.release), {
        'vlansum-all-vlan': ids.length,
        'vlansum-user-vlan': ids.length - extended,
        'vlansum-extended-vlan': extended,
      }),
    text: () =>
      text(
        '',
        `Number of existing VLANs           : ${ids.length}`,
        ` Number of existing user VLANs     : ${ids.length - extended}`,
        ` Number of existing extended VLANs : ${extended}`,
        '',
      ),
  };
}

function nameOf(id: number, { name }: Vlan): string {
  return name ?? (id === 1 ? 'default' : `VLAN${String(id).padStart(4, '0')}`);
}

function statusWord({ suspended, shutdown }: Vlan): string {
  if (shutdown) return suspended ? 'sus/lshut' : 'act/lshut';
  return suspended ? 'suspended' : 'active';
}

/** Ports and bundles that are in a VLAN. */
function portsOf({ config }: NxosState, vlan: number): string[] {
  return Object.entries(config.interfaces)
    .filter(([name, { switchport }]) => interfaceClass(name) !== 'Vlan' && switchport && carries(switchport, vlan))
    .map(([name]) => name)
    .sort(byInterface);
}

function portList(ports: readonly string[]): JsonObject {
  if (ports.length === 0) return {};
  const elements: string[] = [];
  for (let at = 0; at < ports.length; at += NAMES_AN_ELEMENT) {
    elements.push(ports.slice(at, at + NAMES_AN_ELEMENT).join(','));
  }
  return { 'vlanshowplist-ifidx': elements.length === 1 ? (elements[0] ?? '') : elements };
}
