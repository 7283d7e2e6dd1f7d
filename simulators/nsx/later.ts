import { castDraft } from 'immer';
import type { JsonObject } from '../chassis/json.ts';
import type { NsxDevice } from './nsx.ts';

/** Has something done after a while of lab time. */
export function later(device: NsxDevice, seconds: number, what: string, detail: JsonObject): void {
  const due = device.now() + seconds * 1000;
  device.change((draft) => {
    // The chassis tells what is pending apart by time and name.
    draft.run.pending.push(castDraft({ due, what: `${what} ${JSON.stringify(detail)}`, detail }));
  });
}
