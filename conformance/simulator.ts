import type { Target } from './target.ts';

/** How a simulator is started for judging. */
export interface SimulatorOptions {
  readonly mutant?: string | undefined;
  readonly patienceMs: number;
}

export async function simulatorTarget(kind: string, release: string, options: SimulatorOptions): Promise<Target> {
  throw new Error(`${kind} ${release} ${options.patienceMs}: no lab yet`);
}

export async function mutantNames(): Promise<readonly string[]> {
  return [];
}
