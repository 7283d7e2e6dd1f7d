import { command, type Run } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import { configurationText } from '../running.ts';
import { asksNothing } from '../session.ts';
import { save } from '../startup.ts';
import type { NxosState } from '../state.ts';

function running({ device, command: typed }: Run<NxosState>, all: boolean): string {
  const { config, run } = device.state;
  const heading = { command: typed, now: device.now(), lastChange: run.lastConfigChange };
  return configurationText(config, device.release, heading, all);
}

/** The lines of one part of a configuration text, with its head. */
function part(text: string, wanted: (line: string) => boolean): string {
  const lines = text.split('\n');
  const version = lines.findIndex((line) => line.startsWith('version '));
  const kept = lines.slice(0, version + 1);
  let inside = false;
  for (const line of lines.slice(version + 1)) {
    if (!line.startsWith(' ')) inside = line !== '' && wanted(line);
    if (inside) kept.push(...(line.startsWith('interface ') ? ['', line] : [line]));
  }
  return `${[...kept, ''].join('\n')}\n`;
}

/** Showing, saving and erasing configurations. */
export const configurations: Feature = {
  commands: [
    command<NxosState>(
      'show running-config [all]',
      { evidence: 'recorded', source: 'NX-API reference 5.11' },
      (run, args) => running(run, args.has('all')),
    ),
    command<NxosState>('show running-config interface [<if:interface>]', { evidence: 'documented' }, (run, args) => {
      const name = args.find('if');
      return part(running(run, false), (line) =>
        name === undefined ? line.startsWith('interface ') : line === `interface ${name}`,
      );
    }),
    command<NxosState>('show running-config {nxapi|vlan|vrf}', { evidence: 'inferred' }, (run, args) => {
      const word = args.which('nxapi', 'vlan', 'vrf') ?? '';
      return part(running(run, false), (line) => new RegExp(`^(no )?(feature )?${word}\\b`).test(line));
    }),
    command<NxosState>(
      'show startup-config',
      { evidence: 'client', source: 'NX-API reference 5.10' },
      ({ device, fail, command: typed }) => {
        const { startup } = device.state.store;
        if (!startup) return fail('No startup configuration');
        return configurationText(startup.config, device.release, {
          command: typed,
          now: device.now(),
          savedAt: startup.at,
        });
      },
    ),
    command<NxosState>(
      'write erase [boot]',
      { interactive: true, evidence: 'documented' },
      async ({ ask, change, session }, args) => {
        if (args.has('boot')) return undefined;
        const question =
          'Warning: This command will erase the startup-configuration.\nDo you wish to proceed anyway? (y/n)  [n] ';
        const answer = asksNothing(session) ? 'y' : await ask(question, { default: 'n' });
        if (!answer.trim().toLowerCase().startsWith('y')) return undefined;
        change((draft) => {
          delete draft.store.startup;
        });
        return undefined;
      },
    ),
    command<NxosState>(
      'copy running-config startup-config [vdc-all]',
      { evidence: 'recorded', source: 'NX-API reference 5.10' },
      (run) => save(run),
    ),
  ],
};
