import { castDraft } from 'immer';
import { CliError } from '../../chassis/cli/command.ts';
import { FlashError } from '../../chassis/flash/error.ts';
import { read, write } from '../../chassis/flash/files.ts';
import type { JsonObject } from '../../chassis/json.ts';
import type { Backup } from '../archive.ts';
import type { AsaDevice } from '../asa.ts';
import { configurationOf } from '../configuration-file.ts';
import { pathOf } from '../contexts/url.ts';
import { contextDevice, isMultiple, systemSpace, wholeOf } from '../contexts/view.ts';
import { locate, type Place, volumeOf } from '../filesystem.ts';
import { languageOf } from '../language.ts';
import { releaseOf } from '../release.ts';
import { configurationText } from '../running.ts';
import { keepConfig } from '../startup.ts';
import type { ContextEntry } from '../state/contexts.ts';
import type { AsaConfig, Startup } from '../state.ts';
import { chosenDevice } from './context.ts';
import { type Answer, type Call, invalid, objectBody, Problem, type Route, text } from './wire.ts';

/** Lab ms from the answer to a restore until the box restarts, so that the answer gets out. @source inferred */
const restartAfter = 2_000;

/** Where the file lies, and what of the box it is about: one context, or all of it. */
interface Asked {
  readonly place: Place;
  readonly location: string;
  readonly device: AsaDevice;
  /** Given: that context alone. */
  readonly context?: string;
}

function asked(call: Call, body: JsonObject): Asked {
  const location = text(body.location) ?? '';
  if (location === '') throw invalid('location', 'location is a mandatory attribute');
  const place = /^[a-z0-9]+:/.test(location) ? locate(location, call.device.state) : undefined;
  if (!place || place.path === '')
    throw invalid('location', `%Error opening ${location.slice(0, 200)} (No such device)`);
  return { place, location, ...subject(call, text(body.context) ?? '') };
}

function subject(call: Call, context: string): Pick<Asked, 'device' | 'context'> {
  if (!isMultiple(call.device)) {
    if (context !== '' && context !== 'admin')
      throw invalid('context', `context ${context.slice(0, 40)} does not exist`);
    return { device: call.device };
  }
  try {
    if (context !== '') return { device: chosenDevice(wholeOf(call.device), call.seat, context), context };
    return { device: chosenDevice(wholeOf(call.device), call.seat, systemSpace) };
  } catch (error) {
    // Here the name is a value, not a place.
    if (error instanceof Problem && error.status === 404)
      throw invalid('context', `context ${context.slice(0, 40)} does not exist`);
    throw error;
  }
}

function textsOf(device: AsaDevice) {
  const { config, store } = device.state;
  const plain = (one: AsaConfig | undefined) => (one ? configurationText(device, one, { plain: true }) : '');
  return { running: plain(config), startup: plain(store.startup?.config) };
}

function backupOf({ device, context }: Asked): Backup {
  const version = releaseOf(device.release).asa;
  const names = Object.keys(device.state.contexts ?? {});
  const contexts = Object.fromEntries(names.map((name) => [name, textsOf(contextDevice(device, name))]));
  return {
    version,
    ...textsOf(device),
    ...(device.state.store.keys && { keys: device.state.store.keys }),
    ...(context !== undefined && { context }),
    ...(names.length > 0 && { contexts }),
  };
}

