import { castDraft } from 'immer';
import { command } from '../../chassis/cli/command.ts';
import { agentStarts } from '../agent.ts';
import type { AsaDevice } from '../asa.ts';
import { configurationOf } from '../configuration-file.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { releaseOf } from '../release.ts';
import { configuration, configurationText } from '../running.ts';
import { erase, save } from '../startup.ts';
import type { AsaState } from '../state.ts';
import { texts } from '../texts.ts';

/** What `show running-config WORDS` shows. */
function part(device: AsaDevice, wanted: string, all: boolean): string | undefined {
  const { config } = device.state;
  const rendering = { release: releaseOf(device.release), plain: false, all };
  const exact = configuration.filter(({ words }) => words?.includes(wanted));
  if (exact.length > 0) {
    const lines = exact.flatMap((feature) => feature.render?.(config, rendering) ?? []);
    const first = wanted.split(' ')[0] ?? '';
    // A feature of several words shows those lines that begin with the one asked for, and what is below them.
    const own = exact.some(({ words }) => (words?.length ?? 0) > 1) && !/^(object|object-group|nat)/.test(wanted);
    return lines.length === 0
      ? ''
      : `${(own ? sections(lines, (line) => line.startsWith(first)) : lines).join('\n')}\n`;
  }
  const [first = '', ...rest] = wanted.split(' ');
  const lines = configuration.flatMap((feature) =>
    feature.words?.some((words) => words.split(' ')[0] === first) ? (feature.render?.(config, rendering) ?? []) : [],
  );
  if (lines.length === 0) return configuration.some(({ words }) => words?.includes(first)) ? '' : undefined;
  const found = sections(lines, (line) => line.startsWith(`${first} `) && rest.every((word) => line.includes(word)));
  return found.length === 0 ? '' : `${found.join('\n')}\n`;
}

/** Lines at the margin that pass, each with what is indented below it. */
function sections(lines: readonly string[], test: (line: string) => boolean): string[] {
  let inside = false;
  return lines.filter((line) => {
    if (!line.startsWith(' ')) inside = test(line);
    return inside;
  });
}

/** The configuration as a whole: shown, saved, erased. @source reference 2.8, 2.9 */
export const wholeConfiguration: Feature = {
  commands: [
    command<AsaState>(
      'show running-config [all] [<words:text>]',
      { evidence: 'recorded', source: 'reference 2.8' },
      ({ device, fail }, args) => {
        const words = args.find('words')?.trim();
        if (words === undefined) return configurationText(device, device.state.config, { all: args.has('all') });
        if (words === 'user') return part(device, 'username', false);
        return part(device, words, args.has('all')) ?? fail(texts.invalid);
      },
    ),
    command<AsaState>('show startup-config', { evidence: 'documented', source: 'reference 2.8' }, ({ device }) => {
      const { startup } = device.state.store;
      return startup ? configurationText(device, startup.config, { written: startup }) : `${texts.noStartup}\n`;
    }),
    command<AsaState>('write terminal', { evidence: 'documented' }, ({ device }) =>
      configurationText(device, device.state.config),
    ),
    command<AsaState>('write [memory]', { evidence: 'recorded', source: 'reference 2.9' }, (run) => save(run)),
    command<AsaState>('write erase', { evidence: 'documented', interactive: true }, async (run) => {
      const sure = (await run.ask('Erase configuration in flash memory? [confirm] ', { default: '' }))
        .trim()
        .toLowerCase();
      if (sure !== '' && !sure.startsWith('y')) return undefined;
      erase(run.device);
      return '[OK]\n';
    }),
    command<AsaState>(
      'copy [/noconfirm] running-config startup-config',
      { evidence: 'inferred', interactive: true },
      async (run, args) => {
        if (!args.has('/noconfirm')) await run.ask('Source filename [running-config]? ', { default: '' });
        return save(run, false);
      },
    ),
    command<AsaState>('clear configure all', { mode: 'config', evidence: 'documented' }, (run) => {
      const { config } = configurationOf(run.device, run.session.language, '');
      configure(run, (_draft, state) => {
        state.config = castDraft(config);
        if (state.contexts) state.contexts = {};
        // Contexts have no agent of their own: it is the system's.
        if (state.context) return;
        state.run.agent = 'off';
        state.run.pending = state.run.pending.filter(({ what }) => what !== agentStarts);
      });
    }),
    // Known in full only: clients say `sh` for `show` (client: Ansible's asa_acls and asa_ogs).
  ],
};
