import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { home } from '../../lab/home.ts';
import { playbookNamed } from '../automation/catalogue.ts';
import { commandAutomation } from '../automation/command.ts';
import type { Inventory } from '../automation/environment.ts';
import { play } from '../automation/runs.ts';
import { inEnvironment } from './testing/python.ts';

const file = (name: string): string => join(home, 'conformance', 'foreign', 'judged', name);

/** The outcome of each rule, by its name. */
async function judged(name: string, words: readonly string[], only: readonly string[], inventory?: Inventory) {
  const { findings } = await play(await playbookNamed(name), commandAutomation(words, inventory), {
    signal: new AbortController().signal,
    only,
  });
  return {
    red: findings
      .filter(({ outcome }) => outcome === 'fail' || outcome === 'warn')
      .map(({ check }) => check.split('.')[1]),
    observed: Object.fromEntries(findings.map(({ check, observed }) => [check.split('.')[1], observed])),
  };
}

describe('automations that others write', () => {
  it.skipIf(!has('curl'))(
    'a shell script with curl believes everybody, ignores refusals, and leaves its tokens',
    async () => {
      const { red, observed } = await judged(
        'asa-rest-session',
        ['sh', file('asa-session.sh')],
        ['untrusted-ca', 'second-change-refused'],
      );
      expect(red).toEqual(['truthful', 'verifies-tls', 'returns-tokens']);
      expect(observed.truthful).toMatch(/^in the run second-change-refused: exit status 0, and /);
    },
  );

  it.skipIf(!has('python3'))(
    'a tool around nsxramlclient sends the password to anybody, unless it is told not to',
    async () => {
      const { red, observed } = await judged(
        'any-tls-verified',
        // A bundle of the machine's own would stand in for the verification that the client leaves out.
        ['env', '-u', 'REQUESTS_CA_BUNDLE', '-u', 'CURL_CA_BUNDLE', inEnvironment('python'), file('nsxv_users.py')],
        ['untrusted-ca', 'wrong-name', 'expired'],
      );
      expect(red).toEqual(['verifies-tls']);
      expect(observed['verifies-tls']).toMatch(
        /^in the run untrusted-ca: GET .* on nsxv-1, https, with a basic credential$/,
      );
    },
  );

  it.skipIf(!has('python3'))(
    'an Ansible playbook with cisco.nxos never saves, and never looks at what it made',
    async () => {
      const { red, observed } = await judged(
        'nxapi-secure-https',
        [inEnvironment('ansible-playbook'), file('secure-nxapi.yml')],
        ['key-refused', 'no-effect'],
        'ansible',
      );
      expect(red).toEqual(['truthful', 'saves-at-the-end']);
      expect(observed.truthful).toMatch(/^in the run no-effect: exit status 0, and port 8443: /);
      expect(observed['saves-at-the-end']).toBe('nothing was saved after `no nxapi http`');
    },
  );
});
