import type { Command } from '../chassis/cli/command.ts';
import { compileKind, type Language } from '../chassis/cli/compile.ts';
import { checkpoints } from './commands/checkpoint.ts';
import { configurations } from './commands/configuration.ts';
import { copying } from './commands/copy.ts';
import { files } from './commands/files.ts';
import { system } from './commands/system.ts';
import { terminal } from './commands/terminal.ts';
import { dialect } from './dialect.ts';
import { configuration } from './running.ts';
import type { NxosState } from './state.ts';

/** Everything that can be typed on a Nexus. */
export const commands: readonly Command<NxosState>[] = [
  ...configuration,
  configurations,
  checkpoints,
  files,
  copying,
  system,
  terminal,
].flatMap((feature) => feature.commands);

const languages = new Map<string, Language<NxosState>>();

/** The CLI of a release; one for all its devices. */
export function language(release: string): Language<NxosState> {
  const known = languages.get(release);
  if (known) return known;
  const made = compileKind(dialect, commands, release);
  languages.set(release, made);
  return made;
}
