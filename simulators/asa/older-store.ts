import { freeze } from 'immer';
import { Table } from '../chassis/table.ts';
import { bareConfig } from './factory.ts';
import type { Release } from './release.ts';
import type { AsaConfig, AsaStore, Startup } from './state.ts';

function sortOf(value: unknown): string {
  if (value instanceof Table) return 'a table';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a record' : `a ${typeof value}`;
}

/** Subjects that a configuration lacks, since who saved it did not know them yet, are as on a bare box. */
function completed(config: AsaConfig, bare: AsaConfig, where: string): AsaConfig {
  const given = Object.entries(config);
  const here = new Map<string, unknown>(given);
  let whole = true;
  for (const [name, usual] of Object.entries(bare)) {
    if (!here.has(name)) whole = false;
    else if (sortOf(here.get(name)) !== sortOf(usual)) {
      throw new Error(
        `${where}.${name}: the saved configuration has ${sortOf(here.get(name))} where ${sortOf(usual)} belongs; start the version of Rackless that wrote it, or name another state directory`,
      );
    }
  }
  return whole ? config : freeze({ ...bare, ...config });
}

/**
 * What an earlier process kept, in the shape that this version reads: subjects that came later are added to each saved
 * configuration. The same object where nothing is missing.
 * @throws Error naming the part that can be read in no way
 */
export function presentStore(store: AsaStore, release: Release): AsaStore {
  const bare = bareConfig(release);
  const present = (startup: Startup, where: string): Startup => {
    const config = completed(startup.config, bare, `${where}.config`);
    return config === startup.config ? startup : freeze({ ...startup, config });
  };
  const startup = store.startup && present(store.startup, 'startup');
  let { contexts } = store;
  for (const [name, one] of Object.entries(store.contexts ?? {})) {
    const context = present(one, `contexts.${name}`);
    if (context !== one) contexts = freeze({ ...contexts, [name]: context });
  }
  if (startup === store.startup && contexts === store.contexts) return store;
  return freeze({ ...store, ...(startup && { startup }), ...(contexts && { contexts }) });
}
