import { addressWords } from './address.ts';
import { userKind } from './identity.ts';
import { isReference, type Operand } from './state/operand.ts';
import type { Ace } from './state/rules.ts';

/** Levels of logging: the word of REST and that of the CLI. @source recorded names, inferred pairing (`names.json`) */
export const levels: readonly (readonly [rest: string, cli: string])[] = [
  ['Emergencies', 'emergencies'],
  ['Alerts', 'alerts'],
  ['Critical', 'critical'],
  ['Errors', 'errors'],
  ['Warnings', 'warnings'],
  ['Notifications', 'notifications'],
  ['Informational', 'informational'],
  ['Debugging', 'debugging'],
];

/** Values of `logStatus`. */
export const logStatuses: readonly string[] = ['Default', 'Disabled', ...levels.map(([rest]) => rest)];

/** An address of a rule as the CLI writes it. */
export function operandWords(operand: Operand): string {
  if (isReference(operand)) {
    return `${operand.kind === 'objectRef#NetworkObjGroup' ? 'object-group' : 'object'} ${operand.objectId}`;
  }
  return operand.kind === 'interfaceIP' ? `interface ${operand.value}` : addressWords(operand);
}

/** Whom a rule is for, as the CLI writes it. @source documented: command reference, `access-list extended` */
function userWords(user: Operand): string {
  if (!isReference(user)) return `user ${user.value}`;
  return `${user.kind === userKind ? 'user' : 'object-group-user'} ${user.objectId}`;
}

/** The security group of one side of a rule as the CLI writes it. */
export function securityWords(group: Operand): string {
  if (isReference(group)) return `object-group-security ${group.objectId}`;
  return `security-group ${group.kind === 'SecurityTag' ? 'tag' : 'name'} ${group.value}`;
}

/**
 * The line of a rule after `extended`, with the blank that ends it.
 *
 * @param whole with the interval of its log though it be the usual one, as `show access-list` has it
 * @source recorded: reference 2.12, 6.22; `log errors interval 300` in the fixtures of Ansible's cisco.asa
 */
export function ruleWords(ace: Ace, whole = false): string {
  const { service, logStatus, logInterval } = ace;
  const first = service.reference
    ? `${service.reference.kind === 'objectRef#NetworkServiceGroup' ? 'object-group' : 'object'} ${service.reference.objectId}`
    : (service.protocol ?? 'ip');
  const level = levels.find(([rest]) => rest === logStatus)?.[1];
  const usual = logInterval === 300 && !(whole && level);
  const interval = usual ? '' : ` interval ${logInterval}`;
  const words = logStatus === 'Disabled' ? 'log disable' : level ? `log ${level}` : interval && 'log default';
  const typed = whole && level ? undefined : ace.logTyped;
  return [
    ace.permit ? 'permit' : 'deny',
    first,
    ace.user && userWords(ace.user),
    ace.sourceSecurity && securityWords(ace.sourceSecurity),
    operandWords(ace.source),
    service.source,
    ace.destinationSecurity && securityWords(ace.destinationSecurity),
    operandWords(ace.destination),
    service.destination,
    service.icmp,
    `${typed ?? words}${interval}`,
    ace.timeRange && `time-range ${ace.timeRange}`,
    ace.inactive && 'inactive',
    '',
  ]
    .filter((part, at, parts) => part || at === parts.length - 1)
    .join(' ');
}

/** Stable 32-bit number of a text (FNV-1a), for ids that the device hashes of attributes. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

const ids = new WeakMap<Ace, string>();

/** The id of a rule in its list: it changes with the rule. @source documented: hash ids (reference 4.2) */
export function ruleId(ace: Ace): string {
  let id = ids.get(ace);
  if (id === undefined) {
    id = String(hash32(ruleWords(ace)));
    ids.set(ace, id);
  }
  return id;
}

/** Two rules that say the same, whatever their logging. */
export function sameRule(one: Ace, other: Ace): boolean {
  return matchWords(one) === matchWords(other);
}

const matches = new WeakMap<Ace, string>();

function matchWords(ace: Ace): string {
  let words = matches.get(ace);
  if (words === undefined) {
    const { inactive: _, logTyped: __, ...rest } = ace;
    words = ruleWords({ ...rest, logStatus: 'Default', logInterval: 300 });
    matches.set(ace, words);
  }
  return words;
}
