import { type Command, command } from '../../chassis/cli/command.ts';
import type { Session } from '../../chassis/cli/session.ts';
import { commission } from '../commission.ts';
import { checkPassword } from '../login.ts';
import { memberAt } from '../membership.ts';
import type { NsxDevice } from '../nsx.ts';
import { releaseOf } from '../release.ts';
import type { NsxState } from '../state.ts';
import { edgeHere } from './dialect.ts';

const documented = { mode: 'edge', evidence: 'documented', source: 'NSX reference 10.4' } as const;
const inferred = { mode: 'edge', evidence: 'inferred' } as const;

function edge(session: Session<NsxState>): NonNullable<ReturnType<typeof edgeHere>> {
  const found = edgeHere(session);
  if (!found) throw new Error('this edge is gone');
  return found;
}

/** The command line of an edge, as far as its managers and certificates go. @source NSX reference 10.3, 10.4 */
export const edgeCommands: readonly Command<NsxState>[] = [
  command<NsxState>('get managers', documented, ({ session, device }) => {
    const { site } = edge(session);
    const down = device.state.run.sites[site.name]?.down ?? [];
    const state = (name: string): string => (down.includes(name) ? 'Disconnected' : 'Connected');
    return `${site.nodes.map(({ ip, name }) => `- ${ip}  ${state(name)} (NSX-RPC)`).join('\n')}\n`;
  }),
  command<NsxState>(
    'join management-plane <address:word> username <name:word> password <secret:secret> thumbprint <hex:word>',
    { ...documented, privilege: 'enterprise_admin' },
    async ({ session, device, fail }, args) => {
      const manager: NsxDevice = device;
      await commission(manager);
      const { site, edge: me } = edge(session);
      const member = memberAt(site, args.text('address'));
      if (!member) return fail('% Invalid value for argument <address>');
      // With the virtual IP it is the cluster's certificate that counts, with a node's address the node's own.
      if (member.thumbprint !== args.text('hex').toLowerCase()) return fail('% Thumbprint does not match the manager');
      const door = { site: site.name, node: member.node.name, via: 'api', from: me.ip } as const;
      const login = await checkPassword(device, door, args.text('name'), args.text('secret'));
      if (!login.ok) return fail('% The credentials were incorrect or the account specified has been locked.');
      return `Node successfully registered as Fabric Node: ${me.id}\n`;
    },
  ),
  command<NsxState>('get transport-nodes status', documented, ({ session }) => {
    const { site } = edge(session);
    const rows = site.transportNodes.map(({ id, name, ip }) => `${id}  ${ip.padEnd(15)}  ${name}`);
    return `${rows.join('\n')}\n`;
  }),
  command<NsxState>('get hostname', inferred, ({ session }) => `${edge(session).edge.name}\n`),
  command<NsxState>('get version', inferred, ({ session, device }) => {
    return `${edge(session).edge.name}, NSX Edge\nVersion ${releaseOf(device.birth).nodeVersion}\n`;
  }),
];
