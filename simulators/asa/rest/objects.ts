import type { JsonObject } from '../../chassis/json.ts';
import type { Table } from '../../chassis/table.ts';
import { hostKinds, settleAddress } from '../address.ts';
import { assignConfig, editConfig, type OpenConfig } from '../edit.ts';
import {
  isCircle,
  type ObjectKind,
  putNetworkGroup,
  putNetworkObject,
  putServiceGroup,
  putServiceObject,
  removeEntry,
  removeObject,
  sameOperand,
} from '../objects.ts';
import { Refusal } from '../refusal.ts';
import { renameReferences } from '../rename.ts';
import { settleService } from '../service.ts';
import type { NetworkGroup, NetworkObject, ServiceGroup, ServiceObject } from '../state/objects.ts';
import { isReference, type Operand, type Primitive } from '../state/operand.ts';
import type { AsaConfig } from '../state.ts';
import { NameOrder } from './name-order.ts';
import { readAddress, readService, shownOperand } from './operands.ts';
import { page } from './paging.ts';
import { remembered } from './remembered.ts';
import {
  type Call,
  changed,
  created,
  done,
  type Item,
  invalid,
  isObject,
  missing,
  nameOf,
  objectBody,
  type Route,
  text,
} from './wire.ts';

/** A collection of things with names. */
interface Collection<T> {
  readonly path: string;
  readonly what: ObjectKind;
  table(config: AsaConfig): Table<T>;
  /** An entry as it is listed; `undefined` for one that has nothing in it yet. */
  item(name: string, entry: T, base: string): Item | undefined;
  read(body: JsonObject, config: AsaConfig, before?: T): T;
  put(config: OpenConfig, name: string, entry: T): void;
}

/** Items as text, by entry: an entry that has not changed is not written out again. */
const written = new WeakMap<object, Written>();

interface Written {
  readonly base: string;
  /** An entry that is renamed goes on under another one. */
  readonly name: string;
  readonly text: string;
  readonly kind: string;
}

