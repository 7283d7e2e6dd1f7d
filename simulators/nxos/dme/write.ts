import type { Outcome } from '../../chassis/cli/outcome.ts';
import { Session } from '../../chassis/cli/session.ts';
import { isJsonObject, type Json, type JsonObject } from '../../chassis/json.ts';
import { languageOf } from '../language.ts';
import type { NxosDevice } from '../nxos.ts';
import type { NxosSession } from '../session.ts';
import type { Attributes, ManagedObject } from './class.ts';
import { refusals } from './error.ts';
import { below, type Located, namingAttribute } from './name.ts';
import { classNamed, locateDn, objectAt, root } from './tree.ts';

/** Who writes: roles decide for each line, as they do on the CLI. */
export interface Writer {
  readonly user: string;
  readonly roles: readonly string[];
  readonly from: string;
}

/** One object of a request. */
interface Item {
  readonly place: Located;
  readonly attributes: Attributes;
  readonly status: string;
}

/** What every object has, and no request can set. */
const common = ['dn', 'rn', 'childAction', 'modTs', 'status'];

/** Deepest nesting of children that is read. */
const DEEPEST = 16;

/**
 * Writes a body to the tree, all or nothing. What is missing is made, what differs is changed, `status: deleted` takes
 * away; each by the lines that the CLI would be told.
 *
 * @param dn of the URL; empty for the root. It names the object of the body or its parent
 * @throws RestError in the switch's words; nothing has changed then
 * @source NX-API reference 8.2
 */
export function writeObjects(device: NxosDevice, who: Writer, dn: string, body: Json): void {
  const items = readBody(dn, body);
  const ordered = items.map((item) => ({ item, rank: item.place.cls.order?.(item.attributes) ?? 0 }));
  ordered.sort((a, b) => a.rank - b.rank);
  apply(
    device,
    who,
    ordered.map(({ item }) => item),
  );
}

/**
 * Takes an object away. Nothing happens where there is none.
 * @throws RestError where it cannot be taken away
 */
export function deleteObject(device: NxosDevice, who: Writer, dn: string): void {
  const place = locateDn(dn);
  if (place) apply(device, who, [{ place, attributes: {}, status: 'deleted' }]);
}

function readBody(dn: string, body: Json): Item[] {
  if (!isJsonObject(body)) throw refusals.malformed('Request body is not an object');
  const at = dn === '' ? undefined : locateDn(dn);
  if (dn !== '' && !at) throw refusals.notFound(dn);
  return Object.entries(body).flatMap(([name, value]) => {
    const object = contentOf(name, value);
    const told = object.attributes.dn;
    if (told !== undefined) {
      const place = locateDn(told);
      if (!place || place.cls.name !== name) throw refusals.notFound(told);
      if (at && told !== at.dn && !told.startsWith(`${at.dn}/`)) throw refusals.notFound(told);
      return readObject(place, object, 0);
    }
    if (at?.cls.name === name) return readObject(at, object, 0);
    return readChild(at, name, object, 0);
  });
}

interface Content {
  readonly attributes: Attributes;
  readonly children: readonly Json[];
}

function contentOf(name: string, value: Json): Content {
  if (!classNamed(name)) throw refusals.unknownClass(name);
  if (!isJsonObject(value)) throw refusals.malformed(`${name} is not an object`);
  const { attributes = {}, children = [] } = value;
  if (!isJsonObject(attributes) || !Array.isArray(children)) {
    throw refusals.malformed(`${name}: attributes is an object and children an array`);
  }
  return { attributes: texts(name, attributes), children };
}

/** Values are texts; clients that send numbers and truth values mean their texts. */
function texts(name: string, given: JsonObject): Attributes {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      if (typeof value === 'object') throw refusals.malformed(`${name}: attribute ${key} is not a text`);
      const text = String(value);
      // A line break would begin another line of configuration.
      if (/[\u0000-\u001f\u007f]/.test(text)) throw refusals.badValue(key, JSON.stringify(text), name);
      return [key, text];
    }),
  );
}

