import type { Interface } from './state/interfaces.ts';
import type { AsaConfig } from './state.ts';

const classes = ['GigabitEthernet', 'TenGigabitEthernet', 'Management', 'Port-channel', 'Redundant'] as const;

/**
 * The name that the configuration uses: `gi0/0`, `GigabitEthernet 0/0` are `GigabitEthernet0/0`.
 * @returns `undefined` for what is no interface name; `'class'` while only the class has been typed
 */
export function interfaceName(typed: string): string | 'class' | undefined {
  const match = /^([a-z-]+)\s*(\d.*)?$/i.exec(typed.trim());
  const word = (match?.[1] ?? '').toLowerCase();
  if (word === '') return undefined;
  const found = classes.filter((name) => name.toLowerCase().startsWith(word));
  const [only] = found;
  if (only === undefined || found.length > 1) return undefined;
  const number = match?.[2];
  if (number === undefined) return 'class';
  const shape =
    only.includes('Ethernet') || only === 'Management' ? /^\d\/\d{1,2}(\.\d{1,10})?$/ : /^\d{1,2}(\.\d{1,10})?$/;
  return shape.test(number) ? `${only}${number}` : undefined;
}

/** `GigabitEthernet0/0` of `GigabitEthernet0/0.20`; `undefined` for what is no subinterface. */
export function parentInterface(name: string): string | undefined {
  const dot = name.indexOf('.');
  return dot < 0 ? undefined : name.slice(0, dot);
}

/** The interface that has a name, by the configuration's own word for the hardware. */
export function byNameif(
  config: { readonly interfaces: AsaConfig['interfaces'] },
  nameif: string,
): readonly [hardware: string, port: Interface] | undefined {
  return Object.entries(config.interfaces).find(([, port]) => port.nameif === nameif);
}

/** `GigabitEthernet0_API_SLASH_0`. @source recorded: reference 4.2 */
export function apiId(name: string): string {
  return name.replaceAll('/', '_API_SLASH_').replaceAll('\\', '_API_BACK_SLASH_');
}

/** The name that an id stands for. */
export function fromApiId(id: string): string {
  return id.replaceAll('_API_SLASH_', '/').replaceAll('_API_BACK_SLASH_', '\\');
}

/** Orders names as the running configuration does: by class, then by number; a port before its subinterfaces. */
export function byInterface(a: string, b: string): number {
  const parts = (name: string) => [
    classes.findIndex((one) => name.startsWith(one)),
    ...(name.match(/\d+/g) ?? []).map(Number),
  ];
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? -1) - (right[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `020c.2900.0001`: the box's first address and those after it. */
export function mac(first: string, index: number): string {
  const last = ((Number.parseInt(first.slice(6), 16) + index) & 0xffffff).toString(16).padStart(6, '0');
  return `${first.slice(0, 6)}${last}`.replace(/(.{4})(.{4})(.{4})/, '$1.$2.$3');
}
