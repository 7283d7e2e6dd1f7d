import type { NsxOptions } from './options.ts';

/** First three numbers of the network that a cluster lies in unless the lab file says otherwise. */
const defaultNetwork = '192.168.110';

/** The address of a node (`manager-1`) or of the VIP (`vip`) as the cluster knows it, and the length of its prefix. */
export function insideAddress(options: NsxOptions, place: string, site: number): { ip: string; prefix: number } {
  const given = options.addresses[place];
  if (given !== undefined) {
    const [ip = '', length] = given.split('/');
    return { ip, prefix: Number(length) };
  }
  const last = place.endsWith('vip') ? 30 : 30 + Number(/(\d+)$/.exec(place)?.[1] ?? 1);
  return { ip: `${defaultNetwork}.${last + 10 * site}`, prefix: 24 };
}

/** Whether two addresses lie in one subnet. */
export function sameSubnet(one: string, other: string, prefix: number): boolean {
  const number = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - prefix);
  return Math.floor(number(one) / size) === Math.floor(number(other) / size);
}
