import { randomBytes } from 'node:crypto';
import type { Draft } from 'immer';
import { sha256cryptSync } from '../../chassis/accounts/sha256crypt.ts';
import { vouch } from '../../chassis/accounts/verify.ts';
import { command } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import { weaknesses } from '../password.ts';
import { releaseOf } from '../release.ts';
import type { NxosState, User } from '../state.ts';
import { scalars, table } from '../structured.ts';

/** Roles that every switch has. */
export const builtInRoles: readonly string[] = [
  'network-admin',
  'network-operator',
  ...Array.from({ length: 16 }, (_, level) => `priv-${level}`),
];

function edit(draft: Draft<NxosState>, name: string, recipe: (user: Draft<User>) => void): void {
  const { users } = draft.config;
  const user = users[name] ?? { hash: '!', roles: [] };
  recipe(user);
  if (user.roles.length === 0) user.roles.push('network-operator');
  users[name] = user;
}

/** Local accounts, and the complaints about weak passwords. */
export const users: Feature = {
  commands: [
    command<NxosState>(
      'username <name:word> [password {5 <hash:secret>|0 <plain:secret>|<plain:secret>}] [role <role:word>]',
      {
        mode: 'config',
        no: 'username <name:word> [role <role:word>]',
        help: { username: 'Configure user information.', role: 'Role which the user is to be assigned to' },
        evidence: 'recorded',
        source: 'NX-API reference 5.11, 5.12',
      },
      ({ device, change, negated, fail, print }, args) => {
        const name = args.text('name');
        const role = args.find('role');
        const { config } = device.state;
        if (negated) {
          if (!Object.hasOwn(config.users, name)) fail(`user ${name} does not exist`);
          if (name === 'admin' && role === undefined) fail('Cannot delete admin user');
          change((draft) => {
            if (role === undefined) delete draft.config.users[name];
            else {
              edit(draft, name, (user) => {
                user.roles = user.roles.filter((one) => one !== role);
              });
            }
          });
          return;
        }
        if (!/^[A-Za-z0-9._+=\\-]{1,28}$/.test(name)) fail('Invalid user name');
        if (role !== undefined && !builtInRoles.includes(role) && !Object.hasOwn(config.roles, role)) {
          fail(`role ${role} does not exist`);
        }
        const plain = args.find('plain');
        let hash = args.find('hash');
        if (plain !== undefined) {
          const weak = weaknesses(plain);
          if (weak.length > 0 && config.passwordStrengthCheck) fail(['password is weak', ...weak].join('\n'));
          for (const line of weak) print(`WARNING: ${line}\n`);
          if (weak.length > 0) print('WARNING: Configuration accepted because password strength check is disabled\n');
          hash = sha256cryptSync(plain, randomBytes(6).toString('base64').replaceAll('+', '.'));
          vouch(hash, plain);
        }
        change((draft) =>
          edit(draft, name, (user) => {
            if (hash !== undefined) user.hash = hash;
            if (role !== undefined && !user.roles.includes(role)) user.roles.push(role);
          }),
        );
      },
    ),
    command<NxosState>(
      'password strength-check',
      { mode: 'config', no: true, evidence: 'documented' },
      ({ change, negated }) =>
        change((draft) => {
          draft.config.passwordStrengthCheck = !negated;
        }),
    ),
    command<NxosState>(
      'show user-account [<name:word>]',
      {
        help: { 'user-account': 'Show user account information' },
        evidence: 'recorded',
        source: 'NX-API reference 5.12',
      },
      ({ device, fail }, args) => {
        const wanted = args.find('name');
        const found = Object.entries(device.state.config.users).filter(
          ([name]) => wanted === undefined || name === wanted,
        );
        if (found.length === 0) fail(`user ${wanted} does not exist`);
        return {
          tree: () =>
            scalars(
              releaseOf(device.release),
              table(
                'template',
                found.map(([name, { roles }]) => ({
                  usr_name: name,
                  expire_date: 'this user account has no expiry date',
                  ...table(
                    'role',
                    roles.map((role) => ({ role })),
                  ),
                })),
              ),
            ),
          text: () =>
            found
              .map(
                ([name, { roles }]) =>
                  `user:${name}\n        this user account has no expiry date\n        roles:${roles.join(' ')} \n`,
              )
              .join(''),
        };
      },
    ),
  ],
  render({ users: accounts, passwordStrengthCheck }) {
    const lines = passwordStrengthCheck ? [] : ['no password strength-check'];
    for (const [name, { hash, roles }] of Object.entries(accounts)) {
      const [first, ...more] = roles;
      lines.push(`username ${name} password 5 ${hash}  role ${first}`);
      for (const role of more) lines.push(`username ${name} role ${role}`);
    }
    return lines;
  },
};
