import type { ServerResponse } from 'node:http';
import type { NsxDevice } from '../nsx.ts';
import type { Site } from '../state.ts';
import { refusals } from '../texts.ts';

/** What is under way at one site. */
interface UnderWay {
  all: number;
  /** By client; only those that have any. */
  readonly clients: Map<string, number>;
}

const counts = new WeakMap<NsxDevice, Map<string, UnderWay>>();

/**
 * Counts a request as outstanding until its answer is out, or its client is gone; refuses it where its client, or all of
 * them together, have as many already as the API service allows. What was refused does not count.
 * @throws ApiError 503
 * @source NSX reference 3.4; 0 lifts a limit
 */
export function admit(device: NsxDevice, { name, apiService }: Site, user: string, response: ServerResponse): void {
  const sites = counts.get(device) ?? new Map<string, UnderWay>();
  counts.set(device, sites);
  const now = sites.get(name) ?? { all: 0, clients: new Map<string, number>() };
  sites.set(name, now);
  const mine = now.clients.get(user) ?? 0;
  const { client_api_concurrency_limit: ofClient, global_api_concurrency_limit: ofAll } = apiService;
  if (reached(mine, ofClient) || reached(now.all, ofAll)) throw refusals.overloaded();
  now.all++;
  now.clients.set(user, mine + 1);
  response.once('close', () => {
    now.all--;
    const left = (now.clients.get(user) ?? 1) - 1;
    if (left > 0) now.clients.set(user, left);
    else now.clients.delete(user);
  });
}

const reached = (count: number, limit: unknown): boolean => typeof limit === 'number' && limit > 0 && count >= limit;
