import { spawnSync } from 'node:child_process';

/** Whether a command-line tool is at hand. */
export function has(tool: string): boolean {
  return spawnSync('which', [tool]).status === 0;
}
