import type { Args } from '../../chassis/cli/args.ts';
import { type CommandOptions, command, type Run } from '../../chassis/cli/command.ts';
import type { Shown } from '../../chassis/cli/printed.ts';
import type { Feature } from '../feature.ts';
import type { NxosDevice } from '../nxos.ts';
import { showInterface } from '../show/interface.ts';
import { showInterfaceBrief } from '../show/interface-brief.ts';
import { showInterfaceStatus, type Wanted } from '../show/interface-status.ts';
import {
  showInterfaceCounters,
  showInterfaceDescription,
  showInterfaceSwitchport,
  showInterfaceTransceiver,
} from '../show/interface-tables.ts';
import { showIpInterface, showIpInterfaceBrief } from '../show/ip-interface.ts';
import { showVlanSummary, showVlans, vlanForms } from '../show/vlan.ts';
import type { NxosState } from '../state.ts';
import { expandRange } from '../vlan-range.ts';

/** The interfaces that a line names; `undefined` for all. @throws CliError for one that is not there */
function wanted({ device, fail }: Run<NxosState>, args: Args): Wanted {
  const named = args.find('if') ?? args.find('range');
  if (named === undefined) return undefined;
  const names = named.split(',');
  for (const name of names) {
    if (!Object.hasOwn(device.state.config.interfaces, name)) fail("Invalid interface format at '^' marker.");
  }
  return names;
}

const some = '{<if:interface>|<range:interfaces>}';
const recorded: CommandOptions<NxosState> = { evidence: 'recorded', source: 'NX-API reference 4.4' };

/** Forms of `show interface`, after that: word, view, how sure. */
const forms: readonly (readonly [string, (device: NxosDevice, wanted: Wanted) => Shown, CommandOptions<NxosState>])[] =
  [
    ['', showInterface, recorded],
    ['brief', showInterfaceBrief, recorded],
    ['status', showInterfaceStatus, recorded],
    ['description', showInterfaceDescription, { evidence: 'inferred' }],
    ['switchport', showInterfaceSwitchport, { evidence: 'documented' }],
    ['transceiver', showInterfaceTransceiver, recorded],
    ['counters', showInterfaceCounters, { evidence: 'inferred' }],
  ];

function vrfOf({ device, fail }: Run<NxosState>, args: Args): string {
  const name = args.text('vrf', 'default');
  if (name !== 'all' && !Object.hasOwn(device.state.config.vrfs, name)) fail(`VRF ${name} not found`);
  return name;
}

/** How interfaces and VLANs stand. */
export const interfaceShows: Feature = {
  commands: [
    ...forms.map(([word, show, options]) =>
      command<NxosState>(`show interface [${some}] ${word}`.trim(), options, (run, args) =>
        show(run.device, wanted(run, args)),
      ),
    ),
    command<NxosState>(`clear counters [interface ${some}]`, { evidence: 'documented' }, (run, args) => {
      const names = wanted(run, args) ?? Object.keys(run.device.state.config.interfaces);
      const now = run.device.now();
      run.change((draft) => {
        draft.run.countersCleared = { ...draft.run.countersCleared };
        for (const name of names) draft.run.countersCleared[name] = now;
      });
    }),
    command<NxosState>('show ip interface brief [vrf <vrf:word>]', recorded, (run, args) =>
      showIpInterfaceBrief(run.device, vrfOf(run, args)),
    ),
    command<NxosState>('show ip interface [vrf <vrf:word>]', recorded, (run, args) =>
      showIpInterface(run.device, vrfOf(run, args)),
    ),
    command<NxosState>('show ip interface <if:interface> [vrf <vrf:word>]', recorded, (run, args) => {
      wanted(run, args);
      return showIpInterface(run.device, vrfOf(run, args), args.text('if'));
    }),
    command<NxosState>('show vlan', recorded, ({ device }) => showVlans(device, vlanForms.all, vlanIds(device))),
    command<NxosState>('show vlan brief', recorded, ({ device }) =>
      showVlans(device, vlanForms.brief, vlanIds(device)),
    ),
    command<NxosState>('show vlan summary', { evidence: 'inferred' }, ({ device }) => showVlanSummary(device)),
    command<NxosState>('show vlan id <ids:vlans>', recorded, ({ device, fail }, args) => {
      const asked = expandRange(args.text('ids'));
      const found = asked.filter((id) => Object.hasOwn(device.state.config.vlans, id));
      if (found.length === 0) fail(`VLAN ${args.text('ids')} not found in current VLAN database`);
      return showVlans(device, vlanForms.id, found);
    }),
    command<NxosState>('show vlan name <name:word>', { evidence: 'inferred' }, ({ device, fail }, args) => {
      const found = vlanIds(device).filter((id) => {
        const fallback = id === 1 ? 'default' : `VLAN${String(id).padStart(4, '0')}`;
        return (device.state.config.vlans[id]?.name ?? fallback) === args.text('name');
      });
      if (found.length === 0) fail(`VLAN ${args.text('name')} not found in current VLAN database`);
      return showVlans(device, vlanForms.id, found);
    }),
  ],
};

function vlanIds({ state }: NxosDevice): number[] {
  return Object.keys(state.config.vlans).map(Number);
}
