import { castDraft, type Draft } from 'immer';
import { write } from '../../chassis/flash/files.ts';
import type { AsaDevice } from '../asa.ts';
import { releaseOf } from '../release.ts';
import { configurationText } from '../running.ts';
import type { AsaState } from '../state.ts';
import { adminFile, divided } from './divide.ts';

/** Makes a box start in multiple mode: what it has configured becomes the context `admin`. */
export function toMultiple(draft: Draft<AsaState>, device: AsaDevice): void {
  const { config } = device.state;
  const { system, admin } = divided(config, releaseOf(device.release));
  const saved = { by: 'enable_15', at: device.now() };
  const file = (name: string, text: string) => {
    const { disk0 } = draft.store.flash;
    if (!disk0) throw new Error('an ASA always has disk0');
    return write(disk0, name, Buffer.from(text), device.surroundings.blobs, device.now());
  };
  file('old_running.cfg', configurationText(device, config, { plain: true }));
  const { digest } = file(adminFile, configurationText(device, admin, { plain: true }));
  draft.store.mode = 'multiple';
  draft.store.startup = castDraft({ ...saved, config: system });
  draft.store.contexts = { admin: castDraft({ ...saved, config: admin, ...(digest !== undefined && { digest }) }) };
}

/** Makes a box start in single mode, with what `startup-config` says then. */
export function toSingle({ store }: Draft<AsaState>): void {
  delete store.mode;
  delete store.contexts;
}
