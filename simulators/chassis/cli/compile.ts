import type { DeviceState } from '../kind.ts';
import type { Command } from './command.ts';
import type { Dialect } from './dialect.ts';

/** The commands of a kind in one release, with the dialect that they are spoken in. Shared by all its devices. */
export interface Language<S extends DeviceState> {
  readonly dialect: Dialect<S>;
  readonly release: string;
  /** The commands that this release has. */
  readonly commands: readonly Command<S>[];
}

/** The language of a kind in a release. Cheap: a mode is compiled when it is first used. Keep one for each (kind, release). */
export declare function compileKind<S extends DeviceState>(
  dialect: Dialect<S>,
  commands: readonly Command<S>[],
  release: string,
): Language<S>;
