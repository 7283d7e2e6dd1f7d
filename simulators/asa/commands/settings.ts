import { command } from '../../chassis/cli/command.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { hashOf, hashWord } from '../password.ts';
import { releaseOf } from '../release.ts';
import type { AsaConfig, AsaState } from '../state.ts';

/** The box's own name and the enable password. */
export const identity: Feature = {
  words: ['hostname', 'domain-name', 'enable'],
  commands: [
    command<AsaState>(
      'hostname <name:word>',
      { mode: 'config', no: 'hostname [<name:word>]', evidence: 'documented' },
      (run, args) => {
        const name = run.negated ? 'ciscoasa' : args.text('name');
        if (!/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(name)) run.fail('ERROR: Invalid hostname');
        configure(run, (config) => {
          config.hostname = name;
        });
      },
    ),
    command<AsaState>(
      'domain-name <name:word>',
      { mode: 'config', no: 'domain-name [<name:word>]', evidence: 'documented' },
      (run, args) =>
        configure(run, (config) => {
          if (run.negated) delete config.domainName;
          else config.domainName = args.text('name');
        }),
    ),
    command<AsaState>(
      'enable password <password:secret> [level <level:0-15>] [encrypted|pbkdf2]',
      { mode: 'config', evidence: 'recorded', source: 'reference 2.6' },
      (run, args) => {
        const typed = args.text('password');
        const ready = args.has('encrypted') || args.has('pbkdf2');
        const hash = ready ? typed : hashOf(typed, '', releaseOf(run.device.release).pbkdf2);
        configure(run, (config) => {
          config.enableHash = hash;
        });
      },
    ),
    command<AsaState>(
      'show hostname [fqdn]',
      { evidence: 'recorded', source: 'reference 2.13' },
      ({ device }, args) => {
        const { hostname, domainName } = device.state.config;
        return `${hostname}${args.has('fqdn') && domainName !== undefined ? `.${domainName}` : ''}\n`;
      },
    ),
  ],
  render: ({ hostname, domainName, enableHash }) => [
    `hostname ${hostname}`,
    ...(domainName === undefined ? [] : [`domain-name ${domainName}`]),
    ...(enableHash === undefined ? [] : [`enable password ${enableHash} ${hashWord(enableHash)}`]),
  ],
};

/** First words of lines that the box keeps as they are written, because nothing here acts on them. */
const before = ['ftp', 'icmp', 'arp', 'asdm', 'mac-address', 'failover'] as const;
const after = [
  'timeout',
  'snmp-server',
  'crypto',
  'ssl',
  'console',
  'threat-detection',
  'banner',
  'clock',
  'logging',
  'privilege',
] as const;

function keeping(words: readonly string[]): Feature {
  return {
    words,
    commands: words.map((word) =>
      command<AsaState>(`${word} <rest:text>`, { mode: 'config', no: true, evidence: 'documented' }, (run, args) => {
        const rest = args.text('rest').trim();
        configure(run, (config) => {
          const lines = config.lines[word] ?? [];
          // A line that is negated may be cut short: `no logging host inside`.
          const others = lines.filter((line) =>
            run.negated ? line !== rest && !line.startsWith(`${rest} `) : line !== rest,
          );
          const next = run.negated ? others : [...others, rest];
          if (next.length > 0) config.lines[word] = next;
          else delete config.lines[word];
        });
      }),
    ),
    render: ({ lines }: AsaConfig) =>
      words.flatMap((word) => (lines[word] ?? []).map((rest) => `${word} ${rest}`.trimEnd())),
  };
}

/** Lines that are kept as written, those that come before addresses are translated and those after. */
export const keptBefore = keeping(before);
export const keptAfter = keeping(after);

/** How long a page is. */
export const pager: Feature = {
  words: ['pager'],
  commands: [
    command<AsaState>(
      'pager {lines <lines:0-2147483647>|<lines:0-2147483647>}',
      { mode: 'config', evidence: 'documented' },
      (run, args) => {
        const lines = args.number('lines');
        run.session.terminal.length = lines;
        configure(run, (config) => {
          config.pager = lines;
        });
      },
    ),
    command<AsaState>('no pager', { mode: 'config', evidence: 'documented' }, (run) => {
      run.session.terminal.length = 0;
      configure(run, (config) => {
        config.pager = 0;
      });
    }),
  ],
  render: ({ pager: lines }) => [lines === 0 ? 'no pager' : `pager lines ${lines}`],
};
