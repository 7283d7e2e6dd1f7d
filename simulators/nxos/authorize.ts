import type { Command } from '../chassis/cli/command.ts';
import type { NxosSession } from './session.ts';
import type { NxosState, Role, RoleRule } from './state.ts';

/** What everybody may do with his own session. */
const own = /^(exit|end|terminal|echo|show (terminal|privilege|users|cli)|no terminal|where|pwd|cd)\b/;

/** What network-operator may not see although it only shows. @source recorded: reference 5.12 */
const hidden = /^show (running-config|startup-config|diff)\b/;

/**
 * Whether a user's roles let a command through. Roles add up: one that permits is enough.
 *
 * @param line the command written out in full
 */
export function allows(_command: Command<NxosState>, session: NxosSession, line: string): boolean {
  const { roles } = session;
  if (roles.includes('network-admin') || roles.includes('priv-15')) return true;
  if (own.test(line)) return true;
  const made = session.device.state.config.roles;
  return roles.some((name) => {
    const role = Object.hasOwn(made, name) ? made[name] : undefined;
    if (role) return permits(role, line);
    return isReading(line) && !hidden.test(line);
  });
}

function isReading(line: string): boolean {
  return line.startsWith('show ') || line.startsWith('dir') || line.startsWith('ping') || line.startsWith('traceroute');
}

/** Rules are tried from the highest number down; the first that matches decides, and none is a refusal. */
function permits({ rules }: Role, line: string): boolean {
  const ordered = Object.entries(rules).sort(([a], [b]) => Number(b) - Number(a));
  for (const [, rule] of ordered) if (matches(rule, line)) return rule.action === 'permit';
  return false;
}

function matches({ what }: RoleRule, line: string): boolean {
  if ('access' in what) return what.access === 'read-write' || isReading(line);
  return what.command.split(';').some((pattern) => globMatches(pattern.trim(), line));
}

/** `show *` and the like; only `*` is special. */
function globMatches(pattern: string, line: string): boolean {
  const parts = pattern.split('*');
  const [first = ''] = parts;
  if (parts.length === 1) return line === first || line.startsWith(`${first} `);
  if (!line.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1)) {
    const found = line.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return pattern.endsWith('*') || at === line.length;
}
