import { command } from '../../chassis/cli/command.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import type { AaaLine } from '../state/aaa.ts';
import type { AsaState } from '../state.ts';

const documented = { mode: 'config', evidence: 'documented' } as const;

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
