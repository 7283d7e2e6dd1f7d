import type { Dialect } from '../chassis/cli/dialect.ts';
import { Mismatch, more } from '../chassis/cli/parameter.ts';
import { textPipes } from '../chassis/cli/pipes.ts';
import { settleAddress } from './address.ts';
import { clockText } from './clock.ts';
import { readRuleText } from './commands/access-lists.ts';
import { deviceOf, isThere } from './contexts/space.ts';
import { wholeOf } from './contexts/view.ts';
import { interfaceName } from './interface-name.ts';
import { modes } from './modes.ts';
import { releaseOf } from './release.ts';
import type { AsaState } from './state.ts';
import { texts } from './texts.ts';

const pipes = textPipes({ badPattern: () => 'ERROR: % Invalid regular expression', chain: false });

/** How an ASA speaks. @source reference 2.1 to 2.4 */
export const dialect: Dialect<AsaState> = {
  name: 'ASA',
  modes,
  start: ({ transport, level }) => (transport === 'api' || transport === 'file' || level > 1 ? 'exec' : 'user'),
  prompt(session) {
    const { frame } = session;
    const device = deviceOf(session);
    const { context } = device.state;
    // The name that a context gives itself is not in the prompt.
    const { hostname } = wholeOf(device).state.config;
    const name = context ? `${hostname}/${context.name}` : hostname;
    if (frame.name === 'user') return `\r${name}> `;
    return frame.name === 'exec'
      ? `\r${name}# `
      : `\r${name}(${frame.name === 'config-username' ? 'config' : frame.name})# `;
  },
  caseInsensitive: true,
  comments: ['!', ':'],
  types: {
    interface: {
      label: 'Type',
      help: 'Interface name',
      read(text, session) {
        const state = session && deviceOf(session).state;
        if (state?.context && Object.hasOwn(state.config.interfaces, text)) return text;
        const name = interfaceName(text);
        return name === 'class' ? more : (name ?? new Mismatch('interface'));
      },
    },
    rule: {
      label: 'permit|deny',
      help: 'Specify packets to forward or to reject',
      span: 'text',
      rank: 11,
      read(text, session) {
        const read = readRuleText(text, (name) =>
          session ? deviceOf(session).state.config.serviceGroups.has(name) : false,
        );
        return typeof read === 'object' && 'wrongAt' in read ? new Mismatch('parameter', read.wrongAt) : read;
      },
    },
    service: { label: 'WORD', span: 'text', rank: 11, read: (text) => text },
    hex: {
      label: 'WORD',
      span: 'text',
      read: (text) => (/^[0-9a-f]{1,8}( [0-9a-f]{1,8})*$/i.test(text) ? text : new Mismatch('parameter')),
    },
    'nat-pair': {
      label: '(real_ifc,mapped_ifc)',
      read: (text) => (/^\([^\s,()]+,[^\s,()]+\)$/.test(text) ? text : new Mismatch('parameter')),
    },
    'in-brackets': {
      label: '(if_name)',
      read: (text) => (/^\([^\s,()]+\)$/.test(text) ? text : new Mismatch('parameter')),
    },
    'ipv6-prefix': {
      label: 'X:X:X:X::X/<0-128>',
      read: (text) => (settleAddress({ kind: 'IPv6Network', value: text }) ? text : new Mismatch('ip')),
    },
    url: {
      label: 'WORD',
      help: 'Source or destination',
      rank: 10,
      read: (text) => text,
      secret: (typed, hide) =>
        typed.replace(
          /^([a-z]+:\/\/[^:@/]*:)([^@/]+)@/,
          (_all, head: string, password: string) => `${head}${hide(password)}@`,
        ),
    },
  },
  problem(problem, session) {
    if (problem.code === 'incomplete') return `${texts.incomplete}\n`;
    if (problem.code === 'ambiguous') return `${texts.ambiguous(problem.line.trim())}\n`;
    if (session.transport === 'file') return `${texts.invalid}\n`;
    // Without a prompt the line itself is shown, as the graphical tool's command line does (inferred).
    if (session.transport === 'api') return `${problem.line}\n${problem.caret(0)}\n${texts.invalid}\n`;
    return `${problem.caret(session.promptWidth)}\n${texts.invalid}\n`;
  },
  has: (command, session) => {
    const mode = typeof command.mode === 'string' ? command.mode : (command.mode?.[0] ?? 'exec');
    const needed =
      typeof command.privilege === 'number' ? command.privilege : mode === 'user' ? 0 : mode === 'exec' ? 2 : 15;
    return session.level >= needed && isThere(command, session);
  },
  allows(_command, session) {
    const { aaa, users } = deviceOf(session).state.config;
    if (!aaa.command || session.transport === 'file') return true;
    if (session.settings.get('enabled') === true) return true;
    return (users[session.user]?.privilege ?? session.level) >= 15 || session.level >= 15;
  },
  denied: () => ({ text: texts.denied }),
  internalError: 'ERROR: internal error',
  pipes: [pipes.include, pipes.exclude, pipes.begin, pipes.grep],
  pipeable: (command) =>
    command.grammar.startsWith('show') || command.grammar.startsWith('more') || command.grammar.startsWith('dir'),
  pager: { prompt: '<--- More --->', rows: (length) => length },
  tab: 'list',
  status: () => 0,
  greeting(session) {
    const { device, user, from } = session;
    const known = device.state.store.logins[user];
    const help = "Type help or '?' for a list of available commands.\n";
    if (!releaseOf(device.release).loginHistory) return help;
    const days = Math.max(1, Math.ceil((device.now() - device.state.run.bootedAt) / 86_400_000));
    const last =
      known && known.count > 1
        ? `  Last login: ${clockText(known.at).replace(/\.\d+/, '')} from ${known.from || from}`
        : '  ';
    return [
      `User ${user} logged in to ${device.state.config.hostname}`,
      `Logins over the last ${days} days: ${known?.count ?? 1}.${last}`,
      'Failed logins since the last login: 0.  ',
      help,
    ].join('\n');
  },
  farewell: () => '\nLogoff\n\n',
  idle: () => 5 * 60_000,
};
