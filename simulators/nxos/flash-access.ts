import { FlashError } from '../chassis/flash/error.ts';
import { FlashView } from '../chassis/transfer/flash-view.ts';
import { locate } from './filesystem.ts';
import { flashWords } from './flash-words.ts';
import type { NxosDevice } from './nxos.ts';

/** The flash of a switch for SCP and SFTP clients, who begin on bootflash. */
export function flashView(device: NxosDevice): FlashView {
  return new FlashView(device, {
    spell: (path) => spell(device, path),
    explain: (reason) => flashWords[reason],
  });
}

/**
 * `bootflash:x`, `bootflash:///x` and `/bootflash/x` are files of bootflash, and so is a bare `x`.
 * @source NX-API reference 6.1: SCP uploads go to `bootflash:X`; the rest inferred
 */
function spell(device: NxosDevice, path: string): { volume: string; path: string } {
  const { state } = device;
  const unix = /^\/([a-z][a-z0-9]*)(\/.*)?$/.exec(path);
  const place =
    (unix && locate(state, `${unix[1]}:${unix[2] ?? ''}`, '')) ??
    locate(state, path === '.' ? 'bootflash:' : path, 'bootflash:');
  if (!place) throw new FlashError('missing', path);
  return place;
}
