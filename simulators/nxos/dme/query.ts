import type { JsonObject } from '../../chassis/json.ts';
import type { NxosDevice } from '../nxos.ts';
import type { ManagedObject } from './class.ts';
import { refusals } from './error.ts';
import { type Filter, order, readFilter } from './filter.ts';
import { type Located, namingAttribute } from './name.ts';
import { childrenOf, classNamed, objectAt, rootPlace, subtreeOf } from './tree.ts';

/** What is asked for beside the object or class itself. @source NX-API reference 8.2 */
export interface Query {
  readonly target: 'self' | 'children' | 'subtree';
  readonly targetClasses: readonly string[];
  readonly filter: Filter | undefined;
  readonly subtree: 'no' | 'children' | 'full';
  readonly subtreeClasses: readonly string[];
  readonly properties: 'all' | 'config-only' | 'naming-only' | 'set-config-only';
  readonly orderBy: readonly { readonly attribute: string; readonly descending: boolean }[];
  readonly page: number;
  /** 0: all. */
  readonly pageSize: number;
}

/**
 * Reads the query of a request. Parameters that nobody here knows say nothing, as `_dc` of a browser.
 * @throws RestError 400 for a value that the parameter cannot have
 */
export function readQuery(parameters: URLSearchParams): Query {
  const filter = parameters.get('query-target-filter');
  return {
    target: oneOf(parameters, 'query-target', ['self', 'children', 'subtree']),
    targetClasses: classesIn(parameters, 'target-subtree-class'),
    filter: filter === null || filter === '' ? undefined : readFilter(filter),
    subtree: oneOf(parameters, 'rsp-subtree', ['no', 'children', 'full']),
    subtreeClasses: classesIn(parameters, 'rsp-subtree-class'),
    properties: oneOf(parameters, 'rsp-prop-include', ['all', 'config-only', 'naming-only', 'set-config-only']),
    orderBy: words(parameters, 'order-by').map((word) => {
      const [path = '', way] = word.split('|');
      return { attribute: path.slice(path.indexOf('.') + 1), descending: way === 'desc' };
    }),
    page: number(parameters, 'page'),
    pageSize: number(parameters, 'page-size'),
  };
}

function words(parameters: URLSearchParams, name: string): string[] {
  return (parameters.get(name) ?? '').split(',').filter((word) => word !== '');
}

function classesIn(parameters: URLSearchParams, name: string): string[] {
  const found = words(parameters, name);
  for (const one of found) if (!classNamed(one)) throw refusals.unknownClass(one);
  return found;
}

function oneOf<const T extends string>(parameters: URLSearchParams, name: string, values: readonly [T, ...T[]]): T {
  const given = parameters.get(name);
  if (given === null) return values[0];
  const found = values.find((value) => value === given);
  if (found === undefined) throw refusals.malformed(`Query parameter ${name} has invalid value ${given}`);
  return found;
}

function number(parameters: URLSearchParams, name: string): number {
  const given = parameters.get(name) ?? '0';
  if (!/^\d{1,9}$/.test(given)) throw refusals.malformed(`Query parameter ${name} has invalid value ${given}`);
  return Number(given);
}

/** The reply to a read: `totalCount` counts what fits the query, whatever page of it is shown. */
export function answerQuery(device: NxosDevice, places: readonly Located[], query: Query): JsonObject {
  const found = places
    .flatMap((place) => targets(device, place, query))
    .flatMap((place) => {
      const object = objectAt(device, place);
      return object && (query.filter?.(object) ?? true) ? [{ place, object }] : [];
    });
  if (query.orderBy.length > 0) found.sort((a, b) => inOrder(query, a.object, b.object));
  const from = query.page * query.pageSize;
  const shown = query.pageSize === 0 ? found : found.slice(from, from + query.pageSize);
  return {
    totalCount: String(found.length),
    imdata: shown.map(({ place, object }) => written(device, place, object, query, false)),
  };
}

/** All places of a class. */
export function placesOf(device: NxosDevice, cls: string): Located[] {
  return subtreeOf(device, rootPlace).filter((place) => place.cls.name === cls);
}

function targets(device: NxosDevice, place: Located, { target, targetClasses }: Query): Located[] {
  if (target === 'self') return [place];
  if (!objectAt(device, place)) return [];
  const all = target === 'children' ? childrenOf(device, place) : subtreeOf(device, place);
  return targetClasses.length === 0 ? all : all.filter(({ cls }) => targetClasses.includes(cls.name));
}

function inOrder({ orderBy }: Query, a: ManagedObject, b: ManagedObject): number {
  for (const { attribute, descending } of orderBy) {
    const difference = order(a.attributes[attribute] ?? '', b.attributes[attribute] ?? '');
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}

/** An object as it is written; one inside another has its relative name as well. */
function written(device: NxosDevice, place: Located, object: ManagedObject, query: Query, inside: boolean): JsonObject {
  const attributes = { ...chosen(object, query), ...(inside && { rn: object.rn }) };
  const children =
    query.subtree === 'no' || (inside && query.subtree === 'children') ? [] : below(device, place, query);
  return { [object.cls.name]: children.length === 0 ? { attributes } : { attributes, children } };
}

function below(device: NxosDevice, place: Located, query: Query): JsonObject[] {
  return childrenOf(device, place).flatMap((child) => {
    const object = objectAt(device, child);
    if (!object || !isWanted(device, child, query)) return [];
    return [written(device, child, object, query, true)];
  });
}

/** With `rsp-subtree-class` an object is shown if it is of such a class, or leads to one. */
function isWanted(device: NxosDevice, place: Located, query: Query): boolean {
  const { subtreeClasses, subtree } = query;
  if (subtreeClasses.length === 0 || subtreeClasses.includes(place.cls.name)) return true;
  return subtree === 'full' && childrenOf(device, place).some((child) => isWanted(device, child, query));
}

function chosen({ cls, attributes, dn }: ManagedObject, { properties }: Query): JsonObject {
  if (properties === 'all') return attributes;
  const naming = namingAttribute(cls);
  const kept = properties === 'naming-only' ? [] : cls.configurable;
  const names = Object.keys(attributes).filter((name) => kept.includes(name) || name === naming);
  return Object.fromEntries([['dn', dn], ...names.map((name) => [name, attributes[name] ?? ''])]);
}
