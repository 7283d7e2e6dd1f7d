import type { Device } from './device.ts';
import { CouldNotRun } from './errors.ts';
import type { Asked } from './oracle/http.ts';

/** Three questions that no device answers with 200: a path, an action and a token that nobody has. No password is sent. */
const nonsense: readonly Asked[] = [
  { method: 'GET', path: '/rackless-asks-for-nothing' },
  { method: 'GET', path: '/rackless-asks-for-nothing?action=rackless_unknown' },
  {
    method: 'GET',
    path: '/api/rackless-asks-for-nothing',
    headers: [
      ['X-Auth-Token', 'rackless-unknown'],
      ['Cookie', 'rackless=unknown'],
    ],
  },
];

/**
 * Refuses a target that says yes to everything, since it would also say yes to what is judged.
 * @throws CouldNotRun when all three are answered 200, or nobody answers
 */
export async function demandHonesty(device: Device): Promise<void> {
  const statuses: number[] = [];
  for (const asked of nonsense) statuses.push((await device.request('https', asked)).status);
  if (statuses.every((status) => status === 200)) {
    throw new CouldNotRun('the target answers 200 to paths, actions and tokens that do not exist: it is no device');
  }
}
