import { holds, type Judgement } from '../../judgement.ts';
import type { Evidence } from '../evidence.ts';
import { hostKeyRules, otherHostKeys } from '../host-keys.checks.ts';
import { definePlaybook } from '../playbook.ts';
import { completes, goal } from '../policies.checks.ts';
import { lines, sshLogins } from '../trace.ts';

/** Somebody logged in over SSH and was answered. */
function done({ trace }: Evidence): Judgement {
  const inside = sshLogins(trace).filter(({ outcome }) => outcome === 'ok');
  const answered = lines(trace).filter(({ ok, device }) => ok && inside.some((one) => one.device === device));
  return holds(
    answered.length > 0,
    'a login over SSH, and a command that the device understood',
    `${inside.length} logins and ${answered.length} commands`,
  );
}

/** @source all five walkthroughs: each goes over SSH at some place, mostly with the check of host keys switched off */
export const anySshVerified = definePlaybook({
  id: 'any-ssh-verified',
  title: 'Log in to no host whose key is not the known one',
  release: '9.3(5)',
  task: `Log in to any of the four devices over SSH and run a command there. The host key of each is in RACKLESS_KNOWN_HOSTS_FILE, and its
fingerprint in RACKLESS_<DEVICE>_SSH_HOST_KEY.`,
  devices: [
    { name: 'n9k-1', kind: 'nxos', release: '9.3(5)' },
    { name: 'nsx-1', kind: 'nsx', release: '9.0', options: { managers: 1, vip: false } },
    { name: 'nsxv-1', kind: 'nsxv', release: '6.4.4' },
    { name: 'asa-1', kind: 'asa', release: '1.3.2' },
  ],
  adversities: [otherHostKeys],
  rules: [goal('A command is answered over SSH.', done), completes, ...hostKeyRules],
});
