import { isIPv4, isIPv6 } from 'node:net';
import type { Primitive } from './state/operand.ts';

/** A prefix length as a dotted mask. */
export function dottedMask(length: number): string {
  const bits = length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}

/** The length of a dotted mask; `undefined` when it is none. */
export function maskLength(mask: string): number | undefined {
  if (!isIPv4(mask)) return undefined;
  for (let length = 0; length <= 32; length++) if (dottedMask(length) === mask) return length;
  return undefined;
}

/** A dotted quad as a number. */
export function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Whether an address lies in a network. */
export function lies(address: string, network: string, mask: string): boolean {
  const bits = numberOf(mask);
  return (numberOf(address) & bits) >>> 0 === (numberOf(network) & bits) >>> 0;
}

/** The network of an address, host bits cleared. */
export function networkOf(address: string, mask: string): string {
  const bits = (numberOf(address) & numberOf(mask)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}

const fqdn =
  /^(?=.{1,128}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$/;

const readers: Readonly<Record<string, (value: string) => boolean>> = {
  IPv4Address: isIPv4,
  IPv4Network: (value) => {
    const [address = '', length = ''] = value.split('/');
    return isIPv4(address) && /^\d{1,2}$/.test(length) && Number(length) <= 32;
  },
  IPv4Range: (value) => {
    const [from = '', to = ''] = value.split('-');
    return isIPv4(from) && isIPv4(to) && numberOf(from) <= numberOf(to);
  },
  IPv4FQDN: (value) => fqdn.test(value),
  IPv6Address: isIPv6,
  IPv6Network: (value) => {
    const [address = '', length = ''] = value.split('/');
    return isIPv6(address) && /^\d{1,3}$/.test(length) && Number(length) <= 128;
  },
  IPv6Range: (value) => {
    const [from = '', to = ''] = value.split('-');
    return isIPv6(from) && isIPv6(to);
  },
  IPv6FQDN: (value) => fqdn.test(value),
  FQDN: (value) => fqdn.test(value),
};

/** Kinds that a network object may hold. */
export const hostKinds: readonly string[] = Object.keys(readers);

/**
 * Brings an address to its one form: a network's host bits are cleared.
 * @returns `undefined` when the value is not what its kind says
 */
export function settleAddress({ kind, value }: Primitive): Primitive | undefined {
  const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (!read?.(value)) return undefined;
  if (kind !== 'IPv4Network') return { kind, value };
  const [address = '', length = ''] = value.split('/');
  return { kind, value: `${networkOf(address, dottedMask(Number(length)))}/${Number(length)}` };
}

/** `host 192.0.2.1`, `subnet A M`, `range A B`, `fqdn v4 F`: the line of a network object. */
export function objectLine({ kind, value }: Primitive): string {
  switch (kind) {
    case 'IPv4Address':
    case 'IPv6Address':
      return `host ${value}`;
    case 'IPv4Network':
      return `subnet ${addressWords({ kind, value })}`;
    case 'IPv6Network':
      return `subnet ${value}`;
    case 'IPv4Range':
    case 'IPv6Range':
      return `range ${value.replace('-', ' ')}`;
    case 'IPv4FQDN':
      return `fqdn v4 ${value}`;
    case 'IPv6FQDN':
      return `fqdn v6 ${value}`;
    default:
      return `fqdn ${value}`;
  }
}

/** An address as rules and groups write it: `host A`, `A M`, `P/len`. */
export function addressWords({ kind, value }: Primitive): string {
  if (kind === 'IPv4Address' || kind === 'IPv6Address') return `host ${value}`;
  if (kind !== 'IPv4Network') return value;
  const [address = '', length = ''] = value.split('/');
  return `${address} ${dottedMask(Number(length))}`;
}

/** A host address of either family. */
export function hostPrimitive(value: string): Primitive | undefined {
  if (isIPv4(value)) return { kind: 'IPv4Address', value };
  return isIPv6(value) ? { kind: 'IPv6Address', value } : undefined;
}

/** An address and a dotted mask as a network. */
export function networkPrimitive(address: string, mask: string): Primitive | undefined {
  const length = maskLength(mask);
  if (!isIPv4(address) || length === undefined) return undefined;
  return { kind: 'IPv4Network', value: `${networkOf(address, mask)}/${length}` };
}
