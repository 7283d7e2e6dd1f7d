import type { NsxDevice } from '../nsx.ts';
import type { Site } from '../state.ts';
import { refusals } from '../texts.ts';

interface Window {
  second: number;
  count: number;
}

const windows = new WeakMap<NsxDevice, Map<string, Window>>();

/** So many clients are counted at most; the oldest are forgotten. */
const most = 1_000;

/**
 * Counts a request of a client and refuses it beyond the rate. Seconds are real ones: the limit guards against load,
 * and a lab whose clock stands still must go on answering.
 * @throws ApiError 429
 * @source NSX reference 3.4; 0 lifts the limit
 */
export function countRequest(device: NsxDevice, { name, apiService }: Site, user: string): void {
  const limit = apiService.client_api_rate_limit;
  if (typeof limit !== 'number' || limit <= 0) return;
  const mine = windows.get(device) ?? new Map<string, Window>();
  windows.set(device, mine);
  const second = Math.floor(performance.now() / 1000);
  const client = `${name} ${user}`;
  const window = mine.get(client);
  if (!window || window.second !== second) {
    mine.delete(client);
    mine.set(client, { second, count: 1 });
    const [oldest] = mine.keys();
    if (mine.size > most && oldest !== undefined) mine.delete(oldest);
    return;
  }
  window.count++;
  if (window.count > limit) throw refusals.tooMany(user, limit);
}
