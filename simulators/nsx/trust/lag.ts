import { changeRun } from '../change.ts';
import type { NsxDevice } from '../nsx.ts';
import { optionsOf } from '../options.ts';
import type { Site } from '../state.ts';

/**
 * Has `used_by` go on telling, for as long as the options say, what it tells before a change that comes now; listeners
 * do not wait. @source NSX reference 9.2, recorded on 9.1.1
 */
export function lagUsedBy(device: NsxDevice, siteName: string): void {
  const { usedByLagSeconds } = optionsOf(device.birth.options);
  const site = device.state.store.sites[siteName];
  if (usedByLagSeconds === 0 || !site) return;
  const now = device.now();
  const { bindings } = site;
  changeRun(device, siteName, (run) => ({
    ...run,
    lagging: [
      ...(run.lagging ?? []).filter(({ until }) => until > now),
      { bindings, until: now + usedByLagSeconds * 1000 },
    ],
  }));
}

/** A site with those users of its certificates that `used_by` tells of now. */
export function asTold(device: NsxDevice, site: Site): Site {
  const now = device.now();
  const told = device.state.run.sites[site.name]?.lagging?.find(({ until }) => until > now);
  return told ? { ...site, bindings: told.bindings } : site;
}
