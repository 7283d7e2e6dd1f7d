import type { AsaDevice } from '../asa.ts';
import { adminContext, contextDevice, isMultiple, runs, systemSpace } from '../contexts/view.ts';
import { Problem } from './wire.ts';

/**
 * The part of the box that a request is for, in multiple mode: the context that it names, or the one that it came to.
 * Who came to the admin context may name any, and the system execution space; others only their own.
 * @param seat the context that was connected to; `undefined` in single mode, where a box is one
 * @throws Problem 404 for a context that does not run, 403 for one that is somebody else's
 * @source documented: reference 10 (tokens and commands of the admin context for all others); statuses inferred
 */
export function chosenDevice(box: AsaDevice, seat: string | undefined, name: string | undefined): AsaDevice {
  if (!isMultiple(box) || seat === undefined) return box;
  const wanted = name === undefined || name === '' ? seat : name;
  if (wanted !== systemSpace && !runs(box, wanted)) {
    throw new Problem(404, 'RESOURCE-NOT-FOUND', `RESOURCE-NOT-FOUND: context ${wanted.slice(0, 40)}`, 'context');
  }
  if (wanted !== seat && seat !== adminContext(box)) {
    throw new Problem(403, 'INSUFFICIENT-PRIVILEGE', `context ${wanted} is reached from the admin context`, 'context');
  }
  return contextDevice(box, wanted);
}

/** The `context` of a query; `undefined` when there is none. */
export function namedContext(url: string): string | undefined {
  const question = url.indexOf('?');
  return question < 0 ? undefined : (new URLSearchParams(url.slice(question + 1)).get('context') ?? undefined);
}
