import type { Boot } from '../chassis/kind.ts';
import { freshRuns } from './factory.ts';
import type { NsxState } from './state.ts';

/** The cluster after a restart: all that it was told is there, sessions and work under way are gone. */
export function boot({ store }: NsxState, { now }: Boot): NsxState {
  return {
    config: {},
    store: {
      ...store,
      sites: Object.fromEntries(
        Object.entries(store.sites).map(([name, site]) => [name, refetching(settled(site, now))]),
      ),
    },
    run: { bootedAt: now, pending: [], sites: freshRuns(Object.values(store.sites)) },
  };
}

/** A batch that a restart interrupted does not go on (inferred). */
function settled(site: NsxState['store']['sites'][string], now: number) {
  if (!site.batch || site.batch.endTime !== undefined) return site;
  const steps = site.batch.steps.map((step) =>
    step.status === 'PENDING'
      ? { ...step, status: 'ABORTED' as const, message: 'The manager was restarted.', endTime: now }
      : step,
  );
  return { ...site, batch: { ...site.batch, endTime: now, steps } };
}

/** What was being fetched is not there. */
function refetching(site: NsxState['store']['sites'][string]) {
  let { distributionPoints } = site;
  for (const point of distributionPoints.values()) {
    if (point.status !== 'FETCHING') continue;
    distributionPoints = distributionPoints.put(point.id, {
      ...point,
      status: point.pem === undefined ? 'NOT_READY' : 'READY',
    });
  }
  return { ...site, distributionPoints };
}
