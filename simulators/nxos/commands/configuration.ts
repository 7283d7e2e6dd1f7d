import { command, type Run } from '../../chassis/cli/command.ts';
import type { Feature, Rendering } from '../feature.ts';
import { releaseOf } from '../release.ts';
import { configuration, configurationText } from '../running.ts';
import { asksNothing } from '../session.ts';
import { save } from '../startup.ts';
import type { NxosConfig, NxosState } from '../state.ts';
import { interfaces } from './interfaces.ts';

function running({ device, command: typed }: Run<NxosState>, all: boolean): string {
  const { config, run } = device.state;
  const heading = { command: typed, now: device.now(), lastChange: run.lastConfigChange };
  return configurationText(config, device.release, heading, all);
}

/** A configuration text of these lines alone, with the head of the whole. */
function part(run: Run<NxosState>, lines: readonly string[]): string {
  const whole = running(run, false).split('\n');
  const head = whole.slice(0, whole.findIndex((line) => line.startsWith('version ')) + 1);
  return `${[...head, ...lines, ''].join('\n')}\n`;
}

/** The lines that the subjects of a word write, and those of interfaces that speak of it. */
function subjectLines({ device }: Run<NxosState>, word: string, all: boolean): string[] {
  const { config } = device.state;
  const rendering = { release: releaseOf(device.release), all };
  const lines = Object.keys(config.features).includes(word) ? [`feature ${word}`, ''] : [];
  for (const feature of configuration)
    if (feature.words?.includes(word)) lines.push(...(feature.render?.(config, rendering) ?? []));
  const about = new RegExp(`^ +(no )?(ip |router |ip router )?${word.replace('+', '\\+')}\\b`);
  for (const [header, ...below] of interfaceBlocks(config, rendering)) {
    const said = below.filter((line) => about.test(line));
    if (header !== undefined && said.length > 0) lines.push('', header, ...said);
  }
  return lines;
}

/** The interfaces as the configuration writes them, each a list of lines. */
function interfaceBlocks(config: NxosConfig, rendering: Rendering): string[][] {
  const blocks: string[][] = [];
  for (const line of interfaces.render?.(config, rendering) ?? []) {
    if (line.startsWith('interface ')) blocks.push([line]);
    else if (line !== '') blocks.at(-1)?.push(line);
  }
  return blocks;
}

/** Words of `show running-config` that show one subject. */
const words = [...new Set(configuration.flatMap((feature) => feature.words ?? []))].filter(
  (word) => word !== 'interface',
);

/** Showing, saving and erasing configurations. */
export const configurations: Feature = {
  commands: [
    command<NxosState>(
      'show running-config [all]',
      { evidence: 'recorded', source: 'NX-API reference 5.11' },
      (run, args) => running(run, args.has('all')),
    ),
    command<NxosState>(
      'show running-config interface [{<if:interface>|<range:interfaces>}] [all]',
      { evidence: 'documented' },
      (run, args) => {
        const { device, fail } = run;
        const names = (args.find('if') ?? args.find('range'))?.split(',');
        for (const name of names ?? []) {
          if (!Object.hasOwn(device.state.config.interfaces, name)) fail("% Invalid range at '^' marker.");
        }
        const rendering = { release: releaseOf(device.release), all: false };
        const wanted = interfaceBlocks(device.state.config, rendering).filter(
          ([header]) => names === undefined || names.some((name) => header === `interface ${name}`),
        );
        return part(
          run,
          wanted.flatMap((block) => ['', ...block]),
        );
      },
    ),
    ...words.map((word) =>
      command<NxosState>(
        `show running-config ${word.replace('+', '\\+')} [all]`,
        { evidence: 'documented', source: 'NX-API reference 5.11' },
        (run, args) => part(run, subjectLines(run, word, args.has('all'))),
      ),
    ),
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
