import type { Command } from '../chassis/cli/command.ts';
import type { Release } from './release.ts';
import type { AsaConfig, AsaState } from './state.ts';

/** What a configuration text is written for. */
export interface Rendering {
  readonly release: Release;
  /** Keys in clear, as `more system:running-config` and a saved file have them. */
  readonly plain: boolean;
  /** `show running-config all`: defaults too. */
  readonly all: boolean;
}

/** One subject of the CLI: its commands and, where it is configuration, the lines that bring it back. */
export interface Feature {
  readonly commands: readonly Command<AsaState>[];
  /** What may follow `show running-config` to show this subject alone: `object network`, `access-list`. */
  readonly words?: readonly string[];
  /** Configuration lines, one blank a level. Fed back through the commands they give the same configuration. */
  render?(config: AsaConfig, rendering: Rendering): readonly string[];
}
