import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { badCertificates } from '../certs/bad.ts';
import { kinds } from '../lab/kinds.ts';
import { testFolder } from '../lab/testing/folder.ts';
import { greeting } from '../lab/testing/greeting.ts';
import { Running, rackless, up } from './testing/command.ts';

const folder = testFolder();
const lab = folder.write('lab.yaml', 'devices:\n  - { name: n9k-1, kind: nxos, options: { configured: nxapi } }\n');

const squatters: Server[] = [];
afterEach(() => {
  for (const squatter of squatters.splice(0)) squatter.close();
});

/** A port of the host that somebody else has. */
async function squat(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  squatters.push(server);
  const bound = server.address();
  return typeof bound === 'object' && bound ? bound.port : 0;
}

describe('rackless up --json', () => {
  it('says in one line what listens, when all of it does', async () => {
    const running = await up(lab);
    const { control, controlTokenFile, devices } = running.ready;
    expect(running.stdout.split('\n')).toHaveLength(2);
    expect(Object.keys(running.ready)).toEqual(['ready', 'control', 'controlTokenFile', 'devices']);
    const [device] = devices;
    expect(device).toEqual({
      name: 'n9k-1',
      kind: 'nxos',
      version: '9.3(5)',
      username: 'admin',
      password: expect.any(String),
      endpoints: {
        ssh: expect.stringMatching(/^ssh:\/\/127\.0\.0\.1:\d+$/),
        'nxapi-https': expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
      },
      certificates: { 'nxapi-https': expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const { sha256 } = await greeting(device?.endpoints['nxapi-https'] ?? '');
    expect(sha256).toBe(device?.certificates?.['nxapi-https']);
    expect(await (await fetch(`${control}/health`)).json()).toEqual({ status: 'ok' });
    expect(statSync(controlTokenFile).mode & 0o777).toBe(0o600);
    const authorization = `Bearer ${readFileSync(controlTokenFile, 'utf8').trim()}`;
    expect((await fetch(`${control}/devices`, { headers: { authorization } })).status).toBe(200);
    const { status, stdout, stderr } = await running.stop();
    expect({ status, lines: stdout.split('\n').length, stderr }).toEqual({ status: 0, lines: 2, stderr: '' });
    expect(() => statSync(controlTokenFile)).toThrow('ENOENT');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends at once with 0 at %s, whatever is connected', async (signal) => {
    const running = await up(lab);
    const connected = new AbortController();
    const url = new URL(running.ready.devices[0]?.endpoints.ssh ?? '');
    const { connect } = await import('node:net');
    const socket = connect({ port: Number(url.port), host: url.hostname, signal: connected.signal });
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    expect(await running.stop(signal)).toMatchObject({ status: 0, stderr: '' });
    await closed;
  });

  it('gives the same host ports from a base on', async () => {
    const base = 62_000 + (process.pid % 100) * 10;
    const running = await up(lab, '--port-base', String(base));
    expect(Object.values(running.ready.devices[0]?.endpoints ?? {}).map((url) => new URL(url).port)).toEqual([
      String(base),
      String(base + 1),
    ]);
    await running.stop();
  });

  it('serves a mutant where one is named', async () => {
    const { status, stderr } = await rackless('up', lab, '--mutant', 'nxos.no-such-lie');
    expect({ status, stderr }).toEqual({
      status: 64,
      stderr: expect.stringMatching(/: 'nxos\.no-such-lie' is not a mutant of nxos; one of nxos\.\S+/),
    });
  });

  it('keeps host ports and certificates where a state directory is given', async () => {
    const state = `${folder.path}/state`;
    const before = await up(lab, '--state', state);
    await before.stop('SIGKILL');
    const after = await up(lab, '--state', state);
    expect(after.ready.devices).toEqual(before.ready.devices);
    await after.stop();
  });

  it('warns when it listens beyond this machine', async () => {
    const running = await up(lab, '--listen', '0.0.0.0');
    expect(running.ready.devices[0]?.endpoints.ssh).toMatch(/^ssh:\/\/127\.0\.0\.1:/);
    expect((await running.stop()).stderr).toBe(
      'rackless: 0.0.0.0 is no loopback address: whoever reaches it reaches the devices. The control API needs its token.\n',
    );
  });
});

describe('rackless up', () => {
  it.skipIf(!has('curl'))(
    'shows a table, a line that works as it stands (with curl), and whether state is kept',
    async () => {
      const running = new Running(['up', lab, '--control-port', '0']);
      const table = await running.says('Ctrl-C stops it.');
      for (const shown of ['n9k-1', 'nxos 9.3(5)', 'nxapi-https', 'https://127.0.0.1:', 'ssh://127.0.0.1:', 'admin']) {
        expect(table).toContain(shown);
      }
      expect(table).toContain('Nothing is kept');
      const line = /^curl .*$/m.exec(table)?.[0] ?? '';
      const answer = await new Promise((resolve) => {
        execFile('/bin/sh', ['-c', `${line} --silent --show-error`], (error, stdout) =>
          resolve(error?.message ?? stdout),
        );
      });
      expect(answer).toContain('9.3(5)');
      const rows = table.split('\n').filter((row) => row.startsWith('│'));
      const fingerprint = rows.flatMap((row) => /([0-9a-f]{32}) │$/.exec(row)?.[1] ?? []).join('');
      expect(fingerprint).toBe((await greeting(/https:\/\/[\d.:]+/.exec(table)?.[0] ?? '')).sha256);
      expect(await running.stop()).toMatchObject({ status: 0, stderr: '' });
    },
  );

  it('says where state is kept', async () => {
    const running = new Running(['up', lab, '--control-port', '0', '--state', `${folder.path}/kept`]);
    expect(await running.says('Ctrl-C')).toContain(`What devices save is kept in ${folder.path}/kept.`);
    await running.stop();
  });

  it('shows no more of a large lab than fits, and makes none of its certificates', async () => {
    const large = folder.write(
      'large.yaml',
      'devices: [{ kind: nxos, name: "leaf-{n}", count: 25, options: { configured: nxapi } }]',
    );
    const running = new Running(['up', large, '--control-port', '0']);
    const table = await running.says('Ctrl-C');
    expect(table).toContain('and 5 more: rackless lab status');
    expect(table).not.toMatch(/[0-9a-f]{32}/);
    await running.stop();
  });

  it('takes another port for its control API when 8080 is taken, and says so', async () => {
    const first = new Running(['up', lab, '--json']);
    const second = new Running(['up', lab, '--json']);
    await Promise.all([first.says('\n'), second.says('\n')]);
    const ends = await Promise.all([first.stop(), second.stop()]);
    expect(ends.map(({ status }) => status)).toEqual([0, 0]);
    expect(ends.map(({ stderr }) => stderr).join('')).toMatch(
      /^rackless: control API: 127\.0\.0\.1:8080 is used by another process; it is on port \d+ instead\n/,
    );
  });
});

describe('the default lab', () => {
  it('goes on without a port that somebody else has, and says so', async () => {
    const squatter = createServer().listen(8443, '127.0.0.1');
    squatters.push(squatter);
    // Where 8443 is taken already, that is what is wanted.
    await Promise.race([once(squatter, 'listening'), once(squatter, 'error')]).catch(() => undefined);
    const running = await up();
    const { devices } = running.ready;
    expect(devices.map(({ kind }) => kind).sort()).toEqual([...Object.keys(kinds), 'files'].sort());
    expect(devices.find(({ name }) => name === 'n9k-1')?.endpoints['nxapi-https']).toBeUndefined();
    const { status, stderr } = await running.stop();
    expect(status).toBe(0);
    expect(stderr).toContain(
      'rackless: n9k-1 nxapi-https: 127.0.0.1:8443 is used by another process; stop that one, or name another port or address in the lab file\n',
    );
  });
});

describe('rackless up ends with 64, and without a stack, when', () => {
  it.each<[string, () => Promise<string[]> | string[], string | RegExp]>([
    [
      'there is no such lab',
      () => ['nowhere.yaml'],
      'rackless: nowhere.yaml: there is no such lab file, and no lab of that name in this package\n',
    ],
    [
      'the lab file is wrong',
      () => [folder.write('wrong.yaml', 'devices:\n  - kind: nxos\n    release: "9.9"\n  - kind: nxus\n')],
      /^rackless: \S+wrong\.yaml:3: devices\[0\]\.release: '9\.9' is not a release of nxos.*; one of .*9\.3\(5\).*\n\S+wrong\.yaml:4: devices\[1\]\.kind: 'nxus' is no kind of device \(did you mean 'nxos'\?\).*\n$/,
    ],
    [
      'a port that the lab file names is taken',
      async () => [folder.write('taken.yaml', `devices:\n  - kind: nxos\n    ports:\n      22: ${await squat()}\n`)],
      /^rackless: \S+taken\.yaml:3: devices\[0\]\.ports: nxos-1 ssh: 127\.0\.0\.1:\d+ is used by another process; stop that one, or name another port or address in the lab file\n$/,
    ],
    [
      'the control port is taken',
      async () => [lab, '--control-port', String(await squat())],
      /^rackless: control: 127\.0\.0\.1:\d+ is used by another process; .*\n$/,
    ],
    [
      'a certificate file is missing',
      () => [folder.write('missing.yaml', 'devices: [{ kind: nxos, certfile: a.crt, keyfile: a.key }]')],
      /^rackless: \S+missing\.yaml:1: devices\[0\]\.certfile: a\.crt: there is no such file\n$/,
    ],
    ...(['mismatched-key', 'encrypted-key'] as const).map((name): [string, () => Promise<string[]>, RegExp] => [
      `a certificate pair has a ${name}`,
      async () => {
        const { cert, key = '' } = await badCertificates[name].make();
        folder.write('bad.crt', cert);
        folder.write('bad.key', key);
        return [folder.write('bad.yaml', 'devices: [{ kind: nxos, certfile: bad.crt, keyfile: bad.key }]')];
      },
      /^rackless: \S+bad\.yaml:1: devices\[0\]\.(certfile: bad\.crt|keyfile: bad\.key): The private key .*\n$/,
    ]),
    ['an option is unknown', () => ['--colour'], /unknown option '--colour'/],
    ['a port is none', () => ['--port-base', '0'], /A port is 1 to 65535/],
    [
      'an address is none',
      () => [lab, '--listen', 'here'],
      'rackless: listen: not an IP address; write one as 127.0.1.10 or ::1\n',
    ],
    ['there is one word too many', () => [lab, lab], /too many arguments/],
  ])('%s', async (_what, words, message) => {
    const { status, stdout, stderr } = await rackless('up', ...(await words()));
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    if (typeof message === 'string') expect(stderr).toBe(message);
    else expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('rackless', () => {
  it('has a version, and help with every command', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await rackless('--version')).toMatchObject({ status: 0, stdout: `${version}\n` });
    const { status, stdout } = await rackless('--help');
    expect(status).toBe(0);
    for (const command of ['up', 'lab', 'conform', 'list', 'explain', 'certs'])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(await rackless('up', '--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--port-base') });
  });

  it('ends with 64 for a command that it has not', async () => {
    expect(await rackless('upp')).toMatchObject({
      status: 64,
      stdout: '',
      stderr: expect.stringContaining("unknown command 'upp'"),
    });
    expect((await rackless()).status).toBe(64);
  });
});
