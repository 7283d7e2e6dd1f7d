import { command } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import { showCdp, showCdpDetail, showCdpNeighbours } from '../show/cdp.ts';
import { showEnvironment, showFans, showPower, showTemperature } from '../show/environment.ts';
import { showInventory, showModule } from '../show/hardware.ts';
import { showLldpDetail, showLldpNeighbours } from '../show/lldp.ts';
import type { NxosState } from '../state.ts';

const recorded = { evidence: 'recorded', source: 'NX-API reference 4.4' } as const;
const inferred = { evidence: 'inferred' } as const;
const lldp = { ...recorded, needs: ({ config }: NxosState) => config.features.lldp === true };

/** What the box consists of, and who is plugged into it. */
export const hardwareShows: Feature = {
  commands: [
    command<NxosState>('show inventory [all]', recorded, ({ device }, args) => showInventory(device, args.has('all'))),
    command<NxosState>('show module', recorded, ({ device }) => showModule(device)),
    command<NxosState>('show environment', recorded, ({ device }) => showEnvironment(device)),
    command<NxosState>('show environment fan [detail]', recorded, ({ device }) => showFans(device)),
    command<NxosState>('show environment power [detail]', recorded, ({ device }) => showPower(device)),
    command<NxosState>('show environment temperature', recorded, ({ device }) => showTemperature(device)),
    command<NxosState>('show cdp neighbors [interface <if:interface>]', recorded, ({ device }, args) =>
      showCdpNeighbours(device, args.find('if')),
    ),
    command<NxosState>('show cdp neighbors [interface <if:interface>] detail', recorded, ({ device }, args) =>
      showCdpDetail(device, args.find('if')),
    ),
    command<NxosState>('show cdp [global]', inferred, ({ device }) => showCdp(device)),
    command<NxosState>('show lldp neighbors [interface <if:interface>]', lldp, ({ device }, args) =>
      showLldpNeighbours(device, args.find('if')),
    ),
    command<NxosState>('show lldp neighbors [interface <if:interface>] detail', lldp, ({ device }, args) =>
      showLldpDetail(device, args.find('if')),
    ),
  ],
};
