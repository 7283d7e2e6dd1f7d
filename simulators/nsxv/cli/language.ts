import type { Command } from '../../chassis/cli/command.ts';
import { compileKind, type Language } from '../../chassis/cli/compile.ts';
import type { NsxvDevice } from '../nsxv.ts';
import type { NsxvState } from '../state.ts';
import { central } from './commands/central.ts';
import { configuration } from './commands/configuration.ts';
import { saving } from './commands/saving.ts';
import { sessions } from './commands/session.ts';
import { shows } from './commands/shows.ts';
import { system } from './commands/system.ts';
import { users } from './commands/users.ts';
import { dialect } from './dialect.ts';

/** Everything that can be typed on a manager. */
export const commands: readonly Command<NsxvState>[] = [
  ...sessions,
  ...users,
  ...configuration,
  ...saving,
  ...shows,
  ...system,
  ...central,
];

/** Changes a command, for a manager that is broken on purpose. */
export type Alteration = (command: Command<NsxvState>) => Command<NsxvState>;

type Languages = Map<string, Language<NsxvState>>;

const languages: Languages = new Map();
const centralLanguages: Languages = new Map();
const altered = new WeakMap<object, { readonly alter: Alteration; readonly languages: Languages }>();

/** Makes every manager of this kind understand its commands as `alter` has them. */
export function alterCommands(kind: object, alter: Alteration): void {
  altered.set(kind, { alter, languages: new Map() });
}

/** The CLI of a manager; one for all of its release. */
export function languageOf(device: NsxvDevice): Language<NsxvState> {
  const alteration = altered.get(device.kind);
  return compiled(alteration?.languages ?? languages, device.release, () =>
    alteration ? commands.map(alteration.alter) : commands,
  );
}

/** The commands that the API takes as well. */
export function centralLanguageOf(device: NsxvDevice): Language<NsxvState> {
  return compiled(centralLanguages, device.release, () => central);
}

function compiled(known: Languages, release: string, words: () => readonly Command<NsxvState>[]): Language<NsxvState> {
  let language = known.get(release);
  if (!language) {
    language = compileKind(dialect, words(), release);
    known.set(release, language);
  }
  return language;
}
