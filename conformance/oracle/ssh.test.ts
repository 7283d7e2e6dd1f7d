import type { ServerChannel } from 'ssh2';
import { afterEach, describe, expect, it } from 'vitest';
import { CouldNotRun } from '../errors.ts';
import { closedPort, type Running, silentServer, sshServer } from '../testing/servers.ts';
import { asShown, openSsh, tryLogin } from './ssh.ts';

const patience = { patienceMs: 5_000, signal: new AbortController().signal };
const admin = { username: 'admin', password: 'right-password' };
const prompt = /^\w+# $/;
const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

/** A device that echoes, asks before it copies, and reloads by hanging up. */
function device(channel: ServerChannel): void {
  channel.write('Welcome\r\r\nleaf# ');
  let line = '';
  let asking = '';
  const answer = (typed: string) => {
    if (asking) {
      const question = asking;
      asking = '';
      if (question === 'password') channel.write(typed === 'xyz' ? '\r\ncopied\r\nleaf# ' : '\r\ndenied\r\nleaf# ');
      else if (typed === 'yes') {
        channel.write(typed);
        channel.write('\r\nPassword: ');
        asking = 'password';
      } else channel.write(`${typed}\r\nnot sure\r\nleaf# `);
    } else if (typed === 'copy') {
      asking = 'sure';
      channel.write('copy\r\nAre you sure (yes/no)? ');
    } else if (typed === 'reload') {
      channel.write('reload\r\nbye\r\n');
      channel.end();
    } else if (typed === 'colours') channel.write('colours\r\n\u001b[31mred\u001b[0m\u0007\r\nleaf# ');
    else if (typed === 'silent') channel.write('silent\r\n');
    else channel.write(`${typed}\r\nleaf# `);
  };
  channel.on('data', (chunk: Buffer) => {
    line += chunk.toString();
    for (let end = line.indexOf('\n'); end >= 0; end = line.indexOf('\n')) {
      const typed = line.slice(0, end);
      line = line.slice(end + 1);
      answer(typed);
    }
  });
}

async function place(): Promise<Running> {
  const one = await sshServer({
    ...admin,
    shell: device,
    exec: (command, channel) => {
      channel.write(`ran ${command}\n`);
      channel.stderr.write('warned\n');
      channel.exit(16);
      channel.end();
    },
  });
  running.push(one);
  return one;
}

describe('a terminal', () => {
  const shell = async (more = {}) => (await openSsh(await place(), admin, { ...patience, ...more })).shell(prompt);

  it('gives the greeting, the prompt, and what each line printed, without the echo', async () => {
    const open = await shell();
    expect([open.greeting, open.prompt]).toEqual(['Welcome\n', 'leaf# ']);
    expect(await open.say('nothing')).toEqual({ text: '', asked: [], prompt: 'leaf# ', ended: false });
    expect(await open.say('colours')).toMatchObject({ text: 'red\n' });
  });

  it('answers questions, each once, and tells which were asked', async () => {
    const answers = [
      { when: /\(yes\/no\)\? .*$/, say: 'yes' },
      { when: /Password: $/, say: 'xyz' },
    ];
    const said = await (await shell()).say('copy', answers);
    expect(said.asked).toEqual(['Are you sure (yes/no)? ', 'Password: ']);
    expect(said.text).toContain('copied');
    expect(said.text).not.toContain('xyz');
  });

  it('tells the end of the session', async () => {
    expect(await (await shell()).say('reload')).toEqual({ text: 'bye\n', asked: [], prompt: '', ended: true });
  });

  it('could not run where no prompt comes', async () => {
    const open = await shell({ patienceMs: 1_500 });
    await expect(open.say('silent')).rejects.toThrow(/no prompt within 1.5 s after "silent"/);
  });
});

it('a command without a terminal gives both outputs and the status', async () => {
  const session = await openSsh(await place(), admin, patience);
  expect(await session.exec('show clock')).toEqual({ stdout: 'ran show clock\n', stderr: 'warned\n', status: 16 });
  session.close();
});

describe('a login', () => {
  it('is accepted or refused', async () => {
    const at = await place();
    expect(await tryLogin(at, admin, patience)).toBe('accepted');
    expect(await tryLogin(at, { ...admin, password: 'wrong' }, patience)).toBe('refused');
    await expect(openSsh(at, { ...admin, password: 'wrong' }, patience)).rejects.toThrow(/refuses the login of admin/);
  });

  it('could not run where nobody answers', async () => {
    await expect(tryLogin(await closedPort(), admin, patience)).rejects.toBeInstanceOf(CouldNotRun);
    const silent = await silentServer();
    running.push(silent);
    await expect(tryLogin(silent, admin, { ...patience, patienceMs: 50 })).rejects.toBeInstanceOf(CouldNotRun);
  });
});

it('a terminal’s text is read as it is shown', () => {
  expect(asShown('a\r\r\nb\r\n\u001b[2Kc\rd x\u0008y')).toBe('a\nb\nc\nd y');
});
