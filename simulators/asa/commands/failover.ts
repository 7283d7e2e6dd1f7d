import { command } from '../../chassis/cli/command.ts';
import { configure } from '../edit.ts';
import { readFailover } from '../failover.ts';
import type { Feature } from '../feature.ts';
import { byInterface, byNameif, parentInterface } from '../interface-name.ts';
import type { Interface } from '../state/interfaces.ts';
import type { AsaState } from '../state.ts';

/** Whether failover watches an interface: physical ones unless told. @source documented: the command reference */
export function isMonitored(hardware: string, { monitored }: Interface): boolean {
  return monitored ?? parentInterface(hardware) === undefined;
}

/** Which interfaces failover watches, and whether it is on. Its other lines are kept as typed. @source reference 6.17 */
export const failover: Feature = {
  words: ['monitor-interface'],
  commands: [
    command<AsaState>('failover', { mode: 'config', no: true, evidence: 'documented' }, (run) => {
      const others = (run.device.state.config.lines.failover ?? []).filter((line) => line !== '');
      configure(run, ({ lines }) => {
        const next = run.negated ? others : ['', ...others];
        if (next.length > 0) lines.failover = next;
        else delete lines.failover;
      });
    }),
    command<AsaState>(
      'monitor-interface <name:word>',
      { mode: 'config', no: true, evidence: 'documented' },
      (run, args) => {
        const found = byNameif(run.device.state.config, args.text('name'));
        if (!found) return run.fail(`ERROR: interface ${args.text('name')} does not exist`);
        const [hardware, { monitored: _, ...rest }] = found;
        const monitored = !run.negated;
        configure(run, ({ interfaces }) => {
          const one = interfaces[hardware];
          if (!one) return;
          if (isMonitored(hardware, rest) === monitored) delete one.monitored;
          else one.monitored = monitored;
        });
      },
    ),
    command<AsaState>('show failover', { evidence: 'documented' }, ({ device }) => {
      const { enabled, unit } = readFailover(device.state.config.lines.failover ?? []);
      return enabled
        ? `Failover On \nFailover unit ${unit === 'secondary' ? 'Secondary' : 'Primary'}\n`
        : 'Failover Off \nFailover unit Secondary\nFailover LAN Interface: not Configured\n';
    }),
  ],
  render: ({ interfaces }) =>
    Object.entries(interfaces)
      .sort(([a], [b]) => byInterface(a, b))
      .flatMap(([, { nameif, monitored }]) =>
        nameif === undefined || monitored === undefined ? [] : [`${monitored ? '' : 'no '}monitor-interface ${nameif}`],
      ),
};
