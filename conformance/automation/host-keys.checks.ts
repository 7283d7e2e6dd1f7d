import { holds } from '../judgement.ts';
import { cite } from '../requirement.ts';
import { type Adversity, type Rule, rule } from './playbook.ts';
import { type Happening, knocks, sshLogins } from './trace.ts';
import { never } from './words.ts';

/** Nothing is told to a host whose key is another than the one that is known. */
const verifiesHostKeys: Rule = rule({
  name: 'verifies-host-keys',
  id: 'ANY-AUTO-0009',
  says: 'The automation sends no password over SSH to a host whose key is another than the one that it was told of.',
  source: cite('RFC 4251, The Secure Shell (SSH) Protocol Architecture', '9.3.4, Man-in-the-middle'),
  pack: 'host-keys',
  ofAutomation: true,
  inDecoys: true,
  arises: ({ otherHostKeys, trace }) => otherHostKeys === true && knocks(trace).length > 0,
  judge: ({ trace }) =>
    never(sshLogins(trace), {
      expected: 'no password to a host with another key',
      observed: ({ user, device, endpoint }: Happening) => `${user} logged in to ${device}, ${endpoint}`,
      next: 'verify against RACKLESS_KNOWN_HOSTS_FILE or RACKLESS_SSH_HOST_KEY, with StrictHostKeyChecking=yes',
    }),
});

/** Who refuses a host has not done the task, and says so. */
const reportsHostKeys: Rule = rule({
  name: 'reports-host-keys',
  id: 'ANY-AUTO-0010',
  says: 'An automation that refuses a host for its key ends with an exit status other than 0.',
  source: cite('Rackless, docs/judge.md', 'Policy packs, host-keys'),
  pack: 'host-keys',
  ofAutomation: true,
  inDecoys: true,
  arises: ({ otherHostKeys, trace, exit }) =>
    otherHostKeys === true && exit !== undefined && knocks(trace).length > 0 && sshLogins(trace).length === 0,
  judge: ({ exit }) => holds(exit !== 0, 'an exit status other than 0', `exit status ${exit}`),
});

/** For playbooks whose task goes over SSH; belongs together with {@link otherHostKeys}. */
export const hostKeyRules: readonly Rule[] = [verifiesHostKeys, reportsHostKeys];

/** Every device is another than the one that the automation knows. */
export const otherHostKeys: Adversity = {
  name: 'other-host-keys',
  title: 'SSH host keys that are not those of known_hosts',
  expect: 'failure',
  otherHostKeys: true,
};
