import { isReference, type Operand } from './state/operand.ts';
import type { AsaConfig } from './state.ts';

/** What can be referred to by name. */
export type Named = 'network' | 'network-group' | 'service' | 'service-group' | 'time-range';

const kinds: Readonly<Record<Exclude<Named, 'time-range'>, RegExp>> = {
  network: /#NetworkObj$/i,
  'network-group': /#NetworkObjGroup$/i,
  service: /#(TcpUdp|ICMP|ICMP6)ServiceObj$|#NetworkProtocolObj$/i,
  'service-group': /#NetworkServiceGroup$/i,
};

/** Whether this is a reference to that name. */
export function refersTo(operand: Operand, what: Named, name: string): boolean {
  return what !== 'time-range' && isReference(operand) && operand.objectId === name && kinds[what].test(operand.kind);
}

/** Whether anything in the configuration refers to this name. */
export function isUsed(config: AsaConfig, what: Named, name: string): boolean {
  if (what === 'time-range') return someAce(config, ({ timeRange }) => timeRange === name);
  const refers = (operand: Operand | undefined) => operand !== undefined && refersTo(operand, what, name);
  const groups = what.startsWith('network') ? config.networkGroups : config.serviceGroups;
  for (const { members } of groups.values()) if (members.some(refers)) return true;
  const ports = `object-group ${name}`;
  if (
    someAce(
      config,
      ({ source, destination, service }) =>
        refers(source) ||
        refers(destination) ||
        refers(service.reference) ||
        (what === 'service-group' && (service.source === ports || service.destination === ports)),
    )
  ) {
    return true;
  }
  const names = [...config.nat.before, ...config.nat.after].flatMap((rule) =>
    what === 'service'
      ? (rule.service ?? [])
      : what.startsWith('network')
        ? [...rule.source, ...(rule.destination ?? []), rule.patPool ?? '']
        : [],
  );
  if (names.includes(name)) return true;
  if (what !== 'network') return false;
  for (const { nat } of config.networkObjects.values()) if (nat?.to === name) return true;
  return config.routes.some(({ network }) => network === name);
}

function someAce(config: AsaConfig, test: (ace: ReturnType<typeof acesOf>[number]) => boolean): boolean {
  for (const list of config.accessLists.values()) if (list.aces.some(test)) return true;
  return false;
}

function acesOf(config: AsaConfig) {
  return [...config.accessLists.values()].flatMap(({ aces }) => aces);
}
