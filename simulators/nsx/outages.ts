import type { JsonObject } from '../chassis/json.ts';
import type { Pending } from '../chassis/kind.ts';
import { restartNode, switchOff } from './nodes.ts';
import type { NsxDevice } from './nsx.ts';
import type { NsxOptions } from './options.ts';
import { placeOf } from './site.ts';

/** The outages that a lab file wants, as they fall due after `now`, lab ms. */
export function outagesFrom({ outages }: NsxOptions, now: number): Pending[] {
  return outages.map(({ node, after, lasts }) => ({
    due: now + after * 1000,
    what: `outage ${node} ${after}`,
    detail: { node, lasts },
  }));
}

/** A node goes down, and the journal tells: for as long as the lab file says, or for good. */
export function outage(device: NsxDevice, { node, lasts }: JsonObject): void {
  const name = String(node);
  const site = placeOf(device, name)?.site.name;
  if (site === undefined) return;
  device.report({ kind: 'fault', operation: 'node-down', outcome: name });
  if (Number(lasts) > 0) restartNode(device, site, name, Number(lasts));
  else switchOff(device, site, name);
}
