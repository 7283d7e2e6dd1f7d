import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { home } from '../lab/home.ts';
import { testFolder } from '../lab/testing/folder.ts';
import { type Ready, Running, rackless, up } from './testing/command.ts';

/** Whether a program is installed and answers. */
const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

const folder = testFolder();
const page = readFileSync(join(home, 'docs', 'pipelines.md'), 'utf8');

/** The blocks of code below a heading of the page, of a language. */
function blocks(heading: string, language: string): string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  return [...(section.split('\n## ')[0] ?? '').matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(
    ([, text = '']) => text,
  );
}

/** The environment of a user's project in which `npx rackless` is this one. */
function environment(): NodeJS.ProcessEnv {
  const bin = join(folder.path, 'bin');
  mkdirSync(bin, { recursive: true });
  const main = join(home, 'dist', 'cli', 'main.js');
  const npx = folder.write('bin/npx', `#!/bin/sh\nshift\nexec '${process.execPath}' '${main}' "$@"\n`);
  chmodSync(npx, 0o755);
  const { PATH } = process.env;
  return { ...process.env, PATH: `${bin}${delimiter}${PATH}`, PYTHONDONTWRITEBYTECODE: '1' };
}

describe('the page on tests and pipelines', () => {
  it.skipIf(!has('bash') || !has('curl'))('has a shell example that works as it stands (bash, curl)', () => {
    const [yaml = ''] = blocks('Shell', 'yaml');
    const [script = ''] = blocks('Shell', 'sh');
    folder.write('lab.yaml', yaml);
    const free = script.replace('--json', '--json --control-port 0');
    const run = spawnSync('bash', ['-e', '-c', free], { cwd: folder.path, env: environment(), encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(/"hostname":\s*"n9k-1"/);
  });

  it.skipIf(!has('pytest'))('has a pytest example that works as it stands (pytest)', () => {
    const [conftest = '', test = ''] = blocks('pytest', 'python');
    folder.write('conftest.py', conftest);
    folder.write('test_switch.py', test);
    const run = spawnSync('pytest', ['-q', '-p', 'no:cacheprovider', folder.path], {
      env: environment(),
      encoding: 'utf8',
    });
    expect(run.stdout).toContain('2 passed');
    expect(run.status).toBe(0);
  });

  it('has pipelines that are YAML, whose commands there are with their options', async () => {
    const [github = ''] = blocks('GitHub Actions', 'yaml');
    const [gitlab = ''] = blocks('GitLab CI', 'yaml');
    const { jobs } = parse(github);
    const steps: { run?: string }[] = jobs.test.steps;
    const { automation } = parse(gitlab);
    const lines = [
      ...steps.flatMap(({ run = '' }) => run.split('\n')),
      ...automation.script,
      ...automation.after_script,
    ];
    const called = lines.flatMap((line) =>
      [...String(line).matchAll(/npx rackless ([^>&|]+)/g)].map(([, words = '']) => words),
    );
    expect(called.length).toBeGreaterThan(6);
    for (const words of new Set(called)) {
      const parts = words.trim().split(/\s+/);
      const command = parts.slice(0, parts[0] === 'lab' ? 2 : 1);
      const { status, stdout } = await rackless(...command, '--help');
      expect([words, status]).toEqual([words, 0]);
      for (const option of parts.filter((part) => part.startsWith('--'))) expect(stdout).toContain(`${option} `);
    }
  });
});

describe('rackless lab inventory', () => {
  let running: Running & { ready: Ready };
  beforeAll(async () => {
    const devices =
      '[{ name: n9k-1, kind: nxos, options: { configured: nxapi } }, { kind: asa, options: { configured: rest } }, { kind: files }]';
    running = await up(folder.write('inventory-lab.yaml', `devices: ${devices}\n`));
  });
  afterAll(() => running.stop());

  it('gives a shell its variables', async () => {
    const { stdout } = await rackless('lab', 'inventory');
    const { control, controlTokenFile, devices } = running.ready;
    const script = `${stdout}\nprintf '%s\\n' "$RACKLESS_CONTROL" "$RACKLESS_CONTROL_TOKEN_FILE" "$RACKLESS_USERNAME" "$RACKLESS_N9K_1_PASSWORD" "$RACKLESS_NXAPI_HTTPS_URL" "$RACKLESS_ASA_1_SSH_PORT" "$RACKLESS_FILES_1_HTTP_HOST"`;
    const [switch_, firewall] = devices;
    expect(spawnSync('sh', ['-c', script], { encoding: 'utf8' }).stdout.split('\n')).toEqual([
      control,
      controlTokenFile,
      'admin',
      switch_?.password,
      switch_?.endpoints['nxapi-https'],
      new URL(firewall?.endpoints.ssh ?? '').port,
      '127.0.0.1',
      '',
    ]);
  });

  it('gives Ansible its inventory, in a file for its owner alone, with certificates', async () => {
    const output = join(folder.path, 'inventory.yaml');
    const ca = join(folder.path, 'ca.pem');
    expect(await rackless('lab', 'inventory', '--format', 'ansible', '--output', output, '--ca', ca)).toMatchObject({
      status: 0,
      stdout: '',
    });
    const { all } = parse(readFileSync(output, 'utf8'));
    expect(Object.keys(all.children)).toEqual(['nxos', 'asa', 'files']);
    const endpoints: Readonly<Record<string, string>> = running.ready.devices[0]?.endpoints ?? {};
    expect(all.children.nxos.hosts['n9k-1']).toMatchObject({
      ansible_host: '127.0.0.1',
      ansible_port: Number(new URL(endpoints.ssh ?? '').port),
      ansible_network_os: 'cisco.nxos.nxos',
      ansible_connection: 'ansible.netcommon.httpapi',
      ansible_httpapi_port: Number(new URL(endpoints['nxapi-https'] ?? '').port),
      ansible_httpapi_ca_path: ca,
    });
    expect(all.children.asa.hosts['asa-1']).toMatchObject({ ansible_connection: 'ansible.netcommon.network_cli' });
    expect([statSync(output).mode & 0o777, readFileSync(ca, 'utf8').match(/BEGIN CERTIFICATE/g)?.length]).toEqual([
      0o600, 2,
    ]);
  });

  it('gives everybody else JSON', async () => {
    const { stdout } = await rackless('lab', 'inventory', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ control: running.ready.control, devices: running.ready.devices });
  });
});

it('rackless lab health waits for a lab that is starting', async () => {
  expect((await rackless('lab', 'health')).status).toBe(64);
  const waiting = new Running(['lab', 'health', '--wait', '60']);
  const lab = await up(folder.write('late.yaml', 'devices: []\n'));
  expect(await waiting.ended).toMatchObject({ status: 0, stdout: 'ok\n' });
  await lab.stop();
});
