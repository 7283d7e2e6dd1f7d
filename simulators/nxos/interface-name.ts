/** Classes of interfaces in the order of the running configuration, with the shortest names that are taken for them. */
const classes = [
  { long: 'Vlan', short: 'v', pattern: /^vl?a?n?$/ },
  { long: 'port-channel', short: 'po', pattern: /^po(r(t(-(c(h(a(n(n(el?)?)?)?)?)?)?)?)?)?$/ },
  { long: 'Ethernet', short: 'e', pattern: /^e(t(h(e(r(n(et?)?)?)?)?)?)?$/ },
  { long: 'mgmt', short: 'm', pattern: /^m(g(mt?)?)?$/ },
  { long: 'loopback', short: 'lo', pattern: /^lo(o(p(b(a(ck?)?)?)?)?)?$/ },
] as const;

const limits: Readonly<Record<string, RegExp>> = {
  Vlan: /^([1-9]\d{0,2}|[1-3]\d{3}|40([0-8]\d|9[0-4]))$/,
  'port-channel': /^([1-9]\d{0,2}|[1-3]\d{3}|40([0-8]\d|9[0-6]))(\.\d{1,4})?$/,
  Ethernet: /^\d{1,3}\/\d{1,3}(\/\d)?(\.\d{1,4})?$/,
  mgmt: /^0$/,
  loopback: /^(\d{1,3}|10[01]\d|102[0-3])$/,
};

/**
 * The name that the configuration uses: `eth1/1`, `Ethernet 1/1` and `e1/1` are `Ethernet1/1`.
 *
 * @returns `undefined` for what is no interface name; `'class'` while only the class has been typed
 */
export function interfaceName(typed: string): string | 'class' | undefined {
  const match = /^([a-z-]+?)\s*(\d.*)?$/i.exec(typed.trim());
  if (!match) return undefined;
  const word = (match[1] ?? '').toLowerCase();
  const found = classes.find(({ pattern }) => pattern.test(word));
  if (!found) return undefined;
  const number = match[2];
  if (number === undefined) return 'class';
  return limits[found.long]?.test(number) ? `${found.long}${number}` : undefined;
}

/** Interfaces that are part of the box cannot be made or removed. */
export function isPermanent(name: string): boolean {
  return name === 'mgmt0' || /^Ethernet\d+\/\d+$/.test(name);
}

/** Orders names as the running configuration does: by class, then by number. */
export function byInterface(a: string, b: string): number {
  const [classA, ...numbersA] = parts(a);
  const [classB, ...numbersB] = parts(b);
  if (classA !== classB) return (classA ?? 0) - (classB ?? 0);
  for (let i = 0; i < Math.max(numbersA.length, numbersB.length); i++) {
    const difference = (numbersA[i] ?? -1) - (numbersB[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

function parts(name: string): number[] {
  const rank = classes.findIndex(({ long }) => name.startsWith(long));
  return [rank, ...(name.match(/\d+/g) ?? []).map(Number)];
}

/** The name in tables: `Ethernet1/1` is `Eth1/1`, `port-channel10` is `Po10`, `loopback0` is `Lo0`. */
export function shortName(name: string): string {
  return name
    .replace(/^Ethernet/, 'Eth')
    .replace(/^port-channel/, 'Po')
    .replace(/^loopback/, 'Lo');
}

/** What an interface is. */
export type InterfaceClass = 'mgmt' | 'Ethernet' | 'subinterface' | 'port-channel' | 'Vlan' | 'loopback';

/** The class of an interface, by the name that the configuration uses. */
export function interfaceClass(name: string): InterfaceClass {
  if (name.startsWith('Ethernet') || name.startsWith('port-channel')) {
    if (name.includes('.')) return 'subinterface';
    return name.startsWith('Ethernet') ? 'Ethernet' : 'port-channel';
  }
  return name.startsWith('Vlan') ? 'Vlan' : name.startsWith('loopback') ? 'loopback' : 'mgmt';
}

/** Class and number: `['Ethernet', '1/1']`. */
export function splitName(name: string): readonly [string, string] {
  const at = name.search(/\d/);
  return [name.slice(0, at), name.slice(at)];
}

/**
 * The names of a range: `ethernet 1/1-4, e1/7` is four and one. `undefined` for what is no range; `'class'` while more
 * is wanted.
 */
export function interfaceRange(typed: string): readonly string[] | 'class' | undefined {
  if (/[-,]\s*$/.test(typed)) return 'class';
  const names: string[] = [];
  for (const part of typed.split(',')) {
    const range = /^(.*\D)(\d+)\s*-\s*(\d+)$/.exec(part.trim());
    const first = interfaceName(range ? `${range[1]}${range[2]}` : part);
    if (first === 'class') return 'class';
    if (first === undefined) return undefined;
    const last = Number(range?.[3] ?? Number.NaN);
    const from = Number(range?.[2] ?? Number.NaN);
    if (!range) names.push(first);
    else if (last < from) return undefined;
    else for (let number = from; number <= last; number++) names.push(first.replace(/\d+$/, String(number)));
  }
  return names.every((name) => interfaceName(name) === name) ? names : undefined;
}

/** SNMP's number of an interface. @source recorded for mgmt0 and Ethernet: reference 4.4; inferred for the others */
export function interfaceIndex(name: string): number {
  const [first = 0, second = 0] = (name.match(/\d+/g) ?? []).map(Number);
  switch (interfaceClass(name)) {
    case 'mgmt':
      return 0x05000000;
    case 'Vlan':
      return 0x09010000 + first;
    case 'loopback':
      return 0x14000000 + first;
    case 'port-channel':
      return 0x16000000 + first - 1;
    default:
      return 0x1a000000 + (first - 1) * 0x80000 + (second - 1) * 512;
  }
}
