import { hostPrimitive, maskLength, networkPrimitive, settleAddress } from './address.ts';
import { groupKinds, isTag, qualified, userKind } from './identity.ts';
import { icmpName, portNumber, protocolName } from './names.ts';
import { levels } from './rule.ts';
import { cliPorts, hasPorts } from './service.ts';
import type { Operand } from './state/operand.ts';
import type { Ace, RuleService } from './state/rules.ts';

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
  const user = (): Operand | undefined => {
    const word = words[at];
    if (word !== 'user' && word !== 'object-group-user') return undefined;
    at++;
    const name = taken();
    if (word === 'object-group-user') return { kind: groupKinds.userGroups, objectId: name };
    if (name === 'any') return { kind: 'AnyUser', value: name };
    return name === 'none' ? { kind: 'NoneUser', value: name } : { kind: userKind, objectId: qualified(name) };
  };
  const security = (): Operand | undefined => {
    const word = words[at];
    if (word === 'object-group-security') {
      at++;
      return { kind: groupKinds.securityGroups, objectId: taken() };
    }
    if (word !== 'security-group') return undefined;
    at++;
    const by = taken();
    const value = taken();
    if (by === 'name') return { kind: 'SecurityName', value };
    if (by === 'tag' && isTag(value)) return { kind: 'SecurityTag', value };
    at -= by === 'tag' ? 1 : 2;
    return wrong();
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
    const whose = user();
    const sourceSecurity = security();
    const source = address();
    const sourcePorts = ports(what.protocol);
    const destinationSecurity = security();
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
      ...(whose && { user: whose }),
      ...(sourceSecurity && { sourceSecurity }),
      source,
      ...(destinationSecurity && { destinationSecurity }),
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
      else if (word === 'default') ace = { ...ace, logTyped: 'log default' };
      else ace = { ...ace, logStatus: 'Informational', logTyped: 'log' };
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
