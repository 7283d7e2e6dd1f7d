import { produce } from 'immer';
import type { Language } from '../chassis/cli/compile.ts';
import { replay } from '../chassis/cli/replay.ts';
import { Session } from '../chassis/cli/session.ts';
import { Device } from '../chassis/device.ts';
import { Journal } from '../chassis/journal.ts';
import { noFaults } from '../chassis/surroundings.ts';
import { configuredIdentity } from './certificate.ts';
import { bareConfig } from './factory.ts';
import { startTls } from './nxapi-listeners.ts';
import type { NxosDevice } from './nxos.ts';
import type { NxosConfig, NxosState } from './state.ts';

/** A line of a configuration file that was refused. */
export interface RefusedLine {
  readonly line: number;
  readonly error: string;
}

/**
 * The configuration that a text makes of a bare switch: what a rollback to a file, or a replacement by one, leads to.
 * Nothing of the device changes.
 */
export function configurationOf(
  device: NxosDevice,
  language: Language<NxosState>,
  text: string,
): { readonly config: NxosConfig; readonly errors: readonly RefusedLine[] } {
  return configurationAfter(
    device,
    language,
    bareConfig(device.release, device.state.store.hardware.supervisors),
    text,
  );
}

/** As {@link configurationOf}, from another beginning: what these lines make of that configuration. */
export function configurationAfter(
  device: NxosDevice,
  language: Language<NxosState>,
  config: NxosConfig,
  text: string,
): { readonly config: NxosConfig; readonly errors: readonly RefusedLine[] } {
  const { kind, birth } = device;
  // What happens on the drawing board reaches neither the journal nor the disk. Each member by name: a lab's
  // surroundings are an object of getters, which a spread leaves behind.
  const { clock, book, blobs, reach, identities } = device.surroundings;
  const journal = new Journal(() => 0, 1);
  const scratch = new Device(kind, birth, { clock, journal, book, blobs, reach, identities, faults: noFaults });
  scratch.become({ ...device.state, config });
  const errors = feed(scratch, language, text);
  return { config: scratch.state.config, errors };
}

/** Feeds a text to the running configuration, as `copy FILE running-config` does. */
export function merge(device: NxosDevice, language: Language<NxosState>, text: string): readonly RefusedLine[] {
  return device.batch(() => feed(device, language, text));
}

function feed(device: NxosDevice, language: Language<NxosState>, text: string): readonly RefusedLine[] {
  const session = new Session(device, language, {
    user: 'admin',
    roles: ['network-admin'],
    from: '',
    transport: 'file',
  });
  session.enter('config');
  return replay(session, text);
}

/** Makes a configuration the running one, with all that follows from it. */
export function restore(device: NxosDevice, config: NxosConfig): void {
  device.become(
    produce(device.state, (draft) => {
      const { nxapi } = device.state.config;
      const same = nxapi === config.nxapi && device.state.config.features.nxapi === config.features.nxapi;
      const next = { ...device.state, config };
      Object.assign(draft, { config });
      draft.run.lastConfigChange = device.now();
      startTls(draft, device.now());
      if (same) return;
      const { served, uploaded } = configuredIdentity(next, device.surroundings.blobs, device.release);
      draft.run.nxapi.uploaded = uploaded;
      if (served) draft.run.nxapi.served = served;
      else delete draft.run.nxapi.served;
    }),
  );
}
