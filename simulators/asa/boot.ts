import type { Boot } from '../chassis/kind.ts';
import { Table } from '../chassis/table.ts';
import { agentStarts } from './agent.ts';
import { startContexts } from './contexts/bare.ts';
import { bareConfig } from './factory.ts';
import { presentStore } from './older-store.ts';
import { type Release, releaseOf } from './release.ts';
import type { AsaConfig, AsaState, AsaStore } from './state.ts';

/** Lab ms that an agent takes to come up with the box, beyond the box's own start. */
const agentAfterBoot = 30_000;

/** What is pending for a context whose file is not the one that it was saved to; `detail.name` says which. */
export const contextReads = 'read context';

/** What a box begins with: in single mode no contexts, in multiple mode always a list of them. */
function startingConfig({ startup, mode }: AsaStore, release: Release): AsaConfig {
  const config = startup?.config ?? bareConfig(release);
  if (mode === 'multiple') return config.contexts ? config : { ...config, contexts: { entries: {} } };
  if (!config.contexts) return config;
  const { contexts: _, ...single } = config;
  return single;
}

/** The box after a restart: what was saved, all sessions and tokens gone, the agent on its way up where it was on. */
export function boot({ store: kept }: AsaState, { now, release: name }: Boot): AsaState {
  const release = releaseOf(name);
  const store = presentStore(kept, release);
  const config = startingConfig(store, release);
  const agent = config.restApi.agent && config.restApi.image !== undefined;
  const started = config.contexts && startContexts(config.contexts, store, release);
  const reading = started?.unread.map((context) => ({ due: now, what: contextReads, detail: { name: context } })) ?? [];
  return {
    config,
    store,
    run: {
      bootedAt: now,
      pending: [...(agent ? [{ due: now + agentAfterBoot, what: agentStarts }] : []), ...reading],
      agent: agent ? 'starting' : 'off',
      tokens: Table.from(),
      shuns: [],
    },
    ...(started && { contexts: started.contexts }),
  };
}
