import type { Language } from '../chassis/cli/compile.ts';
import { type Refused, replay } from '../chassis/cli/replay.ts';
import { Session } from '../chassis/cli/session.ts';
import { Device } from '../chassis/device.ts';
import { Journal } from '../chassis/journal.ts';
import type { AsaDevice } from './asa.ts';
import { bareContext, bareOf } from './contexts/bare.ts';
import { releaseOf } from './release.ts';
import type { ContextEntry } from './state/contexts.ts';
import type { AsaConfig, AsaState } from './state.ts';

/** Lines that the box writes itself and that say nothing. */
function isHeading(line: string): boolean {
  return /^(:|ASA Version |Cryptochecksum:|names$|prompt |\s*$)/.test(line);
}

/**
 * The configuration that a text makes of a box with nothing in it: what a restored configuration leads to. Nothing of
 * the device changes.
 * @param context reads the text as that of a context which has these interfaces, whether it runs or not
 */
export function configurationOf(
  device: AsaDevice,
  language: Language<AsaState>,
  text: string,
  context?: ContextEntry,
): { readonly config: AsaConfig; readonly refused: readonly Refused[] } {
  // What happens on the drawing board reaches neither the journal nor the disk, and nothing goes wrong there. Each member
  // by name: a lab's surroundings are an object of getters, which a spread leaves behind.
  const { clock, book, blobs, reach, identities } = device.surroundings;
  const faults = { none: true, at: () => undefined };
  const journal = new Journal(() => 0, 1);
  const scratch = new Device(device.kind, device.birth, { clock, journal, book, blobs, reach, identities, faults });
  // The system execution space takes a text of single mode, too: to start with after `mode single`.
  const { contexts, ...single } = device.state;
  const system = contexts && (text === '' || /^(admin-)?context /m.test(text));
  const state: AsaState = context ? { ...single, context: { name: '', admin: false } } : system ? device.state : single;
  const release = releaseOf(device.release);
  const bare = context ? bareContext(release, context) : bareOf(state, release);
  // A text says what is shut and what is for management only; of what it does not say, nothing is.
  const interfaces = Object.fromEntries(Object.keys(bare.interfaces).map((name) => [name, { shutdown: false }]));
  scratch.become({ ...state, config: { ...bare, interfaces } });
  const refused = feed(scratch, language, text);
  return { config: scratch.state.config, refused };
}

/** Feeds a text to the running configuration, as `copy FILE running-config` does. */
export function merge(device: AsaDevice, language: Language<AsaState>, text: string): readonly Refused[] {
  return device.batch(() => feed(device, language, text));
}

function feed(device: AsaDevice, language: Language<AsaState>, text: string): readonly Refused[] {
  const session = new Session(device, language, {
    user: 'enable_15',
    roles: [],
    level: 15,
    from: '',
    transport: 'file',
  });
  session.enter('config');
  return replay(session, text, { skip: isHeading });
}
