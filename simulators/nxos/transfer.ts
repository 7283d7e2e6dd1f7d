import type { Run } from '../chassis/cli/command.ts';
import type { Remote } from './remote.ts';
import type { NxosState } from './state.ts';
export async function fetchRemote(run: Run<NxosState>, remote: Remote, vrf: string): Promise<Buffer> {
  return run.fail(`${remote.host} ${vrf}`);
}
export async function sendRemote(run: Run<NxosState>, remote: Remote, vrf: string, _bytes: Buffer): Promise<void> {
  run.fail(`${remote.host} ${vrf}`);
}