/** Writes a backup to flash. @source documented: reference 7.4 */
async function backup(call: Call): Promise<Answer> {
  const body = objectBody(call.body);
  const about = asked(call, body);
  const { place, location, device } = about;
  const { usualPassphrase, writeBackup } = await import('../archive.ts');
  const shown = configurationText(device, device.state.config);
  const passphrase = text(body.passphrase) || usualPassphrase;
  const bytes = writeBackup(backupOf(about), shown, passphrase, device.now());
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
 * does it, so the box comes back either as it was or as restored. A single context goes on without a restart.
 * @source documented: reference 7.4; status and refusals inferred
 */
async function restore(call: Call): Promise<Answer> {
  const body = objectBody(call.body);
  const about = asked(call, body);
  const { location, device } = about;
  const { readBackup, usualPassphrase } = await import('../archive.ts');
  const found = readBackup(bytesAt(call, about), text(body.passphrase) || usualPassphrase);
  if (found === 'damaged') throw invalid('location', `${location}: the backup file is damaged`);
  if (found === 'passphrase')
    throw invalid('passphrase', 'the passphrase is not the one that the backup was made with');
  const { asa } = releaseOf(device.release);
  if (found.version !== asa)
    throw invalid('location', `${location}: the backup is of ASA ${found.version}, this is ${asa}`);
  checkExtent(found, about);
  if (about.context === undefined) restoreBox(call, about, found);
  else restoreContext(call, about, found);
  return { status: 201 };
}

/** A backup of one context, of a box in single and of one in multiple mode are three different things. */
function checkExtent(found: Backup, { location, device, context }: Asked): void {
  if (found.context !== context)
    throw invalid('context', `${location}: the backup is of ${found.context ? `context ${found.context}` : 'all'}`);
  const mode = (contexts: unknown) => (contexts ? 'multiple' : 'single');
  if (context === undefined && mode(found.contexts) !== mode(device.state.contexts))
    throw invalid('location', `${location}: the backup was made in ${mode(found.contexts)} mode`);
}

function readConfig(device: AsaDevice, location: string, written: string, context?: ContextEntry): AsaConfig {
  const { config, refused } = configurationOf(device, languageOf(device), written, context);
  const [first] = refused;
  if (first)
    throw invalid('location', `${location}: line ${first.line} of the configuration is refused: ${first.error}`);
  return config;
}

function restoreBox(call: Call, { device, location }: Asked, found: Backup): void {
  const saved = { by: call.user, at: device.now() };
  const config = readConfig(device, location, found.running);
  const entries = config.contexts?.entries ?? {};
  const contexts = Object.entries(found.contexts ?? {}).flatMap(([name, { running }]) => {
    const entry = entries[name];
    return entry ? [{ name, entry, config: readConfig(device, location, running, entry), running }] : [];
  });
  device.change((draft) => {
    const starts: Record<string, Startup> = {};
    for (const { name, entry, config: one, running } of contexts) {
      const place = pathOf(entry.url ?? '');
      const volume = place && draft.store.flash[place.volume];
      if (!place || !volume) continue;
      const { digest } = write(volume, place.path, Buffer.from(running), device.surroundings.blobs, device.now());
      starts[name] = { ...saved, config: one, ...(digest !== undefined && { digest }) };
    }
    draft.store.startup = castDraft({ ...saved, config });
    if (found.keys) draft.store.keys = castDraft(found.keys);
    if (found.contexts) draft.store.contexts = castDraft(starts);
    draft.run.pending.push({ due: device.now() + restartAfter, what: 'reload' });
  });
}

function restoreContext(call: Call, { device, location, context }: Asked, found: Backup): void {
  const entry = wholeOf(device).state.config.contexts?.entries[context ?? ''];
  const config = readConfig(device, location, found.running, entry);
  try {
    device.change((draft) => {
      draft.config = castDraft(config);
      draft.run.modified = { by: call.user, at: device.now() };
    });
    keepConfig(device, call.user, config);
  } catch (error) {
    if (error instanceof CliError) throw invalid('context', error.message);
    throw error;
  }
}

function bytesAt({ device }: Call, { place, location }: Asked): Buffer {
  try {
    return read(volumeOf(device.state, place), place.path, device.surroundings.blobs);
  } catch (error) {
    if (error instanceof FlashError)
      throw invalid('location', `%Error opening ${location} (No such file or directory)`);
    throw error;
  }
}

const category = 'Backup and Restore';

export const backupRoutes: readonly Route[] = [
  { path: '/api/backup', category, multiple: true, evidence: 'recorded', methods: { POST: backup } },
  { path: '/api/restore', category, multiple: true, evidence: 'documented', methods: { POST: restore } },
];
