import { castDraft } from 'immer';
import { type Command, command, type Run } from '../../../chassis/cli/command.ts';
import type { NsxvState } from '../../state.ts';
import { configurationText } from '../running.ts';

/** Keeps the running configuration for the next start. Its capital B is not that of `show running-config`. */
export function save({ device, change }: Pick<Run<NsxvState>, 'device' | 'change'>): string {
  change((draft) => {
    draft.store.startup = castDraft(device.state.config);
  });
  return 'Building Configuration...\nConfiguration saved.\n[OK]\n';
}

const running = ({ device }: Run<NsxvState>): string =>
  `Building configuration...\n\nCurrent configuration:\n${configurationText(device.state.config)}`;

const recorded = { evidence: 'recorded', source: 'sneaku.com, "How to create a NSX-v API Only User Account"' } as const;

/** Saving and showing the configuration. */
export const saving: readonly Command<NsxvState>[] = [
  command<NsxvState>(
    'write memory',
    {
      mode: ['enabled', 'config', 'config-if'],
      help: { write: 'Write running configuration', memory: 'Write configuration to the file' },
      ...recorded,
    },
    save,
  ),
  command<NsxvState>(
    'copy running-config startup-config',
    {
      mode: 'enabled',
      help: {
        copy: 'Copy from one file to another',
        'running-config': 'Current operating configuration',
        'startup-config': 'Configuration for the next start',
      },
    },
    save,
  ),
  command<NsxvState>(
    'show running-config',
    {
      mode: 'enabled',
      help: { show: 'Show running system information', 'running-config': 'Current operating configuration' },
      ...recorded,
    },
    running,
  ),
  command<NsxvState>(
    'write terminal',
    { mode: 'enabled', help: { write: 'Write running configuration', terminal: 'Write to terminal' } },
    running,
  ),
  command<NsxvState>(
    'show startup-config',
    {
      mode: 'enabled',
      help: { show: 'Show running system information', 'startup-config': 'Contents of startup configuration' },
    },
    ({ device }) => configurationText(device.state.store.startup),
  ),
];
