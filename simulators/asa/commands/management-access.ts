import { command } from '../../chassis/cli/command.ts';
import { maskLength } from '../address.ts';
import { configure, type OpenConfig } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { byNameif } from '../interface-name.ts';
import { Refusal } from '../refusal.ts';
import type { AccessLine } from '../state/aaa.ts';
import type { AsaConfig, AsaState } from '../state.ts';

const documented = { mode: 'config', evidence: 'documented' } as const;

const ways: readonly AccessLine['type'][] = ['http', 'telnet', 'ssh'];

function sameLine(one: AccessLine, other: AccessLine): boolean {
  return (
    one.type === other.type &&
    one.network === other.network &&
    one.mask === other.mask &&
    one.interface === other.interface
  );
}

/** @throws Refusal when there is no such interface */
export function addAccess(config: OpenConfig, line: AccessLine): void {
  if (!byNameif(config, line.interface)) {
    throw new Refusal(`ERROR: interface ${line.interface} does not exist`, 'INVALID-INPUT', 'interface');
  }
  if (config.access.some((other) => sameLine(other, line))) return;
  // In the order of the configuration, which writes one way in after the other.
  config.access = [...config.access, line].sort((a, b) => ways.indexOf(a.type) - ways.indexOf(b.type));
}

/** Takes a line of who may connect away. */
export function removeAccess(config: OpenConfig, line: AccessLine): void {
  config.access = config.access.filter((other) => !sameLine(other, line));
}

function accessLines({ access: lines }: AsaConfig, type: AccessLine['type']): string[] {
  return lines
    .filter((line) => line.type === type)
    .map((line) => `${type} ${line.network} ${line.mask} ${line.interface}`);
}

function access(type: AccessLine['type']): Feature {
  return {
    words: [type],
    commands: [
      command<AsaState>(
        `${type} <network:ipv4> <mask:ipv4> <interface:word>`,
        { mode: 'config', no: true, evidence: 'recorded', source: 'reference 2.6' },
        (run, args) => {
          const line: AccessLine = {
            type,
            network: args.text('network'),
            mask: args.text('mask'),
            interface: args.text('interface'),
          };
          if (maskLength(line.mask) === undefined) run.fail(`ERROR: ${line.mask} is not a valid mask`);
          configure(run, (config) => (run.negated ? removeAccess(config, line) : addAccess(config, line)));
        },
      ),
    ],
    render: (config) => accessLines(config, type),
  };
}

/** User agents that may use Basic without being named. @source documented: reference 3.11 */
export const usualBasicClients: readonly string[] = ['ASDM', 'CSM', 'REST API Agent'];

/** The HTTPS server and who may connect to it. @source reference 2.6 */
export const http: Feature = {
  words: ['http'],
  commands: [
    command<AsaState>(
      'http server enable [<port:1-65535>]',
      { ...documented, no: 'http server enable [<port:1-65535>]' },
      (run, args) =>
        configure(run, ({ http: server }) => {
          server.enabled = !run.negated;
          server.port = run.negated ? 443 : (args.findNumber('port') ?? 443);
        }),
    ),
    command<AsaState>('http server basic-auth-client <name:text>', { ...documented, no: true }, (run, args) => {
      const name = args.text('name').trim();
      configure(run, ({ http: server }) => {
        const others = server.basicAuthClients.filter((one) => one !== name);
        server.basicAuthClients = run.negated ? others : [...others, name];
      });
    }),
    command<AsaState>(
      'http server idle-timeout <minutes:1-1440>',
      { ...documented, no: 'http server idle-timeout' },
      (run, args) =>
        configure(run, ({ http: server }) => {
          if (run.negated) delete server.idleTimeout;
          else server.idleTimeout = args.number('minutes');
        }),
    ),
    command<AsaState>(
      'http server session-timeout <minutes:1-1440>',
      { ...documented, no: 'http server session-timeout' },
      (run, args) =>
        configure(run, ({ http: server }) => {
          if (run.negated) delete server.sessionTimeout;
          else server.sessionTimeout = args.number('minutes');
        }),
    ),
    ...access('http').commands,
  ],
  render(config, { all }) {
    const { enabled, port, basicAuthClients, idleTimeout, sessionTimeout } = config.http;
    const clients = [...(all ? usualBasicClients : []), ...basicAuthClients];
    return [
      ...(enabled ? [`http server enable${port === 443 ? '' : ` ${port}`}`] : []),
      ...(idleTimeout === undefined ? [] : [`http server idle-timeout ${idleTimeout}`]),
      ...(sessionTimeout === undefined ? [] : [`http server session-timeout ${sessionTimeout}`]),
      ...clients.map((name) => `http server basic-auth-client ${name}`),
      ...accessLines(config, 'http'),
    ];
  },
};

export const ssh = access('ssh');
export const telnet = access('telnet');
