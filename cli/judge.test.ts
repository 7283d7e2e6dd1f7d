import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { resultsSchema } from '../conformance/report/results.ts';
import { testFolder } from '../lab/testing/folder.ts';
import { Running, rackless } from './testing/command.ts';

const folder = testFolder();

/** The outcome of each rule, by its name. */
function outcomes(stdout: string): Record<string, string> {
  const { findings } = resultsSchema.parse(JSON.parse(stdout));
  return Object.fromEntries(findings.map(({ check, outcome }) => [check.split('.')[1], outcome]));
}

describe('rackless judge', () => {
  it.each([
    [['no-such-playbook', '--', 'true'], 'there is no playbook "no-such-playbook"; there are nxapi-secure-https, '],
    [['asa-objects'], 'there is no command to judge'],
    [['asa-objects', '--', '/no/such/program'], '/no/such/program cannot be run: spawn /no/such/program ENOENT'],
    [['asa-objects', '--only', 'rain', '--', 'true'], 'asa-objects has the adversities untrusted-ca, '],
    [['asa-objects', '--without', 'luck', '--', 'true'], '--without luck: one of tls, '],
    [['asa-objects', '--reference', 'lazy'], 'asa-objects has the flaws does-nothing, '],
    [['asa-objects', '--timeout', 'never', '--', 'true'], '--timeout never: a number of seconds belongs here'],
    [['asa-objects', '--report', 'html', '--', 'true'], '--report html: write FORMAT=FILE'],
  ])('says what is wrong with %j, and ends with 64', async (words, message) => {
    const { status, stderr, stdout } = await rackless('judge', ...words);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([status, stdout]).toEqual([64, '']);
  });

  it('never calls a command right that does nothing, and makes no run that could prove nothing', async () => {
    const { status, stdout, stderr } = await rackless(
      'judge',
      'asa-objects',
      '--json',
      '--only',
      'expired',
      '--',
      'true',
    );
    expect(status).toBe(1);
    expect(outcomes(stdout)).toMatchObject({
      goal: 'fail',
      'verifies-tls': 'could-not-run',
      'keeps-the-work-of-others': 'could-not-run',
    });
    expect(stderr).toContain('asa-objects: control: nothing goes wrong');
  });

  it('ends a command that does not end by itself, with all that it started', async () => {
    const { status, stdout } = await rackless(
      'judge',
      'asa-objects',
      '--json',
      '--timeout',
      '1',
      '--',
      'sh',
      '-c',
      'sleep 600 & wait',
    );
    expect(status).toBe(1);
    expect(outcomes(stdout)).toMatchObject({ goal: 'fail', completes: 'fail' });
  });

  it.skipIf(!has('ssh'))(
    'hears whether a script with ssh believes a host whose key is not the known one',
    async () => {
      const askpass = join(folder.path, 'askpass.sh');
      writeFileSync(askpass, '#!/bin/sh\ncat "$RACKLESS_PASSWORD_FILE"\n', { mode: 0o700 });
      const verdictsOn = async (...options: readonly string[]) => {
        const script = join(folder.path, 'look.sh');
        const words = ['exec ssh -q -p "$RACKLESS_SSH_PORT"', ...options.map((one) => `-o ${one}`)];
        const given = `export SSH_ASKPASS=${askpass} SSH_ASKPASS_REQUIRE=force DISPLAY=none`;
        writeFileSync(script, `${given}\n${words.join(' ')} "$RACKLESS_USERNAME@$RACKLESS_SSH_HOST" show version\n`);
        const { stdout } = await rackless('judge', 'any-ssh-verified', '--json', '--', 'sh', script);
        return outcomes(stdout);
      };
      const known = 'UserKnownHostsFile="$RACKLESS_KNOWN_HOSTS_FILE"';
      expect(await verdictsOn(known, 'StrictHostKeyChecking=yes')).toEqual({
        ...{ goal: 'pass', completes: 'pass', 'verifies-host-keys': 'pass', 'reports-host-keys': 'pass' },
      });
      const believing = await verdictsOn('UserKnownHostsFile=/dev/null', 'StrictHostKeyChecking=no');
      expect(believing).toMatchObject({ goal: 'pass', 'verifies-host-keys': 'fail' });
    },
    120_000,
  );

  it('judges the reference automation right, and is not content with a part of the runs', async () => {
    const { status, stdout } = await rackless('judge', 'asa-objects', '--reference', '--json', '--only', 'expired');
    expect(status).toBe(3);
    expect(Object.values(outcomes(stdout)).filter((outcome) => outcome === 'fail')).toEqual([]);
    expect(outcomes(stdout)).toMatchObject({ 'verifies-tls': 'pass', 'bounded-logins': 'could-not-run' });
  }, 120_000);

  it('judges one with a flaw by the rule that it breaks, with what was seen and the command that repeats it', async () => {
    const report = join(folder.path, 'results.json');
    const { status, stdout } = await rackless(
      ...['judge', 'asa-rest-session', '--reference', 'leaks-its-token-on-errors', '--only', 'second-change-refused'],
      ...['--report', `json=${report}`],
    );
    expect(status).toBe(1);
    expect(stdout).toContain('in the run second-change-refused: ‹token#1› was left open');
    expect(stdout).toContain('rackless judge asa-rest-session --reference leaks-its-token-on-errors');
    expect(outcomes(readFileSync(report, 'utf8'))).toMatchObject({ 'returns-tokens': 'fail', goal: 'pass' });
  }, 120_000);

  it('gives the command addresses, files with secrets, and an inventory; leaves out what is not asked', async () => {
    const script = join(folder.path, 'look.sh');
    writeFileSync(
      script,
      [
        'set -e',
        'test "$(cat "$RACKLESS_PASSWORD_FILE")" = c1sc0',
        'test -s "$RACKLESS_CA_FILE" && test -s "$RACKLESS_KNOWN_HOSTS_FILE" && test -s "$RACKLESS_PASSPHRASE_FILE"',
        'grep -q asa-1: "$ANSIBLE_INVENTORY"',
        'case "$RACKLESS_ASA_1_HTTPS_URL" in https://127.0.0.1:*) ;; *) exit 9 ;; esac',
        'env | grep -q c1sc0 && exit 8',
        'exit 7',
      ].join('\n'),
    );
    const { stdout } = await rackless(
      ...['judge', 'asa-backup-restore', '--json', '--inventory', 'ansible', '--without', 'tls', 'truthful'],
      ...['--', 'sh', script],
    );
    const { findings } = resultsSchema.parse(JSON.parse(stdout));
    expect(findings.find(({ check }) => check.endsWith('.completes'))?.observed).toBe('exit status 7');
    expect(outcomes(stdout)).toMatchObject({ 'verifies-tls': 'not-selected', truthful: 'not-selected' });
  });

  it('watches people until they say that they are done', async () => {
    const watching = new Running(['judge', 'asa-objects', '--attach', '--json']);
    const told = new Promise<void>((resolve) => {
      watching.process.stderr.on('data', () => watching.stderr.includes('Ctrl-C says') && resolve());
    });
    await told;
    expect(watching.stderr).toMatch(/^RACKLESS_URL=https:\/\/127\.0\.0\.1:\d+$/m);
    const { status, stdout } = await watching.stop('SIGINT');
    expect(status).toBe(1);
    expect(outcomes(stdout)).toMatchObject({ goal: 'fail', 'saves-at-the-end': 'could-not-run' });
    expect(Object.keys(outcomes(stdout))).not.toContain('verifies-tls');
  });
});

describe('rackless list and explain', () => {
  it('tell of playbooks, their rules and the automations that are broken on purpose', async () => {
    const listed = await rackless('list', 'playbooks', 'asa');
    expect(listed.stdout).toContain('asa-backup-restore');
    expect(listed.stdout).not.toContain('nsxv-api-user');
    expect((await rackless('list', 'flaws', 'nsxv')).stdout).toMatch(/never-saves +saves-at-the-end/);
    expect((await rackless('explain', 'nxapi-secure-https')).stdout).toContain('key-refused  the switch refuses');
    expect((await rackless('explain', 'ASA-AUTO-0002')).stdout).toMatch(/checked by .*asa-objects\.returns-tokens/);
  });
});
