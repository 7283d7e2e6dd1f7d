import type { Command } from '../chassis/cli/command.ts';
import { compileKind, type Language } from '../chassis/cli/compile.ts';
import type { Kind } from '../chassis/kind.ts';
import type { AsaDevice } from './asa.ts';
import { files } from './commands/files.ts';
import { system } from './commands/system.ts';
import { dialect } from './dialect.ts';
import { configuration } from './running.ts';
import type { AsaState } from './state.ts';

/** Everything that can be typed on an ASA. */
export const commands: readonly Command<AsaState>[] = [...configuration, files, system].flatMap(
  (feature) => feature.commands,
);

/** Changes a command, for a box that is broken on purpose. */
export type Alteration = (command: Command<AsaState>) => Command<AsaState>;

const languages = new Map<string, Language<AsaState>>();
const altered = new WeakMap<
  object,
  { readonly alter: Alteration; readonly languages: Map<string, Language<AsaState>> }
>();

/** Makes every box of this kind understand its commands as `alter` has them. */
export function alterCommands(kind: Kind<AsaState>, alter: Alteration): void {
  altered.set(kind, { alter, languages: new Map() });
}

/** The CLI of a box; one for all of its release. */
export function languageOf(device: AsaDevice): Language<AsaState> {
  const alteration = altered.get(device.kind);
  const known = alteration?.languages ?? languages;
  let language = known.get(device.release);
  if (!language) {
    language = compileKind(dialect, alteration ? commands.map(alteration.alter) : commands, device.release);
    known.set(device.release, language);
  }
  return language;
}
