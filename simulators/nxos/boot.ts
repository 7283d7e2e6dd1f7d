import type { Boot } from '../chassis/kind.ts';
import { configuredIdentity } from './certificate.ts';
import { bareConfig } from './factory.ts';
import type { NxosConfig, NxosState } from './state.ts';

/**
 * The switch after a restart: startup configuration, flash as it lies there, all sessions gone. Sup-1 runs the box
 * again (inferred), and certificate files are read anew: one that has gone leaves the default certificate.
 */
export function boot(state: NxosState, { now, release, blobs, why }: Boot): NxosState {
  const { store } = state;
  const fresh: NxosState = {
    config: store.startup?.config ?? erased(state, release),
    store,
    run: {
      bootedAt: now,
      pending: [],
      resetReason: why ?? 'Unknown',
      active: 1,
      lastConfigChange: now,
      nxapi: { uploaded: {}, cookies: {} },
      sessions: {},
      failures: {},
    },
  };
  const { served, uploaded } = configuredIdentity(fresh, blobs, release);
  return { ...fresh, run: { ...fresh.run, nxapi: { uploaded, cookies: {}, ...(served && { served }) } } };
}

/** After `write erase`: nothing but the boot variables and what mgmt0 has. */
function erased({ config, store }: NxosState, release: string): NxosConfig {
  const bare = bareConfig(release, store.hardware.supervisors);
  const { mgmt0 } = config.interfaces;
  return { ...bare, boot: config.boot, interfaces: { ...bare.interfaces, ...(mgmt0 && { mgmt0 }) } };
}
