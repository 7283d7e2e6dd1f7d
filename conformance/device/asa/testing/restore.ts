import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../../../.ci/files.ts';

/**
 * Where a process is killed: at so many calls that write to the disk after the restore was asked for (0: never), before
 * that call, after half of its bytes, or after it.
 */
export interface Cut {
  readonly at: number;
  readonly how: 'before' | 'torn' | 'after';
}

/** What a process told of a restore before it ended. */
export interface Told {
  /** The answer was 201 before the end. */
  readonly acknowledged: boolean;
  /** How many calls wrote, until the box was back; undefined where the process was killed. */
  readonly writes: number | undefined;
}

/** A box on disk with a backup, and what it is like before and after it is restored. */
export interface Prepared {
  /** Its running configuration when it is switched on as it is. */
  readonly before: string;
  /** Its running configuration when it is switched on after a restore that nothing disturbed. */
  readonly restored: string;
  /** How many calls write in such a restore. */
  readonly writes: number;
  /** Restores a copy of the box, killed at a cut, and tells what it is like when it is switched on again. */
  after(cut: Cut): Promise<Told & { readonly running: string }>;
  remove(): void;
}

/** Saves a configuration, backs it up, saves another one, and restores it once undisturbed. */
export async function prepare(): Promise<Prepared> {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-asa-restore-'));
  const template = join(folder, 'template');
  await child(template, 'prepare');
  let copies = 0;
  const after = async (cut: Cut) => {
    const home = join(folder, `copy-${++copies}`);
    cpSync(template, home, { recursive: true });
    const lines = await child(home, 'restore', cut);
    const running = await look(home);
    rmSync(home, { recursive: true });
    const writes = lines.find((line) => line.startsWith('writes '))?.slice('writes '.length);
    return {
      acknowledged: lines.includes('acknowledged'),
      writes: writes === undefined ? undefined : Number(writes),
      running,
    };
  };
  const whole = await after({ at: 0, how: 'before' });
  const before = await look(template);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { before, restored: whole.running, writes: whole.writes ?? 0, after, remove };
}

async function look(home: string): Promise<string> {
  const [line = '""'] = await child(home, 'look');
  return JSON.parse(line);
}

/** Runs {@link program} on a state directory; the lines that it printed. */
async function child(home: string, task: 'prepare' | 'restore' | 'look', cut?: Cut): Promise<readonly string[]> {
  const built = pathToFileURL(join(root, 'dist/lab/index.js')).href;
  const asked = JSON.stringify({ home, task, built, ...cut });
  const running = spawn(process.execPath, ['--input-type=module', '-e', `(${program})(${asked})`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [status, signal] = await once(running, 'close');
  if (status !== 0 && signal !== 'SIGKILL') throw new Error(`the process that should ${task} ended with ${status}`);
  return output.split('\n').filter((line) => line !== '');
}

/**
 * What runs in a process of its own, as text: it wraps every call that writes before it loads the lab, so that the one
 * that is asked for can end the process.
 */
const program = `async ({ home, task, built, at = 0, how = 'before' }) => {
  const { default: fs } = await import('node:fs');
  const { syncBuiltinESMExports } = await import('node:module');
  const { request } = await import('node:https');
  const print = fs.writeSync;
  let armed = false;
  let writes = 0;
  const die = () => process.kill(process.pid, 'SIGKILL');
  const wrap = (object, name, half) => {
    const original = object[name];
    object[name] = function (...args) {
      if (!armed || ++writes !== at) return original.apply(this, args);
      if (how === 'before') die();
      if (how === 'torn' && half) {
        const torn = original.apply(this, half(args));
        if (!torn?.then) die();
        return torn.then(die);
      }
      const done = original.apply(this, args);
      if (!done?.then) die();
      return done.then(die);
    };
  };
  const halfOf = (data) => data.slice(0, Math.floor(data.length / 2));
  const second = ([file, data, ...rest]) => [file, halfOf(data), ...rest];
  const first = ([data, ...rest]) => [halfOf(data), ...rest];
  for (const name of ['appendFileSync', 'writeFileSync']) wrap(fs, name, second);
  for (const name of ['renameSync', 'fsyncSync', 'fdatasyncSync', 'fsync', 'fdatasync', 'rmSync', 'unlinkSync', 'truncateSync'])
    wrap(fs, name);
  for (const name of ['appendFile', 'writeFile']) wrap(fs.promises, name, second);
  for (const name of ['rename', 'rm', 'unlink', 'mkdir']) wrap(fs.promises, name);
  const handle = await fs.promises.open('/dev/null', 'r');
  const prototype = Object.getPrototypeOf(handle);
  for (const name of ['appendFile', 'writeFile', 'write']) wrap(prototype, name, first);
  for (const name of ['sync', 'datasync']) wrap(prototype, name);
  await handle.close();
  syncBuiltinESMExports();

  const { startLab } = await import(built);
  const lab = await startLab({
    stateDir: home,
    devices: [{ name: 'asa-1', kind: 'asa', options: { configured: 'rest' } }],
  });
  const { username, password } = lab.device('asa-1');
  const ask = (method, path, body) =>
    new Promise((resolve, reject) => {
      const url = new URL(path, lab.device('asa-1').endpoints.https);
      const asking = request(
        url,
        { method, agent: false, rejectUnauthorized: false, auth: username + ':' + password, headers: { 'content-type': 'application/json' } },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (more) => { text += more; });
          answer.on('error', reject).on('end', () => resolve({ status: answer.statusCode, text }));
        },
      );
      asking.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
  const must = async (status, ...asked) => {
    const answer = await ask(...asked);
    if (answer.status !== status) throw new Error(asked[1] + ' was answered ' + answer.status + ' ' + answer.text);
    return answer;
  };
  const back = async () => {
    for (let turn = 0; turn < 100; turn++) {
      await lab.clock.advance(10_000);
      await lab.settled();
      const answer = await ask('POST', '/api/cli', { commands: ['show running-config'] }).catch(() => undefined);
      if (answer?.status === 200) return JSON.parse(answer.text).response[0];
    }
    throw new Error('the box did not come back');
  };
  const objects = '/api/objects/networkobjects';
  const make = (name) => must(201, 'POST', objects, { name, host: { kind: 'IPv4Address', value: '192.0.2.8' } });

  await back();
  if (task === 'prepare') {
    for (let count = 0; count < 50; count++) await make('backed-up-' + count);
    await must(200, 'POST', '/api/commands/writemem');
    await must(201, 'POST', '/api/backup', { location: 'disk0:/backup.tar.gz', passphrase: '123456' });
    for (let count = 0; count < 50; count++) await must(204, 'DELETE', objects + '/backed-up-' + count);
    for (let count = 0; count < 50; count++) await make('since-' + count);
    await must(200, 'POST', '/api/commands/writemem');
  } else if (task === 'restore') {
    armed = true;
    await must(201, 'POST', '/api/restore', { location: 'disk0:/backup.tar.gz', passphrase: '123456' });
    print(1, 'acknowledged\\n');
    await back();
    print(1, 'writes ' + writes + '\\n');
  } else {
    print(1, JSON.stringify(await back()) + '\\n');
  }
  await lab.stop();
  process.exit(0);
}`;
