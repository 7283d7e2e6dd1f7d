import { castDraft } from 'immer';
import { command } from '../../chassis/cli/command.ts';
import { maskLength } from '../address.ts';
import { configure, type OpenConfig } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { byNameif } from '../interface-name.ts';
import { Refusal } from '../refusal.ts';
import type { AaaLine, AccessLine, AsaConfig, AsaState } from '../state.ts';

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

/** Server groups for accounts, and what each way in asks. @source reference 2.6 */
export const aaa: Feature = {
  words: ['aaa', 'aaa-server'],
  commands: [
    command<AsaState>('aaa-server <group:word> protocol {radius|tacacs+|ldap}', documented, (run, args) => {
      const group = args.text('group');
      const protocol = args.which('radius', 'tacacs+', 'ldap') ?? 'radius';
      configure(run, ({ aaaServers }) => {
        aaaServers[group] ??= { protocol, hosts: [] };
      });
      run.enter('config-aaa-server-group', { group });
    }),
    command<AsaState>('no aaa-server <group:word> [protocol {radius|tacacs+|ldap}]', documented, (run, args) => {
      const group = args.text('group');
      configure(run, ({ aaaServers }) => {
        delete aaaServers[group];
      });
    }),
    command<AsaState>(
      'aaa-server <group:word> <interface:in-brackets> host <host:word> [<key:secret>]',
      documented,
      (run, args) => {
        const group = args.text('group');
        const host = args.text('host');
        if (!Object.hasOwn(run.device.state.config.aaaServers, group))
          run.fail(`ERROR: aaa-server group ${group} does not exist`);
        const key = args.find('key');
        configure(run, ({ aaaServers }) => {
          const servers = aaaServers[group];
          if (!servers) return;
          const others = servers.hosts.filter((one) => one.host !== host);
          servers.hosts = [
            ...others,
            { interface: args.text('interface').slice(1, -1), host, ...(key !== undefined && { key }) },
          ];
        });
        run.enter('config-aaa-server-host', { group, host });
      },
    ),
    command<AsaState>('key <key:secret>', { mode: 'config-aaa-server-host', evidence: 'documented' }, (run, args) => {
      const [group, host] = [run.context('group'), run.context('host')];
      configure(run, ({ aaaServers }) => {
        const found = aaaServers[group]?.hosts.find((one) => one.host === host);
        if (found) found.key = args.text('key');
      });
    }),
    command<AsaState>(
      'aaa authentication {enable|http|serial|ssh|telnet} console <group:word> [<fallback:word>]',
      {
        mode: 'config',
        no: 'aaa authentication {enable|http|serial|ssh|telnet} console [<group:word> [<fallback:word>]]',
        evidence: 'recorded',
        source: 'reference 2.6',
      },
      (run, args) => {
        const line: AaaLine = args.which('enable', 'http', 'serial', 'ssh', 'telnet') ?? 'http';
        const group = args.find('group') ?? '';
        if (!run.negated && group !== 'LOCAL' && !Object.hasOwn(run.device.state.config.aaaServers, group)) {
          run.fail(`ERROR: aaa-server group ${group} does not exist`);
        }
        const local = args.find('fallback') === 'LOCAL';
        configure(run, ({ aaa: { authentication } }) => {
          if (run.negated) delete authentication[line];
          else authentication[line] = { group, ...(local && { local: true }) };
        });
      },
    ),
    command<AsaState>(
      'aaa authorization command <group:word> [<fallback:word>]',
      { mode: 'config', no: 'aaa authorization command [<group:word> [<fallback:word>]]', evidence: 'documented' },
      (run, args) =>
        configure(run, ({ aaa: rules }) => {
          if (run.negated) delete rules.command;
          else rules.command = { group: args.text('group'), ...(args.find('fallback') === 'LOCAL' && { local: true }) };
        }),
    ),
    command<AsaState>(
      'aaa authorization exec {LOCAL|authentication-server} [auto-enable]',
      {
        mode: 'config',
        no: 'aaa authorization exec [LOCAL|authentication-server] [auto-enable]',
        evidence: 'documented',
      },
      (run, args) =>
        configure(run, ({ aaa: rules }) => {
          const group = args.which('LOCAL', 'authentication-server');
          if (run.negated || group === undefined) delete rules.exec;
          else rules.exec = { group, ...(args.has('auto-enable') && { autoEnable: true }) };
        }),
    ),
  ],
  render: ({ aaa: { authentication, command: authorization, exec }, aaaServers }, { plain }) => [
    ...Object.entries(aaaServers).flatMap(([group, { protocol, hosts }]) => [
      `aaa-server ${group} protocol ${protocol}`,
      ...hosts.flatMap(({ interface: nameif, host, key }) => [
        `aaa-server ${group} (${nameif}) host ${host}`,
        ...(key === undefined ? [] : [` key ${plain ? key : '*****'}`]),
      ]),
    ]),
    ...Object.entries(authentication).map(
      ([line, { group, local }]) => `aaa authentication ${line} console ${group} ${local ? 'LOCAL' : ''}`,
    ),
    ...(authorization
      ? [`aaa authorization command ${authorization.group} ${authorization.local ? 'LOCAL' : ''}`]
      : []),
    ...(exec ? [`aaa authorization exec ${exec.group} ${exec.autoEnable ? 'auto-enable' : ''}`] : []),
  ],
};

