import type { OpenConfig } from './edit.ts';
import { Refusal } from './refusal.ts';
import { ruleId, sameRule } from './rule.ts';
import type { AccessGroup, AccessList, Ace } from './state/rules.ts';
import type { AsaConfig } from './state.ts';

const empty: AccessList = { aces: [], remarks: [] };

/** A list by name, or an empty one. */
export function listOf(config: AsaConfig | OpenConfig, acl: string): AccessList {
  return config.accessLists.get(acl) ?? empty;
}

/**
 * Puts a rule into a list, which is made when it is the first one.
 * @param position counts rules from 1; at the end unless told
 * @throws Refusal `DUPLICATE`
 */
export function insertAce(config: OpenConfig, acl: string, ace: Ace, position?: number): void {
  const list = listOf(config, acl);
  if (list.aces.some((other) => sameRule(other, ace)))
    throw new Refusal(`WARNING: <${acl}> found duplicate element`, 'DUPLICATE');
  const at = Math.min(Math.max(1, position ?? list.aces.length + 1), list.aces.length + 1) - 1;
  const last = at === list.aces.length;
  const placed = last && list.remarks.length > 0 ? { ...ace, remarks: [...list.remarks, ...ace.remarks] } : ace;
  config.accessLists = config.accessLists.put(acl, {
    aces: list.aces.toSpliced(at, 0, placed),
    remarks: last ? [] : list.remarks,
  });
}

/** Takes the rule at an index away; the list goes with its last rule, and so do the access-groups of it. */
export function removeAce(config: OpenConfig, acl: string, index: number): void {
  const list = listOf(config, acl);
  keepList(config, acl, { ...list, aces: list.aces.toSpliced(index, 1) });
}

/** Puts another rule in the place of one. @throws Refusal `DUPLICATE` */
export function replaceAce(config: OpenConfig, acl: string, index: number, ace: Ace, position?: number): void {
  const list = listOf(config, acl);
  if (list.aces.some((other, at) => at !== index && sameRule(other, ace))) {
    throw new Refusal(`WARNING: <${acl}> found duplicate element`, 'DUPLICATE');
  }
  const others = list.aces.toSpliced(index, 1);
  const at = position === undefined ? index : Math.min(Math.max(1, position), others.length + 1) - 1;
  config.accessLists = config.accessLists.put(acl, { ...list, aces: others.toSpliced(at, 0, ace) });
}

/** Keeps a list, or takes it away with all that names it when nothing is left in it. */
export function keepList(config: OpenConfig, acl: string, list: AccessList): void {
  if (list.aces.length + list.remarks.length > 0) {
    config.accessLists = config.accessLists.put(acl, list);
    return;
  }
  config.accessLists = config.accessLists.remove(acl);
  config.accessGroups = config.accessGroups.filter((group) => group.acl !== acl);
}

/** The index of a rule by its id; -1 when there is none. */
export function indexOfAce(list: AccessList, id: string): number {
  return list.aces.findIndex((ace) => ruleId(ace) === id);
}

/** The access-group of an interface and direction. */
export function groupOf(
  config: AsaConfig | OpenConfig,
  direction: AccessGroup['direction'],
  nameif: string,
): AccessGroup | undefined {
  return config.accessGroups.find((group) => group.direction === direction && group.interface === nameif);
}

/** The list that REST makes for the first rule of an interface. @source names recorded: `lab_access_in` */
export function usualList(direction: AccessGroup['direction'], nameif: string): string {
  return direction === 'global' ? 'global_access' : `${nameif}_access_${direction}`;
}

/** Binds a list, in place of the one that was bound there. */
export function bindList(config: OpenConfig, group: AccessGroup): void {
  const others = config.accessGroups.filter(
    (one) => one.direction !== group.direction || one.interface !== group.interface,
  );
  config.accessGroups = [...others, group];
}
