import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { type Results, resultsSchema } from '../conformance/report/results.ts';
import type { HostReport } from '../lab/report.ts';
import { Running, up } from './testing/command.ts';

/** A lab in another process, of which these tests know addresses, passwords and fingerprints, and nothing else. */
let folder: string;
let lab: Awaited<ReturnType<typeof up>>;

const labFile = `devices:
  - { kind: nxos, name: n9k, options: { configured: nxapi } }
  - { kind: nsx, name: nsx, options: { managers: 1, rateLimit: 0 } }
  - { kind: nsxv, name: nsxv }
  - { kind: asa, name: asa, options: { configured: rest } }
`;

/** The endpoint of each kind that a target's address is, and its case that changes something. */
const kinds: Readonly<Record<string, { door: string; visit?: string }>> = {
  nxos: { door: 'nxapi-https', visit: 'NX-VISIT' },
  nsx: { door: 'manager-1.https', visit: 'NSX-VISIT' },
  nsxv: { door: 'https', visit: 'NV-TAG-MAKE' },
  asa: { door: 'https', visit: 'ASA-VISIT' },
};
const visits = Object.entries(kinds).flatMap(([kind, { visit }]) => (visit === undefined ? [] : [[kind, visit]]));

const start = () => up(join(folder, 'lab.yaml'), '--state', join(folder, 'state'), '--port-base', '21600');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rackless-remote-'));
  await writeFile(join(folder, 'lab.yaml'), labFile);
  lab = await start();
});
afterAll(async () => {
  await lab.stop();
  await rm(folder, { recursive: true });
});

function device(kind: string): HostReport {
  const found = lab.ready.devices.find((one) => one.kind === kind);
  if (!found) throw new Error(`the lab has no ${kind}`);
  return found;
}

function conform(kind: string, ...more: string[]): Running {
  const { endpoints, certificates, username } = device(kind);
  const { door = '' } = kinds[kind] ?? {};
  const at = ['--target', endpoints[door] ?? '', '--username', username, '--pin', certificates?.[door] ?? ''];
  return new Running(['conform', kind, ...at, '--undo', ledger(kind), ...more], passwords(kind));
}

function passwords(kind: string): NodeJS.ProcessEnv {
  const { password, enablePassword = '' } = device(kind);
  return { RACKLESS_PASSWORD: password, RACKLESS_ENABLE_PASSWORD: enablePassword };
}

/** Where the device is by SSH, and what its host key is. */
function ssh(kind: string): { place: string; print: string } {
  const { hostname, port } = new URL(device(kind).endpoints.ssh ?? '');
  const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
  const keys = execFileSync('ssh-keyscan', ['-p', port, hostname], { encoding: 'utf8', stdio });
  const print = execFileSync('ssh-keygen', ['-lf', '-'], { input: keys, encoding: 'utf8' }).split(' ')[1] ?? '';
  return { place: `${hostname}:${port}`, print };
}

const ledger = (kind: string) => join(folder, `undo-${kind}.ndjson`);
const cleanup = (kind: string) => new Running(['conform', 'cleanup', ledger(kind)], passwords(kind)).ended;

/** Runs something as soon as a change was announced in the ledger. */
async function onceAnnounced(kind: string, act: () => void): Promise<void> {
  const watcher = watch(folder);
  for (;;) {
    if (existsSync(ledger(kind)) && (await readFile(ledger(kind), 'utf8')).includes('"what"')) break;
    await once(watcher, 'change');
  }
  act();
  watcher.close();
}

const outcomes = ({ findings }: Results, name: string) =>
  findings.filter((one) => one.case === name).map(({ outcome }) => outcome);