/** Time ranges that rules name. @source reference 2.12 */
export const timeRanges: Feature = {
  words: ['time-range'],
  commands: [
    command<AsaState>('time-range <name:word>', { mode: 'config', no: true, evidence: 'recorded' }, (run, args) => {
      const name = args.text('name');
      const { config } = run.device.state;
      if (run.negated) {
        const used = [...config.accessLists.values()].some(({ aces }) => aces.some((ace) => ace.timeRange === name));
        if (used) run.fail(`ERROR: time-range ${name} is being used`);
        configure(run, (draft) => {
          delete draft.timeRanges[name];
        });
        return;
      }
      if (!Object.hasOwn(config.timeRanges, name)) {
        configure(run, (draft) => {
          draft.timeRanges[name] = { periodic: [] };
        });
      }
      run.enter('config-time-range', { range: name });
    }),
    command<AsaState>(
      'absolute <rest:text>',
      { mode: 'config-time-range', no: 'absolute [<rest:text>]', evidence: 'recorded' },
      (run, args) => {
        const name = run.context('range');
        const parts = /^(?:start (\d\d:\d\d \d{1,2} \w+ \d{4}))? ?(?:end (\d\d:\d\d \d{1,2} \w+ \d{4}))?$/.exec(
          args.text('rest', '').trim(),
        );
        if (!parts) run.fail("ERROR: % Invalid input detected at '^' marker.");
        configure(run, ({ timeRanges: ranges }) => {
          const { periodic } = ranges[name] ?? { periodic: [] };
          const [, start, end] = run.negated ? [] : (parts ?? []);
          ranges[name] = { ...(start !== undefined && { start }), ...(end !== undefined && { end }), periodic };
        });
      },
    ),
    command<AsaState>(
      'periodic <rest:text>',
      { mode: 'config-time-range', no: true, evidence: 'recorded' },
      (run, args) => {
        const name = run.context('range');
        const rest = args.text('rest').trim();
        configure(run, ({ timeRanges: ranges }) => {
          const range = ranges[name];
          if (!range) return;
          const others = range.periodic.filter((one) => one !== rest);
          range.periodic = run.negated ? others : [...others, rest];
        });
      },
    ),
  ],
  render: ({ timeRanges: ranges }) =>
    Object.entries(ranges).flatMap(([name, { start, end, periodic }]) => [
      `time-range ${name}`,
      ...(start === undefined && end === undefined
        ? []
        : [` absolute${start === undefined ? '' : ` start ${start}`}${end === undefined ? '' : ` end ${end}`}`]),
      ...periodic.map((rest) => ` periodic ${rest}`),
      '!',
    ]),
};

