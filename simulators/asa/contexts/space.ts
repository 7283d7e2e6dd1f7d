import type { Command } from '../../chassis/cli/command.ts';
import type { Session } from '../../chassis/cli/session.ts';
import type { AsaDevice } from '../asa.ts';
import type { AsaState } from '../state.ts';
import { adminContext, contextDevice, isMultiple, runs, systemSpace, wholeOf } from './view.ts';

/** Where a command is typed. */
export type Space = 'single' | 'system' | 'admin' | 'context';

const key = 'context';
const home = 'home';

/** Begins a session in the context whose address it came to. */
export function beginIn(session: Session<AsaState>, context: string): void {
  session.settings.set(home, context);
  session.settings.set(key, context);
}

/** Goes into a context or the system execution space; configuration modes are left. */
export function changeTo(session: Session<AsaState>, name: string): void {
  session.settings.set(key, name);
  session.end();
}

/** The box as the session sees it. */
export function deviceOf(session: Session<AsaState>): AsaDevice {
  const name = session.settings.get(key);
  if (typeof name !== 'string' || (name !== systemSpace && !runs(session.device, name))) return session.device;
  return contextDevice(session.device, name);
}

/** Whether the context that the session is in has been taken away under it. */
export function isStranded(session: Session<AsaState>): boolean {
  const name = session.settings.get(key);
  if (typeof name !== 'string' || name === systemSpace || !isMultiple(session.device)) return false;
  return !runs(wholeOf(session.device), name);
}

/** The space that a state is seen from. */
export function spaceOf({ contexts, context }: AsaState): Space {
  if (context) return context.admin ? 'admin' : 'context';
  return contexts ? 'system' : 'single';
}

/** Commands, by the start of their grammar, that are not there in every space. The first that fits decides. */
const places: readonly (readonly [start: RegExp, spaces: readonly Space[]])[] = [
  [/^write memory all/, ['system']],
  [/^(context|admin-context|allocate-interface|config-url) /, ['system']],
  [/^description <text:line>$/, ['single', 'system', 'admin', 'context']],
  [/^show context/, ['system', 'admin']],
  [/^changeto/, ['system', 'admin', 'context']],
  [
    /^(reload|mode |failover|license|rest-api|clear configure rest-api|vlan|speed|duplex|management-only)/,
    ['single', 'system'],
  ],
  [/^copy \[\/noconfirm\] running-config startup-config/, ['single', 'system', 'admin', 'context']],
  [/^(dir|copy|delete|mkdir|rmdir|verify|more|show \{disk0:)/, ['single', 'system', 'admin']],
  [
    /^(object|object-group|access-list|access-group|nat|route|ipv6|http|ssh|telnet|aaa|aaa-server|username|time-range|dhcpd|dhcprelay|nameif|security-level|ip address|mtu|domain-name|ntp|shun|show shun|show nameif|clear configure username)\b/,
    ['single', 'admin', 'context'],
  ],
];

const known = new WeakMap<object, readonly Space[] | null>();

/** Whether somebody may go from one context into another: those who came to the system space or the admin context. */
function mayChange(session: Session<AsaState>): boolean {
  const began = session.settings.get(home);
  return began === undefined || began === systemSpace || began === adminContext(session.device);
}

/** Whether a session has a command where it stands. */
export function isThere(command: Command<AsaState>, session: Session<AsaState>): boolean {
  if (!isIn(command, spaceOf(deviceOf(session).state))) return false;
  return !command.grammar.startsWith('changeto') || mayChange(session);
}

/** Whether a command exists in a space. @source documented: reference 10 for `rest-api`; the others as on the CLI of the vendor's books */
function isIn(command: Command<AsaState>, space: Space): boolean {
  let spaces = known.get(command);
  if (spaces === undefined) {
    const line = command.grammar.replace(/^no /, '');
    spaces = places.find(([start]) => start.test(line))?.[1] ?? null;
    known.set(command, spaces);
  }
  return spaces === null || spaces.includes(space);
}
