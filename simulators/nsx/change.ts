import { castDraft } from 'immer';
import type { NsxDevice } from './nsx.ts';
import type { Site, SiteRun } from './state.ts';

/** Replaces a site by what `recipe` makes of it. A recipe that throws changes nothing. */
export function changeSite(device: NsxDevice, name: string, recipe: (site: Site) => Site): void {
  const site = device.state.store.sites[name];
  if (!site) return;
  const next = recipe(site);
  if (next === site) return;
  device.change((draft) => {
    draft.store.sites[name] = castDraft(next);
  });
}

/** Replaces what a site forgets when it is switched off. */
export function changeRun(device: NsxDevice, name: string, recipe: (run: SiteRun) => SiteRun): void {
  const run = device.state.run.sites[name];
  if (!run) return;
  const next = recipe(run);
  if (next === run) return;
  device.change((draft) => {
    draft.run.sites[name] = castDraft(next);
  });
}

/** An object without one of its members. */
export function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!Object.hasOwn(record, key)) return record;
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
