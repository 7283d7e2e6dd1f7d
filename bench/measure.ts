/** The middle of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/**
 * Measures two things in turn, A B A B, so that a machine which slows down slows both.
 * @returns the median of each and of the pairs' ratios
 */
export async function interleaved(
  rounds: number,
  ours: () => Promise<number>,
  bare: () => Promise<number>,
): Promise<{ readonly ours: number; readonly bare: number; readonly ratio: number }> {
  const a: number[] = [];
  const b: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const mine = await ours();
    const other = await bare();
    a.push(mine);
    b.push(other);
    ratios.push(mine / other);
  }
  return { ours: median(a), bare: median(b), ratio: median(ratios) };
}
