import type { Command, Run } from '../chassis/cli/command.ts';
import { compileKind, type Language } from '../chassis/cli/compile.ts';
import type { Kind } from '../chassis/kind.ts';
import type { AsaDevice } from './asa.ts';
import { wholeConfiguration } from './commands/configuration.ts';
import { files } from './commands/files.ts';
import { mode } from './commands/mode.ts';
import { restarts } from './commands/reload.ts';
import { showInterfaces } from './commands/show-interfaces.ts';
import { system } from './commands/system.ts';
import { version } from './commands/version.ts';
import { deviceOf, isStranded } from './contexts/space.ts';
import { dialect } from './dialect.ts';
import { configuration } from './running.ts';
import type { AsaState } from './state.ts';

/** Everything that can be typed on an ASA. */
export const commands: readonly Command<AsaState>[] = [
  ...configuration,
  wholeConfiguration,
  restarts,
  mode,
  files,
  version,
  showInterfaces,
  system,
]
  .flatMap((feature) => feature.commands)
  .map(inContext);

/** Runs a command on what its session sees of the box: in multiple mode one context, or the system execution space. */
function inContext(command: Command<AsaState>): Command<AsaState> {
  return {
    ...command,
    handler(run, args) {
      if (isStranded(run.session)) {
        run.close();
        return undefined;
      }
      const device = deviceOf(run.session);
      return command.handler(device === run.device ? run : on(device, run), args);
    },
  };
}

function on(device: AsaDevice, run: Run<AsaState>): Run<AsaState> {
  const own: Partial<Record<string | symbol, unknown>> = {
    device,
    change: (recipe: Parameters<AsaDevice['change']>[0]) => device.change(recipe),
  };
  return new Proxy(run, {
    get(target, key): unknown {
      return own[key] ?? Reflect.get(target, key, target);
    },
  });
}

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
