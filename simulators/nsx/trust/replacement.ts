import type { Json, JsonObject } from '../../chassis/json.ts';
import { changeRun } from '../change.ts';
import { newId } from '../ids.ts';
import { later } from '../later.ts';
import type { NsxDevice } from '../nsx.ts';
import { optionsOf } from '../options.ts';
import { type Asker, grant, granted, type Wish } from './apply.ts';

/** Requests that wait for their replacement to end, by its id. */
const waiting = new WeakMap<NsxDevice, Map<string, { done(): void; failed(error: unknown): void }>>();

/**
 * Applies a certificate and resolves when the listeners show it. Only one replacement runs at a time.
 * @throws ApiError with the device's refusal
 */
export async function apply(device: NsxDevice, siteName: string, wish: Wish, asker: Asker): Promise<void> {
  const grant_ = granted(device, siteName, wish, asker);
  const { applySeconds } = optionsOf(device.birth.options);
  if (applySeconds === 0) {
    grant(device, siteName, grant_, { user: asker.user, now: device.now() });
    return;
  }
  const id = newId();
  await new Promise<void>((resolve, reject) => {
    const mine = waiting.get(device) ?? new Map();
    waiting.set(device, mine);
    mine.set(id, { done: resolve, failed: reject });
    device.batch(() => {
      changeRun(device, siteName, (run) => ({ ...run, replacement: { id, what: 'apply' } }));
      later(device, applySeconds, 'apply', {
        site: siteName,
        id,
        certificate: wish.certificateId,
        service: wish.service,
        node: wish.nodeId ?? '',
        user: asker.user,
        roles: [...asker.roles],
      });
    });
  });
}

/** Ends a replacement that took its time. */
export function applied(device: NsxDevice, detail: JsonObject): void {
  const text = (name: string): string => String(detail[name] ?? '');
  const siteName = text('site');
  const waiter = waiting.get(device)?.get(text('id'));
  waiting.get(device)?.delete(text('id'));
  endReplacement(device, siteName, text('id'));
  try {
    const wish: Wish = { certificateId: text('certificate'), service: text('service'), nodeId: text('node') };
    const asker = { user: text('user'), roles: texts(detail.roles) };
    grant(device, siteName, granted(device, siteName, wish, asker), { user: asker.user, now: device.now() });
    waiter?.done();
  } catch (error) {
    waiter?.failed(error);
  }
}

/** Lets the next replacement begin. */
export function endReplacement(device: NsxDevice, siteName: string, id: string): void {
  changeRun(device, siteName, (run) => {
    if (run.replacement?.id !== id) return run;
    const { replacement: _ended, ...rest } = run;
    return rest;
  });
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
