import { command } from '../../chassis/cli/command.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { isUsedUser } from '../identity.ts';
import { hashOf, hashWord } from '../password.ts';
import { releaseOf } from '../release.ts';
import type { User } from '../state/aaa.ts';
import type { AsaConfig, AsaState } from '../state.ts';
import { texts } from '../texts.ts';

function userLine(name: string, { hash, privilege }: User): string {
  const secret = hash === undefined ? 'nopassword' : `password ${hash} ${hashWord(hash)}`;
  return `username ${name} ${secret}${privilege === 2 ? '' : ` privilege ${privilege}`}`;
}

/** The lines of all users. */
export function userLines({ users: all }: AsaConfig): string[] {
  return Object.entries(all).flatMap(([name, user]) => [
    userLine(name, user),
    ...(user.serviceType === undefined ? [] : [`username ${name} attributes`, ` service-type ${user.serviceType}`]),
  ]);
}

/** Local accounts. @source recorded: reference 2.6 */
export const users: Feature = {
  words: ['username'],
  commands: [
    command<AsaState>(
      'username <name:word> {nopassword|password <password:secret> [encrypted|pbkdf2|mschap]} [privilege <privilege:0-15>]',
      { mode: 'config', evidence: 'recorded', source: 'reference 2.6' },
      (run, args) => {
        const name = args.text('name');
        const typed = args.find('password');
        if (!/^[^\s?]{1,64}$/.test(name)) run.fail('ERROR: Username must be 1 to 64 characters');
        if (typed !== undefined && (typed.length < 3 || typed.length > 127) && !args.has('encrypted')) {
          run.fail('ERROR: Password must be 3 to 127 characters');
        }
        const ready = args.has('encrypted') || args.has('pbkdf2');
        const hash = typed === undefined || ready ? typed : hashOf(typed, name, releaseOf(run.device.release).pbkdf2);
        configure(run, ({ users: all }) => {
          const { hash: _, ...known } = all[name] ?? { privilege: 2 };
          all[name] = {
            ...known,
            ...(hash !== undefined && { hash }),
            privilege: args.findNumber('privilege') ?? known.privilege,
          };
        });
      },
    ),
    command<AsaState>(
      'username <name:word> privilege <privilege:0-15>',
      { mode: 'config', evidence: 'documented' },
      (run, args) => {
        const name = args.text('name');
        configure(run, ({ users: all }) => {
          const user = all[name];
          if (user) user.privilege = args.number('privilege');
        });
      },
    ),
    command<AsaState>('username <name:word> attributes', { mode: 'config', evidence: 'documented' }, (run, args) => {
      const name = args.text('name');
      if (!Object.hasOwn(run.device.state.config.users, name)) run.fail(`ERROR: username ${name} does not exist`);
      run.enter('config-username', { user: name });
    }),
    command<AsaState>(
      'service-type {admin|nas-prompt|remote-access}',
      { mode: 'config-username', no: 'service-type', evidence: 'documented' },
      (run, args) =>
        configure(run, ({ users: all }) => {
          const user = all[run.context('user')];
          const type = args.which('admin', 'nas-prompt', 'remote-access');
          if (!user) return;
          if (run.negated || type === undefined) delete user.serviceType;
          else user.serviceType = type;
        }),
    ),
    command<AsaState>(
      'no username <name:word> [<rest:text>]',
      { mode: 'config', evidence: 'documented' },
      (run, args) => {
        const name = args.text('name');
        const { config } = run.device.state;
        if (!Object.hasOwn(config.users, name)) run.fail(`ERROR: username ${name} does not exist`);
        if (isUsedUser(config, name)) run.fail(texts.userUsed(name));
        configure(run, ({ users: all }) => {
          delete all[name];
        });
      },
    ),
    command<AsaState>(
      'clear configure username [<name:word>]',
      { mode: 'config', evidence: 'documented' },
      (run, args) => {
        const name = args.find('name');
        configure(run, (config) => {
          if (name === undefined) config.users = {};
          else delete config.users[name];
        });
      },
    ),
  ],
  render: userLines,
};
