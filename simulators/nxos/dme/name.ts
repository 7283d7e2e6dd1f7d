import type { MoClass } from './class.ts';

/** Where a distinguished name leads: whether the object is there is another question. */
export interface Located {
  readonly cls: MoClass;
  /** Nearest naming value; empty where there is none on the way. */
  readonly name: string;
  readonly dn: string;
  readonly rn: string;
  readonly parent?: Located;
}

/**
 * Cuts a distinguished name into its relative names. Slashes inside brackets do not cut: `sys/intf/phys-[eth1/1]` has three.
 *
 * @returns `undefined` where a bracket has no other, or a part is empty
 */
export function splitDn(dn: string): string[] | undefined {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const char of dn) {
    if (char === '[') depth++;
    else if (char === ']') depth--;
    if (depth < 0) return undefined;
    if (char === '/' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  parts.push(part);
  return depth === 0 && parts.every((one) => one !== '') ? parts : undefined;
}

/** The attribute that names the objects of a class, and what stands around it in the relative name. */
interface Naming {
  readonly attribute: string;
  readonly before: string;
  readonly after: string;
}

const namings = new WeakMap<MoClass, Naming | { readonly attribute?: undefined }>();

function naming(cls: MoClass): Naming | { readonly attribute?: undefined } {
  const known = namings.get(cls);
  if (known) return known;
  const match = /^(.*)\{(\w+)\}(.*)$/.exec(cls.rn);
  const found = match ? { before: match[1] ?? '', attribute: match[2] ?? '', after: match[3] ?? '' } : {};
  namings.set(cls, found);
  return found;
}

/** The attribute that names the objects of a class; `undefined` where there is only one. */
export function namingAttribute(cls: MoClass): string | undefined {
  return naming(cls).attribute;
}

/** The relative name of an object. */
export function rnOf(cls: MoClass, name: string): string {
  const by = naming(cls);
  return by.attribute === undefined ? cls.rn : `${by.before}${name}${by.after}`;
}

/** The object below `parent` (the root without one) that a class and a naming value mean. */
export function below(parent: Located | undefined, cls: MoClass, name: string): Located {
  const own = namingAttribute(cls) === undefined ? (parent?.name ?? '') : name;
  const rn = rnOf(cls, own);
  const dn = parent ? `${parent.dn}/${rn}` : rn;
  return { cls, name: own, dn, rn, ...(parent && { parent }) };
}

/** Follows a distinguished name from the root class down; `undefined` where no class has such a name. */
export function locate(root: MoClass, dn: string): Located | undefined {
  let here: Located | undefined;
  for (const rn of splitDn(dn) ?? []) {
    const next: Located | undefined = step(here, here ? (here.cls.children ?? []) : [root], rn);
    if (!next) return undefined;
    here = next;
  }
  return here;
}

function step(parent: Located | undefined, classes: readonly MoClass[], rn: string): Located | undefined {
  for (const cls of classes) {
    const by = naming(cls);
    if (by.attribute === undefined) {
      if (cls.rn === rn) return below(parent, cls, '');
      continue;
    }
    const long = rn.length > by.before.length + by.after.length;
    if (long && rn.startsWith(by.before) && rn.endsWith(by.after)) {
      return below(parent, cls, rn.slice(by.before.length, rn.length - by.after.length));
    }
  }
  return undefined;
}
