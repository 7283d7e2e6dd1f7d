import type { Session } from '../chassis/cli/session.ts';
import type { NxosState } from './state.ts';

/** A CLI session on a Nexus. */
export type NxosSession = Session<NxosState>;

/** Where paths without a file system begin: `bootflash:` until `cd`. */
export function workingDirectory(session: NxosSession): string {
  const kept = session.settings.get('cwd');
  return typeof kept === 'string' ? kept : 'bootflash:';
}

/** True after `terminal dont-ask`: questions take their default. */
export function asksNothing(session: NxosSession): boolean {
  return session.settings.get('dont-ask') === true;
}
