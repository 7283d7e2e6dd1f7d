import type { Run } from '../chassis/cli/command.ts';
import type { AsaDevice } from './asa.ts';
import { checksum, configurationText } from './running.ts';
import type { AsaState } from './state.ts';

/** Makes the running configuration the one that a reboot starts with. @param by who did it */
export function keep(device: AsaDevice, by: string): void {
  device.change((draft) => {
    draft.store.startup = { config: draft.config, by, at: device.now() };
  });
}

/**
 * What the box prints of a save.
 * @param framed between `Building configuration...` and `[OK]`
 * @source recorded: reference 2.9
 */
export function savedText(device: AsaDevice, framed: boolean): string {
  const { config } = device.state;
  const groups = checksum(config, device.release).match(/.{8}/g) ?? [];
  const bytes = Buffer.byteLength(configurationText(device, config, { plain: true }));
  const copied = `Cryptochecksum: ${groups.join(' ')} \n\n${bytes} bytes copied in 0.50 secs\n`;
  return framed ? `Building configuration...\n${copied}[OK]\n` : copied;
}

/** Saves, and says so. */
export function save({ device, session }: Run<AsaState>, framed = true): string {
  keep(device, session.transport === 'api' ? session.user : 'enable_15');
  return savedText(device, framed);
}
