import type { FaultAct } from '../surroundings.ts';

/** A number of an act, such as `ms`; 0 where it has none of that name. */
export function numberOf(act: FaultAct, name: string): number {
  const value = act[name];
  return typeof value === 'number' ? value : 0;
}

/** A text of an act, such as `body`. */
export function textOf(act: FaultAct, name: string): string | undefined {
  const value = act[name];
  return typeof value === 'string' ? value : undefined;
}
