import { freeze } from 'immer';
import { Table } from '../../chassis/table.ts';
import { bareConfig } from '../factory.ts';
import type { Release } from '../release.ts';
import type { ContextEntry, ContextList } from '../state/contexts.ts';
import type { Interface } from '../state/interfaces.ts';
import type { AsaConfig, AsaState, AsaStore, RunningContext } from '../state.ts';
import { type Place, pathOf } from './url.ts';

/** The name that a context sees of an interface. */
export function seenName({ hardware, mapped }: ContextEntry['interfaces'][number]): string {
  return mapped ?? hardware;
}

/** A configuration with the interfaces that a context has, no more and no less. */
export function fitted(config: AsaConfig, { interfaces: allocated }: ContextEntry): AsaConfig {
  const names = allocated.map(seenName);
  const now = Object.keys(config.interfaces);
  if (names.length === now.length && names.every((name) => Object.hasOwn(config.interfaces, name))) return config;
  const interfaces: Record<string, Interface> = {};
  for (const name of names) interfaces[name] = config.interfaces[name] ?? { shutdown: false };
  return freeze({ ...config, interfaces });
}

/** A context with nothing in it but its interfaces. */
export function bareContext(release: Release, entry: ContextEntry): AsaConfig {
  return fitted(freeze({ ...bareConfig(release), isContext: true, interfaces: {} }), entry);
}

/** What a box, the system execution space of one, or a context is with nothing configured. */
export function bareOf(state: AsaState, release: Release): AsaConfig {
  if (state.contexts) return freeze({ ...bareConfig(release), contexts: { entries: {} } });
  if (!state.context) return bareConfig(release);
  const interfaces: Record<string, Interface> = {};
  for (const name of Object.keys(state.config.interfaces)) interfaces[name] = { shutdown: false };
  return freeze({ ...bareConfig(release), isContext: true, interfaces });
}

/** A context that has just begun to run. */
export function begun(config: AsaConfig): RunningContext {
  return freeze({ config, tokens: Table.from(), shuns: [] });
}

/** Contexts of a box that starts, and those whose file is another one than was saved and has to be read first. */
export interface Started {
  readonly contexts: Readonly<Record<string, RunningContext>>;
  readonly unread: readonly string[];
}

/** Starts all contexts that have a place for their configuration. A missing file gives an empty context. */
export function startContexts(list: ContextList, store: AsaStore, release: Release): Started {
  const contexts: Record<string, RunningContext> = {};
  const unread: string[] = [];
  for (const [name, entry] of Object.entries(list.entries)) {
    if (entry.url === undefined) continue;
    const digest = digestAt(store, pathOf(entry.url));
    const saved = store.contexts?.[name];
    const same = saved !== undefined && digest !== undefined && saved.digest === digest;
    if (digest !== undefined && !same) unread.push(name);
    contexts[name] = begun(same ? fitted(saved.config, entry) : bareContext(release, entry));
  }
  return { contexts, unread };
}

function digestAt({ flash }: AsaStore, place: Place | undefined): string | undefined {
  return place && flash[place.volume]?.entries[place.path]?.digest;
}
