import { command } from '../../chassis/cli/command.ts';
import type { JsonObject } from '../../chassis/json.ts';
import type { Feature } from '../feature.ts';
import { linksOf } from '../link.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { showBoot } from '../show/boot.ts';
import { showProcesses, showProcessMemory, showResources, showSharedMemory } from '../show/processes.ts';
import { showRoles } from '../show/roles.ts';
import {
  loggingText,
  showLoggingServers,
  showNtpPeers,
  showNtpStatus,
  showSnmp,
  showSnmpCommunities,
  showSnmpUsers,
} from '../show/services.ts';
import type { NxosState } from '../state.ts';
import { scalars, table } from '../structured.ts';

const recorded = { evidence: 'recorded', source: 'NX-API reference 4.4' } as const;
const inferred = { evidence: 'inferred' } as const;
const client = { evidence: 'client', source: 'NX-API reference 6' } as const;

function shown(device: NxosDevice, tree: JsonObject, text: string) {
  return { tree: () => scalars(releaseOf(device.release), tree), text: () => text };
}

/** The system and its services: what runs, what it boots, whom it asks and tells. */
export const systemShows: Feature = {
  commands: [
    command<NxosState>('show boot', recorded, ({ device }) => showBoot(device)),
    command<NxosState>(
      'show role [name <name:word>]',
      inferred,
      ({ device, fail }, args) => showRoles(device, args.find('name')) ?? fail('Role not found'),
    ),
    command<NxosState>('show processes cpu', client, ({ device }) => showProcesses(device)),
    command<NxosState>('show processes memory', inferred, ({ device }) => showProcessMemory(device)),
    command<NxosState>('show processes memory shared', client, ({ device }) => showSharedMemory(device)),
    command<NxosState>('show system resources', recorded, ({ device }) => showResources(device)),
    command<NxosState>('show system mode', recorded, ({ device }) =>
      shown(device, { system_mode: 'Normal' }, 'System Mode: Normal\n'),
    ),
    command<NxosState>('show cores', { evidence: 'documented' }, ({ device }) =>
      shown(
        device,
        {},
        'VDC  Module  Instance  Process-name     PID       Date(Year-Month-Day Time)\n---  ------  --------  ---------------  --------  -------------------------\n',
      ),
    ),
    command<NxosState>('show license host-id', recorded, ({ device }) => {
      const id = `VDH=${device.state.store.hardware.serial}`;
      return shown(device, { host_id: id }, `License hostid: ${id}\n`);
    }),
    command<NxosState>('show install all status', client, () => 'There is no log of any installation so far\n'),
    command<NxosState>('show banner motd', client, ({ device }) => {
      const { banner } = device.state.config;
      const words = banner ?? 'User Access Verification';
      return shown(device, { b_msg: `${words}\n` }, `${words}\n`);
    }),
    command<NxosState>('show cli history [<lines:1-500>]', { evidence: 'documented' }, ({ session }, args) =>
      session.history
        .slice(-args.number('lines', 500))
        .map((line, index) => `${index}  ${line}\n`)
        .join(''),
    ),
    command<NxosState>('show ntp peers', recorded, ({ device }) => showNtpPeers(device)),
    command<NxosState>('show ntp peer-status', client, ({ device }) => showNtpStatus(device)),
    command<NxosState>('show snmp', inferred, ({ device }) => showSnmp(device)),
    command<NxosState>('show snmp community', inferred, ({ device }) => showSnmpCommunities(device)),
    command<NxosState>('show snmp user', inferred, ({ device }) => showSnmpUsers(device)),
    command<NxosState>('show logging [info]', { evidence: 'documented' }, ({ device }) => loggingText(device)),
    command<NxosState>('show logging server', inferred, ({ device }) => showLoggingServers(device)),
    command<NxosState>('show ipv6 interface [brief] [vrf <vrf:word>]', client, ({ device }, args) => {
      const vrf = args.text('vrf', 'default');
      const found = linksOf(device.state).filter(
        ({ port }) => port.ipv6 !== undefined && (vrf === 'all' || (port.vrf ?? 'default') === vrf),
      );
      return shown(
        device,
        table(
          'intf',
          found.map(({ name, port, up }) => ({
            'vrf-name-out': port.vrf ?? 'default',
            'intf-name': name,
            'proto-state': up ? 'up' : 'down',
            'link-state': up ? 'up' : 'down',
            'admin-state': port.shutdown ? 'down' : 'up',
            ...table(
              'addr',
              (port.ipv6 ?? []).map((addr) => ({ addr })),
            ),
          })),
        ),
        `IPv6 Interface Status for VRF "${vrf}"\n${found
          .map(
            ({ name, port }) => `${name}\n${(port.ipv6 ?? []).map((one) => `  IPv6 address:\n    ${one}\n`).join('')}`,
          )
          .join('')}`,
      );
    }),
  ],
};
