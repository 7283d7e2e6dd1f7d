import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { resultsSchema } from '../conformance/report/results.ts';
import {
  closedPort,
  httpsServer,
  type Pair,
  pair,
  type Running,
  silentServer,
} from '../conformance/testing/servers.ts';

const entries = join(import.meta.dirname, 'testing');
const password = 'Not.For.Reports.1';

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function run(entry: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const environment = { ...process.env, RACKLESS_PASSWORD: password, NO_COLOR: '1', ...env };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(entries, entry), ...args],
      { env: environment, maxBuffer: 2 ** 26 },
      (error, out, err) => {
        resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err });
      },
    );
  });
}

const rackless = (...args: string[]) => run('conform-entry.mjs', args);
const pin = 'a'.repeat(64);
const nowhere = ['--target', 'https://127.0.0.1:1', '--username', 'admin', '--pin', pin];
/** A device that knows no path, which is all that the cases of the fake suite ask of it. */
const somewhere = () => [
  ...['--target', `https://127.0.0.1:${honest.port}`, '--username', 'admin', '--pin', mine.sha256],
  ...['--undo', join(folder, 'undo.ndjson')],
];
const fake = (only: string[], ...more: string[]) =>
  run('fake-entry.mjs', ['fake', ...somewhere(), '--only', ...only, ...more]);

