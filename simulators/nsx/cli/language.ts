import { compileKind, type Language } from '../../chassis/cli/compile.ts';
import type { NsxDevice } from '../nsx.ts';
import type { NsxState } from '../state.ts';
import { certificateCommands } from './certificates.ts';
import { clusterCommands } from './cluster.ts';
import { dialect } from './dialect.ts';
import { edgeCommands } from './edge.ts';
import { membershipCommands } from './membership.ts';
import { systemCommands } from './system.ts';

/** Everything that can be typed on a manager, and on an edge. */
export const commands = [
  ...certificateCommands,
  ...clusterCommands,
  ...membershipCommands,
  ...systemCommands,
  ...edgeCommands,
];

const languages = new Map<string, Language<NsxState>>();

/** The CLI of a manager; one for all of its release. */
export function languageOf({ release }: NsxDevice): Language<NsxState> {
  let language = languages.get(release);
  if (!language) {
    language = compileKind(dialect, commands, release);
    languages.set(release, language);
  }
  return language;
}
