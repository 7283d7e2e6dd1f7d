import type { OpenConfig } from './edit.ts';
import { isUsed } from './references.ts';
import { Refusal } from './refusal.ts';
import type { NetworkGroup, NetworkObject, ServiceGroup, ServiceObject } from './state/objects.ts';
import { isReference, type Operand } from './state/operand.ts';
import type { AsaConfig } from './state.ts';

/** Names that the CLI takes for objects. */
const objectName = /^[^\s?]{1,64}$/;

/** Throws away a name that no object may have. @throws Refusal */
export function checkName(name: string): void {
  if (!objectName.test(name)) throw new Refusal(`ERROR: invalid name (${name.slice(0, 80)})`, 'INVALID-INPUT', 'name');
}

/**
 * Makes or changes a network object.
 * @throws Refusal when a group has the name
 */
export function putNetworkObject(config: OpenConfig, name: string, object: NetworkObject): void {
  checkName(name);
  if (config.networkGroups.has(name)) throw taken('object-group network', name);
  config.networkObjects = config.networkObjects.put(name, object);
}

/** @throws Refusal */
export function putNetworkGroup(config: OpenConfig, name: string, group: NetworkGroup): void {
  checkName(name);
  if (config.networkObjects.has(name)) throw taken('object network', name);
  config.networkGroups = config.networkGroups.put(name, group);
}

/** @throws Refusal */
export function putServiceObject(config: OpenConfig, name: string, object: ServiceObject): void {
  checkName(name);
  if (config.serviceGroups.has(name)) throw taken('object-group service', name);
  config.serviceObjects = config.serviceObjects.put(name, object);
}

/** @throws Refusal */
export function putServiceGroup(config: OpenConfig, name: string, group: ServiceGroup): void {
  checkName(name);
  if (config.serviceObjects.has(name)) throw taken('object service', name);
  config.serviceGroups = config.serviceGroups.put(name, group);
}

function taken(what: string, name: string): Refusal {
  return new Refusal(`ERROR: name (${name}) is already in use by ${what}`, 'DUPLICATE', 'name');
}

const tables = {
  network: 'networkObjects',
  'network-group': 'networkGroups',
  service: 'serviceObjects',
  'service-group': 'serviceGroups',
} as const;

export type ObjectKind = keyof typeof tables;

/**
 * Takes an object or group away.
 * @param config the configuration as it stands, to look for references in
 * @throws Refusal when something refers to it, or when it is not there
 */
export function removeObject(draft: OpenConfig, config: AsaConfig, what: ObjectKind, name: string): void {
  const group = what.endsWith('group');
  const table = tables[what];
  if (!config[table].has(name)) {
    throw new Refusal(
      group ? `Removing object-group (${name}) failed; it does not exist` : `ERROR: object (${name}) does not exist.`,
      'RESOURCE-NOT-FOUND',
    );
  }
  if (isUsed(config, what, name)) {
    throw new Refusal(
      group
        ? `Removing object-group (${name}) not allowed, it is being used.`
        : `ERROR: unable to delete object (${name}). object is being used.`,
    );
  }
  removeEntry(draft, what, name);
}

/** Takes an entry out of its table, whoever refers to it. */
export function removeEntry(draft: OpenConfig, what: ObjectKind, name: string): void {
  const table = tables[what];
  if (table === 'networkObjects') draft.networkObjects = draft.networkObjects.remove(name);
  else if (table === 'networkGroups') draft.networkGroups = draft.networkGroups.remove(name);
  else if (table === 'serviceObjects') draft.serviceObjects = draft.serviceObjects.remove(name);
  else draft.serviceGroups = draft.serviceGroups.remove(name);
}

/** Whether two members are the same one. */
export function sameOperand(one: Operand, other: Operand): boolean {
  if (isReference(one) !== isReference(other) || one.kind !== other.kind) return false;
  return isReference(one) && isReference(other)
    ? one.objectId === other.objectId
    : 'value' in one && 'value' in other && one.value === other.value;
}

/**
 * Whether `group` would hold itself, when it had this member.
 */
export function isCircle(
  config: AsaConfig,
  what: 'networkGroups' | 'serviceGroups',
  group: string,
  member: Operand,
): boolean {
  if (!isReference(member) || !/Group$/.test(member.kind)) return false;
  if (member.objectId === group) return true;
  const inner = config[what].get(member.objectId);
  return inner?.members.some((one) => isCircle(config, what, group, one)) ?? false;
}