/** NTP, DNS and DHCP. @source reference 2.12 */
export const services: Feature = {
  words: ['ntp', 'dns', 'dhcpd'],
  commands: [
    command<AsaState>('ntp authenticate', { ...documented, no: true }, (run) =>
      configure(run, ({ ntp }) => {
        if (run.negated) delete ntp.authenticate;
        else ntp.authenticate = true;
      }),
    ),
    command<AsaState>(
      'ntp authentication-key <number:1-4294967295> md5 <value:secret>',
      { ...documented, no: 'ntp authentication-key <number:1-4294967295> [md5 <value:secret>]' },
      (run, args) => {
        const number = String(args.number('number'));
        configure(run, ({ ntp }) => {
          if (run.negated) delete ntp.keys[number];
          else ntp.keys[number] = args.text('value');
        });
      },
    ),
    command<AsaState>('ntp trusted-key <number:1-4294967295>', { ...documented, no: true }, (run, args) => {
      const number = String(args.number('number'));
      configure(run, ({ ntp }) => {
        const others = ntp.trusted.filter((one) => one !== number);
        ntp.trusted = run.negated ? others : [...others, number];
      });
    }),
    command<AsaState>(
      'ntp server <address:word> [key <key:1-4294967295>] [source <source:word>] [prefer]',
      { ...documented, no: true },
      (run, args) => {
        const address = args.text('address');
        const key = args.findNumber('key');
        const source = args.find('source');
        configure(run, ({ ntp: { servers } }) => {
          if (run.negated) delete servers[address];
          else {
            servers[address] = {
              ...(key !== undefined && { key }),
              ...(source !== undefined && { interface: source }),
              ...(args.has('prefer') && { prefer: true }),
            };
          }
        });
      },
    ),
    command<AsaState>('dns domain-lookup <interface:word>', { ...documented, no: true }, (run, args) => {
      const nameif = args.text('interface');
      configure(run, ({ dns }) => {
        const others = dns.lookup.filter((one) => one !== nameif);
        dns.lookup = run.negated ? others : [...others, nameif];
      });
    }),
    command<AsaState>('dns server-group <name:word>', { ...documented, no: true }, (run, args) => {
      const name = args.text('name');
      configure(run, ({ dns: { groups } }) => {
        if (run.negated) delete groups[name];
        else groups[name] ??= { servers: [] };
      });
      if (!run.negated) run.enter('config-dns-server-group', { group: name });
    }),
    command<AsaState>(
      'name-server <address:word> [<interface:word>]',
      { mode: 'config-dns-server-group', no: true, evidence: 'documented' },
      (run, args) => {
        const address = args.text('address');
        const nameif = args.find('interface');
        configure(run, ({ dns: { groups } }) => {
          const group = groups[run.context('group')];
          if (!group) return;
          const others = group.servers.filter((one) => one.address !== address);
          group.servers = run.negated
            ? others
            : [...others, { address, ...(nameif !== undefined && { interface: nameif }) }];
        });
      },
    ),
    command<AsaState>(
      'domain-name <name:word>',
      { mode: 'config-dns-server-group', no: 'domain-name [<name:word>]', evidence: 'documented' },
      (run, args) =>
        configure(run, ({ dns: { groups } }) => {
          const group = groups[run.context('group')];
          if (!group) return;
          if (run.negated) delete group.domain;
          else group.domain = args.text('name');
        }),
    ),
    command<AsaState>('dhcpd address <range:word> <interface:word>', { ...documented, no: true }, (run, args) => {
      const [from = '', to = from] = args.text('range').split('-');
      configure(run, ({ dhcp }) => {
        const { from: _from, to: _to, ...rest } = dhcp[args.text('interface')] ?? {};
        dhcp[args.text('interface')] = run.negated ? castDraft(rest) : { ...rest, from, to };
      });
    }),
    command<AsaState>('dhcpd enable <interface:word>', { ...documented, no: true }, (run, args) =>
      configure(run, ({ dhcp }) => {
        const { enabled: _, ...rest } = dhcp[args.text('interface')] ?? {};
        dhcp[args.text('interface')] = run.negated ? rest : { ...rest, enabled: true };
      }),
    ),
  ],
  render: ({ ntp, dns, dhcp }, { plain }) => [
    ...dns.lookup.map((nameif) => `dns domain-lookup ${nameif}`),
    ...Object.entries(dns.groups).flatMap(([name, { servers, domain }]) => [
      `dns server-group ${name}`,
      ...servers.map(
        ({ address, interface: nameif }) => ` name-server ${address}${nameif === undefined ? '' : ` ${nameif}`}`,
      ),
      ...(domain === undefined ? [] : [` domain-name ${domain}`]),
    ]),
    ...Object.entries(dhcp).flatMap(([nameif, { from, to, enabled }]) => [
      ...(from === undefined ? [] : [`dhcpd address ${from}-${to} ${nameif}`]),
      ...(enabled ? [`dhcpd enable ${nameif}`] : []),
    ]),
    ...Object.entries(ntp.keys).map(
      ([number, value]) => `ntp authentication-key ${number} md5 ${plain ? value : '*****'}`,
    ),
    ...(ntp.authenticate ? ['ntp authenticate'] : []),
    ...ntp.trusted.map((number) => `ntp trusted-key ${number}`),
    ...Object.entries(ntp.servers).map(
      ([address, { key, interface: nameif, prefer }]) =>
        `ntp server ${address}${key === undefined ? '' : ` key ${key}`}${nameif === undefined ? '' : ` source ${nameif}`}${prefer ? ' prefer' : ''}`,
    ),
  ],
};
