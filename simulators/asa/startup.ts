import { castDraft } from 'immer';
import { CliError, type Run } from '../chassis/cli/command.ts';
import { FlashError } from '../chassis/flash/error.ts';
import { find, remove, write } from '../chassis/flash/files.ts';
import type { AsaDevice } from './asa.ts';
import { type Place, pathOf } from './contexts/url.ts';
import { contextDevice, wholeOf } from './contexts/view.ts';
import { checksum, configurationText } from './running.ts';
import type { AsaConfig, AsaState } from './state.ts';
import { texts } from './texts.ts';

/**
 * Makes the running configuration the one that a reboot starts with; that of a context goes into its file.
 * @param by who did it
 * @throws CliError for a context whose file cannot be written
 */
export function keep(device: AsaDevice, by: string): void {
  keepConfig(device, by, device.state.config);
}

/** {@link keep} with a configuration that does not run. @throws CliError as {@link keep} */
export function keepConfig(device: AsaDevice, by: string, config: AsaConfig): void {
  const { context } = device.state;
  if (context) keepContext(device, context.name, by, config);
  else {
    device.change((draft) => {
      draft.store.startup = castDraft({ config, by, at: device.now() });
    });
  }
}

function keepContext(device: AsaDevice, name: string, by: string, config: AsaConfig): void {
  const place = fileOf(device, name);
  if (!place) throw new CliError(texts.noUrl(name));
  const bytes = Buffer.from(configurationText(device, config, { plain: true }));
  try {
    device.change((draft) => {
      const volume = draft.store.flash[place.volume];
      if (!volume) return;
      const { digest } = write(volume, place.path, bytes, device.surroundings.blobs, device.now());
      draft.store.startup = castDraft({
        config,
        by,
        at: device.now(),
        ...(digest !== undefined && { digest }),
      });
    });
  } catch (error) {
    if (error instanceof FlashError) throw new CliError(texts.fileError(place.path, 'No space left on device'));
    throw error;
  }
}

/** Takes away what a reboot would start with; that of a context with its file. */
export function erase(device: AsaDevice): void {
  const name = device.state.context?.name;
  const place = name === undefined ? undefined : fileOf(device, name);
  device.change((draft) => {
    delete draft.store.startup;
    const volume = place && draft.store.flash[place.volume];
    if (place && volume && find(volume, place.path)) remove(volume, place.path, device.now());
  });
}

/** Where a context is saved; `undefined` for one on a server. */
function fileOf(device: AsaDevice, name: string): Place | undefined {
  return pathOf(wholeOf(device).state.config.contexts?.entries[name]?.url ?? '');
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

function saver({ session }: Run<AsaState>): string {
  return session.transport === 'api' ? session.user : 'enable_15';
}

/** Saves, and says so. */
export function save(run: Run<AsaState>, framed = true): string {
  return saveOf(run, run.device, framed);
}

/** {@link save} for another context than the one that the command runs in. */
export function saveOf(run: Run<AsaState>, device: AsaDevice, framed = true): string {
  keep(device, saver(run));
  return savedText(device, framed);
}

/** Saves the system execution space and each context. @source documented: reference 2.9, the layout inferred */
export function saveAll(run: Run<AsaState>): string {
  const { device } = run;
  const names = Object.keys(device.state.contexts ?? {});
  const count = (nth: number) =>
    `(${String(nth).padStart(3, '0')}/${String(names.length).padStart(3, '0')} Contexts saved)`;
  const saved = (name: string, nth: number, one: AsaDevice) => {
    const text = saveOf(run, one, false);
    return `Saving context : ${name.padStart(16)} : ${count(nth)}\n${text}`;
  };
  const all = [
    saved('system', 0, device),
    ...names.map((name, at) => saved(name, at + 1, contextDevice(device, name))),
  ];
  return `Building configuration...\n${all.join('')}[OK]\n`;
}
