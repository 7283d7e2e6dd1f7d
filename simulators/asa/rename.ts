import { castDraft } from 'immer';
import type { Table } from '../chassis/table.ts';
import type { OpenConfig } from './edit.ts';
import { sameOperand } from './objects.ts';
import { type Named, refersTo } from './references.ts';
import type { Nat } from './state/interfaces.ts';
import type { Operand, Reference } from './state/operand.ts';
import type { AccessList, Ace, RuleService } from './state/rules.ts';
import type { AsaConfig } from './state.ts';

type Renames = (name: string) => string;

/**
 * Lets everything that refers to one name refer to another: groups, rules, NAT and routes. The thing itself is the
 * caller's to move.
 * @param config the configuration as it stands
 */
export function renameReferences(draft: OpenConfig, config: AsaConfig, what: Named, from: string, to: string): void {
  const moved = (one: Operand): Operand => (refersTo(one, what, from) ? { ...one, objectId: to } : one);
  const name: Renames = (one) => (one === from ? to : one);
  draft.accessLists = eachRule(config, (ace) => inRule(ace, what, moved, name));
  if (what === 'time-range') return;
  const network = what === 'network' || what === 'network-group';
  for (const [key, group] of inMembers(network ? config.networkGroups : config.serviceGroups, moved)) {
    if (network && draft.networkGroups.has(key)) draft.networkGroups = draft.networkGroups.put(key, group);
    if (!network && draft.serviceGroups.has(key)) draft.serviceGroups = draft.serviceGroups.put(key, group);
  }
  if (network || what === 'service') {
    const inRule = (rule: Nat) => castDraft(network ? withNetworks(rule, name) : withServices(rule, name));
    draft.nat = { before: config.nat.before.map(inRule), after: config.nat.after.map(inRule) };
  }
  if (what !== 'network') return;
  for (const [key, object] of config.networkObjects) {
    if (object.nat?.to !== from) continue;
    draft.networkObjects = draft.networkObjects.put(key, { ...object, nat: { ...object.nat, to } });
  }
  draft.routes = config.routes.map((route) => ({ ...route, network: name(route.network) }));
}

/**
 * Lets groups and rules name a group of users or of security groups by its new name.
 * @param config the configuration as it stands
 */
export function renameIdentity(draft: OpenConfig, config: AsaConfig, from: Reference, to: string): void {
  const moved = (one: Operand): Operand => (sameOperand(one, from) ? { ...from, objectId: to } : one);
  for (const groups of [draft.userGroups, draft.securityGroups]) {
    for (const group of Object.values(groups)) group.members = castDraft(group.members.map(moved));
  }
  draft.accessLists = eachRule(config, (ace) => {
    const { user, sourceSecurity, destinationSecurity } = ace;
    const named = [user, sourceSecurity, destinationSecurity].some((one) => one && sameOperand(one, from));
    if (!named) return ace;
    return {
      ...ace,
      ...(user && { user: moved(user) }),
      ...(sourceSecurity && { sourceSecurity: moved(sourceSecurity) }),
      ...(destinationSecurity && { destinationSecurity: moved(destinationSecurity) }),
    };
  });
}

/** The groups that change. */
function inMembers<T extends { readonly members: readonly Operand[] }>(
  table: Table<T>,
  moved: (one: Operand) => Operand,
): (readonly [string, T])[] {
  return [...table].flatMap(([key, group]) => {
    const members = group.members.map(moved);
    return members.some((one, at) => one !== group.members[at]) ? [[key, { ...group, members }] as const] : [];
  });
}

/** The lists of rules with some of these changed. */
function eachRule(config: AsaConfig, change: (ace: Ace) => Ace): Table<AccessList> {
  let next = config.accessLists;
  for (const [key, list] of config.accessLists) {
    const aces = list.aces.map(change);
    if (aces.some((one, at) => one !== list.aces[at])) next = next.put(key, { ...list, aces });
  }
  return next;
}

/** A rule that names the new one; the rule itself when it does not name the old. */
function inRule(ace: Ace, what: Named, moved: (one: Operand) => Operand, name: Renames): Ace {
  if (what === 'time-range') {
    const { timeRange } = ace;
    return timeRange === undefined || name(timeRange) === timeRange ? ace : { ...ace, timeRange: name(timeRange) };
  }
  const next = {
    source: moved(ace.source),
    destination: moved(ace.destination),
    service: inService(ace.service, what, moved, name),
  };
  const same = next.source === ace.source && next.destination === ace.destination && next.service === ace.service;
  return same ? ace : { ...ace, ...next };
}

/** Ports may name a group of services, too: `object-group NAME`. */
function inService(service: RuleService, what: Named, moved: (one: Operand) => Operand, name: Renames): RuleService {
  const reference = service.reference && moved(service.reference);
  const ports = (one: string | undefined) =>
    what === 'service-group'
      ? one?.replace(/^object-group (\S+)$/, (_all, group) => `object-group ${name(group)}`)
      : one;
  const [source, destination] = [ports(service.source), ports(service.destination)];
  if (reference === service.reference && source === service.source && destination === service.destination)
    return service;
  return {
    ...service,
    ...(reference && 'objectId' in reference && { reference }),
    ...(source !== undefined && { source }),
    ...(destination !== undefined && { destination }),
  };
}

function pair(names: readonly [string, string], name: Renames): readonly [string, string] {
  return [name(names[0]), name(names[1])];
}

function withNetworks(rule: Nat, name: Renames): Nat {
  return {
    ...rule,
    source: pair(rule.source, name),
    ...(rule.patPool !== undefined && { patPool: name(rule.patPool) }),
    ...(rule.destination && { destination: pair(rule.destination, name) }),
  };
}

function withServices(rule: Nat, name: Renames): Nat {
  return rule.service ? { ...rule, service: pair(rule.service, name) } : rule;
}
