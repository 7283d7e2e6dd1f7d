import type { Dialect } from '../chassis/cli/dialect.ts';
import type { MismatchKind } from '../chassis/cli/parameter.ts';
import { Mismatch, more } from '../chassis/cli/parameter.ts';
import { allows } from './authorize.ts';
import { fileCompletions } from './file-completion.ts';
import { interfaceName, interfaceRange } from './interface-name.ts';
import { pipes } from './pipes.ts';
import { sections } from './sections.ts';
import { softwareBanner } from './show/version.ts';
import type { NxosState } from './state.ts';
import { texts } from './texts.ts';
import { isVlanRange } from './vlan-range.ts';

/** What a value of the wrong kind is called. @source recorded: reference 5.3 */
const mismatches: Readonly<Record<string, string>> = {
  number: '% Invalid number',
  range: '% Invalid range',
  ip: '% Invalid ip address',
  interface: '% Invalid interface format',
};

const problems = {
  invalid: '% Invalid command',
  incomplete: '% Incomplete command',
  ambiguous: '% Ambiguous command',
} as const;

function wordsFor(code: keyof typeof problems, mismatch: MismatchKind | undefined): string {
  if (code !== 'invalid' || mismatch === undefined) return problems[code];
  return mismatches[mismatch] ?? '% Invalid parameter detected';
}

/** Modes right below `config`; those of {@link sections} come on top. */
const configModes = [
  'config-if',
  'config-if-range',
  'config-subif',
  'config-vlan',
  'config-vrf',
  'config-role',
  'config-vdc',
];

/** How NX-OS speaks. @source NX-API reference 5.1 to 5.6 */
export const dialect: Dialect<NxosState> = {
  name: 'NX-OS',
  modes: {
    exec: {},
    config: { parent: 'exec', also: ['exec'] },
    // What is typed here waits for its commit, so the commands of the other modes are not reached.
    'config-s': { also: ['exec'] },
    ...Object.fromEntries(configModes.map((name) => [name, { parent: 'config' }])),
    ...Object.fromEntries(sections.flatMap(({ modes }) => Object.entries(modes))),
  },
  prompt({ device, frame }) {
    const { hostname } = device.state.config;
    if (frame.name === 'exec') return `${hostname}# `;
    // Two subjects may share a prompt: what follows the @ tells their modes apart.
    return `${hostname}(${frame.name.replace(/@.*/, '')})# `;
  },
  caseInsensitive: true,
  do: 'do',
  // Either kind: Ansible asks `show running-config all | incl 'system default switchport'`.
  quotes: `"'`,
  comments: ['!'],
  separator: ' ;',
  types: {
    interface: {
      label: 'IFNAME',
      help: 'Interface name',
      read(text) {
        const name = interfaceName(text);
        if (name === 'class') return more;
        return name ?? new Mismatch('interface');
      },
    },
    interfaces: {
      label: 'IFRANGE',
      help: 'Interface range',
      rank: 1,
      read(text) {
        const names = interfaceRange(text);
        if (names === 'class') return more;
        return names ? names.join(',') : new Mismatch('interface');
      },
    },
    // A line for a configuration session; what only looks or works at once is none.
    pending: {
      label: 'LINE',
      help: 'Configuration command',
      rank: 12,
      span: 'line',
      read: (text) => (/^(sho?w?|dir|copy|term(inal)?|ping|where)\b/i.test(text) ? new Mismatch() : text),
    },
    file: { label: 'URI', help: 'File or directory', rank: 10, read: (text) => text, complete: fileCompletions },
    url: {
      label: 'URI',
      help: 'Source or target',
      rank: 10,
      read: (text) => text,
      complete: fileCompletions,
      secret: (typed, hide) =>
        typed.replace(
          /^([a-z]+:\/\/[^:@/]*:)([^@/]+)@/,
          (_all, head: string, password: string) => `${head}${hide(password)}@`,
        ),
    },
    vlans: {
      label: '<1-4094>',
      help: 'VLAN IDs, ranges allowed: 2,4-5,7-10',
      read: (text) => (isVlanRange(text) ? text : new Mismatch('range')),
    },
  },
  problem(problem, session) {
    const words = wordsFor(problem.code, problem.mismatch);
    if (session.transport === 'exec') return `Syntax error while parsing '${problem.line}'\n`;
    // The marker has no place in what NX-API and configuration files report.
    if (session.transport !== 'ssh' && session.transport !== 'console') return `${words}\n`;
    return `${problem.caret(session.promptWidth)}\n${words} at '^' marker.\n`;
  },
  status(code) {
    if (code === 'ok') return 0;
    return code === 'denied' ? 30 : code === 'failed' ? 1 : 16;
  },
  allows,
  denied: ({ transport }) => ({
    text: transport === 'exec' ? `${texts.denied}\n\nCmd exec error.` : texts.denied,
    status: 30,
  }),
  internalError: 'ERROR: internal error',
  pipes,
  pager: { prompt: '--More--' },
  tab: 'list',
  historySize: 500,
  greeting(session) {
    const { banner } = session.device.state.config;
    return `${banner === undefined ? '' : `${banner}\n`}${softwareBanner}\n`;
  },
  idle({ device, transport }) {
    const timeout = device.state.config.lines?.line?.['line vty']?.below?.['exec-timeout']?.text;
    return transport === 'ssh' && timeout !== undefined ? Number(timeout.split(' ')[1]) * 60_000 : 0;
  },
  closed({ device, id }) {
    if (!Object.hasOwn(device.state.run.sessions, String(id))) return;
    device.change((draft) => {
      delete draft.run.sessions[String(id)];
    });
  },
};
