import { type Command, command } from '../../../chassis/cli/command.ts';
import type { NsxvState } from '../../state.ts';

/** Configuration lines beside accounts. They stand in the running configuration as they are typed. */
export const configuration: readonly Command<NsxvState>[] = [
  command<NsxvState>(
    'hostname <name:word>',
    { mode: 'config', help: { hostname: "Set system's network name" } },
    ({ change, fail }, args) => {
      const name = args.text('name');
      if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/.test(name)) fail('ERROR: invalid host name');
      change((draft) => {
        draft.config.hostname = name;
      });
    },
  ),
  command<NsxvState>(
    'ip name server <address:ipv4>',
    {
      mode: 'config',
      no: 'ip name server [<address:ipv4>]',
      help: { ip: 'IP information', name: 'Name service', server: 'A server' },
    },
    ({ change, negated }, args) => {
      const address = args.find('address');
      change(({ config }) => {
        const others = config.nameServers.filter((one) => one !== address);
        if (!negated && address !== undefined) config.nameServers = [...others, address];
        else config.nameServers = address === undefined ? [] : others;
      });
    },
  ),
  command<NsxvState>(
    'ntp server <host:word>',
    { mode: 'config', no: 'ntp server [<host:word>]', help: { ntp: 'Configure NTP', server: 'A server' } },
    ({ change, negated }, args) => {
      const host = args.find('host');
      change(({ config }) => {
        const others = config.ntp.filter((one) => one !== host);
        if (!negated && host !== undefined) config.ntp = [...others, host];
        else config.ntp = host === undefined ? [] : others;
      });
    },
  ),
  command<NsxvState>(
    'ip route <prefix:prefix> <gateway:ipv4>',
    {
      mode: 'config',
      no: 'ip route <prefix:prefix> [<gateway:ipv4>]',
      help: { ip: 'IP information', route: 'Static routes' },
    },
    ({ change, negated }, args) => {
      change(({ config }) => {
        if (negated) delete config.routes[args.text('prefix')];
        else config.routes[args.text('prefix')] = args.text('gateway');
      });
    },
  ),
  command<NsxvState>(
    'interface mgmt',
    { mode: 'config', help: { interface: 'Select an interface to configure', mgmt: 'The management interface' } },
    ({ enter }) => enter('config-if'),
  ),
  command<NsxvState>(
    'ip address <address:prefix>',
    {
      mode: 'config-if',
      no: 'ip address [<address:prefix>]',
      help: { ip: 'IP information', address: 'Address and prefix length' },
    },
    ({ change, negated }, args) => {
      change(({ config }) => {
        config.address = negated ? undefined : args.text('address');
      });
    },
  ),
  command<NsxvState>(
    'web-manager',
    { mode: 'config', no: true, help: { 'web-manager': 'Web manager' } },
    ({ change, negated }) => {
      change((draft) => {
        draft.config.webManager = !negated;
      });
    },
  ),
  command<NsxvState>(
    'cli ssh allow',
    { mode: 'config', no: true, help: { cli: 'Configure CLI access', ssh: 'SSH access', allow: 'Allow it' } },
    ({ change, negated }) => {
      change((draft) => {
        draft.config.sshAllowed = !negated;
      });
    },
  ),
];
