import { describe, expect, it } from 'vitest';
import type { Dialect } from './dialect.ts';
import type { Session } from './session.ts';
import { Shell } from './shell.ts';
import { FarEnd } from './testing/stream.ts';
import { type ToyState, toyDevice, toyLanguage, toySession } from './testing/toy.ts';

interface Running {
  readonly far: FarEnd;
  readonly shell: Shell<ToyState>;
  readonly session: Session<ToyState>;
  readonly status: Promise<number>;
}

async function begun(dialect: Partial<Dialect<ToyState>> = {}, terminal = { length: 0, width: 80 }): Promise<Running> {
  const far = new FarEnd();
  const session = toySession({ language: toyLanguage(dialect), terminal });
  const shell = new Shell(session, far);
  const status = shell.run();
  await far.until('# ');
  return { far, shell, session, status };
}

function piped(dialect: Partial<Dialect<ToyState>> = {}): Running {
  const far = new FarEnd(false);
  const session = toySession({ language: toyLanguage(dialect) });
  const shell = new Shell(session, far);
  return { far, shell, session, status: shell.run() };
}

async function exec(line: string, input?: string): Promise<{ output: string; status: number }> {
  const far = new FarEnd(false);
  const shell = new Shell(toySession({ who: { transport: 'exec' } }), far);
  const status = shell.exec(line);
  if (input !== undefined) far.type(input);
  far.end();
  return { status: await status, output: far.output };
}

