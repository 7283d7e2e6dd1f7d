import type { Draft } from 'immer';
import type { Run } from '../../chassis/cli/command.ts';
import type { Interface, NxosState } from '../state.ts';

/** The modes below `interface …`. */
export const interfaceModes = ['config-if', 'config-if-range', 'config-subif'] as const;

/** The interfaces that the mode at hand is about; more than one in a range. */
export function portsAtHand({ context }: Run<NxosState>): string[] {
  return context('interface').split(',');
}

/** Changes each interface that the mode at hand is about. */
export function editPorts(run: Run<NxosState>, recipe: (port: Draft<Interface>, name: string) => void): void {
  run.change((draft) => {
    for (const name of portsAtHand(run)) {
      const port = draft.config.interfaces[name];
      if (port) recipe(port, name);
    }
  });
}
