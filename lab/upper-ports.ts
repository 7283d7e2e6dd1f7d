import { readFileSync } from 'node:fs';

/**
 * The ports of the upper half of those that Linux gives out by itself, odd ones first, each once. Asked for any port, it
 * looks through the odd ones of the lower half before all others: with the 7,000 of them taken, each further listener
 * costs it a millisecond. A lab of many listeners is faster to try the others itself. Begins anywhere, so that two
 * labs seldom try the same one.
 * @param range first and last port; what the system says unless told
 */
export function* upperPorts(range = systemRange()): Generator<number, undefined> {
  if (!range) return;
  const [first, last] = range;
  const middle = (first + Math.ceil((last - first) / 2)) | 1;
  const pairs = Math.floor((last - middle + 1) / 2);
  const start = Math.floor(Math.random() * pairs);
  for (const even of [0, 1]) {
    for (let nth = 0; nth < pairs; nth++) yield middle + 2 * ((start + nth) % pairs) + even;
  }
}

/** `undefined` where the system tells none, as outside Linux: there it finds ports quickly. */
function systemRange(): readonly [number, number] | undefined {
  try {
    const [first, last] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
      .trim()
      .split(/\s+/)
      .map(Number);
    return first !== undefined && last !== undefined && first < last ? [first, last] : undefined;
  } catch {
    return undefined;
  }
}
