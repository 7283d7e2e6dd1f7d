import { command } from '../../chassis/cli/command.ts';
import { lockedText } from '../cli/lock.ts';
import type { NsxvState } from '../state.ts';
import { deriving, type Mutants, printing, prompting, speaking } from './mutant.ts';

const shown = (text: (shown: string) => string) => (printed: string | undefined) =>
  printed === undefined ? undefined : text(printed);
const only = (grammar: string) => (other: string) => other === grammar;
const running = only('show running-config');

/** Lies of the CLI. */
export const cli: Mutants = {
  'nsxv.one-prompt-for-all': prompting('the prompt of every mode is that of the first', (dialect) => ({
    ...dialect,
    prompt: ({ device }) => `${device.state.config.hostname}> `,
  })),
  'nsxv.mode-in-first-prompt': prompting('the first prompt names its mode', (dialect) => ({
    ...dialect,
    prompt: (session) => dialect.prompt(session).replace(/^(\S+)> $/, '$1(basic)> '),
  })),
  'nsxv.enable-asks-nothing': speaking('enable asks for no password', (one) =>
    one.grammar === 'enable' ? command<NsxvState>(one.grammar, one, ({ session }) => session.become('enabled')) : one,
  ),
  'nsxv.talkative': printing(
    'what succeeds says so',
    (grammar) => grammar.startsWith('user <name:word>') || grammar === '{exit|quit}',
    (printed) => printed ?? 'Done.\n',
  ),
  'nsxv.configuration-without-head': printing(
    'show running-config begins with the first block',
    running,
    shown((text) => text.slice(text.indexOf('!\n'))),
  ),
  'nsxv.configuration-with-end': printing(
    'show running-config ends with end',
    running,
    shown((text) => `${text}end\n`),
  ),
  'nsxv.hostname-first': printing(
    'show running-config has the host name before all else',
    running,
    shown((text) => text.replace(/!\n([\s\S]*)!\n(hostname \S+\n)/, '!\n$2!\n$1')),
  ),
  'nsxv.no-blank-at-the-end': printing(
    'no line of show running-config ends in a blank',
    running,
    shown((text) => text.replace(/ +$/gm, '')),
  ),
  'nsxv.admin-in-configuration': printing(
    'show running-config names admin',
    running,
    shown((text) => text.replace(/^user /m, 'user admin\nuser ')),
  ),
  'nsxv.passwords-in-configuration': printing(
    'show running-config shows hashes',
    running,
    shown((text) => text.replace(/^user (\S+)$/gm, 'user $1 password hash $5$x$y')),
  ),
  'nsxv.privilege-in-configuration': printing(
    'show running-config shows the web-interface privilege',
    running,
    shown((text) => text.replace(/^user (\S+)$/gm, 'user $1\nuser $1 privilege web-interface')),
  ),
  'nsxv.privilege-in-saved-configuration': printing(
    'show startup-config shows the web-interface privilege',
    only('show startup-config'),
    shown((text) => text.replace(/^user (\S+)$/gm, 'user $1\nuser $1 privilege web-interface')),
  ),
  'nsxv.capitals-allowed': speaking('user names with capital letters are taken', (one) =>
    one.grammar.startsWith('user <name:word> password')
      ? command<NsxvState>(one.grammar, one, async (run, args) => {
          const name = args.text('name');
          if (run.negated || name === name.toLowerCase()) return one.handler(run, args);
          return run.change((draft) => {
            draft.config.users[name] = { hash: '', web: false };
          });
        })
      : one,
  ),
  'nsxv.save-says-nothing': printing('write memory prints nothing', only('write memory'), () => undefined),
  'nsxv.no-lock': speaking('two sessions may configure at once', (one) =>
    one.grammar === 'configure terminal' ? command<NsxvState>(one.grammar, one, (run) => run.enter('config')) : one,
  ),
  'nsxv.lock-never-given-back': speaking('who leaves configuration mode keeps the lock', (one) =>
    one.grammar === 'configure terminal'
      ? command<NsxvState>(one.grammar, one, (run, args) => {
          const { lock } = run.device.state.run;
          if (lock !== undefined && lock !== run.session.id) run.fail(lockedText);
          return one.handler(run, args);
        })
      : one,
  ),
  'nsxv.lock-outlives-ssh': deriving('stopping SSH frees no lock', (before, after) =>
    before.run.lock !== undefined && after.run.lock === undefined
      ? { ...after, run: { ...after.run, lock: before.run.lock } }
      : after,
  ),
  'nsxv.vcenter-at-the-cli': {
    title: 'people of vCenter may log in by SSH',
    apply: (kind) => ({
      ...kind,
      login: (device, user, ...rest) =>
        user.includes('@') ? { ok: true, user, roles: ['cli'] } : kind.login(device, user, ...rest),
    }),
  },
};
