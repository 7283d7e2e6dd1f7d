/** The address `offset` places after a first one: twelve hexadecimal digits. */
export function macAfter(first: string, offset: number): string {
  // 48 bits are exact in a double.
  return ((Number.parseInt(first, 16) + offset) % 2 ** 48).toString(16).padStart(12, '0');
}

/** `0200.5e00.0100` */
export function dotted(mac: string): string {
  return mac.replace(/^(.{4})(.{4})(.{4})$/, '$1.$2.$3');
}

/** `02-00-5e-00-01-00` */
export function dashed(mac: string): string {
  return (mac.match(/../g) ?? []).join('-');
}

/** `02:00:5e:00:01:00` */
export function coloned(mac: string): string {
  return (mac.match(/../g) ?? []).join(':');
}
