import type { Command } from '../../chassis/cli/command.ts';
import { compileKind, type Language } from '../../chassis/cli/compile.ts';
import type { Dialect } from '../../chassis/cli/dialect.ts';
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

/** How a kind that is broken on purpose speaks. */
interface Altered {
  readonly commands: readonly Command<NsxvState>[];
  readonly dialect: Dialect<NsxvState>;
  readonly languages: Languages;
}
const altered = new WeakMap<object, Altered>();

/** Makes every manager of this kind understand its commands as `alter` has them. */
export function alterCommands(kind: object, alter: Alteration): void {
  altered.set(kind, { commands: commands.map(alter), dialect, languages: new Map() });
}

/** Makes every manager of this kind speak as `alter` has it. */
export function alterDialect(kind: object, alter: (dialect: Dialect<NsxvState>) => Dialect<NsxvState>): void {
  altered.set(kind, { commands, dialect: alter(dialect), languages: new Map() });
}

/** The CLI of a manager; one for all of its release. */
export function languageOf(device: NsxvDevice): Language<NsxvState> {
  return compiled(altered.get(device.kind) ?? { commands, dialect, languages }, device.release);
}

/** The commands that the API takes as well. */
export function centralLanguageOf(device: NsxvDevice): Language<NsxvState> {
  return compiled({ commands: central, dialect, languages: centralLanguages }, device.release);
}

function compiled(
  { commands: words, dialect: manner, languages: known }: Altered,
  release: string,
): Language<NsxvState> {
  let language = known.get(release);
  if (!language) {
    language = compileKind(manner, words, release);
    known.set(release, language);
  }
  return language;
}
