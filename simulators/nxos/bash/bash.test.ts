import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../../chassis/cli/session.ts';
import { Shell } from '../../chassis/cli/shell.ts';
import { FarEnd } from '../../chassis/cli/testing/stream.ts';
import { mkdir, write } from '../../chassis/flash/files.ts';
import { languageOf } from '../language.ts';
import { type BenchSwitch, benchSwitch } from '../testing/switch.ts';
import { openBash, runBash } from './bash.ts';

let bench: BenchSwitch;
beforeEach(() => {
  bench = benchSwitch();
  const { device } = bench;
  device.change((draft) => {
    const volume = draft.store.flash['sup-1:bootflash'];
    if (!volume) return;
    mkdir(volume, 'nxapi', device.now());
    write(volume, 'nxapi/note.txt', Buffer.from('hello\n'), device.surroundings.blobs, device.now());
  });
});

const ran = (script: string) => runBash(openBash(bench.device, 'admin'), script);
const text = (script: string): string => ran(script).text;

describe('the small bash', () => {
  it.each([
    ['pwd', '/bootflash\n'],
    ['cd nxapi; pwd; cd ..; pwd; cd /; pwd; cd; pwd', '/bootflash/nxapi\n/bootflash\n/\n/bootflash\n'],
    ['ls /', 'bootflash\nvolatile\n'],
    ['ls nxapi', 'note.txt\n'],
    ['ls -l nxapi', 'total 4\n-rw-r--r-- 1 root root          6 Jan 30 12:00 note.txt\n'],
    ['ls -ld nxapi', 'drwxr-xr-x 2 root root       4096 Jan 30 12:00 nxapi\n'],
    ['cat /bootflash/nxapi/note.txt', 'hello\n'],
    [`echo "a;b"  'c d' e\\ f`, 'a;b c d e f\n'],
    ['echo -n x', 'x'],
    ['whoami # me', 'admin\n'],
    ['hostname', 'switch\n'],
    ['cat nothing && echo yes || echo no', 'cat: nothing: No such file or directory\nno\n'],
    ['uptime', ' 12:00:00 up 5 min,  0 users,  load average: 0.20, 0.19, 0.18\n'],
  ])('%s', (script, wanted) => {
    expect(text(script)).toBe(wanted);
  });

  it.each([
    ['frobnicate', 'bash: frobnicate: command not found\n', 127],
    ['/bin/frobnicate', 'bash: /bin/frobnicate: No such file or directory\n', 127],
    ['constructor', 'bash: constructor: command not found\n', 127],
    ['cd nowhere', 'bash: cd: nowhere: No such file or directory\n', 1],
    ['cd nxapi/note.txt', 'bash: cd: nxapi/note.txt: Not a directory\n', 1],
    ['cat nxapi', 'cat: nxapi: Is a directory\n', 1],
    ['ls nowhere', "ls: cannot access 'nowhere': No such file or directory\n", 1],
    ['pwd;; pwd', "bash: syntax error near unexpected token `;'\n", 2],
    ['ls | wc', "bash: syntax error near unexpected token `|'\n", 2],
    ["echo 'open", "bash: unexpected EOF while looking for matching `''\n", 2],
  ])('%s fails', (script, wanted, status) => {
    expect(ran(script)).toEqual({ text: wanted, status });
  });

  it('follows the configuration, and stops at exit', () => {
    bench.configure('hostname other');
    expect(text('hostname; exit; hostname')).toBe('other\n');
  });

  it('never throws, and never leaves the file systems', () => {
    const piece = fc.constantFrom(
      'ls',
      'cat',
      'cd',
      ' ',
      ';',
      '&&',
      '..',
      '/',
      'nxapi',
      '"',
      "'",
      '\\',
      '-l',
      '\n',
      '#',
      'note.txt',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const bash = openBash(bench.device, 'admin');
        runBash(bash, pieces.join(''));
        expect(bash.cwd).toMatch(/^\/(bootflash|volatile|$)/);
      }),
    );
  });

  it('is reached by run bash while the feature is on', () => {
    expect(bench.error('run bash pwd')).toBe('% Invalid command');
    bench.configure('feature bash-shell');
    expect(bench.text('run bash cd nxapi; pwd')).toBe('/bootflash/nxapi\n');
  });

  it('takes over the terminal until exit', async () => {
    bench.configure('feature bash-shell');
    const far = new FarEnd();
    const who = { user: 'admin', roles: ['network-admin'], from: '192.0.2.50', transport: 'ssh' } as const;
    const finished = new Shell(new Session(bench.device, languageOf(bench.device), who), far).run();
    await far.until('# ');
    const begun = await far.typeUntil('run bash\r', 'bash-4.3$ ');
    expect(begun).toBe('run bash\r\nbash-4.3$ ');
    expect(await far.typeUntil('cd nxapi\r', 'bash-4.3$ ')).toBe('cd nxapi\r\nbash-4.3$ ');
    expect(await far.typeUntil('ls; nope\r', 'bash-4.3$ ')).toBe(
      'ls; nope\r\nnote.txt\r\nbash: nope: command not found\r\nbash-4.3$ ',
    );
    expect(await far.typeUntil('exit\r', '# ')).toBe('exit\r\nswitch# ');
    far.type('exit\r');
    await finished;
  });
});
