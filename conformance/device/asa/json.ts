/** A body as an object; an empty one where it is none. */
export function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === 'object' && read !== null ? { ...read } : {};
  } catch {
    return {};
  }
}

/** What stands in a body, by way of names and indexes; undefined where nothing does. */
export function at({ body }: { readonly body: string }, ...path: readonly (string | number)[]): unknown {
  let found: unknown = parsed(body);
  for (const step of path) {
    const open: Readonly<Record<string, unknown>> = typeof found === 'object' && found !== null ? { ...found } : {};
    found = open[step];
  }
  return found;
}

/** A list in a body; empty where there is none. */
export function listAt(seen: { readonly body: string }, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(seen, ...path);
  return Array.isArray(found) ? found : [];
}

/** The names of an object's members in a body, in their order. */
export function namesAt(seen: { readonly body: string }, ...path: readonly (string | number)[]): readonly string[] {
  const found = at(seen, ...path);
  return typeof found === 'object' && found !== null ? Object.keys(found) : [];
}

/** Each item of a collection, by one of its members. */
export function each(seen: { readonly body: string }, member: string): readonly unknown[] {
  return listAt(seen, 'items').map((_, index) => at(seen, 'items', index, member));
}

/** The item of a collection one of whose members has that value; its index, or -1. */
export function indexOf(seen: { readonly body: string }, member: string, value: unknown): number {
  return each(seen, member).indexOf(value);
}

/** The first message of an error object. */
export function message({ body }: { readonly body: string }): Readonly<Record<string, unknown>> {
  const first: unknown = listAt({ body }, 'messages')[0];
  return typeof first === 'object' && first !== null ? { ...first } : {};
}
