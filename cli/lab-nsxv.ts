import type { Command } from 'commander';
import type { LabAddress } from './control.ts';
import { labSubcommand } from './lab-option.ts';

/** Adds `rackless lab nsxv users DEVICE`: what the vSphere client, which no lab has, would show of an NSX-v Manager. */
export function nsxvCommands(lab: Command): void {
  const nsxv = lab.command('nsxv').description('an NSX-v Manager as the vSphere client shows it');
  labSubcommand(nsxv, 'users <device>', 'users with their origin and role, and what a change of role would warn of')
    .option('--json', 'as JSON')
    .action(async (device: string, options: LabAddress & { json?: true }) => {
      const { ask } = await import('./control.ts');
      const { users } = await ask<{ users: readonly Listed[] }>(
        options,
        'GET',
        `/devices/${encodeURIComponent(device)}/nsxv/users`,
      );
      process.stdout.write(options.json ? `${JSON.stringify({ users }, null, 2)}\n` : table(users));
    });
}

/** A user as the control API tells of it. */
interface Listed {
  readonly user: string;
  readonly origin: string;
  readonly group: boolean;
  readonly label: string;
  readonly scope: readonly string[];
  readonly status: string;
  readonly sessions: number;
  readonly edit?: { readonly roles: readonly string[]; readonly warning: string };
}

const columns = ['user', 'origin', 'role', 'scope', 'status', 'sessions'];

/** The users below each other, and what the dialogue for another role says of each. */
function table(users: readonly Listed[]): string {
  const rows = users.map(({ user, origin, group, label, scope, status, sessions }) => [
    group ? `${user} (group)` : user,
    origin,
    label,
    scope.join(', '),
    status,
    String(sessions),
  ]);
  const widths = columns.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `${row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  const edits = users.map(({ user, edit }) =>
    edit ? `${user}: may become ${edit.roles.join(', ')}. ${edit.warning}\n` : `${user}: cannot be edited.\n`,
  );
  return `${line(columns)}${rows.map(line).join('')}\n${edits.join('')}`;
}