describe('a shell on a terminal', () => {
  it('greets, prompts, echoes, runs and prompts again', async () => {
    const { far } = await begun({ greeting: () => 'Welcome\n' });
    await far.typeUntil('sh ver\r', '# ');
    expect(far.output).toBe('Welcome\r\ntoy# sh ver\r\nToy 1.0\r\ntoy# ');
  });

  it('shows errors with the caret under the word', async () => {
    const { far } = await begun();
    expect(await far.typeUntil('shwo\r', '# ')).toBe("shwo\r\n       ^\r\n% invalid command at '^' marker.\r\ntoy# ");
  });

  it('ends with exit, after everything was written', async () => {
    const { far, status } = await begun({ farewell: () => 'Bye\n' });
    far.type('exit\r');
    expect(await status).toBe(0);
    expect(far.output.endsWith('exit\r\nBye\r\n')).toBe(true);
  });

  it('runs lines that were pasted all at once, and those typed while a command runs', async () => {
    const { far, session } = await begun();
    await far.typeUntil('conf t\rinterface port1\r\nno shutdown\nend\r', 'toy# ');
    expect(session.device.state.config.ports).toEqual({ port1: { description: '', up: true } });
    await far.typeUntil('progress\rshow version\r', 'Toy 1.0\r\ntoy# ');
    expect(far.output).toContain('progress\r\n..\r\ntoy# show version\r\nToy 1.0\r\ntoy# ');
  });

  it('runs several commands of one line', async () => {
    const { far } = await begun();
    expect(await far.typeUntil('show version ; show vlan\r', '# ')).toBe(
      'show version ; show vlan\r\nToy 1.0\r\nvlan 1\r\ntoy# ',
    );
  });

  it('helps at once and leaves the line as it was', async () => {
    const { far } = await begun();
    await far.typeUntil('show ver?', 'toy# show ver');
    expect(far.output).toBe('toy# show ver?\r\n  version  Software version\r\ntoy# show ver');
    expect(await far.typeUntil('\r', 'toy# ')).toBe('\r\nToy 1.0\r\ntoy# ');
  });

  it('completes with Tab, and lists when there are several', async () => {
    const { far } = await begun();
    expect(await far.typeUntil('sh\t', ' ')).toBe('show ');
    expect(await far.typeUntil('v\t', 'toy# show v')).toContain('\r\n  version  Software version\r\n  vlan\r\n');
    expect(await far.typeUntil('zz\t', '\x07')).toBe('zz\x07');
  });

  it('completes with a blank where the dialect does', async () => {
    const { far } = await begun({ spaceCompletes: true });
    expect(await far.typeUntil('sh ver \r', 'toy# ')).toBe('show version \r\nToy 1.0\r\ntoy# ');
    expect(await far.typeUntil('copy one two \r', 'toy# ')).toBe('copy one two \r\none two none\r\ntoy# ');
  });

  it('leaves configuration with Ctrl-Z and gives up a line with Ctrl-C', async () => {
    const { far } = await begun();
    await far.typeUntil('conf t\r', 'toy(config)# ');
    expect(await far.typeUntil('host\x03', 'toy(config)# ')).toBe('host^C\r\ntoy(config)# ');
    expect(await far.typeUntil('\x1a', 'toy# ')).toBe('^Z\r\ntoy# ');
  });

  it('ends with Ctrl-D on an empty line', async () => {
    const { far, status, session } = await begun();
    far.type('\x04');
    expect(await status).toBe(0);
    expect(session.open).toBe(false);
  });

  it('aborts a running command with Ctrl-C, and forgets what was typed before it', async () => {
    const { far } = await begun();
    await far.typeUntil('wait\r', 'waiting\r\n');
    far.type('show version\r\x03');
    await far.until('woken\r\ntoy# ');
    expect(far.output).not.toContain('Toy 1.0');
  });

  it('remembers lines, but no answers', async () => {
    const { far, session } = await begun();
    await far.typeUntil('ask password\r', 'Password: ');
    expect(await far.typeUntil('secret\r', 'toy# ')).toBe('\r\nlength 6\r\ntoy# ');
    await far.typeUntil('show version\r', 'toy# ');
    expect(session.history).toEqual(['ask password', 'show version']);
    expect(await far.typeUntil('\x1b[A\x1b[A\r', 'Password: ')).toContain('ask password\r\nPassword: ');
    expect(far.output).not.toContain('secret');
  });

  it('asks: with an echo, with stars, for one key, with a default, and until Ctrl-C', async () => {
    const { far } = await begun();
    await far.typeUntil('ask\r', '[y] ');
    expect(await far.typeUntil('no\r', 'toy# ')).toBe('no\r\ngot no\r\ntoy# ');
    await far.typeUntil('ask\r', '[y] ');
    expect(await far.typeUntil('\r', 'toy# ')).toBe('\r\ngot y\r\ntoy# ');
    await far.typeUntil('ask stars\r', 'Password: ');
    expect(await far.typeUntil('abc\r', 'toy# ')).toBe('***\r\nlength 3\r\ntoy# ');
    await far.typeUntil('ask key\r', 'Go? ');
    expect(await far.typeUntil('n', 'toy# ')).toBe('\r\nkey n\r\ntoy# ');
    await far.typeUntil('ask\r', '[y] ');
    expect(await far.typeUntil('\x03', 'toy# ')).toBe('\r\n^C\r\ntoy# ');
  });

  it('reads a multi-line value to its delimiter', async () => {
    const { far, session } = await begun({ delimited: (delimiter) => `End with ${delimiter}\n` });
    await far.typeUntil('conf t\r', '# ');
    await far.typeUntil('banner @\r', 'End with @\r\n');
    await far.typeUntil('first\rshow ?\r@\r', '# ');
    expect(session.device.state.config.banner).toBe('\nfirst\nshow ?\n');
  });

  it('shows long output page by page', async () => {
    const { far } = await begun({}, { length: 5, width: 80 });
    expect(await far.typeUntil('show lines 12\r', '--More--')).toBe(
      'show lines 12\r\nline 1\r\nline 2\r\nline 3\r\nline 4\r\n--More--',
    );
    expect(await far.typeUntil(' ', '--More--')).toBe('\r        \rline 5\r\nline 6\r\nline 7\r\nline 8\r\n--More--');
    expect(await far.typeUntil('\r', '--More--')).toBe('\r        \rline 9\r\n--More--');
    expect(await far.typeUntil('q', 'toy# ')).toBe('\r        \rtoy# ');
    expect(await far.typeUntil('show lines 12\r', '--More--')).toContain('line 4');
    expect(await far.typeUntil('\x03', 'toy# ')).toBe('\r        \rtoy# ');
  });

  it('does not page what fits, what is filtered so, and where the length is 0', async () => {
    const { far, session } = await begun({}, { length: 5, width: 80 });
    await far.typeUntil('show lines 4\r', 'line 4\r\ntoy# ');
    await far.typeUntil('show lines 9 | no-more\r', 'line 9\r\ntoy# ');
    session.terminal.length = 0;
    await far.typeUntil('show lines 9\r', 'line 9\r\ntoy# ');
  });

  it('counts the rows that long lines take', async () => {
    const { far } = await begun({}, { length: 6, width: 4 });
    expect(await far.typeUntil('show lines 4\r', '--More--')).toContain('line 2\r\n--More--');
  });

  it('follows the window, unless a command has set the terminal', async () => {
    const { far, session } = await begun({}, { length: 24, width: 80 });
    far.resize(100, 30);
    expect(session.terminal).toEqual({ length: 30, width: 100 });
    session.terminal.length = 0;
    far.resize(90, 20);
    expect(session.terminal).toEqual({ length: 0, width: 90 });
  });

  it('ends an idle session on the clock of the lab', async () => {
    const { far, session, status } = await begun({ idle: () => 60_000, idleText: 'Idle\n' });
    const { clock } = session.device.surroundings;
    clock.freeze();
    clock.advance(50_000);
    await far.typeUntil('show version\r', 'toy# ');
    clock.advance(50_000);
    expect(session.open).toBe(true);
    clock.advance(20_000);
    expect(await status).toBe(0);
    expect(far.output.endsWith('Idle\r\n')).toBe(true);
    expect(session.open).toBe(false);
  });

  it('takes a line in any pieces, UTF-8 cut anywhere included', async () => {
    const { far } = await begun();
    for (const byte of Buffer.from('echo grün\r')) far.type(Uint8Array.of(byte));
    expect(await far.until('toy# ', 6)).toContain('\r\ngrün\r\n');
  });

  it('asks the sender to pause when more comes than is read, and loses nothing', async () => {
    const { far } = await begun();
    await far.typeUntil('wait\r', 'waiting\r\n');
    far.type('!'.repeat(20_000));
    expect(far.pauses).toBe(1);
    far.type('\x03');
    await far.until('toy# ');
    expect(far.resumes).toBe(1);
  });

  it('runs what has come before the end, then ends', async () => {
    const { far, status } = await begun();
    far.type('progress\rshow version\r');
    far.end();
    expect(await status).toBe(0);
    expect(far.output).toContain('Toy 1.0');
  });

  it('ends at once when the connection is gone, whatever runs', async () => {
    for (const line of ['wait\r', 'ask\r', 'show lines 100\r']) {
      const { far, shell, status, session } = await begun({}, { length: 5, width: 80 });
      await Promise.resolve();
      far.type(line);
      await far.until(line === 'wait\r' ? 'waiting\r\n' : line === 'ask\r' ? '[y] ' : '--More--');
      shell.close();
      expect(await status).toBe(0);
      expect(session.open).toBe(false);
    }
  });

  it('breaks the connection without a word where a fault says so', async () => {
    const far = new FarEnd();
    const device = toyDevice('2', { act: 'lose-reply' });
    const shell = new Shell(toySession({ device }), far);
    const status = shell.run();
    far.type('show version\r');
    await status;
    expect(far.aborted).toBe(true);
    expect(far.output).toBe('toy# show version\r\n');
  });

  it('tells the dialect of the end of the session, once', async () => {
    let ends = 0;
    const { shell, far, status } = await begun({ closed: () => ends++ });
    far.type('exit\r');
    await status;
    shell.close();
    expect(ends).toBe(1);
  });
});

