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
  'port-channel': /^([1-9]\d{0,2}|[1-3]\d{3}|40([0-8]\d|9[0-6]))$/,
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
