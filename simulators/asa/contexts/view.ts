import { freeze, produce } from 'immer';
import type { AsaDevice } from '../asa.ts';
import type { AsaState, AsaStore, RunningContext } from '../state.ts';

/** What commands and clients call the system execution space; no context has the name. */
export const systemSpace = 'system';

const wholes = new WeakMap<AsaDevice, AsaDevice>();
const views = new WeakMap<AsaDevice, Map<string, AsaDevice>>();

/** The box that a context is in; a box itself is its own. */
export function wholeOf(device: AsaDevice): AsaDevice {
  return wholes.get(device) ?? device;
}

/** True for a box in multiple mode, and for a context of one. */
export function isMultiple(device: AsaDevice): boolean {
  return wholeOf(device).state.contexts !== undefined;
}

/** The name of the context for administration; `undefined` in single mode and where there is none. */
export function adminContext(device: AsaDevice): string | undefined {
  return wholeOf(device).state.config.contexts?.admin;
}

/** Whether a context of the name runs. */
export function runs(device: AsaDevice, name: string): boolean {
  const { contexts } = wholeOf(device).state;
  return contexts !== undefined && Object.hasOwn(contexts, name);
}

/**
 * The box as a context sees it: reading its state reads the context's configuration, tokens and saved configuration, and
 * a change changes those. Everything else is the box's own.
 * @param name of a context that runs, or {@link systemSpace} for the box itself
 */
export function contextDevice(device: AsaDevice, name: string): AsaDevice {
  const whole = wholeOf(device);
  if (name === systemSpace) return whole;
  const known = views.get(whole) ?? new Map<string, AsaDevice>();
  views.set(whole, known);
  let view = known.get(name);
  if (!view) {
    view = viewed(whole, name);
    known.set(name, view);
    wholes.set(view, whole);
  }
  return view;
}

function viewed(whole: AsaDevice, name: string): AsaDevice {
  const become = (next: AsaState) => whole.become(putBack(whole.state, name, next));
  const own: Partial<Record<string | symbol, unknown>> = {
    become,
    change: (recipe: Parameters<AsaDevice['change']>[0]) => become(produce(seen(whole.state, name), recipe)),
  };
  return new Proxy(whole, {
    get(target, key) {
      if (key === 'state') return seen(target.state, name);
      const value: unknown = own[key] ?? Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const remembered = new WeakMap<AsaState, Map<string, AsaState>>();

function seen(state: AsaState, name: string): AsaState {
  const known = remembered.get(state) ?? new Map<string, AsaState>();
  remembered.set(state, known);
  let view = known.get(name);
  if (!view) {
    view = freeze(look(state, name));
    known.set(name, view);
  }
  return view;
}

function look(state: AsaState, name: string): AsaState {
  const running = state.contexts?.[name];
  if (!running) throw new Error(`no context ${name} runs`);
  const { startup: _, contexts: saved, ...store } = state.store;
  const { modified: __, ...run } = state.run;
  const { tokens, shuns, modified } = running;
  const startup = saved?.[name];
  return {
    config: running.config,
    context: { name, admin: state.config.contexts?.admin === name },
    store: freeze({ ...store, ...(startup && { startup }) }),
    run: freeze({ ...run, tokens, shuns, ...(modified && { modified }) }),
  };
}

/** The whole box after a context of it has become `next`. */
function putBack(state: AsaState, name: string, next: AsaState): AsaState {
  const before = seen(state, name);
  const { tokens, shuns, modified } = next.run;
  const running: RunningContext = { config: next.config, tokens, shuns, ...(modified && { modified }) };
  const { modified: _, ...run } = next.run;
  const own = state.run;
  return freeze({
    ...state,
    store: next.store === before.store ? state.store : putStoreBack(state.store, name, next.store),
    run: freeze({ ...run, tokens: own.tokens, shuns: own.shuns, ...(own.modified && { modified: own.modified }) }),
    contexts: freeze({ ...state.contexts, [name]: freeze(running) }),
  });
}

function putStoreBack(store: AsaStore, name: string, next: AsaStore): AsaStore {
  const { startup, ...rest } = next;
  const { [name]: _, ...others } = store.contexts ?? {};
  return freeze({
    ...rest,
    ...(store.startup && { startup: store.startup }),
    contexts: freeze({ ...others, ...(startup && { [name]: startup }) }),
  });
}
