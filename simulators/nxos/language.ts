import type { Command } from '../chassis/cli/command.ts';
import { compileKind, type Language } from '../chassis/cli/compile.ts';
import type { Dialect } from '../chassis/cli/dialect.ts';
import type { Kind } from '../chassis/kind.ts';
import { bashShell } from './bash/command.ts';
import { checkpoints } from './commands/checkpoint.ts';
import { configurations } from './commands/configuration.ts';
import { configurationSessions } from './commands/configuration-session.ts';
import { configureReplace } from './commands/configure-replace.ts';
import { copying } from './commands/copy.ts';
import { files } from './commands/files.ts';
import { forwardingShows } from './commands/show-forwarding.ts';
import { hardwareShows } from './commands/show-hardware.ts';
import { interfaceShows } from './commands/show-interfaces.ts';
import { systemShows } from './commands/show-system.ts';
import { system } from './commands/system.ts';
import { terminal } from './commands/terminal.ts';
import { dialect } from './dialect.ts';
import type { NxosDevice } from './nxos.ts';
import { ownCommands } from './own-commands.ts';
import { configuration } from './running.ts';
import type { NxosState } from './state.ts';

/** Everything that can be typed on a Nexus. */
export const commands: readonly Command<NxosState>[] = [
  ...configuration,
  configurations,
  checkpoints,
  configureReplace,
  configurationSessions,
  files,
  copying,
  system,
  terminal,
  bashShell,
  interfaceShows,
  hardwareShows,
  forwardingShows,
  systemShows,
].flatMap((feature) => feature.commands);

/** Changes a command, for a switch that is broken on purpose. */
export type Alteration = (command: Command<NxosState>) => Command<NxosState>;

type Languages = Map<string, Language<NxosState>>;

const languages: Languages = new Map();

/** How a kind that is broken on purpose speaks. */
interface Altered {
  readonly alter: Alteration;
  readonly dialect: Dialect<NxosState>;
  readonly languages: Languages;
}
const altered = new WeakMap<object, Altered>();
const same: Alteration = (one) => one;

/** Makes every switch of this kind understand its commands as `alter` has them. */
export function alterCommands(kind: Kind<NxosState>, alter: Alteration): void {
  altered.set(kind, { alter, dialect, languages: new Map() });
}

/** Makes every switch of this kind speak as `alter` has it. */
export function alterDialect(kind: Kind<NxosState>, alter: (dialect: Dialect<NxosState>) => Dialect<NxosState>): void {
  altered.set(kind, { alter: same, dialect: alter(dialect), languages: new Map() });
}

/** The CLI of a switch; one for all of its release and of its folder of commands. */
export function languageOf(device: NxosDevice): Language<NxosState> {
  const alteration = altered.get(device.kind);
  const known = alteration?.languages ?? languages;
  const { release } = device;
  const { commands: folder } = device.birth.options;
  const key = typeof folder === 'string' ? `${release} ${folder}` : release;
  let language = known.get(key);
  if (!language) {
    const own = typeof folder === 'string' ? ownCommands(folder) : [];
    // A file speaks before the code.
    const all = [...own, ...commands.filter(({ grammar }) => !own.some((one) => one.grammar === grammar))];
    language = compileKind(alteration?.dialect ?? dialect, alteration ? all.map(alteration.alter) : all, release);
    known.set(key, language);
  }
  return language;
}
