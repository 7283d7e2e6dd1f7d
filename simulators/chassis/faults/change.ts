import type { Device } from '../device.ts';
import { FlashError } from '../flash/error.ts';
import type { DeviceState, Flash } from '../kind.ts';
import type { FaultAct } from '../surroundings.ts';
import { type Operation, underWay } from './operation.ts';

/**
 * What becomes of a change when there are fault rules. An operation has one fate, whatever number of changes it is made
 * of, and counts once. Changes of `run` alone (logins, sessions, counters) are nobody's operation and pass.
 *
 * @returns the tree to move to; `before` where the change has no effect
 * @throws FlashError `no-space` where flash is full
 */
export function changeFaulty<S extends DeviceState>(device: Device<S>, before: S, next: S): S {
  if (before.config === next.config && before.store === next.store) return next;
  const path = written(before.store.flash, next.store.flash);
  const act = fateOf(device, path !== undefined);
  switch (act?.act) {
    case 'accept-without-effect':
      return before;
    case 'flash-full':
      if (path !== undefined) throw new FlashError('no-space', path);
      return next;
    case 'reboot':
      restart(device);
      return next;
    default:
      return next;
  }
}

/** What each operation was met with, by whether the change was one of flash. */
const fates = new WeakMap<Operation, Map<boolean, FaultAct | undefined>>();

function fateOf(device: Pick<Device, 'name' | 'surroundings'>, ofFlash: boolean): FaultAct | undefined {
  const operation = underWay();
  const fate = operation && (fates.get(operation) ?? new Map<boolean, FaultAct | undefined>());
  if (operation && fate) fates.set(operation, fate);
  const met = fate?.get(ofFlash) ?? fate?.get(!ofFlash);
  if (met || fate?.has(ofFlash)) return met;
  const situation = { ...operation?.situation, device: device.name };
  const act = device.surroundings.faults.at('change', situation, (name) => name !== 'flash-full' || ofFlash);
  fate?.set(ofFlash, act);
  return act;
}

/** The first file or directory that takes room which it did not take before; what was only renamed does not. */
function written(before: Flash, next: Flash): string | undefined {
  if (before === next) return undefined;
  for (const [label, { entries }] of Object.entries(next)) {
    const old = before[label]?.entries ?? {};
    if (old === entries) continue;
    const gone = new Set(Object.keys(old).flatMap((name) => (Object.hasOwn(entries, name) ? [] : [old[name]?.digest])));
    for (const [name, { digest }] of Object.entries(entries)) {
      const same = Object.hasOwn(old, name) && old[name]?.digest === digest;
      if (!same && !gone.has(digest)) return name;
    }
  }
  return undefined;
}

const restarting = new WeakSet<object>();

/** Restarts the device once the answer to what is under way is on its way; once, however often it is asked for. */
function restart(device: Pick<Device, 'reboot' | 'settled'>): void {
  if (restarting.has(device)) return;
  restarting.add(device);
  const go = (): void => {
    // A store that cannot be written is told of by the device itself.
    device.reboot('fault').then(forget, forget);
  };
  const forget = (): void => {
    restarting.delete(device);
  };
  const operation = underWay();
  if (operation) operation.afterwards(go);
  else setImmediate(() => device.settled().then(() => setImmediate(go), forget));
}