describe('a shell without a terminal', () => {
  it('neither echoes nor prompts, and ends its lines in LF', async () => {
    const { far, status } = piped();
    far.type('show version\nconf t\r\n\thostname box\nshow v?\n');
    far.end();
    expect(await status).toBe(0);
    expect(far.output).toBe("Toy 1.0\n                   ^\n% invalid command at '^' marker.\n");
  });

  it('prompts where the dialect does', async () => {
    const { far, status } = piped({ promptWithoutPty: true });
    far.type('show version\n');
    far.end();
    await status;
    expect(far.output).toBe('toy# Toy 1.0\ntoy# ');
  });

  it('takes the next line for an answer, and the default at the end', async () => {
    const { far, status } = piped();
    far.type('ask\nmaybe\nask\n');
    far.end();
    await status;
    expect(far.output).toBe('Really? [y] got maybe\nReally? [y] got y\n');
  });

  it('refuses a line that is too long instead of cutting it', async () => {
    const { far, status, session } = piped({ lineLimit: 20, tooLong: '% Too long\n' });
    far.type(`conf t\nhostname ${'x'.repeat(1000)}\n`);
    far.end();
    await status;
    expect(far.output).toBe('% Too long\n');
    expect(session.device.state.config.hostname).toBe('toy');
  });
});

describe('one command for its status', () => {
  it.each([
    ['show version', 'Toy 1.0\n', 0],
    ['show secert', "Syntax error while parsing 'show secert'\n", 16],
    ['fail 7', 'ERROR: as asked\n', 7],
    ['show version ; show vlan', 'Toy 1.0\nvlan 1\n', 0],
    ['conf t ; hostname x ; show run | inc host', 'hostname x\n', 0],
    ['ask', 'Really? [y] got y\n', 0],
    ['ask password', 'Password: ^C\n', 16],
    ['crash', '% Internal error\n', 1],
  ])('%j', async (line, output, status) => {
    expect(await exec(line)).toEqual({ output, status });
  });

  it('reads answers from its input', async () => {
    expect(await exec('ask', 'sure\n')).toEqual({ output: 'Really? [y] got sure\n', status: 0 });
  });

  it('is not paged', async () => {
    const far = new FarEnd();
    const session = toySession({ who: { transport: 'exec' }, terminal: { length: 5, width: 80 } });
    expect(await new Shell(session, far).exec('show lines 9')).toBe(0);
    expect(far.output).toContain('line 9\r\n');
  });
});

describe('a prompt', () => {
  it('waits until the device has settled', async () => {
    const device = toyDevice();
    const session = toySession({ device });
    let settle = () => {};
    let settled = true;
    Object.defineProperty(device, 'isSettled', { get: () => settled });
    Object.defineProperty(device, 'settled', {
      value: () =>
        new Promise<void>((resolve) => {
          settle = () => {
            settled = true;
            resolve();
          };
        }),
    });
    const far = new FarEnd();
    const shell = new Shell(session, far);
    void shell.run();
    settled = false;
    const answered = far.typeUntil('show version\r', 'toy# ');
    await new Promise((resolve) => setImmediate(resolve));
    expect(far.output).toBe('toy# show version\r\nToy 1.0\r\n');
    settle();
    expect(await answered).toBe('show version\r\nToy 1.0\r\ntoy# ');
    shell.close();
  });
});