let folder: string;
let mine: Pair;
let honest: Running;
const running: Running[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rackless-cli-'));
  mine = await pair('n9k');
  honest = await httpsServer(mine, (_, response) => {
    response.statusCode = 404;
    response.end();
  });
});
afterAll(async () => {
  await honest.close();
  await rm(folder, { recursive: true });
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

describe('the exit status of `rackless conform` is', () => {
  it('0 when something was judged and conforms', async () => {
    const { status, out } = await fake(['FK-PASS-*', 'FK-WARN-*']);
    expect(status).toBe(0);
    expect(out).toContain('WARN  FK-WARN-0001');
    expect(out).toContain('conforms');
  });

  it('1 when something does not conform', async () => {
    const { status, out } = await fake(['FK-PASS-*', 'FK-FAIL-*']);
    expect(status).toBe(1);
    expect(out).toContain(
      `rackless conform fake --target https://127.0.0.1:${honest.port} --username admin --pin ${mine.sha256} --release '9.3(5)' --only FK-FAIL-0001`,
    );
  });

  it('2 when nothing was judged', async () => {
    const { status, out, err } = await fake(['FK-NO-SUCH-THING']);
    expect(status).toBe(2);
    expect(out).toContain('nothing was judged');
    expect(err).toContain('"FK-NO-SUCH-THING" names no case');
  });

  it('2 after a dry run, which never says that anything passed', async () => {
    const { status, out } = await fake(['FK-PASS-*'], '--dry-run');
    expect(status).toBe(2);
    expect(out).toContain('FK-PASS-0001');
    expect(out).not.toMatch(/\bpass|conforms/);
  });

  it.each([
    ['a MUST could not run', 'FK-REFUSED-*'],
    ['the suite has an error', 'FK-BROKEN-*'],
  ])('3 when %s', async (_, only) => {
    expect((await fake(['FK-PASS-*', only])).status).toBe(3);
  });

  const waivers = async (...checks: string[]) => {
    const file = join(folder, `waivers-${checks.join('-')}.yaml`);
    const expires = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const entries = checks.map((id) => `- { check: ${id}, reason: ours, owner: netlab, expires: ${expires} }\n`);
    await writeFile(file, entries.join(''));
    return ['--waivers', file];
  };

  it('0 when what does not conform is waived', async () => {
    const { status, out } = await fake(['FK-PASS-*', 'FK-FAIL-*'], ...(await waivers('FK-FAIL-0001')));
    expect(status).toBe(0);
    expect(out).toContain('WAIVED  FK-FAIL-0001');
  });

  it.each([
    ['stale', 'FK-PASS-0001', 'it passes'],
    ['of no check', 'FK-NONE-0001', 'is no check'],
  ])('4 when a waiver is %s', async (_, check, told) => {
    const { status, out } = await fake(['FK-PASS-*'], ...(await waivers(check)));
    expect(status).toBe(4);
    expect(out).toContain(told);
  });

  it('64 for a file of waivers that is wrong', async () => {
    const { status, err } = await fake(['FK-PASS-*'], '--waivers', join(folder, 'none.yaml'));
    expect([status, err]).toEqual([64, expect.stringContaining('none.yaml')]);
  });

  it('5 when the target was left changed', async () => {
    const { status, out } = await fake(['FK-FAIL-*', 'FK-RESIDUE-*']);
    expect(status).toBe(5);
    expect(out).toContain('FK-RESIDUE-0001, a vlan: it is stuck');
  });

  it.each([
    [64, 'a wrong question', ['FK-RESIDUE-*'], ['--waivers', '/nowhere']],
    [5, 'what was left changed', ['FK-RESIDUE-*', 'FK-FAIL-*', 'FK-REFUSED-*'], []],
    [1, 'what does not conform', ['FK-FAIL-*', 'FK-REFUSED-*'], []],
    [3, 'what is incomplete', ['FK-REFUSED-*'], []],
    [2, 'nothing judged', ['FK-NOTHING'], ['FK-NONE-0001']],
  ])('%i for %s, whatever weaker applies', async (status, _, only, more) => {
    const words = more.filter((word) => !word.startsWith('FK-'));
    const stale = await waivers('FK-PASS-0001', 'FK-NONE-0001');
    const asked = await fake([...only, ...(status === 2 ? [] : ['FK-PASS-*'])], ...(words.length > 0 ? words : stale));
    expect(asked.status).toBe(status);
  });

  it('3 after an interrupt, with a whole report', async () => {
    const args = ['fake', ...somewhere(), '--only', 'FK-PASS-*', 'FK-HANG-*', '--json'];
    const child = spawn(process.execPath, [join(entries, 'fake-entry.mjs'), ...args], {
      env: { ...process.env, RACKLESS_PASSWORD: password },
    });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    await said(child, 'hanging');
    child.kill('SIGINT');
    const [status] = await once(child, 'close');
    expect(status).toBe(3);
    const results = resultsSchema.parse(JSON.parse(out));
    expect(results.complete).toBe(false);
    expect(results.findings.map((one) => [one.check, one.outcome])).toEqual(
      expect.arrayContaining([
        ['FK-PASS-0001', 'pass'],
        ['FK-HANG-0001', 'could-not-run'],
      ]),
    );
  });

  it.each([
    ['an unknown option', ['nxos', '--bogus'], /unknown option/],
    ['an unknown kind', ['toaster'], /no suite for "toaster"/],
    ['an unknown level', ['nxos', '--allow', 'everything'], /Allowed choices/],
    ['an unknown release', ['nxos', '--release', '1.0'], /9\.3\(5\)/],
    ['a release that is none', ['nxos', '--release', 'latest'], /not a version/],
    ['an unknown mutant', ['nxos', '--mutant', 'nxos.none'], /no such mutant/],
    ['an unknown report', ['nxos', '--report', 'pdf=x'], /junit/],
    ['a target in the clear', ['nxos', '--target', 'http://127.0.0.1', '--username', 'a', '--pin', pin], /https/],
    ['a target without user', ['nxos', '--target', 'https://127.0.0.1', '--pin', pin], /--username/],
    [
      'a target that nothing verifies',
      ['nxos', '--target', 'https://127.0.0.1', '--username', 'a'],
      /--ca FILE or --pin/,
    ],
    ['a pin that is none', ['nxos', '--target', 'https://127.0.0.1', '--username', 'a', '--pin', 'abc'], /64 hex/],
    [
      'a pin and a CA',
      ['nxos', '--target', 'https://127.0.0.1', '--username', 'a', '--pin', pin, '--ca', 'x'],
      /cannot be used/,
    ],
    [
      'a CA file that is not there',
      ['nxos', '--target', 'https://127.0.0.1', '--username', 'a', '--ca', '/nowhere'],
      /\/nowhere/,
    ],
    ['a user without target', ['nxos', '--username', 'a'], /--username/],
    ['a target of two kinds', ['nxos', 'nxos', ...nowhere, '--patience', '0'], /--patience/],
  ])('64 for %s', async (_, args, message) => {
    const { status, out, err } = await rackless('conform', ...args);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^\s+at /m);
    expect([status, out]).toEqual([64, '']);
  });

  it('64 when nobody tells the password', async () => {
    const { status, err } = await run('conform-entry.mjs', ['conform', 'nxos', ...nowhere], { RACKLESS_PASSWORD: '' });
    expect([status, err]).toEqual([64, expect.stringContaining('RACKLESS_PASSWORD')]);
  });

  it('0 for --help, which has the table', async () => {
    const { status, out } = await rackless('conform', '--help');
    expect(status).toBe(0);
    expect(out).toContain('64, 5, 1, 3, 2, 4');
  });
});

describe('several profiles', () => {
  it('are judged at once and told in their order, with a recording of each', async () => {
    const file = join(folder, 'several.ndjson');
    const only = ['--only', 'ASA-VISIT', 'NX-VISIT'];
    const { status, out, err } = await rackless(
      'conform',
      'asa',
      'nxos',
      '--release',
      'all',
      ...only,
      '--json',
      '--record',
      file,
    );
    const { findings } = resultsSchema.parse(JSON.parse(out));
    const profiles = [...new Set(findings.map(({ kind, release }) => `${kind} ${release}`))];
    expect(status).toBe(0);
    expect(profiles.map((name) => name.split(' ')[0])).toEqual(['asa', 'asa', 'asa', 'nxos', 'nxos', 'nxos']);
    expect(err).toContain('of 6)');
    const again = await rackless('conform', '--replay', file, '--json');
    expect(resultsSchema.parse(JSON.parse(again.out)).totals).toEqual(resultsSchema.parse(JSON.parse(out)).totals);
  });
});

describe('a recording', () => {
  it('is judged again with the same status, and with no device', async () => {
    const file = join(folder, 'recording.ndjson');
    const live = await fake(['FK-PASS-*', 'FK-FAIL-*', 'FK-REFUSED-*'], '--record', file);
    const again = await run('fake-entry.mjs', ['--replay', file, '--json']);
    expect([live.status, again.status]).toEqual([1, 1]);
    const { findings, target } = resultsSchema.parse(JSON.parse(again.out));
    expect(findings.find(({ check }) => check === 'FK-FAIL-0001')).toMatchObject({
      outcome: 'fail',
      repeat: `rackless conform fake --replay ${file} --only FK-FAIL-0001`,
    });
    expect(target.label).toMatch(/^https:\/\/127\.0\.0\.1:\d+, recorded 20/);
    expect((await run('fake-entry.mjs', ['--replay', file, '--only', 'FK-PASS-*'])).status).toBe(0);
  });

  it.each([
    [['--replay', '/nowhere'], /cannot be read/],
    [['--replay', 'x', '--target', 'https://192.0.2.1'], /cannot be used with/],
  ])('64 for %j', async (args, message) => {
    const { status, err } = await rackless('conform', ...args);
    expect([status, err]).toEqual([64, expect.stringMatching(message)]);
  });
});

describe('a target', () => {
  const at = (place: { port: number }, ...more: string[]) =>
    rackless(
      'conform',
      'nxos',
      '--target',
      `https://127.0.0.1:${place.port}`,
      '--username',
      'admin',
      '--pin',
      mine.sha256,
      ...more,
    );

  it('that refuses connections is 3, and one reason for all checks', async () => {
    const { status, out } = await at(await closedPort());
    expect(status).toBe(3);
    expect(out.match(/refuses connections/g)).toHaveLength(1);
  });

  it('that hangs is 3', async () => {
    const silent = await silentServer();
    running.push(silent);
    const { status, out } = await at(silent, '--patience', '0.2');
    expect(status).toBe(3);
    expect(out).toContain('gave no answer within 0.2 s');
  });

  it('that presents another certificate is 3, and hears no password', async () => {
    let heard = 0;
    const other = await httpsServer(await pair('n9k'), () => heard++);
    running.push(other);
    const { status, out } = await at(other);
    expect([status, heard]).toEqual([3, 0]);
    expect(out).toContain('not the pinned');
  });

  it('that answers 200 to everything is 3', async () => {
    const yes = await httpsServer(mine, (_, response) => response.end('{}'));
    running.push(yes);
    const { status, out } = await at(yes);
    expect(status).toBe(3);
    expect(out).toContain('answers 200 to paths, actions and tokens that do not exist');
  });

  /** Knows `show version` and `show hostname`, and forgets which of its members come first. */
  async function almostNexus(): Promise<Running> {
    const one = await httpsServer(mine, (request, response, body) => {
      if (request.method === 'GET') response.statusCode = 404;
      const input = /"input":"([^"]*)"/.exec(body)?.[1] ?? '';
      const told = input === 'show version' ? { kickstart_ver_str: '9.3(5)' } : { hostname: 'n9k' };
      const output = { input, msg: 'Success', code: '200', body: told };
      response.setHeader('Content-Type', 'text/json');
      response.end(JSON.stringify({ ins_api: { version: '1.0', type: 'cli_show', sid: 'eoc', outputs: { output } } }));
    });
    running.push(one);
    return one;
  }

  it('is judged by what may be read there, and nothing more', async () => {
    const report = join(folder, 'junit.xml');
    const json = join(folder, 'results.json');
    const { status, out } = await at(await almostNexus(), '--json', '--report', `junit=${report}`, `json=${json}`);
    expect(status).toBe(1);
    const results = resultsSchema.parse(JSON.parse(out));
    const outcome = (check: string) => results.findings.find((one) => one.check === check)?.outcome;
    expect(outcome('NX-INS-READ.content-type')).toBe('pass');
    expect(outcome('NX-INS-READ.one')).toBe('pass');
    expect(outcome('NX-INS-READ.show-members')).toBe('fail');
    expect(outcome('NX-AUTH-REFUSED.wrong-password')).toBe('not-selected');
    expect(outcome('NX-WALK-1.presented')).toBe('not-selected');
    expect(JSON.parse(await readFile(json, 'utf8'))).toEqual(results);
    expect(await readFile(report, 'utf8')).toContain('<testcase name="NX-INS-READ.show-members"');
    expect(out).not.toContain(password);
  });

  it('that is not of the declared release is 3', async () => {
    const { status, out } = await at(await almostNexus(), '--release', '10.2(3)');
    expect(status).toBe(3);
    expect(out).toContain('the target is release 9.3(5), not the declared 10.2(3)');
  });

  it('is given its password by a file', async () => {
    let authorization = '';
    const one = await httpsServer(mine, (request, response) => {
      authorization ||= request.headers.authorization ?? '';
      response.statusCode = 404;
      response.end();
    });
    running.push(one);
    const file = join(folder, 'password');
    await writeFile(file, 'from-a-file\n');
    await at(one, '--password-file', file);
    expect(Buffer.from(authorization.slice('Basic '.length), 'base64').toString()).toBe('admin:from-a-file');
  });
});

function said(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve) => {
    let seen = '';
    child.stderr?.on('data', (chunk) => {
      seen += chunk;
      if (seen.includes(text)) resolve();
    });
  });
}
