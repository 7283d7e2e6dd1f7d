import type { Command } from '../chassis/cli/command.ts';
import type { Release } from './release.ts';
import type { NxosConfig, NxosState } from './state.ts';

/** What a configuration text is written for. */
export interface Rendering {
  readonly release: Release;
  /** `show running-config all`: defaults too. */
  readonly all: boolean;
}

/** One subject of the CLI: its commands and, where it is configuration, the lines that bring it back. */
export interface Feature {
  readonly commands: readonly Command<NxosState>[];
  /** The words of `show running-config` that show this subject alone: `ntp`, `vlan`. */
  readonly words?: readonly string[];
  /**
   * Configuration lines, two blanks a level. Fed back through the commands they give the same configuration.
   */
  render?(config: NxosConfig, rendering: Rendering): readonly string[];
}
