import type { Boot } from '../chassis/kind.ts';
import type { NsxvState } from './state.ts';

/**
 * The manager after a restart: what `write memory` kept, all that the API keeps (which needs no saving), no sessions, no
 * configuration lock.
 */
export function boot({ store }: NsxvState, { now }: Boot): NsxvState {
  return {
    config: store.startup,
    store,
    run: { bootedAt: now, pending: [], sessions: {}, tokens: {}, lock: undefined, sshRunning: true },
  };
}
