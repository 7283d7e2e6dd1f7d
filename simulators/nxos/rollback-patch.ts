import type { Language } from '../chassis/cli/compile.ts';
import { configurationAfter } from './configuration-file.ts';
import type { NxosDevice } from './nxos.ts';
import { patch } from './patch.ts';
import { releaseOf } from './release.ts';
import { configurationLines } from './running.ts';
import type { NxosConfig, NxosState } from './state.ts';

/** One line can take others along (`vrf member` its addresses), which the next round writes again. */
const ROUNDS = 4;

/**
 * The commands that lead from one configuration to another, tried on a drawing board: fed to a switch with `from`, they
 * make it `to`. Lines that a switch refuses are left out.
 *
 * @returns lines, indented; empty when the two say the same
 */
export function rollbackPatch(
  device: NxosDevice,
  language: Language<NxosState>,
  from: NxosConfig,
  to: NxosConfig,
): string[] {
  const release = releaseOf(device.release);
  const wanted = configurationLines(to, { release, all: false });
  const usual = configurationLines(to, { release, all: true });
  const lines: string[] = [];
  let config = from;
  for (let round = 0; round < ROUNDS; round++) {
    const step = patch(configurationLines(config, { release, all: false }), wanted, usual);
    if (step.length === 0) break;
    const tried = configurationAfter(device, language, config, step.join('\n'));
    lines.push(...withoutRefused(step, new Set(tried.errors.map(({ line }) => line))));
    ({ config } = tried);
  }
  return lines;
}

/** Leaves out refused lines and what stands below them. */
function withoutRefused(entries: readonly string[], refused: ReadonlySet<number>): string[] {
  const kept: string[] = [];
  let number = 1;
  let below = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const indent = entry.length - entry.trimStart().length;
    if (indent <= below) below = refused.has(number) ? indent : Number.POSITIVE_INFINITY;
    if (indent < below && below === Number.POSITIVE_INFINITY) kept.push(entry);
    number += entry.split('\n').length;
  }
  return kept;
}