function readChild(parent: Located | undefined, name: string, content: Content, depth: number): Item[] {
  const cls = (parent ? (parent.cls.children ?? []) : [root]).find((one) => one.name === name);
  if (!cls) throw refusals.unknownChild();
  const naming = namingAttribute(cls);
  const { rn } = content.attributes;
  const byName = naming === undefined ? '' : content.attributes[naming];
  const place =
    rn === undefined
      ? byName !== undefined && below(parent, cls, byName)
      : locateDn(parent ? `${parent.dn}/${rn}` : rn);
  if (!place || place.cls !== cls) throw refusals.malformed(`${name} is not named: ${naming ?? 'rn'} is missing`);
  return readObject(place, content, depth);
}

function readObject(place: Located, { attributes, children }: Content, depth: number): Item[] {
  if (depth > DEEPEST) throw refusals.malformed('Request body is too deep');
  const { status = '' } = attributes;
  const own = Object.fromEntries(Object.entries(attributes).filter(([key]) => !common.includes(key)));
  const item: Item = { place, attributes: own, status };
  if (status === 'deleted') return [item];
  const inside = children.flatMap((child) => {
    if (!isJsonObject(child)) throw refusals.malformed(`a child of ${place.dn} is not an object`);
    return Object.entries(child).flatMap(([name, value]) => {
      const content = contentOf(name, value);
      const told = content.attributes.dn;
      if (told === undefined) return readChild(place, name, content, depth + 1);
      const there = locateDn(told);
      if (there?.cls.name !== name || !told.startsWith(`${place.dn}/`)) throw refusals.unknownChild();
      return readObject(there, content, depth + 1);
    });
  });
  return [item, ...inside];
}

function apply(device: NxosDevice, who: Writer, items: readonly Item[]): void {
  const before = device.state;
  const session = new Session(device, languageOf(device), { ...who, transport: 'file' });
  device.batch(() => {
    try {
      for (const item of items) one(device, session, item);
    } catch (error) {
      device.become(before);
      throw error;
    }
  });
}

function one(device: NxosDevice, session: NxosSession, { place, attributes, status }: Item): void {
  const { cls, name, dn } = place;
  const there = objectAt(device, place);
  if (status === 'deleted') {
    if (!there) return;
    if (!cls.remove) throw refusals.noDelete(dn);
    run(session, cls.remove(name), dn);
    return;
  }
  if (cls.task) {
    for (const key of Object.keys(attributes)) {
      if (!cls.configurable.includes(key)) throw refusals.unknownAttribute(key, cls.name);
    }
    run(session, cls.write?.({ device, name, wanted: attributes, before: {} }) ?? [], dn);
    return;
  }
  if (status === 'created' && there) throw refusals.exists(dn);
  if (!there) {
    if (!cls.create || status === 'modified') throw refusals.notFound(dn);
    run(session, cls.create(name), dn);
  }
  // Setting one attribute may move another (a port's layer its state), so what was asked for is looked at again.
  for (let pass = 0; pass < 2; pass++) {
    const here = objectAt(device, place);
    if (!here) throw refusals.notFound(dn);
    const wanted = differing(here, attributes);
    if (Object.keys(wanted).length === 0) return;
    run(session, cls.write?.({ device, name, wanted, before: here.attributes }) ?? [], dn);
  }
}

/** What is to be another value than it is. */
function differing({ cls, dn, attributes: here }: ManagedObject, asked: Attributes): Attributes {
  const wanted: Record<string, string> = {};
  for (const [key, value] of Object.entries(asked)) {
    if (!Object.hasOwn(here, key)) throw refusals.unknownAttribute(key, cls.name);
    if (here[key] === value) continue;
    if (!cls.configurable.includes(key)) throw refusals.readOnly(key, dn);
    wanted[key] = value;
  }
  return wanted;
}

function run(session: NxosSession, lines: readonly string[], dn: string): void {
  session.end();
  session.enter('config');
  for (const line of lines) {
    const outcome = atOnce(session.execute(line));
    if (outcome.ok) continue;
    if (outcome.code === 'denied') throw refusals.denied(dn);
    throw refusals.refused(outcome.error ?? '', dn);
  }
}

function atOnce(outcome: Outcome | Promise<Outcome>): Outcome {
  if (outcome instanceof Promise) throw new Error('a line of NX-API REST takes time');
  return outcome;
}
