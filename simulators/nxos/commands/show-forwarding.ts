import type { Args } from '../../chassis/cli/args.ts';
import { command, type Run } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import { showBundles, showSpanningTree, showVpc } from '../show/bundles.ts';
import { showArp, showMacTable, showRoutes } from '../show/forwarding.ts';
import { showVrfDetail, showVrfInterface } from '../show/vrf.ts';
import type { NxosState } from '../state.ts';

const recorded = { evidence: 'recorded', source: 'NX-API reference 4.4' } as const;

function vrfOf({ device, fail }: Run<NxosState>, args: Args): string {
  const name = args.text('vrf', 'default');
  if (name !== 'all' && !Object.hasOwn(device.state.config.vrfs, name)) fail(`VRF ${name} not found`);
  return name;
}

/** Where frames and packets go. */
export const forwardingShows: Feature = {
  commands: [
    command<NxosState>('show mac address-table [dynamic] [vlan <vlan:1-4094>]', recorded, ({ device }, args) =>
      showMacTable(device, args.findNumber('vlan')),
    ),
    command<NxosState>('show ip arp [vrf <vrf:word>]', recorded, (run, args) => showArp(run.device, vrfOf(run, args))),
    command<NxosState>('show ip route [vrf <vrf:word>]', { evidence: 'documented' }, (run, args) =>
      showRoutes(run.device, vrfOf(run, args)),
    ),
    command<NxosState>('show vrf [<vrf:word>] detail', recorded, ({ device }, args) =>
      showVrfDetail(device, args.find('vrf')),
    ),
    command<NxosState>('show vrf [<vrf:word>] interface', recorded, ({ device }, args) =>
      showVrfInterface(device, args.find('vrf')),
    ),
    command<NxosState>('show port-channel summary', recorded, ({ device }) => showBundles(device)),
    command<NxosState>('show spanning-tree [vlan <vlan:1-4094>]', { evidence: 'inferred' }, ({ device }, args) =>
      showSpanningTree(device, args.findNumber('vlan')),
    ),
    command<NxosState>(
      'show vpc [brief]',
      { evidence: 'documented', needs: ({ config }) => config.features.vpc === true },
      ({ device }) => showVpc(device),
    ),
  ],
};
