import type { Shown } from '../../chassis/cli/printed.ts';
import type { JsonObject } from '../../chassis/json.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { stanzas } from '../stanza.ts';
import { scalars, table } from '../structured.ts';
import { row, rule, text } from './columns.ts';

function shown(device: NxosDevice, tree: () => JsonObject, lines: () => readonly string[]): Shown {
  return { tree: () => scalars(releaseOf(device.release), tree()), text: () => text(lines()) };
}

/** The words of a subject's lines that begin so. */
function linesAbout(device: NxosDevice, name: string, ...start: readonly string[]): string[][] {
  return stanzas(device.state.config, name)
    .map((stanza) => stanza.text.split(' '))
    .filter((words) => start.every((word, index) => words[index] === word));
}

function associations(device: NxosDevice) {
  return (['server', 'peer'] as const).flatMap((kind) =>
    linesAbout(device, 'ntp', 'ntp', kind).map((words) => ({
      address: words[2] ?? '',
      kind: kind === 'server' ? 'Server' : 'Peer',
      vrf: words.includes('use-vrf') ? (words[words.indexOf('use-vrf') + 1] ?? '') : 'default',
      preferred: words.includes('prefer'),
    })),
  );
}

/** `show ntp peers`. @source recorded keys: file `show_ntp_peers`; the text documented */
export function showNtpPeers(device: NxosDevice): Shown {
  const found = associations(device);
  return shown(
    device,
    () =>
      table(
        'peers',
        found.map(({ address, kind }) => ({ PeerIPAddress: address, serv_peer: kind, conf_flag: '(configured)' })),
      ),
    () => [
      rule(50),
      '  Peer IP Address               Serv/Peer          ',
      rule(50),
      ...found.map(({ address, kind }) => row([2, 30, 0], '', address, `${kind} (configured)`)),
    ],
  );
}

/** `show ntp peer-status`: nobody answers, so nobody is chosen. Keys client; text documented. @source reference 6.2 */
export function showNtpStatus(device: NxosDevice): Shown {
  const found = associations(device);
  return shown(
    device,
    () => ({
      totalpeers: found.length,
      ...table(
        'peersstatus',
        found.map(({ address, vrf }) => ({
          syncmode: ' ',
          remote: address,
          local: '0.0.0.0',
          st: 16,
          poll: 64,
          reach: 0,
          delay: '0.00000',
          vrf,
        })),
      ),
    }),
    () => [
      `Total peers : ${found.length}`,
      '* - selected for sync, + -  peer mode(active), ',
      '- - peer mode(passive), = - polled in client mode ',
      '    remote                                 local                                   st   poll   reach delay   vrf',
      rule(113),
      ...found.map(({ address, vrf }) =>
        row([1, 39, 40, 5, 7, 6, 8], '=', address, '0.0.0.0', 16, 64, 0, '0.00000', vrf),
      ),
    ],
  );
}

/** `show snmp community`. Keys inferred. */
export function showSnmpCommunities(device: NxosDevice): Shown {
  const found = linesAbout(device, 'snmp', 'snmp-server', 'community').map((words) => ({
    community: words[2] ?? '',
    group: words[3] === 'group' ? (words[4] ?? '') : 'network-operator',
  }));
  return shown(
    device,
    () =>
      table(
        'snmp_community',
        found.map(({ community, group }) => ({ community_name: community, grouporaccess: group, aclfilter: null })),
      ),
    () => [
      'Community            Group / Access      context    acl_filter',
      '---------            --------------      -------    ----------',
      ...found.map(({ community, group }) => row([21, 20], community, group)),
    ],
  );
}

/** `show snmp user`: those of the configuration and the accounts. Keys inferred. */
export function showSnmpUsers(device: NxosDevice): Shown {
  const told = linesAbout(device, 'snmp', 'snmp-server', 'user').map((words) => ({
    user: words[2] ?? '',
    auth: words.includes('auth') ? (words[words.indexOf('auth') + 1] ?? 'no') : 'no',
    priv: words.includes('priv') ? 'aes-128(no)' : 'no',
    group: words[3] ?? 'network-operator',
  }));
  const accounts = Object.entries(device.state.config.users)
    .filter(([name]) => !told.some(({ user }) => user === name))
    .map(([user, { roles }]) => ({ user, auth: 'md5', priv: 'des(no)', group: roles[0] ?? 'network-operator' }));
  const found = [...accounts, ...told];
  return shown(
    device,
    () =>
      table(
        'snmp_users',
        found.map(({ user, auth, priv, group }) => ({ user, auth, priv, ...table('snmp_groups', [{ group }]) })),
      ),
    () => [
      rule(62),
      '                  SNMP USERS ',
      rule(62),
      '',
      'User                          Auth            Priv(enforce)   Groups              acl_filter',
      '____                          ____            _____________   ______              __________ ',
      ...found.map(({ user, auth, priv, group }) => row([30, 16, 16, 20], user, auth, priv, group)),
    ],
  );
}

/** `show snmp`. Keys inferred. */
export function showSnmp(device: NxosDevice): Shown {
  const said = (word: string): string => linesAbout(device, 'snmp', 'snmp-server', word)[0]?.slice(2).join(' ') ?? '';
  return shown(
    device,
    () => ({ sys_contact: said('contact'), sys_location: said('location'), snmp_protocol: 'Enabled' }),
    () => [`sys contact: ${said('contact')}`, `sys location: ${said('location')}`, '', 'SNMP protocol : Enabled'],
  );
}

const severities = [
  'emergencies',
  'alerts',
  'critical',
  'errors',
  'warnings',
  'notifications',
  'information',
  'debugging',
];

function servers(device: NxosDevice) {
  return linesAbout(device, 'logging', 'logging', 'server').map((words) => ({
    server: words[2] ?? '',
    severity: severities[Number(words[3] ?? 5)] ?? 'notifications',
    vrf: words.includes('use-vrf') ? (words[words.indexOf('use-vrf') + 1] ?? '') : 'default',
  }));
}

/** `show logging server`. Keys inferred. */
export function showLoggingServers(device: NxosDevice): Shown {
  const found = servers(device);
  return shown(
    device,
    () => ({
      syslog_server_enabled: found.length > 0 ? 'enabled' : 'disabled',
      ...table(
        'servers',
        found.map(({ server, severity, vrf }) => ({ syslog_serv: server, syslog_sever: severity, syslog_vrf: vrf })),
      ),
    }),
    () =>
      found.length === 0
        ? ['Logging server:                disabled']
        : [
            'Logging server:                enabled',
            ...found.flatMap(({ server, severity, vrf }) => [
              `{${server}}`,
              `        server severity:        ${severity}`,
              '        server facility:        local7',
              `        server VRF:             ${vrf}`,
            ]),
          ],
  );
}

/** `show logging info`. Text only. */
export function loggingText(device: NxosDevice): string {
  const word = (name: string, usual: number): string => {
    const [line] = linesAbout(device, 'logging', 'logging', name);
    return severities[Number(line?.[2] ?? usual)] ?? '';
  };
  return text(
    '',
    `Logging console:                enabled (Severity: ${word('console', 2)})`,
    `Logging monitor:                enabled (Severity: ${word('monitor', 5)})`,
    'Logging linecard:               enabled (Severity: notifications)',
    'Logging timestamp:              Seconds',
    showLoggingServers(device).text().trimEnd().split('\n'),
    'Logging logfile:                enabled',
    '        Name - messages: Severity - notifications Size - 4194304',
    '',
  );
}
