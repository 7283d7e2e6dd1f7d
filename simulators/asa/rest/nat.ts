import { castDraft } from 'immer';
import type { JsonObject } from '../../chassis/json.ts';
import { natFlags, natWords } from '../commands/routes.ts';
import { editConfig } from '../edit.ts';
import { byNameif } from '../interface-name.ts';
import { putNetworkObject } from '../objects.ts';
import { Refusal } from '../refusal.ts';
import { hash32 } from '../rule.ts';
import type { Nat } from '../state/interfaces.ts';
import type { ObjectNat } from '../state/objects.ts';
import type { AsaConfig } from '../state.ts';
import { referredName, shownInterface } from './operands.ts';
import { pageOf } from './paging.ts';
import {
  type Answer,
  type Call,
  changed,
  created,
  done,
  flag,
  invalid,
  isObject,
  json,
  missing,
  objectBody,
  type Route,
  text,
  whole,
} from './wire.ts';

/** Flags of a rule by REST's names. */
const flagNames: readonly (readonly [rest: string, cli: string])[] = [
  ['isDNS', 'dns'],
  ['isInterfacePAT', 'interface'],
  ['isNetToNet', 'net-to-net'],
  ['isNoProxyArp', 'no-proxy-arp'],
  ['isRoundRobin', 'round-robin'],
  ['isRouteLookup', 'route-lookup'],
  ['isUnidirectional', 'unidirectional'],
  ['extended', 'extended'],
  ['flat', 'flat'],
  ['includeReserve', 'include-reserve'],
  ['blockAllocation', 'block-allocation'],
];

function shownFlags(flags: readonly string[]): Record<string, boolean> {
  return Object.fromEntries(flagNames.map(([rest, cli]) => [rest, flags.includes(cli)]));
}

function readFlags(body: JsonObject): string[] {
  return flagNames
    .filter(([rest]) => flag(body[rest]))
    .map(([, cli]) => cli)
    .filter((cli) => natFlags.includes(cli));
}

/** What a NAT rule names: an object, or a word that stands for itself. */
function shown(name: string, config: AsaConfig, base: string): object | string {
  const collection = config.networkObjects.has(name)
    ? (['NetworkObj', 'networkobjects'] as const)
    : config.networkGroups.has(name)
      ? (['NetworkObjGroup', 'networkobjectgroups'] as const)
      : config.serviceObjects.has(name)
        ? (['TcpUdpServiceObj', 'networkservices'] as const)
        : undefined;
  if (!collection) return name;
  return {
    kind: `objectRef#${collection[0]}`,
    refLink: `${base}/api/objects/${collection[1]}/${encodeURIComponent(name)}`,
    objectId: name,
  };
}

