import type { Boot } from '../chassis/kind.ts';
import { Table } from '../chassis/table.ts';
import { agentStarts } from './agent.ts';
import { bareConfig } from './factory.ts';
import { releaseOf } from './release.ts';
import type { AsaState } from './state.ts';

/** Lab ms that an agent takes to come up with the box, beyond the box's own start. */
const agentAfterBoot = 30_000;

/** The box after a restart: what was saved, all sessions and tokens gone, the agent on its way up where it was on. */
export function boot({ store }: AsaState, { now, release }: Boot): AsaState {
  const config = store.startup?.config ?? bareConfig(releaseOf(release));
  const agent = config.restApi.agent && config.restApi.image !== undefined;
  return {
    config,
    store,
    run: {
      bootedAt: now,
      pending: agent ? [{ due: now + agentAfterBoot, what: agentStarts }] : [],
      agent: agent ? 'starting' : 'off',
      tokens: Table.from(),
      shuns: [],
    },
  };
}
