import { type Command, command } from '../../chassis/cli/command.ts';
import { ApiError } from '../api/error.ts';
import { join, remove } from '../membership.ts';
import type { NsxState } from '../state.ts';
import { here } from './dialect.ts';

const documented = { evidence: 'documented', source: 'NSX reference 10.4', privilege: 'enterprise_admin' } as const;

/** A manager joins a cluster, or is removed from it. What they say at their end is inferred. @source NSX reference 10.4 */
export const membershipCommands: readonly Command<NsxState>[] = [
  command<NsxState>(
    'join <address:word> cluster-id <id:word> username <name:word> password <secret:secret> thumbprint <hex:word>',
    { ...documented, interactive: true },
    async (run, args) => {
      const { site } = here(run.session);
      if (site.nodes.length > 1) return run.fail('% This node is a member of a cluster already');
      const answer = await run.ask('Data on this node will be lost. Are you sure? (yes/no): ', { default: 'no' });
      if (!/^y(es)?$/i.test(answer)) return undefined;
      const joining = {
        address: args.text('address'),
        clusterId: args.text('id'),
        username: args.text('name'),
        password: args.text('secret'),
        thumbprint: args.text('hex'),
      };
      try {
        await join(run.device, site.name, joining);
      } catch (error) {
        if (error instanceof ApiError) return run.fail(`% ${error.message}`);
        throw error;
      }
      return 'Join operation successful.\n';
    },
  ),
  command<NsxState>('detach node <uuid:word>', documented, ({ session, device, fail }, args) => {
    const { site, node: own } = here(session);
    const node = site.nodes.find(({ uuid }) => uuid === args.text('uuid'));
    if (!node || node.uuid === own.uuid) return fail('% Invalid value for argument <uuid>');
    remove(device, site.name, node);
    return 'Node has been detached.\n';
  }),
];