function read(value: unknown, attribute: string, config: AsaConfig): string | undefined {
  if (value === undefined || value === null) return undefined;
  const name = text(value) ?? referredName(value) ?? (isObject(value) ? text(value.value) : undefined);
  if (name === undefined || name === '') throw invalid(attribute, `${attribute} is not understood`);
  const known = config.networkObjects.has(name) || config.networkGroups.has(name) || config.serviceObjects.has(name);
  if (isObject(value) && !known && /^objectref#/i.test(text(value.kind) ?? ''))
    throw invalid(attribute, `${attribute}: ${name} does not exist`);
  return name;
}

function readInterfaceName(value: unknown, attribute: string, config: AsaConfig): string {
  const name = text(value) ?? (isObject(value) ? (text(value.name) ?? referredName(value)) : undefined) ?? 'any';
  if (name !== 'any' && !byNameif(config, name))
    throw invalid(attribute, `${attribute}: interface '${name.slice(0, 40)}' does not exist`);
  return name;
}

type Section = 'before' | 'after';

function idOf(rule: Nat): string {
  return String(hash32(`(${rule.real},${rule.mapped}) ${natWords(rule)}`));
}

function item(section: Section, rule: Nat, position: number, config: AsaConfig, base: string): object {
  const id = idOf(rule);
  const link = (nameif: string) => (nameif === 'any' ? 'any' : shownInterface(nameif, config, base));
  return {
    kind: 'object#TwiceNat',
    selfLink: `${base}/api/nat/${section}/${id}`,
    mode: rule.mode,
    active: rule.inactive !== true,
    ...(rule.description !== undefined && { description: rule.description }),
    position,
    originalInterface: link(rule.real),
    translatedInterface: link(rule.mapped),
    originalSource: shown(rule.source[0], config, base),
    translatedSource: shown(rule.source[1], config, base),
    ...(rule.patPool !== undefined && { translatedSourcePatPool: shown(rule.patPool, config, base) }),
    ...(rule.destination && {
      originalDestination: shown(rule.destination[0], config, base),
      translatedDestination: shown(rule.destination[1], config, base),
    }),
    ...(rule.service && {
      originalService: shown(rule.service[0], config, base),
      translatedService: shown(rule.service[1], config, base),
    }),
    ...shownFlags(rule.flags),
    isPatPool: rule.patPool !== undefined,
    objectId: id,
  };
}

function readRule(body: JsonObject, config: AsaConfig): Nat {
  const mode = text(body.mode) ?? 'static';
  if (mode !== 'static' && mode !== 'dynamic') throw invalid('mode', "mode must be 'static' or 'dynamic'");
  const original = read(body.originalSource, 'originalSource', config) ?? 'any';
  const patPool = read(body.translatedSourcePatPool, 'translatedSourcePatPool', config);
  const pat = flag(body.isInterfacePAT) === true;
  const translated = read(body.translatedSource, 'translatedSource', config) ?? (pat ? 'interface' : original);
  const [to, from] = [
    read(body.originalDestination, 'originalDestination', config),
    read(body.translatedDestination, 'translatedDestination', config),
  ];
  const [service, other] = [
    read(body.originalService, 'originalService', config),
    read(body.translatedService, 'translatedService', config),
  ];
  const description = text(body.description);
  const flags = readFlags(body).filter((word) => word !== 'interface' || translated !== 'interface');
  return {
    real: readInterfaceName(body.originalInterface, 'originalInterface', config),
    mapped: readInterfaceName(body.translatedInterface, 'translatedInterface', config),
    mode,
    source: [original, patPool === undefined ? (translated === 'original' ? original : translated) : ''],
    ...(patPool !== undefined && { patPool }),
    ...(to !== undefined && { destination: [to, from === undefined || from === 'original' ? to : from] }),
    ...(service !== undefined && { service: [service, other === undefined || other === 'original' ? service : other] }),
    flags,
    ...(flag(body.active) === false && { inactive: true }),
    ...(description !== undefined && description !== '' && { description }),
  };
}

function manual(section: Section): Route[] {
  const path = `/api/nat/${section}`;
  const at = ({ device, params: [id = ''] }: Call): readonly [number, Nat] => {
    const rules = device.state.config.nat[section];
    const index = rules.findIndex((rule) => idOf(rule) === id);
    const rule = rules[index];
    if (!rule) throw missing(id);
    return [index, rule];
  };
  const place = (call: Call, rule: Nat, position: number | undefined, from?: number): void =>
    editConfig(call.device, call.user, (config) => {
      const others = (config.nat[section] as readonly Nat[]).filter((_rule, index) => index !== from);
      if (others.some((other) => idOf(other) === idOf(rule)))
        throw new Refusal('Same mapped NAT rule exists', 'DUPLICATE');
      const to = position === undefined || position < 1 ? (from ?? others.length) : position - 1;
      config.nat[section] = castDraft(others.toSpliced(to, 0, rule));
    });
  const put = (call: Call, body: JsonObject): Answer => {
    const [index] = at(call);
    const rule = readRule(body, call.device.state.config);
    place(call, rule, whole(body.position), index);
    return changed(call, `${path}/${idOf(rule)}`);
  };
  return [
    {
      path,
      category: 'NAT',
      evidence: 'recorded',
      methods: {
        GET: (call) => {
          const { config } = call.device.state;
          return pageOf(
            call,
            config.nat[section].map((rule, index) => item(section, rule, index + 1, config, call.base)),
          );
        },
        POST: (call) => {
          const body = objectBody(call.body);
          const rule = readRule(body, call.device.state.config);
          place(call, rule, whole(body.position));
          return created(call, `${path}/${idOf(rule)}`);
        },
      },
    },
    {
      path: `${path}/{id}`,
      category: 'NAT',
      evidence: 'recorded',
      methods: {
        GET: (call) => {
          const [index, rule] = at(call);
          return json(item(section, rule, index + 1, call.device.state.config, call.base));
        },
        PUT: (call) => put(call, objectBody(call.body)),
        PATCH: (call) => {
          const [index, rule] = at(call);
          const now: JsonObject = JSON.parse(
            JSON.stringify(item(section, rule, index + 1, call.device.state.config, call.base)),
          );
          return put(call, { ...now, ...objectBody(call.body) });
        },
        DELETE: (call) => {
          const [index] = at(call);
          editConfig(call.device, call.user, (config) => {
            config.nat[section].splice(index, 1);
          });
          return done;
        },
      },
    },
  ];
}

function autoItem(name: string, nat: ObjectNat, config: AsaConfig, base: string): object {
  const link = (nameif: string) => (nameif === 'any' ? 'any' : shownInterface(nameif, config, base));
  return {
    kind: 'object#ObjNat',
    selfLink: `${base}/api/nat/auto/${encodeURIComponent(name)}`,
    mode: nat.mode,
    active: true,
    originalInterface: link(nat.real),
    translatedInterface: link(nat.mapped),
    originalSource: shown(name, config, base),
    translatedSource: shown(nat.to, config, base),
    ...shownFlags(nat.to === 'interface' ? [...nat.flags, 'interface'] : nat.flags),
    isPatPool: false,
    objectId: name,
  };
}

function readAuto(body: JsonObject, config: AsaConfig): readonly [name: string, nat: ObjectNat] {
  const name = read(body.originalSource, 'originalSource', config);
  if (name === undefined || !config.networkObjects.has(name))
    throw invalid('originalSource', 'originalSource must be a network object');
  const rule = readRule(body, config);
  const pat = rule.source[1] === 'interface';
  return [
    name,
    {
      real: rule.real,
      mapped: rule.mapped,
      mode: rule.mode,
      to: rule.source[1],
      flags: rule.flags.filter((word) => !pat || word !== 'interface'),
    },
  ];
}

function autoAt({ device, params: [name = ''] }: Call): readonly [string, ObjectNat] {
  const nat = device.state.config.networkObjects.get(name)?.nat;
  if (!nat) throw missing(name);
  return [name, nat];
}

function writeAuto(call: Call, name: string, nat: ObjectNat | undefined): void {
  editConfig(call.device, call.user, (config) => {
    const { nat: _, ...rest } = config.networkObjects.get(name) ?? {};
    putNetworkObject(config, name, nat ? { ...rest, nat } : rest);
  });
}

function putAuto(call: Call, body: JsonObject): Answer {
  const [before] = autoAt(call);
  const [name, nat] = readAuto(body, call.device.state.config);
  if (name !== before) writeAuto(call, before, undefined);
  writeAuto(call, name, nat);
  return changed(call, `/api/nat/auto/${encodeURIComponent(name)}`);
}

/** NAT: manual before, of objects, manual after. @source reference 6.9; the kinds of items inferred */
export const natRoutes: readonly Route[] = [
  ...manual('before'),
  {
    path: '/api/nat/auto',
    category: 'NAT',
    evidence: 'recorded',
    methods: {
      GET: (call) => {
        const { config } = call.device.state;
        const items = [...config.networkObjects].flatMap(([name, { nat }]) =>
          nat ? [autoItem(name, nat, config, call.base)] : [],
        );
        return pageOf(call, items);
      },
      POST: (call) => {
        const [name, nat] = readAuto(objectBody(call.body), call.device.state.config);
        if (call.device.state.config.networkObjects.get(name)?.nat)
          throw new Refusal(`${name} is translated already`, 'DUPLICATE');
        writeAuto(call, name, nat);
        return created(call, `/api/nat/auto/${encodeURIComponent(name)}`);
      },
    },
  },
  {
    path: '/api/nat/auto/{id}',
    category: 'NAT',
    evidence: 'recorded',
    methods: {
      GET: (call) => json(autoItem(...autoAt(call), call.device.state.config, call.base)),
      PUT: (call) => putAuto(call, objectBody(call.body)),
      PATCH: (call) => {
        const now: JsonObject = JSON.parse(
          JSON.stringify(autoItem(...autoAt(call), call.device.state.config, call.base)),
        );
        return putAuto(call, { ...now, ...objectBody(call.body) });
      },
      DELETE: (call) => {
        writeAuto(call, autoAt(call)[0], undefined);
        return done;
      },
    },
  },
  ...manual('after'),
];
