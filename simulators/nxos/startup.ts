import type { Run } from '../chassis/cli/command.ts';
import { releaseOf } from './release.ts';
import type { NxosState } from './state.ts';

/**
 * Saves the running configuration.
 * @returns what the switch prints: a bar line a percent, then that it is done. A terminal sees the bar rewrite one line.
 * @source recorded: reference 5.10, `nxapi/text/copy_run_start.txt`
 */
export function save({ device, change, interactive }: Run<NxosState>): string {
  change((draft) => {
    draft.store.startup = { config: draft.config, at: device.now() };
  });
  const bars = Array.from({ length: 101 }, (_, percent) => bar(percent));
  const drawn = interactive ? bars.join('\r') : bars.join('\n');
  const saving = releaseOf(device.release).savingWords ? 'Copy complete, now saving to disk (please wait)...\n' : '';
  return `\n${drawn}\n${saving}Copy complete.\n`;
}

function bar(percent: number): string {
  const marks = Math.min(40, Math.floor(percent * 0.4) + 1);
  return `[${'#'.repeat(marks).padEnd(40)}] ${String(percent).padStart(3)}%`;
}
