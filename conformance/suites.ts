import type { Suite } from './suite.ts';

/** The suites by kind, each loaded when it is asked for. */
const load: Record<string, () => Promise<Suite>> = {
  nxos: async () => (await import('./device/nxos/suite.ts')).nxos,
  nsx: async () => (await import('./device/nsx/suite.ts')).nsx,
  nsxv: async () => (await import('./device/nsxv/suite.ts')).nsxv,
  asa: async () => (await import('./device/asa/suite.ts')).asa,
};

/** The kinds for which there is a suite. */
export const suiteKinds: readonly string[] = Object.keys(load);

/** The suites of the given kinds; of every kind when none is given. Kinds without a suite are left out. */
export async function suitesFor(kinds: readonly string[]): Promise<readonly Suite[]> {
  const wanted = kinds.length > 0 ? kinds : suiteKinds;
  const loaded = await Promise.all(wanted.map((kind) => load[kind]?.()));
  return loaded.filter((suite) => suite !== undefined);
}
