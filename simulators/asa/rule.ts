import { addressWords, hostPrimitive, maskLength, networkPrimitive, settleAddress } from './address.ts';
import { icmpName, portNumber, protocolName } from './names.ts';
import { cliPorts, hasPorts, portsOfWords, restPorts } from './service.ts';
import { type Ace, isReference, type Operand, type Primitive, type RuleService } from './state.ts';

/** Levels of logging: the word of REST and that of the CLI. @source recorded names, inferred pairing (`names.json`) */
const levels: readonly (readonly [rest: string, cli: string])[] = [
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
  const log =
    logStatus === 'Disabled' ? 'log disable' : level ? `log ${level}${interval}` : interval && `log default${interval}`;
  return [
    ace.permit ? 'permit' : 'deny',
    first,
    operandWords(ace.source),
    service.source,
    operandWords(ace.destination),
    service.destination,
    service.icmp,
    log,
    ace.timeRange && `time-range ${ace.timeRange}`,
    ace.inactive && 'inactive',
    '',
  ]
    .filter((part, at, parts) => part || at === parts.length - 1)
    .join(' ');
}

/** What a rule was read as; or where it goes wrong: a word's index, or the number of words when some are missing. */
export type ReadRule = { readonly ace: Ace } | { readonly wrong: number };

/** Reads a rule word by word. @param isPorts whether an object-group is one of ports */
export function readRule(words: readonly string[], isPorts: (name: string) => boolean): ReadRule {
  let at = 0;
  const next = () => words[at++] ?? '';
  class Wrong extends Error {}
  const wrong = (): never => {
    throw new Wrong();
  };
  const taken = (): string => (at < words.length ? next() : wrong());

  const service = (): RuleService => {
    const word = taken();
    if (word === 'object-group') return { reference: { kind: 'objectRef#NetworkServiceGroup', objectId: taken() } };
    if (word === 'object') return { reference: { kind: 'objectRef#TcpUdpServiceObj', objectId: taken() } };
    const protocol = protocolName(word) ?? (hasPorts(word) ? word : undefined);
    if (protocol !== undefined) return { protocol };
    at--;
    return wrong();
  };
  const address = (): Operand => {
    const word = taken();
    switch (word) {
      case 'any':
      case 'any4':
        return { kind: 'AnyIPAddress', value: word };
      case 'any6':
        return { kind: 'AnyIPv6Address', value: word };
      case 'interface':
        return { kind: 'interfaceIP', value: taken() };
      case 'object':
        return { kind: 'objectRef#NetworkObj', objectId: taken() };
      case 'object-group':
        return { kind: 'objectRef#NetworkObjGroup', objectId: taken() };
      case 'host': {
        const host = hostPrimitive(taken());
        if (host) return host;
        at--;
        return wrong();
      }
      default: {
        if (word.includes('/')) {
          const prefix = settleAddress({ kind: 'IPv6Network', value: word });
          if (prefix) return prefix;
        } else if (maskLength(word) !== undefined || hostPrimitive(word)?.kind === 'IPv4Address') {
          const network = networkPrimitive(word, taken());
          if (network) return network;
        }
        at--;
        return wrong();
      }
    }
  };
  const ports = (protocol: string | undefined): string | undefined => {
    const word = words[at];
    if (protocol === undefined || !hasPorts(protocol) || word === undefined) return undefined;
    if (word === 'object-group' && isPorts(words[at + 1] ?? '')) return `${next()} ${next()}`;
    if (!/^(eq|gt|lt|neq|range)$/.test(word)) return undefined;
    at++;
    const one = port(protocol);
    if (word !== 'range') return word === 'eq' ? cliPorts(protocol, { from: one, to: one }) : `${word} ${one}`;
    return cliPorts(protocol, { from: one, to: port(protocol) });
  };
  const port = (protocol: string): number => {
    const number = portNumber(protocol, taken());
    if (number !== undefined) return number;
    at--;
    return wrong();
  };
  const icmp = (protocol: string | undefined): string | undefined => {
    const word = words[at];
    if ((protocol !== 'icmp' && protocol !== 'icmp6') || word === undefined) return undefined;
    const type = protocol === 'icmp' ? icmpName(word) : /^(log|time-range|inactive)$/.test(word) ? undefined : word;
    if (type === undefined) return undefined;
    at++;
    return /^\d{1,3}$/.test(words[at] ?? '') ? `${type} ${next()}` : type;
  };

  try {
    const verb = taken();
    if (verb !== 'permit' && verb !== 'deny') {
      at--;
      wrong();
    }
    const what = service();
    const source = address();
    const sourcePorts = ports(what.protocol);
    const destination = address();
    const destinationPorts = ports(what.protocol);
    const type = icmp(what.protocol);
    let ace: Ace = {
      permit: verb === 'permit',
      service: {
        ...what,
        ...(sourcePorts !== undefined && { source: sourcePorts }),
        ...(destinationPorts !== undefined && { destination: destinationPorts }),
        ...(type !== undefined && { icmp: type }),
      },
      source,
      destination,
      logStatus: 'Default',
      logInterval: 300,
      remarks: [],
    };
    if (words[at] === 'log') {
      at++;
      const word = words[at] ?? '';
      const level = levels.findIndex(([, cli], number) => word === cli || word === String(number));
      if (word === 'disable') ace = { ...ace, logStatus: 'Disabled' };
      else if (level >= 0) ace = { ...ace, logStatus: levels[level]?.[0] ?? 'Default' };
      else if (word !== 'default') ace = { ...ace, logStatus: 'Informational' };
      if (word === 'disable' || word === 'default' || level >= 0) at++;
      if (words[at] === 'interval') {
        at++;
        const seconds = Number(taken());
        if (!(seconds >= 1 && seconds <= 600)) {
          at--;
          wrong();
        }
        ace = { ...ace, logInterval: seconds };
      }
    }
    if (words[at] === 'time-range') {
      at++;
      ace = { ...ace, timeRange: taken() };
    }
    if (words[at] === 'inactive') {
      at++;
      ace = { ...ace, inactive: true };
    }
    if (at < words.length) wrong();
    return { ace };
  } catch (error) {
    if (error instanceof Wrong) return { wrong: at };
    throw error;
  }
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
    const { inactive: _, ...rest } = ace;
    words = ruleWords({ ...rest, logStatus: 'Default', logInterval: 300 });
    matches.set(ace, words);
  }
  return words;
}

/** Both services of a rule as REST gives them. @source reference 6.22, back conversion */
export function restServices({ reference, protocol = 'ip', source, destination, icmp }: RuleService): {
  readonly source: Operand;
  readonly destination: Operand;
} {
  if (reference) return { source: reference, destination: reference };
  const bare: Primitive = { kind: 'NetworkProtocol', value: protocol };
  if (icmp !== undefined) {
    const kind = protocol === 'icmp' ? 'ICMPService' : 'ICMP6Service';
    return { source: bare, destination: { kind, value: `${protocol}/${icmp.replace(' ', '/')}` } };
  }
  const side = (words: string | undefined): Operand => {
    if (words === undefined) return bare;
    const group = /^object-group (.+)$/.exec(words)?.[1];
    if (group !== undefined) return { kind: 'objectRef#NetworkServiceGroup', objectId: group };
    const ports = portsOfWords(protocol, words);
    return {
      kind: 'TcpUdpService',
      value: ports ? `${protocol}/${restPorts(protocol, ports)}` : `${protocol}/${words}`,
    };
  };
  return { source: side(source), destination: side(destination) };
}
