import { randomBytes } from 'node:crypto';
import { longestPassword, sha256crypt } from '../../../chassis/accounts/sha256crypt.ts';
import { vouch } from '../../../chassis/accounts/verify.ts';
import { type Command, command } from '../../../chassis/cli/command.ts';
import type { NsxvState } from '../../state.ts';

/** Accounts that every appliance has and nobody may touch. @source documented: VMware KB 330320 (`nobody`) */
const reserved: ReadonlySet<string> = new Set(['admin', 'nobody', 'root']);

/** What the operating system takes for a name; capitals are refused as seen, the rest is inferred. */
const goodName = /^[a-z_][a-z0-9_-]{0,31}$/;

async function hashed(password: string): Promise<string> {
  const hash = await sha256crypt(password, randomBytes(12).toString('base64').replaceAll('+', '.'));
  vouch(hash, password);
  return hash;
}

const help = {
  user: 'Create a CLI user',
  name: 'User name',
  password: 'Password of the user',
  hash: 'The password is a hash',
  plaintext: 'The password is plain text',
  privilege: 'Set a privilege',
  'web-interface': 'Web interface privilege',
  cli: 'Configure CLI access',
  enable: 'Privileged mode',
  no: 'Negate a command or set its defaults',
};

/** CLI accounts. Each is a full administrator on the CLI; what it may do over the API is decided there. */
export const users: readonly Command<NsxvState>[] = [
  command<NsxvState>(
    'user <name:word> password {hash|plaintext} <password:secret>',
    {
      mode: 'config',
      no: 'user <name:word>',
      help,
      evidence: 'recorded',
      source: 'sneaku.com, "How to create a NSX-v API Only User Account"; VMware KB 2150736',
    },
    async ({ device, change, negated, fail }, args) => {
      const name = args.text('name');
      const exists = Object.hasOwn(device.state.config.users, name);
      if (negated) {
        if (!exists || reserved.has(name)) return fail(`ERROR: could not remove user:${name}`);
        return change((draft) => {
          delete draft.config.users[name];
          delete draft.run.sessions[name];
        });
      }
      const password = args.text('password');
      if (exists || reserved.has(name) || !goodName.test(name) || Buffer.byteLength(password) > longestPassword) {
        return fail(
          `Failed to add user. Note: You cannot use this command to change the passwd of an existing user.\nERROR: could not add user:${name}`,
        );
      }
      const hash = args.has('hash') ? password : await hashed(password);
      return change((draft) => {
        draft.config.users[name] = { hash, web: false };
      });
    },
  ),
  command<NsxvState>(
    'user <name:word> privilege web-interface',
    { mode: 'config', help, evidence: 'documented', source: 'VMware KB 2150736; sneaku.com' },
    ({ device, change, fail }, args) => {
      const name = args.text('name');
      if (!Object.hasOwn(device.state.config.users, name)) fail('ERROR: could not add privilege');
      change((draft) => {
        const user = draft.config.users[name];
        if (user) user.web = true;
      });
    },
  ),
  command<NsxvState>(
    'cli password <password:secret>',
    { mode: 'config', help, evidence: 'documented', source: 'VMware KB 330320' },
    async ({ session, change }, args) => {
      const hash = await hashed(args.text('password').slice(0, longestPassword / 4));
      change((draft) => {
        const user = draft.config.users[session.user];
        if (user) user.hash = hash;
      });
    },
  ),
  command<NsxvState>('enable password <password:secret>', { mode: 'config', help }, async ({ change }, args) => {
    const hash = await hashed(args.text('password').slice(0, longestPassword / 4));
    change((draft) => {
      draft.config.enableHash = hash;
    });
  }),
];
