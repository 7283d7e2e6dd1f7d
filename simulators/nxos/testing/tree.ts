import { isJsonObject, type Json } from '../../chassis/json.ts';

/** A walk down a tree by keys and indices. */
export function at(tree: Json, ...path: readonly (string | number)[]): Json | undefined {
  let here: Json | undefined = tree;
  for (const step of path) {
    if (Array.isArray(here) && typeof step === 'number') here = here[step];
    else here = isJsonObject(here) ? here[String(step)] : undefined;
  }
  return here;
}
