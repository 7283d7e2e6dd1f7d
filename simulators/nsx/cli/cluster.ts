import { type Command, command } from '../../chassis/cli/command.ts';
import { groups, health } from '../api/cluster.ts';
import { hasVip } from '../site.ts';
import type { ManagerNode, NsxState } from '../state.ts';
import { here } from './dialect.ts';

const documented = { evidence: 'documented', source: 'NSX reference 10.4' } as const;
const help = {
  cluster: 'Management cluster',
  config: 'Configuration of the cluster',
  status: 'Status of the cluster',
  verbose: 'With leaders',
  vip: 'Virtual IP of the cluster',
  nodes: 'Nodes of the cluster',
};

const entities: readonly (readonly [name: string, entity: string, port: string])[] = [
  ['HTTPS', 'HTTP', '443'],
  ['CONTROLLER', 'CONTROLLER', '-'],
  ['CLUSTER_BOOT_MANAGER', 'CLUSTER_BOOT_MANAGER', '-'],
  ['DATASTORE', 'DATASTORE', '9000'],
  ['MANAGER', 'MANAGER', '-'],
  ['POLICY', 'POLICY', '-'],
];

function row(widths: readonly number[], cells: readonly string[]): string {
  return `    ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('')}`.trimEnd();
}

function configOf(node: ManagerNode): string[] {
  const widths = [37, 43, 16, 9, 0];
  return [
    `Node UUID: ${node.uuid}`,
    `Node Status: ${node.status}`,
    row(widths, ['ENTITY', 'UUID', 'IP ADDRESS', 'PORT', 'FQDN']),
    ...entities.map(([name, entity, port]) =>
      row(widths, [name, node.entities[entity] ?? '', node.ip, port, node.hostname]),
    ),
    '',
  ];
}

/** The cluster as the CLI shows it. @source NSX reference 10.4 */
export const clusterCommands: readonly Command<NsxState>[] = [
  command<NsxState>('get cluster config', { ...documented, help }, ({ session }) => {
    const { site } = here(session);
    const lines = [
      `Cluster Id: ${site.clusterId}`,
      `Cluster Configuration Version: ${site.configVersion}`,
      `Number of nodes in the cluster: ${site.nodes.length}`,
      '',
      ...site.nodes.flatMap(configOf),
    ];
    return `${lines.join('\n')}\n`;
  }),
  command<NsxState>('get cluster status [verbose]', { ...documented, help }, ({ session, device }, args) => {
    const { site, run } = here(session);
    const overall = health({ device, siteName: site.name });
    const leader = site.nodes.find(({ name }) => name === run.leader);
    const blocks = groups.flatMap((type) => [
      `Group Type: ${type}`,
      `Group Status: ${overall}`,
      '',
      'Members:',
      row([43, 43, 17, 0], ['UUID', 'FQDN', 'IP', 'STATUS']),
      ...site.nodes.map((node) =>
        row(
          [43, 43, 17, 0],
          [
            type === 'CONTROLLER' ? (node.entities.CONTROLLER ?? '') : node.uuid,
            node.hostname,
            node.ip,
            run.down.includes(node.name) ? 'DOWN' : 'UP',
          ],
        ),
      ),
      '',
      ...(args.has('verbose') && type === 'HTTPS' && leader
        ? [
            'Leaders:',
            row([43, 43, 0], ['SERVICE', 'LEADER', 'LEASE VERSION']),
            row([43, 43, 0], ['api', leader.uuid, String(run.leaseVersion)]),
            '',
          ]
        : []),
    ]);
    return `Cluster Id: ${site.clusterId}\n${blocks.join('\n')}\n`;
  }),
  command<NsxState>('get cluster vip', { evidence: 'recorded', source: 'NSX reference 10.4', help }, ({ session }) => {
    const { site, run } = here(session);
    const leader = site.nodes.find(({ name }) => name === run.leader);
    const shown = (address: string, none: string): string => (address === none ? 'not configured' : address);
    return [
      `Virtual IPv4 address:   ${shown(site.vip.ip, '0.0.0.0')}`,
      `Virtual IPv6 address:   ${shown(site.vip.ip6, '::')}`,
      `Assigned to:            ${hasVip(site) && leader ? `['${leader.ip}']` : '[]'}`,
      '',
    ].join('\n');
  }),
  command<NsxState>('get nodes', { evidence: 'inferred', help }, ({ session }) => {
    const { site } = here(session);
    const widths = [43, 10, 0];
    const rows = [
      ...site.nodes.map(({ uuid, hostname }) => [uuid, 'mgr', hostname]),
      ...site.transportNodes.map(({ id, type, name }) => [id, type === 'EdgeNode' ? 'edg' : 'esx', name]),
    ];
    return `${[row(widths, ['UUID', 'Type', 'Display Name']), ...rows.map((cells) => row(widths, cells))].join('\n')}\n`;
  }),
  ...['get node-uuid', 'get node-id'].map((grammar) =>
    command<NsxState>(grammar, { evidence: 'inferred' }, ({ session }) => `${here(session).node.uuid}\n`),
  ),
];