function textOf<T extends object>(collection: Collection<T>, name: string, entry: T, base: string) {
  let known = written.get(entry);
  if (known?.base !== base || known.name !== name) {
    const item = collection.item(name, entry, base) ?? { kind: '' };
    known = { base, name, text: JSON.stringify(item), kind: item.kind.replace(/^object#/, '') };
    written.set(entry, known);
  }
  return known;
}

function resource<T extends object>(collection: Collection<T>): Route[] {
  const { path, what, table, item, read, put } = collection;
  const order = new NameOrder<T>((name, entry) => item(name, entry, '') !== undefined);
  const at = (call: Call): readonly [string, T] => {
    const [name = ''] = call.params;
    const entry = table(call.device.state.config).get(name);
    if (!entry) throw missing(name);
    return [name, entry];
  };
  const write = (call: Call, body: JsonObject): ReturnType<typeof changed> => {
    const [name, before] = at(call);
    const { config } = call.device.state;
    const to = body.name === undefined ? name : nameOf(body);
    const entry = read(body, config, before);
    if (to !== name && table(config).has(to)) throw new Refusal(`${to} already exists`, 'DUPLICATE', 'name');
    const change = to === name ? assignConfig : editConfig;
    change(call.device, call.user, (draft) => {
      if (to !== name) {
        removeEntry(draft, what, name);
        renameReferences(draft, config, what, name, to);
      }
      put(draft, to, entry);
    });
    return changed(call, `${path}/${encodeURIComponent(to)}`);
  };
  return [
    {
      path,
      category: 'Objects',
      evidence: 'recorded',
      methods: {
        GET: (call) => {
          const entries = table(call.device.state.config);
          return remembered(entries, call, () => {
            const names = order.of(call.device, entries);
            const one = (index: number) => {
              const name = names[index] ?? '';
              const entry = entries.get(name);
              return entry ? textOf(collection, name, entry, call.base) : undefined;
            };
            const first = Number(call.query.get('offset') ?? 0);
            return page(call, one(first)?.kind ?? '', names.length, (index) => one(index)?.text ?? '{}');
          });
        },
        POST: (call) => {
          const body = objectBody(call.body);
          const name = nameOf(body);
          const { config } = call.device.state;
          const known = table(config).get(name);
          if (known && collection.item(name, known, ''))
            throw new Refusal(`${name} already exists`, 'DUPLICATE', 'name');
          const entry = read(body, config);
          assignConfig(call.device, call.user, (draft) => put(draft, name, entry));
          return created(call, `${path}/${encodeURIComponent(name)}`);
        },
      },
    },
    {
      path: `${path}/{id}`,
      category: 'Objects',
      evidence: 'recorded',
      methods: {
        GET: (call) => {
          const [name, entry] = at(call);
          if (!collection.item(name, entry, '')) throw missing(name);
          return { status: 200, body: textOf(collection, name, entry, call.base).text };
        },
        PUT: (call) => write(call, objectBody(call.body)),
        PATCH: (call) => {
          const [name, entry] = at(call);
          const item = objectBody(JSON.parse(JSON.stringify(collection.item(name, entry, call.base) ?? { name })));
          return write(call, { ...item, ...withMembers(item, objectBody(call.body)) });
        },
        DELETE: (call) => {
          const [name] = at(call);
          const { config } = call.device.state;
          assignConfig(call.device, call.user, (draft) => removeObject(draft, config, what, name));
          return done;
        },
      },
    },
  ];
}

/** `members.add` and `members.remove` on the members that are there. @source recorded: reference 6.2 */
function withMembers(item: { readonly [member: string]: unknown }, body: JsonObject): JsonObject {
  const { 'members.add': add, 'members.remove': remove, ...rest } = body;
  if (add === undefined && remove === undefined) return body;
  const asks = { ...(Array.isArray(add) && { add }), ...(Array.isArray(remove) && { remove }) };
  if (add !== undefined && !Array.isArray(add)) throw invalid('members.add', 'members.add must be a list');
  if (remove !== undefined && !Array.isArray(remove)) throw invalid('members.remove', 'members.remove must be a list');
  const members = Array.isArray(item.members) ? item.members : [];
  const key = (one: unknown) =>
    isObject(one)
      ? `${String(one.kind).toLowerCase()} ${String(one.objectId ?? one.value ?? String(one.refLink).split('/').at(-1))}`
      : '';
  const gone = new Set((asks.remove ?? []).map(key));
  return { ...rest, members: [...members.filter((one) => !gone.has(key(one))), ...(asks.add ?? [])] };
}

function described(body: JsonObject): { readonly description?: string } {
  const description = text(body.description);
  return description === undefined || description === '' ? {} : { description };
}

const networkObjects: Collection<NetworkObject> = {
  path: '/api/objects/networkobjects',
  what: 'network',
  table: (config) => config.networkObjects,
  item: (name, { host, description }, base) =>
    host && {
      kind: 'object#NetworkObj',
      selfLink: `${base}/api/objects/networkobjects/${encodeURIComponent(name)}`,
      name,
      host: { kind: host.kind, value: host.value },
      ...(description !== undefined && { description }),
      objectId: name,
    },
  read(body, _config, before) {
    const given = body.host;
    if (!isObject(given)) throw invalid('host', 'host is a mandatory attribute');
    const kind = text(given.kind) ?? '';
    if (!hostKinds.includes(kind)) throw invalid('host', `host: '${kind.slice(0, 40)}' is not a kind of address`);
    const host = settleAddress({ kind, value: text(given.value) ?? '' });
    if (!host) throw invalid('host', `host: '${(text(given.value) ?? '').slice(0, 80)}' is not a value of ${kind}`);
    return { host, ...described(body), ...(before?.nat && { nat: before.nat }) };
  },
  put: putNetworkObject,
};

const networkGroups: Collection<NetworkGroup> = {
  path: '/api/objects/networkobjectgroups',
  what: 'network-group',
  table: (config) => config.networkGroups,
  item: (name, { members, description }, base) => ({
    kind: 'object#NetworkObjGroup',
    selfLink: `${base}/api/objects/networkobjectgroups/${encodeURIComponent(name)}`,
    name,
    members: members.map((one) => shownOperand(one, base)),
    ...(description !== undefined && { description }),
    objectId: name,
  }),
  read: (body, config) => ({
    members: readMembers(body, config, 'networkGroups', (one) => readAddress(one, 'members', config)),
    ...described(body),
  }),
  put: putNetworkGroup,
};

function readMembers(
  body: JsonObject,
  config: AsaConfig,
  what: 'networkGroups' | 'serviceGroups',
  read: (one: unknown) => Operand,
): Operand[] {
  const given = body.members;
  if (!Array.isArray(given)) throw invalid('members', 'members is a mandatory attribute');
  const members: Operand[] = [];
  for (const one of given.map(read)) {
    if (isCircle(config, what, String(body.name ?? body.objectId ?? ''), one))
      throw invalid('members', 'members: a group cannot hold itself');
    if (!members.some((other) => sameOperand(one, other))) members.push(one);
  }
  return members;
}

/** What a service object is called, by what it holds. */
const serviceKinds: Readonly<Record<string, string>> = {
  TcpUdpService: 'object#TcpUdpServiceObj',
  ICMPService: 'object#ICMPServiceObj',
  ICMP6Service: 'object#ICMP6ServiceObj',
  NetworkProtocol: 'object#NetworkProtocolObj',
};

function serviceOf(value: string): Primitive | undefined {
  for (const kind of Object.keys(serviceKinds)) {
    const settled = settleService({ kind, value });
    if (settled && !(kind === 'TcpUdpService' && !value.includes('/') && !value.includes(','))) return settled;
  }
  return undefined;
}

const services: Collection<ServiceObject> = {
  path: '/api/objects/networkservices',
  what: 'service',
  table: (config) => config.serviceObjects,
  item: (name, { service, description }, base) =>
    service && {
      kind: serviceKinds[service.kind] ?? 'object#TcpUdpServiceObj',
      selfLink: `${base}/api/objects/networkservices/${encodeURIComponent(name)}`,
      name,
      value: service.value,
      ...(description !== undefined && { description }),
      objectId: name,
    },
  read(body) {
    const value = text(body.value) ?? '';
    const asked = Object.entries(serviceKinds).find(
      ([, kind]) => kind.toLowerCase() === text(body.kind)?.toLowerCase(),
    )?.[0];
    const service = asked === undefined ? serviceOf(value) : settleService({ kind: asked, value });
    if (!service) throw invalid('value', `value: '${value.slice(0, 80)}' is not a service`);
    return { service, ...described(body) };
  },
  put: putServiceObject,
};

const serviceGroups: Collection<ServiceGroup> = {
  path: '/api/objects/networkservicegroups',
  what: 'service-group',
  table: (config) => config.serviceGroups,
  item: (name, { members, description }, base) => ({
    kind: 'object#NetworkServiceGroup',
    selfLink: `${base}/api/objects/networkservicegroups/${encodeURIComponent(name)}`,
    name,
    members: members.map((one) => shownOperand(one, base)),
    ...(description !== undefined && { description }),
    objectId: name,
  }),
  read(body, config, before) {
    const members = readMembers(body, config, 'serviceGroups', (one) => readService(one, 'members', config));
    const protocol = before?.protocol;
    // A group of ports, as the CLI makes it, stays one as long as it holds nothing else.
    const ports = (one: Operand) =>
      isReference(one) || (one.value.startsWith(`${protocol}/`) && !one.value.includes(','));
    return { ...(protocol && members.every(ports) && { protocol }), members, ...described(body) };
  },
  put: putServiceGroup,
};

/** Objects and groups of networks and services. @source reference 6.1 to 6.4 */
export const objectRoutes: readonly Route[] = [
  ...resource(networkObjects),
  ...resource(networkGroups),
  ...resource(services),
  ...resource(serviceGroups),
];
