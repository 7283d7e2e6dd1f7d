import { FlashError } from '../../chassis/flash/error.ts';
import { read, write } from '../../chassis/flash/files.ts';
import type { JsonObject } from '../../chassis/json.ts';
import { configurationOf } from '../configuration-file.ts';
import { locate, type Place, volumeOf } from '../filesystem.ts';
import { languageOf } from '../language.ts';
import { releaseOf } from '../release.ts';
import { configurationText } from '../running.ts';
import { type Answer, type Call, invalid, objectBody, type Route, text } from './wire.ts';

/** Lab ms from the answer to a restore until the box restarts, so that the answer gets out. @source inferred */
const restartAfter = 2_000;

function placeOf(call: Call, body: JsonObject): { readonly place: Place; readonly location: string } {
  const location = text(body.location) ?? '';
  if (location === '') throw invalid('location', 'location is a mandatory attribute');
  const context = text(body.context);
  if (context !== undefined && context !== '' && context !== 'admin')
    throw invalid('context', `context ${context.slice(0, 40)} does not exist`);
  const place = /^[a-z0-9]+:/.test(location) ? locate(location, call.device.state) : undefined;
  if (!place || place.path === '')
    throw invalid('location', `%Error opening ${location.slice(0, 200)} (No such device)`);
  return { place, location };
}

/** Writes a backup to flash. @source documented: reference 7.4 */
async function backup(call: Call): Promise<Answer> {
  const body = objectBody(call.body);
  const { place, location } = placeOf(call, body);
  const { device } = call;
  const { usualPassphrase, writeBackup } = await import('../archive.ts');
  const { config, store } = device.state;
  const running = configurationText(device, config, { plain: true });
  const startup = store.startup ? configurationText(device, store.startup.config, { plain: true }) : '';
  const passphrase = text(body.passphrase) || usualPassphrase;
  const bytes = writeBackup(
    { version: releaseOf(device.release).asa, running, startup },
    configurationText(device, config),
    passphrase,
    device.now(),
  );
  try {
    device.change((draft) => {
      const volume = draft.store.flash[place.volume];
      if (volume) write(volume, place.path, bytes, device.surroundings.blobs, device.now());
    });
  } catch (error) {
    if (error instanceof FlashError) throw invalid('location', `%Error opening ${location} (${error.message})`);
    throw error;
  }
  return { status: 201 };
}

/**
 * Takes a backup back: what was running then is what the box starts with, and it restarts. One change of the store
 * does it, so the box comes back either as it was or as restored.
 * @source documented: reference 7.4; status and refusals inferred
 */
async function restore(call: Call): Promise<Answer> {
  const body = objectBody(call.body);
  const { place, location } = placeOf(call, body);
  const { device } = call;
  const { readBackup, usualPassphrase } = await import('../archive.ts');
  const bytes = bytesAt(call, place, location);
  const found = readBackup(bytes, text(body.passphrase) || usualPassphrase);
  if (found === 'damaged') throw invalid('location', `${location}: the backup file is damaged`);
  if (found === 'passphrase')
    throw invalid('passphrase', 'the passphrase is not the one that the backup was made with');
  const { asa } = releaseOf(device.release);
  if (found.version !== asa)
    throw invalid('location', `${location}: the backup is of ASA ${found.version}, this is ${asa}`);
  const { config, refused } = configurationOf(device, languageOf(device), found.running);
  const [first] = refused;
  if (first)
    throw invalid('location', `${location}: line ${first.line} of the configuration is refused: ${first.error}`);
  device.change((draft) => {
    Object.assign(draft.store, { startup: { config, by: call.user, at: device.now() } });
    draft.run.pending.push({ due: device.now() + restartAfter, what: 'reload' });
  });
  return { status: 201 };
}

function bytesAt({ device }: Call, place: Place, location: string): Buffer {
  try {
    return read(volumeOf(device.state, place), place.path, device.surroundings.blobs);
  } catch (error) {
    if (error instanceof FlashError)
      throw invalid('location', `%Error opening ${location} (No such file or directory)`);
    throw error;
  }
}

export const backupRoutes: readonly Route[] = [
  { path: '/api/backup', category: 'Backup and Restore', evidence: 'recorded', methods: { POST: backup } },
  { path: '/api/restore', category: 'Backup and Restore', evidence: 'documented', methods: { POST: restore } },
];
