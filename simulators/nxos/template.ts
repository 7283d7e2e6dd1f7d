import { isJsonObject, type Json } from '../chassis/json.ts';

/** What a template may look at: data by name. */
export type Scope = Readonly<Record<string, unknown>>;

const place = /\{\{\s*([A-Za-z_][\w./-]*)\s*\}\}/g;

/**
 * Fills `{{config.hostname}}` in: dotted paths over data, and nothing else. A path that leads nowhere, or to more than a
 * text or a number, is empty. A key with dots or slashes in it is found, too: `config.interfaces.Ethernet1/1.mtu`.
 */
export function fillText(template: string, scope: Scope): string {
  return template.replace(place, (_all, path: string) => {
    const value = lookUp(scope, path);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  });
}

/** Fills each text of a tree; a text that is one place alone becomes the value that is there, with its type. */
export function fillTree(template: Json, scope: Scope): Json {
  if (typeof template === 'string') {
    const alone = /^\{\{\s*([A-Za-z_][\w./-]*)\s*\}\}$/.exec(template)?.[1];
    return alone === undefined ? fillText(template, scope) : plain(lookUp(scope, alone));
  }
  if (isJsonObject(template)) {
    return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fillTree(value, scope)]));
  }
  return typeof template === 'object' && template !== null ? template.map((one) => fillTree(one, scope)) : template;
}

/** Own members only, so that no path leads out of the data. */
function lookUp(scope: object, path: string): unknown {
  if (Object.hasOwn(scope, path)) return Object.getOwnPropertyDescriptor(scope, path)?.value;
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    const next: unknown = Object.hasOwn(scope, head) ? Object.getOwnPropertyDescriptor(scope, head)?.value : undefined;
    if (typeof next !== 'object' || next === null) continue;
    const found = lookUp(next, path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value as plain data; what is none is empty. */
function plain(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') return '';
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}
