import type { Draft } from 'immer';
import { command, type Run } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import type { NxosState, Vlan } from '../state.ts';
import { compactRange, expandRange } from '../vlan-range.ts';

function edit({ change, context }: Run<NxosState>, recipe: (vlan: Draft<Vlan>) => void): void {
  change((draft) => {
    for (const id of expandRange(context('vlan'))) {
      const vlan = draft.config.vlans[id];
      if (vlan) recipe(vlan);
    }
  });
}

/** VLANs: made, named, suspended. */
export const vlans: Feature = {
  words: ['vlan'],
  commands: [
    command<NxosState>(
      'vlan <ids:vlans>',
      { mode: 'config', no: true, evidence: 'documented' },
      ({ change, enter, negated, fail }, args) => {
        const ids = expandRange(args.text('ids'));
        if (negated && ids.includes(1)) fail('Default VLAN may not be deleted.');
        change((draft) => {
          for (const id of ids) {
            if (negated) delete draft.config.vlans[id];
            else draft.config.vlans[id] ??= {};
          }
        });
        if (!negated) enter('config-vlan', { vlan: args.text('ids') });
      },
    ),
    command<NxosState>(
      'name <name:word>',
      { mode: 'config-vlan', no: 'name [<name:word>]', evidence: 'documented' },
      (run, args) =>
        edit(run, (vlan) => {
          if (run.negated) delete vlan.name;
          else vlan.name = args.text('name');
        }),
    ),
    command<NxosState>(
      'state {active|suspend}',
      { mode: 'config-vlan', no: 'state [active|suspend]', evidence: 'documented' },
      (run, args) =>
        edit(run, (vlan) => {
          if (!run.negated && args.has('suspend')) vlan.suspended = true;
          else delete vlan.suspended;
        }),
    ),
    command<NxosState>('shutdown', { mode: 'config-vlan', no: true, evidence: 'documented' }, (run) =>
      edit(run, (vlan) => {
        if (run.negated) delete vlan.shutdown;
        else vlan.shutdown = true;
      }),
    ),
  ],
  render({ vlans: all }) {
    const ids = Object.keys(all).map(Number);
    return [
      `vlan ${compactRange(ids)}`,
      ...ids.flatMap((id) => {
        const { name, suspended, shutdown } = all[id] ?? {};
        const lines = [
          ...(name === undefined ? [] : [`  name ${name}`]),
          ...(suspended ? ['  state suspend'] : []),
          ...(shutdown ? ['  shutdown'] : []),
        ];
        return lines.length === 0 ? [] : [`vlan ${id}`, ...lines];
      }),
    ];
  },
};
