import { castDraft } from 'immer';
import type { Language } from '../../chassis/cli/compile.ts';
import type { Refused } from '../../chassis/cli/replay.ts';
import type { AsaDevice } from '../asa.ts';
import { configurationOf } from '../configuration-file.ts';
import { isFactoryFile } from '../factory.ts';
import { fileAt, readAt } from '../filesystem.ts';
import type { AsaState } from '../state.ts';
import { pathOf } from './url.ts';
import { contextDevice, wholeOf } from './view.ts';

/**
 * Gives a running context the configuration that lies in its file.
 * @returns lines that were refused; `undefined` when there is no file
 */
export function readContext(
  device: AsaDevice,
  language: Language<AsaState>,
  name: string,
): readonly Refused[] | undefined {
  const { state, surroundings } = wholeOf(device);
  const place = pathOf(state.config.contexts?.entries[name]?.url ?? '');
  const file = place && fileAt(state, place);
  if (!place || file?.digest === undefined || isFactoryFile(file.digest)) return undefined;
  const view = contextDevice(device, name);
  const text = readAt(state, place, surroundings.blobs).toString('utf8');
  const { config, refused } = configurationOf(view, language, text);
  const { digest } = file;
  view.change((draft) => {
    draft.config = castDraft(config);
    draft.store.startup = castDraft({ config, by: 'enable_15', at: device.now(), digest });
  });
  return refused;
}
