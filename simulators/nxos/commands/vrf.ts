import { command } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import { releaseOf } from '../release.ts';
import type { NxosConfig, NxosState } from '../state.ts';
import { scalars, table } from '../structured.ts';

/** VRFs are numbered in the order in which they were made; the two that are always there come first. */
export function vrfId({ vrfs }: NxosConfig, name: string): number {
  const made = Object.keys(vrfs).filter((one) => !permanent.includes(one));
  return permanent.includes(name) ? permanent.indexOf(name) + 1 : made.indexOf(name) + 3;
}

const permanent: readonly string[] = ['default', 'management'];

/** VRF contexts with their static routes. */
export const vrf: Feature = {
  words: ['vrf'],
  commands: [
    command<NxosState>(
      'vrf context <name:word>',
      { mode: 'config', no: true, evidence: 'documented' },
      ({ device, change, enter, negated, fail }, args) => {
        const name = args.text('name');
        const { vrfs } = device.state.config;
        if (negated) {
          if (permanent.includes(name)) fail(`ERROR: Cannot delete VRF ${name}`);
          change((draft) => {
            delete draft.config.vrfs[name];
            for (const port of Object.values(draft.config.interfaces)) if (port.vrf === name) delete port.vrf;
          });
          return;
        }
        if (!Object.hasOwn(vrfs, name)) {
          change((draft) => {
            draft.config.vrfs[name] = { routes: {} };
          });
        }
        enter('config-vrf', { vrf: name });
      },
    ),
    command<NxosState>(
      'description <text:line>',
      { mode: 'config-vrf', no: 'description [<text:line>]', evidence: 'documented' },
      ({ change, context, negated }, args) =>
        change((draft) => {
          const here = draft.config.vrfs[context('vrf')];
          if (!here) return;
          if (negated) delete here.description;
          else here.description = args.text('text');
        }),
    ),
    command<NxosState>(
      'shutdown',
      { mode: 'config-vrf', no: true, evidence: 'documented' },
      ({ change, context, negated }) =>
        change((draft) => {
          const here = draft.config.vrfs[context('vrf')];
          if (!here) return;
          if (negated) delete here.shutdown;
          else here.shutdown = true;
        }),
    ),
    command<NxosState>(
      'ip route <net:prefix> <hop:ipv4>',
      { mode: ['config', 'config-vrf'], no: true, evidence: 'documented' },
      ({ change, mode, negated }, args) =>
        change((draft) => {
          const name = typeof mode.data.vrf === 'string' ? mode.data.vrf : 'default';
          const routes = draft.config.vrfs[name]?.routes;
          if (!routes) return;
          const net = args.text('net');
          const hop = args.text('hop');
          const others = (routes[net] ?? []).filter((one) => one !== hop);
          if (!negated) routes[net] = [...others, hop];
          else if (others.length > 0) routes[net] = others;
          else delete routes[net];
        }),
    ),
    command<NxosState>(
      'show vrf [<name:word>]',
      { evidence: 'recorded', source: 'NX-API reference 4.4' },
      ({ device }, args) => {
        const wanted = args.find('name');
        const rows = Object.entries(device.state.config.vrfs)
          .filter(([name]) => wanted === undefined || wanted === 'all' || name === wanted)
          .map(([name, { shutdown }]) => ({
            vrf_name: name,
            vrf_id: vrfId(device.state.config, name),
            vrf_state: shutdown ? 'Down' : 'Up',
            vrf_reason: shutdown ? 'Admin Down' : '--',
          }));
        return {
          tree: () => scalars(releaseOf(device.release), table('vrf', rows)),
          text: () =>
            [
              'VRF-Name                           VRF-ID State   Reason                        ',
              ...rows.map(
                (row) =>
                  `${row.vrf_name.padEnd(32)} ${String(row.vrf_id).padStart(8)} ${row.vrf_state.padEnd(7)} ${row.vrf_reason.padEnd(30)}`,
              ),
              '',
            ].join('\n'),
        };
      },
    ),
  ],
  render: ({ vrfs }) => [
    ...routeLines(vrfs.default?.routes ?? {}, ''),
    ...Object.entries(vrfs)
      .filter(([name]) => name !== 'default')
      .flatMap(([name, { description, shutdown, routes }]) => [
        `vrf context ${name}`,
        ...(description === undefined ? [] : [`  description ${description}`]),
        ...(shutdown ? ['  shutdown'] : []),
        ...routeLines(routes, '  '),
      ]),
  ],
};

function routeLines(routes: Readonly<Record<string, readonly string[]>>, margin: string): string[] {
  return Object.entries(routes).flatMap(([net, hops]) => hops.map((hop) => `${margin}ip route ${net} ${hop}`));
}
