import type { Pending } from '../chassis/kind.ts';
import { switchOn } from './nodes.ts';
import type { NsxDevice } from './nsx.ts';
import { outage } from './outages.ts';
import { batchStep } from './trust/batch.ts';
import { startHttp } from './trust/http-service.ts';
import { applied } from './trust/replacement.ts';

/** Does what fell due on the lab's clock. */
export function wake(device: NsxDevice, { what, detail = {} }: Pending): void {
  const site = String(detail.site);
  const node = String(detail.node);
  switch (what.split(' ', 1)[0]) {
    case 'apply':
      applied(device, detail);
      return;
    case 'batch-step':
      batchStep(device, detail);
      return;
    case 'outage':
      outage(device, detail);
      return;
    case 'http-back':
      startHttp(device, site, node);
      return;
    case 'node-back':
      switchOn(device, site, node);
  }
}
