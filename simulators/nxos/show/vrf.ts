import type { Shown } from '../../chassis/cli/printed.ts';
import { vrfId } from '../commands/vrf.ts';
import { linksOf } from '../link.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars, table } from '../structured.ts';
import { row, text } from './columns.ts';

function vrfsOf({ state }: NxosDevice, wanted: string | undefined) {
  return Object.entries(state.config.vrfs)
    .filter(([name]) => wanted === undefined || wanted === 'all' || name === wanted)
    .map(([name, { shutdown }]) => ({ name, id: vrfId(state.config, name), up: shutdown ? 'Down' : 'Up' }))
    .sort((a, b) => a.id - b.id);
}

/** Number of an IPv6 table: the VRF's with the highest bit set, as the switch prints it. */
const table6 = (id: number): number => 80_000_000 + id;

/** `show vrf [X] detail`. @source recorded keys: file `show_vrf_detail`; the text documented */
export function showVrfDetail(device: NxosDevice, wanted?: string): Shown {
  const found = vrfsOf(device, wanted);
  return {
    tree: () =>
      scalars(
        releaseOf(device.release),
        table(
          'vrf',
          found.map(({ name, id, up }) => ({
            vrf_name: name,
            vrf_id: id,
            vrf_state: up,
            vpnid: 'unknown',
            rd: '0:0',
            vni: 0,
            max_routes: 0,
            mid_threshold: 0,
            ...table('tib', [
              { tib_id: table6(id), tib_af: 'IPv6', tib_nonce: table6(id), tib_state: up },
              { tib_id: id, tib_af: 'IPv4', tib_nonce: id, tib_state: up },
            ]),
          })),
        ),
      ),
    text: () =>
      text(
        found.flatMap(({ name, id, up }) => {
          const six = `0x${table6(id)}`;
          const four = `0x${String(id).padStart(8, '0')}`;
          return [
            `VRF-Name: ${name}, VRF-ID: ${id}, State: ${up}`,
            '    VPNID: unknown',
            '    RD: 0:0',
            '    VNI: 0',
            '    Max Routes: 0  Mid-Threshold: 0',
            `    Table-ID: ${six}, AF: IPv6, Fwd-ID: ${six}, State: ${up}`,
            `    Table-ID: ${four}, AF: IPv4, Fwd-ID: ${four}, State: ${up}`,
            '',
          ];
        }),
      ),
  };
}

/** `show vrf [X] interface`. @source recorded keys: file `show_vrf_interface`; the text documented */
export function showVrfInterface(device: NxosDevice, wanted?: string): Shown {
  const { config } = device.state;
  const rows = linksOf(device.state)
    .filter(({ port }) => port.switchport === undefined)
    .map(({ name, port: { vrf = 'default' } }) => ({
      if_name: name,
      vrf_name: vrf,
      vrf_id: vrfId(config, vrf),
      soo: '--',
    }))
    .filter(({ vrf_name }) => wanted === undefined || wanted === 'all' || vrf_name === wanted);
  return {
    tree: () => scalars(releaseOf(device.release), table('if', rows)),
    text: () =>
      text(
        'Interface                 VRF-Name                        VRF-ID  Site-of-Origin',
        rows.map(({ if_name, vrf_name, vrf_id, soo }) => row([26, 32, -6, 2], if_name, vrf_name, vrf_id, '', soo)),
      ),
  };
}
