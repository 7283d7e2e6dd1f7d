import { verify } from '../../../chassis/accounts/verify.ts';
import { type Command, command, type Run } from '../../../chassis/cli/command.ts';
import { belongs } from '../../../chassis/cli/compile.ts';
import type { NsxvState } from '../../state.ts';
import { lock, lockedFor, lockedText } from '../lock.ts';

/** Wrong privileged-mode passwords before the shell gives up. */
const attempts = 3;

const go = (run: Run<NsxvState>, mode: string): void => run.session.become(mode);

/** Getting about: modes, and the list of what a mode has. */
export const sessions: readonly Command<NsxvState>[] = [
  command<NsxvState>(
    'enable',
    {
      mode: 'basic',
      help: { enable: 'Turn on privileged mode command' },
      interactive: true,
      evidence: 'recorded',
      source: 'sneaku.com, "How to create a NSX-v API Only User Account"',
    },
    async (run) => {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const password = await run.ask('Password: ', { hidden: true });
        if (await verify(run.device.state.config.enableHash, password, run.device.name)) return go(run, 'enabled');
      }
      return run.fail('% Bad enable passwords, too many failures!');
    },
  ),
  command<NsxvState>('disable', { mode: 'enabled', help: { disable: 'Turn off privileged mode command' } }, (run) =>
    go(run, 'basic'),
  ),
  command<NsxvState>(
    'configure terminal',
    {
      mode: 'enabled',
      help: { configure: 'Configuration from vty interface', terminal: 'Configuration terminal' },
      evidence: 'recorded',
      source: 'sneaku.com, "How to create a NSX-v API Only User Account"',
    },
    (run) => {
      if (lockedFor(run.session)) run.fail(lockedText);
      run.enter('config');
      lock(run.session);
    },
  ),
  command<NsxvState>(
    '{exit|quit}',
    {
      mode: '*',
      help: {
        exit: 'Exit current mode and down to previous mode',
        quit: 'Exit current mode and down to previous mode',
      },
      evidence: 'recorded',
      source: 'sneaku.com',
    },
    (run) => run.leave(),
  ),
  command<NsxvState>(
    'end',
    { mode: ['config', 'config-if'], help: { end: 'End current mode and change to enable mode' } },
    (run) => run.end(),
  ),
  command<NsxvState>('list', { mode: '*', help: { list: 'Print command list' } }, ({ session, mode }) => {
    const lines = session.language.commands
      .filter((one) => belongs(one, mode.name) && !one.hidden)
      .flatMap(spelled)
      .sort();
    return `${lines.map((line) => `  ${line}\n`).join('')}`;
  }),
  command<NsxvState>(
    'terminal length <lines:0-512>',
    {
      mode: ['basic', 'enabled'],
      help: { terminal: 'Set terminal line parameters', length: 'Set number of lines on a screen' },
    },
    ({ session }, args) => {
      session.terminal.length = args.number('lines');
    },
  ),
];

/** A command's lines as `list` prints them: values in capitals, choices in parentheses. */
function spelled({ grammar, no }: Command<NsxvState>): string[] {
  const plain = (text: string): string =>
    text
      .replace(/<([^:>]+):[^>]*>/g, (_all, name: string) => name.toUpperCase())
      .replaceAll('{', '(')
      .replaceAll('}', ')');
  return [plain(grammar), ...(no === undefined ? [] : [`no ${plain(no === true ? grammar : no)}`])];
}
