import { castDraft, type Draft, freeze } from 'immer';
import type { Run } from '../chassis/cli/command.ts';
import { CliError } from '../chassis/cli/command.ts';
import type { AsaDevice } from './asa.ts';
import { Refusal } from './refusal.ts';
import type { AsaConfig, AsaState } from './state.ts';

/** The configuration while it is being changed. */
export type OpenConfig = Draft<AsaConfig>;

/**
 * Changes the running configuration in somebody's name.
 * @param by who `show version` says it was
 * @throws Refusal as the recipe throws it; nothing is changed then
 */
export function editConfig(
  device: AsaDevice,
  by: string,
  recipe: (config: OpenConfig, state: Draft<AsaState>) => void,
): void {
  device.change((draft) => {
    recipe(draft.config, draft);
    draft.run.modified = { by, at: device.now() };
  });
}

/**
 * {@link editConfig} for a recipe that only puts whole members into the place of others (`config.networkObjects = …`):
 * without drafts it costs a third, which a bulk request of a thousand entries feels. A recipe that reaches deeper throws,
 * since everything below is frozen.
 * @throws Refusal as the recipe throws it; nothing is changed then
 */
export function assignConfig(device: AsaDevice, by: string, recipe: (config: OpenConfig) => void): void {
  const { state } = device;
  const config = { ...state.config };
  recipe(castDraft(config));
  const run = { ...state.run, modified: { by, at: device.now() } };
  device.become(freeze({ ...state, config: freeze(config, true), run: freeze(run, true) }));
}

/**
 * {@link editConfig} for a command.
 * @throws CliError in the words of a {@link Refusal}
 */
export function configure(run: Run<AsaState>, recipe: (config: OpenConfig, state: Draft<AsaState>) => void): void {
  const { session, device } = run;
  try {
    editConfig(device, session.transport === 'api' ? session.user : 'enable_15', recipe);
  } catch (error) {
    throw error instanceof Refusal ? new CliError(error.message) : error;
  }
}