describe('a target in another process', { timeout: 120_000 }, () => {
  it.each(Object.keys(kinds))('%s is green in all that may be read there', async (kind) => {
    const { status, stdout } = await conform(kind, '--json').ended;
    const { findings } = resultsSchema.parse(JSON.parse(stdout));
    expect(findings.filter(({ outcome }) => outcome === 'pass')).not.toEqual([]);
    expect([status, findings.filter(({ outcome }) => outcome === 'could-not-run')]).toEqual([0, []]);
  });

  it.each(visits)('%s is changed by %s and put back, which is proved', async (kind, visit) => {
    const { status, stdout } = await conform(kind, '--allow', 'config', '--only', visit, '--json').ended;
    const results = resultsSchema.parse(JSON.parse(stdout));
    expect(status).toBe(0);
    expect(results.restored).toBe(true);
    expect(new Set(outcomes(results, visit))).toEqual(new Set(['pass']));
    expect(existsSync(ledger(kind))).toBe(false);
  });

  it('is changed by nobody who was not allowed to', async () => {
    const { stdout } = await conform('nxos', '--only', 'NX-VISIT', 'NX-INS-READ', '--json').ended;
    const results = resultsSchema.parse(JSON.parse(stdout));
    expect(new Set(outcomes(results, 'NX-VISIT'))).toEqual(new Set(['not-selected']));
    expect(results.restored).toBeUndefined();
  });

  it('is sent nothing in a dry run, which tells what would be sent and undone', async () => {
    const { port } = new URL(device('nxos').endpoints['nxapi-https'] ?? '');
    const args = ['--target', `https://192.0.2.1:${port}`, '--username', 'admin', '--pin', 'a'.repeat(64)];
    const { status, stdout } = await new Running(
      ['conform', 'nxos', ...args, '--allow', 'config', '--only', 'NX-VISIT*', 'NX-INS-READ', '--dry-run'],
      { RACKLESS_PASSWORD: 'x' },
    ).ended;
    expect(status).toBe(2);
    expect(stdout).toMatch(
      /NX-VISIT {2}\[config\][\s\S]*would undo interface loopback987: POST \/ins .*no interface loopback987/,
    );
    expect(stdout).toMatch(/would send HTTPS nxapi-https: POST \/ins .*"input":"show /);
    expect(stdout).toMatch(/NX-VISIT-SSH[\s\S]*would send nothing: it needs what this target does not offer/);
    expect(stdout).toContain('Nothing was sent and nothing was judged.');
  });

  it('gets no more requests than its budget', async () => {
    const { status, stdout } = await conform('nsx', '--budget', 'requests=9', '--json').ended;
    const { findings } = resultsSchema.parse(JSON.parse(stdout));
    expect(status).toBe(3);
    expect(findings.filter(({ why }) => why?.includes('the budget of 9 requests is used up'))).not.toEqual([]);
  });

  it.skipIf(!has('ssh-keyscan'))('is asked over SSH as well, if its host key is the given one', async () => {
    const { place, print } = ssh('nxos');
    const ask = async (key: string) => {
      const by = ['--ssh', place, '--ssh-host-key', key];
      const { stdout } = await conform('nxos', '--allow', 'config', '--only', 'NX-VISIT-SSH', '--json', ...by).ended;
      return resultsSchema.parse(JSON.parse(stdout)).findings.find((one) => one.case === 'NX-VISIT-SSH');
    };
    expect(await ask(print)).toMatchObject({ outcome: 'pass' });
    const wrong = await ask('0'.repeat(64));
    expect(wrong).toMatchObject({ outcome: 'could-not-run', why: expect.stringContaining('presents the host key') });
  });

  it('whose run is killed in the middle leaves a valid report, refuses the next run, and is cleaned up', async () => {
    const report = join(folder, 'results.json');
    const args = ['--allow', 'config', '--only', 'NSX-NODE-READ', 'NSX-VISIT', '--report', `json=${report}`];
    const run = conform('nsx', ...args);
    // The lab stands still while the run is killed, so that it is killed before its own undo, whoever is faster.
    await onceAnnounced('nsx', () => {
      lab.process.kill('SIGSTOP');
      run.process.kill('SIGKILL');
    });
    await run.ended;
    lab.process.kill('SIGCONT');

    const partial = resultsSchema.parse(JSON.parse(await readFile(report, 'utf8')));
    expect(partial).toMatchObject({ complete: false, exit: { status: 5 } });
    expect(outcomes(partial, 'NSX-NODE-READ')).toContain('pass');
    expect(new Set(outcomes(partial, 'NSX-VISIT'))).toEqual(new Set(['could-not-run']));

    const next = await conform('nsx', '--only', 'NSX-NODE-READ').ended;
    expect(next.status).toBe(5);
    expect(next.stdout).toContain(`rackless conform cleanup ${ledger('nsx')}`);

    const cleaned = await cleanup('nsx');
    expect(cleaned.stdout).toMatch(
      /^put back: certificate rackless-[a-z]{6}\nThe target is as it was before the run\.\n$/,
    );
    expect(cleaned.status).toBe(0);
    expect((await cleanup('nsx')).status).toBe(64);
  });

  it.skipIf(!has('ssh-keyscan'))('has what was made over SSH put back, also after a kill', async () => {
    const { place, print } = ssh('nsxv');
    const args = ['--allow', 'config', '--only', 'NV-CLI-WALK', '--ssh', place, '--ssh-host-key', print];
    const walk = () => conform('nsxv', ...args, '--json');
    const results = resultsSchema.parse(JSON.parse((await walk().ended).stdout));
    expect([results.exit.status, results.restored]).toEqual([0, true]);

    const killed = walk();
    await onceAnnounced('nsxv', () => {
      lab.process.kill('SIGSTOP');
      killed.process.kill('SIGKILL');
    });
    await killed.ended;
    lab.process.kill('SIGCONT');
    expect(await readFile(ledger('nsxv'), 'utf8')).toMatch(/"lines":\["enable","configure terminal","no user /);
    const { status, stdout } = await cleanup('nsxv');
    expect(stdout).toMatch(
      /^put back: the users rackless-[a-z]{6} and .*\nThe target is as it was before the run\.\n$/,
    );
    expect(status).toBe(0);
  });

  it('that dies in the middle is 5 with a valid report, and is cleaned up when it is back', async () => {
    const run = conform('nsx', '--allow', 'config', '--only', 'NSX-VISIT', '--json', '--patience', '2');
    await onceAnnounced('nsx', () => lab.process.kill('SIGKILL'));
    const { status, stdout } = await run.ended;
    await lab.ended;
    const results = resultsSchema.parse(JSON.parse(stdout));
    expect([status, results.restored]).toEqual([5, false]);
    expect(results.residue.join()).toContain('whether the target is as it was cannot be said');
    expect((await cleanup('nsx')).status).toBe(5);
    lab = await start();
    expect((await cleanup('nsx')).status).toBe(0);
  });

  it('that was changed by somebody else is not proved to be as it was', async () => {
    const run = conform('nsx', '--allow', 'config', '--only', 'NSX-VISIT', '--json');
    await onceAnnounced('nsx', () => {
      lab.process.kill('SIGSTOP');
      run.process.kill('SIGKILL');
    });
    await run.ended;
    lab.process.kill('SIGCONT');
    const text = await readFile(ledger('nsx'), 'utf8');
    await writeFile(ledger('nsx'), text.replace('"certificates":["', '"certificates":["of somebody else","'));
    const { status, stdout } = await cleanup('nsx');
    expect(status).toBe(5);
    expect(stdout).toContain('still changed: certificates: "of somebody else" is missing');
    await rm(ledger('nsx'));
  });
});
