import type { Gateway } from './gateway.ts';
import type { Asked } from './spread.ts';

interface Counted {
  readonly operation: string;
  readonly count: number;
  readonly devices: readonly string[];
}

/** What nobody knew, counted over all workers. */
export async function coverage(gateway: Gateway, asked: Asked): Promise<{ missing: Counted[] }> {
  const found = new Map<string, Counted>();
  for (const { missing } of await gateway.all<{ missing: readonly Counted[] }>(asked)) {
    for (const one of missing) {
      const known = found.get(one.operation);
      const sum = known
        ? { ...known, count: known.count + one.count, devices: [...known.devices, ...one.devices] }
        : one;
      found.set(one.operation, sum);
    }
  }
  return { missing: [...found.values()].sort((a, b) => b.count - a.count) };
}
