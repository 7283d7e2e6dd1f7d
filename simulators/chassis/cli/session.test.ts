import { describe, expect, it } from 'vitest';
import type { Outcome } from './outcome.ts';
import { textPipes } from './pipes.ts';
import type { Session } from './session.ts';
import { type ToyState, toyDevice, toyLanguage, toySession } from './testing/toy.ts';

/** Runs a command that is synchronous. */
function run(session: Session<ToyState>, line: string): Outcome {
  const outcome = session.execute(line);
  if (outcome instanceof Promise) throw new Error(`"${line}" took time`);
  return outcome;
}

function runAll(session: Session<ToyState>, ...lines: readonly string[]): string[] {
  return lines.map((line) => run(session, line).text);
}

describe('words', () => {
  it.each([
    ['show version', 'show version'],
    ['sh ver', 'show version'],
    ['SHOW Ver', 'show version'],
    ['  sh   ver  ', 'show version'],
    ['conf t', 'configure terminal'],
    ['show interface port7 brief', 'show interface port7 brief'],
    ['show int p 7 b', 'show interface p 7 brief'],
    ['copy a b compact vrf red', 'copy a b compact vrf red'],
    ['copy a "b c"', 'copy a "b c"'],
  ])('%j is %j', (line, command) => {
    const outcome = run(toySession(), line);
    expect(outcome).toMatchObject({ ok: true, command });
  });

  it('hands typed values over', () => {
    const session = toySession();
    expect(runAll(session, 'show int p 7', 'show int PORT12', 'show int', 'ping a b c')).toEqual([
      'port7\n',
      'port12\n',
      'all\n',
      'a+b+c\n',
    ]);
    expect(run(session, 'copy a b vrf red compact').text).toBe('a b red compact\n');
    expect(run(session, 'copy "a x" b').text).toBe('a x b none\n');
    expect(run(session, 'echo  two  blanks | no pipe ').text).toBe('two  blanks | no pipe\n');
  });

  it('takes the more particular of two values', () => {
    const session = toySession();
    expect(run(session, 'reach 10.0.0.1').grammar).toBe('reach <host:ipv4>');
    expect(run(session, 'reach 10.0.0.0/8').grammar).toBe('reach <net:prefix>');
    expect(run(session, 'reach 10.0.0').grammar).toBe('reach <name:word>');
  });

  it('takes no longer for a line that can be understood in ever more ways', () => {
    expect(run(toySession(), `mix${' word'.repeat(500)}`).text).toBe('500\n');
  });

  it('takes an exact word before longer ones', async () => {
    expect((await toySession().execute('ask')).command).toBe('ask');
    const session = toySession();
    expect(run(session, 'copy a b').command).toBe('copy a b');
    expect(run(session, 'cop a b').ok).toBe(true);
  });

  it('knows hidden commands only when they are written out', () => {
    expect(run(toySession(), 'shutdown-all').text).toBe('down\n');
    expect(run(toySession(), 'shut').code).toBe('invalid');
    expect(run(toySession(), 'sh version').ok).toBe(true);
  });

  it('knows no abbreviation where the dialect has none', () => {
    const session = toySession({ language: toyLanguage({ abbreviations: false }) });
    expect(run(session, 'sh version').code).toBe('invalid');
    expect(run(session, 'show version').ok).toBe(true);
  });

  it('tells upper from lower case where the dialect does', () => {
    expect(run(toySession({ language: toyLanguage({ caseInsensitive: false }) }), 'Show version').code).toBe('invalid');
  });

  it('has the commands of the release', () => {
    expect(run(toySession(), 'show old').unknown).toBe(true);
    expect(run(toySession({ language: toyLanguage({}, '1') }), 'show old').text).toBe('old\n');
  });
});

describe('errors', () => {
  it.each([
    ['shwo version', 'invalid', 2],
    ['show versoin', 'invalid', 9],
    ['show version extra', 'invalid', 13],
    ['show versionx', 'invalid', 12],
    ['xyz', 'invalid', 0],
    ['show', 'incomplete', 4],
    ['show  ', 'incomplete', 4],
    ['copy a', 'incomplete', 6],
    ['copy a b vrf', 'incomplete', 12],
    ['show interface p', 'incomplete', 16],
    ['show v', 'ambiguous', 5],
    ['  c', 'ambiguous', 2],
    ['show lines 100001', 'invalid', 11],
    ['show lines 12a', 'invalid', 13],
    ['trace 10.0.300.1', 'invalid', 13],
    ['trace 10.0', 'invalid', 10],
    ['show interface brieX', 'invalid', 19],
    ['show interface q', 'invalid', 15],
    ['show version | xyz', 'invalid', 15],
    ['show version | inc', 'incomplete', 18],
    ['ask | inc x', 'ok', 0],
  ])('%j is %s at column %i', async (line, code, column) => {
    const outcome = await toySession().execute(line);
    expect(outcome.code).toBe(code);
    if (outcome.problem) expect(outcome.problem.column).toBe(column);
  });

  it('puts the caret under the column, counted with the prompt', () => {
    expect(run(toySession(), 'shwo').text).toBe("       ^\n% invalid command at '^' marker.\n");
  });

  it('says what kind of value was wanted', () => {
    const session = toySession();
    expect(run(session, 'show lines 100001').problem?.mismatch).toBe('range');
    expect(run(session, 'show lines ten').problem).toMatchObject({ mismatch: 'number', parameter: 'count' });
    expect(run(session, 'show interface brieX').problem?.mismatch).toBeUndefined();
  });

  it('offers what might have been meant', () => {
    const session = toySession();
    expect(run(session, 'show versoin').problem?.nearest()).toBe('show version');
    expect(run(session, 'show v').problem?.alternatives(10)).toEqual(['show version', 'show vlan']);
    expect(run(session, 'show inx').problem?.alternatives(10)).toEqual(['show interface [<port>] [brief|counters]']);
  });

  it('comes from the handler in its own words', () => {
    expect(run(toySession(), 'fail 7')).toMatchObject({
      ok: false,
      code: 'failed',
      text: 'ERROR: as asked\n',
      error: 'ERROR: as asked',
      status: 7,
    });
  });

  it('keeps a mistake of the simulator to itself', () => {
    const session = toySession();
    const outcome = run(session, 'crash');
    expect(outcome).toMatchObject({ ok: false, code: 'failed', text: '% Internal error\n' });
    const [entry] = session.device.surroundings.journal.read({ kind: 'command' });
    expect(entry).toMatchObject({ outcome: 'internal-error', detail: { error: 'TypeError: a mistake' } });
  });

  it('is a refusal where the role forbids the command', () => {
    const session = toySession({ who: { roles: [] } });
    expect(run(session, 'show secret')).toMatchObject({ code: 'denied', status: 30, text: '% Permission denied\n' });
  });

  it('is an unknown command where the user has none such', () => {
    const language = toyLanguage({ has: (command, { level }) => command.privilege === undefined || level > 14 });
    expect(run(toySession({ language }), 'show secret').unknown).toBe(true);
    expect(run(toySession({ language, who: { level: 15 } }), 'show secret').ok).toBe(true);
  });
});

describe('modes', () => {
  it('are entered and left', () => {
    const session = toySession();
    runAll(session, 'conf t', 'interface port1');
    expect(session.prompt()).toBe('toy(config-port)# ');
    runAll(session, 'exit');
    expect(session.prompt()).toBe('toy(config)# ');
    runAll(session, 'end');
    expect(session.prompt()).toBe('toy# ');
    expect(session.open).toBe(true);
    runAll(session, 'exit');
    expect(session.open).toBe(false);
  });

  it('accept the commands of the mode above, which is then at hand', () => {
    const session = toySession();
    runAll(session, 'conf t', 'interface port1', 'hostname box');
    expect(session.frames.map((frame) => frame.name)).toEqual(['exec', 'config']);
    runAll(session, 'interface port1', 'vlan 7');
    expect(session.frames.map((frame) => frame.name)).toEqual(['exec', 'config', 'config-vlan']);
  });

  it('stay where they are when such a command fails', () => {
    const session = toySession();
    expect(runAll(session, 'conf t', 'interface port1', 'vlan 4000')[2]).toBe('ERROR: reserved\n');
    expect(session.frame.name).toBe('config-port');
  });

  it('accept exec commands without leaving, with and without "do"', () => {
    const session = toySession();
    runAll(session, 'conf t', 'interface port1');
    expect(runAll(session, 'show version', 'do show version')).toEqual(['Toy 1.0\n', 'Toy 1.0\n']);
    expect(session.frame.name).toBe('config-port');
    expect(run(session, 'do hostname x').problem?.column).toBe(3);
  });

  it('prefer their own commands', () => {
    const session = toySession();
    runAll(session, 'conf t', 'interface port1', 'no shutdown');
    expect(session.device.state.config.ports.port1?.up).toBe(true);
    runAll(session, 'sh');
    expect(session.device.state.config.ports.port1?.up).toBe(false);
    expect(runAll(session, 'sh ver')).toEqual(['Toy 1.0\n']);
  });

  it('know what they are about', () => {
    const session = toySession();
    runAll(session, 'conf t', 'interface p 3', 'description  up  link ', 'no shutdown');
    expect(session.device.state.config.ports).toEqual({ port3: { description: 'up  link', up: true } });
    runAll(session, 'no description');
    expect(session.device.state.config.ports.port3?.description).toBe('');
  });
});

describe('the negated form', () => {
  it('is the line after "no", or a line of its own', () => {
    const session = toySession();
    runAll(session, 'conf t', 'hostname box', 'api');
    expect(session.device.state.config).toMatchObject({ hostname: 'box', api: true });
    expect(run(session, 'no hostname').command).toBe('no hostname');
    runAll(session, 'no api');
    expect(session.device.state.config).toMatchObject({ hostname: 'toy', api: false });
    expect(run(session, 'no hostname box').code).toBe('invalid');
  });
});

describe('a command that needs something', () => {
  it('is not there without it', () => {
    const session = toySession();
    runAll(session, 'conf t');
    expect(run(session, 'api port 8080').problem).toMatchObject({ code: 'invalid', column: 4 });
    expect(session.help('api ')).not.toContain('port');
    expect(runAll(session, 'tunnel far', 'do tunnel far')).toEqual(['far\n', 'far\n']);
    runAll(session, 'api', 'api port 8080');
    expect(session.device.state.config.port).toBe(8080);
    expect(session.help('api ')).toContain('port');
  });
});

describe('comments and blank lines', () => {
  it('do nothing and are not told of', () => {
    const session = toySession();
    expect(runAll(session, '', '   ', '! note', '  !')).toEqual(['', '', '', '']);
    expect(session.device.surroundings.journal.count).toBe(0);
  });
});

describe('data', () => {
  it('is text on a terminal and a tree where a tree is wanted', async () => {
    const session = toySession();
    expect(run(session, 'show vlan').text).toBe('vlan 1\n');
    const outcome = await session.execute('show vlan', { format: 'tree' });
    expect(outcome.text).toBe('');
    expect(outcome.shown?.tree()).toEqual([1]);
    const plain = await session.execute('show version', { format: 'tree' });
    expect(plain).toMatchObject({ text: 'Toy 1.0\n' });
    expect(plain.shown).toBeUndefined();
  });

  it('goes through filters', () => {
    const session = toySession();
    expect(run(session, 'show vlan | json').text).toBe('[1]\n');
    expect(run(session, 'show lines 20 | inc 1 | count')).toMatchObject({ text: '11\n', pipes: 2 });
    expect(run(session, 'show lines 3 | no-more').paged).toBe(false);
    expect(run(session, 'show version | json').ok).toBe(false);
    expect(run(session, 'show vlan | inc 1 | json').ok).toBe(false);
    expect(run(session, 'show lines 3 | include (').error).toBe('ERROR: bad pattern (');
    expect(run(session, 'show lines 30 |inc "line 2$"').text).toBe('line 2\n');
  });

  it('goes into files', () => {
    const session = toySession();
    expect(run(session, 'show lines 20 | inc 2 > kept').text).toBe('');
    expect(session.settings.get('kept')).toBe('line 2\nline 12\nline 20\n');
    expect(run(session, 'show version >').problem).toMatchObject({ code: 'incomplete', inPipe: true });
  });

  it('goes through one filter only where the dialect chains none', () => {
    const pipes = Object.values(textPipes({ badPattern: () => '', chain: false }));
    const session = toySession({ language: toyLanguage({ pipes }) });
    expect(run(session, 'show version | include x | count').text).toBe('');
    expect(run(session, 'show version | include Toy|Tuy').text).toBe('Toy 1.0\n');
  });

  it('has no filters behind configuration', () => {
    const session = toySession();
    runAll(session, 'conf t');
    expect(run(session, 'api | inc x').problem?.column).toBe(4);
  });
});

describe('questions', () => {
  it('have their default answer where nobody is asked', async () => {
    expect((await toySession().execute('ask')).text).toBe('got y\n');
    expect((await toySession().execute('ask password')).code).toBe('failed');
  });

  it('go to who can answer, unless the session wants none', async () => {
    const interactive = { print: () => undefined, ask: async (question: string) => `<${question}>` };
    expect((await toySession().execute('ask', { interactive })).text).toBe('got <Really? [y] >\n');
    const language = toyLanguage({ asks: () => false });
    expect((await toySession({ language }).execute('ask', { interactive })).text).toBe('got y\n');
  });
});

describe('a multi-line value', () => {
  it('runs to its delimiter', () => {
    const session = toySession();
    runAll(session, 'conf t', 'banner #one line#');
    expect(session.device.state.config.banner).toBe('one line');
    expect(run(session, 'banner @')).toMatchObject({ ok: false, code: 'unfinished', delimiter: '@' });
    runAll(session, 'banner @\nfirst\n  second\n@');
    expect(session.device.state.config.banner).toBe('\nfirst\n  second\n');
  });
});

describe('several commands on a line', () => {
  it('are told apart by the separator alone', () => {
    const session = toySession();
    expect(session.split('a ; b ;c;d')).toEqual(['a', ' b', 'c;d']);
  });
});

describe('a line that is too long', () => {
  it('is refused whole', () => {
    const session = toySession({ language: toyLanguage({ lineLimit: 100, tooLong: '% Long\n' }) });
    expect(run(session, `ping ${'a '.repeat(5_000_000)}`)).toMatchObject({ code: 'invalid', text: '% Long\n' });
    runAll(session, 'conf t', `banner @${'line\n'.repeat(100)}@`);
    expect(session.device.state.config.banner).toHaveLength(500);
    expect(run(session, `banner @\n${'line\n'.repeat(1_000_000)}@`).ok).toBe(false);
  });
});

describe('the journal', () => {
  it('tells of each command, secrets replaced', () => {
    const session = toySession();
    runAll(session, 'sh ver', 'login bob password hunter2', 'login eve password hunter2', 'login bob password other');
    const entries = session.device.surroundings.journal.read();
    expect(entries.map((entry) => entry.operation)).toEqual([
      'show version',
      'login bob password ‹password#1›',
      'login eve password ‹password#1›',
      'login bob password ‹password#2›',
    ]);
    expect(entries[0]).toMatchObject({ kind: 'command', user: 'admin', outcome: 'ok', device: 'toy-1' });
    expect(JSON.stringify(entries)).not.toContain('hunter2');
  });

  it('counts what is not known by name, with what is near', () => {
    const session = toySession();
    runAll(session, 'show versoin', 'frobnicate all', 'login bob passwrod hunter2', 'login bob hunter2');
    const entries = session.device.surroundings.journal.read({ kind: 'near-miss' });
    expect(entries.map((entry) => [entry.operation, entry.detail?.nearest])).toEqual([
      ['show versoin', 'show version'],
      ['frobnicate', undefined],
      ['login <name> passwrod', 'login <name> password'],
      ['login <name> ‹word›', undefined],
    ]);
    expect(JSON.stringify(session.device.surroundings.journal.read())).not.toContain('hunter2');
  });

  it('does not tell of each line of a file', () => {
    const session = toySession({ who: { transport: 'file' } });
    runAll(session, 'show version', 'show versoin');
    expect(session.device.surroundings.journal.read().map((entry) => entry.kind)).toEqual(['near-miss']);
  });
});

describe('faults', () => {
  it('fail a command with a text', async () => {
    const device = toyDevice('2', { act: 'error', text: 'ERROR: disk full' });
    expect(await toySession({ device }).execute('show version')).toMatchObject({
      ok: false,
      text: 'ERROR: disk full\n',
    });
  });

  it('delay a command', async () => {
    const device = toyDevice('2', { act: 'delay', ms: 1 });
    expect(await toySession({ device }).execute('show version')).toMatchObject({ ok: true, text: 'Toy 1.0\n' });
  });

  it('cut the connection before or after the effect', async () => {
    for (const [act, hostname] of [
      ['reset', 'toy'],
      ['lose-reply', 'box'],
    ] as const) {
      const device = toyDevice('2', { act });
      const session = toySession({ device });
      session.enter('config');
      await session.execute('hostname box');
      expect(device.state.config.hostname).toBe(hostname);
      expect([session.lost, session.open]).toEqual([true, false]);
    }
  });

  it('restart the device', async () => {
    const device = toyDevice('2', { act: 'reboot' });
    const session = toySession({ device });
    expect((await session.execute('show version')).code).toBe('interrupted');
    expect(session.lost).toBe(true);
    expect(device.surroundings.journal.read({ kind: 'boot' })).toHaveLength(1);
  });

  it('hold a command until it is given up', async () => {
    const device = toyDevice('2', { act: 'hang' });
    const abort = new AbortController();
    const outcome = toySession({ device }).execute('show version', { signal: abort.signal });
    abort.abort();
    expect(await outcome).toMatchObject({ code: 'interrupted' });
  });
});

describe('help', () => {
  it('lists what may come next', () => {
    const session = toySession();
    expect(session.help('show v')).toBe('  version  Software version\n  vlan\n');
    expect(session.help('show version ')).toBe('  <CR>\n  |     Pipe command output to filter\n');
    expect(session.help('show lines ')).toBe('  <0-100000>\n');
    expect(session.help('show interface ')).toBe(
      '  brief\n  counters\n  PORT\n  <CR>\n  |         Pipe command output to filter\n',
    );
    expect(session.help('')).toContain('  configure');
    expect(session.help('')).not.toContain('shutdown-all');
  });

  it('lists filters', () => {
    const session = toySession();
    expect(session.help('show version | ')).toContain('  include  ');
    expect(session.help('show version | inc')).toBe('  include  Include lines that match\n');
    expect(session.help('show version |inc')).toBe('  include  Include lines that match\n');
    expect(session.help('show version | count ')).toContain('<CR>');
  });

  it('knows how a value goes on', () => {
    const session = toySession();
    expect(session.help('show lines 12')).toBe('  <0-100000>\n');
    expect(session.help('reach 10.')).toBe('  A.B.C.D\n  A.B.C.D/LEN\n  WORD\n');
    expect(session.help('show interface p ')).toBe('  PORT\n');
    expect(session.help('echo some wo')).toBe('  LINE\n  <CR>\n');
  });

  it('is the error where nothing may come', () => {
    expect(toySession().help('show vers x')).toContain("% invalid command at '^' marker.");
  });

  it('shows the commands of the mode, and those of other modes once something is typed', () => {
    const session = toySession();
    runAll(session, 'conf t', 'interface port1');
    expect(session.help('')).not.toContain('show');
    expect(session.help('s')).toBe('  show      Show things\n  shutdown\n');
  });
});

describe('completion', () => {
  it('finishes a word that can go on in one way only', () => {
    expect(toySession().complete('sh')).toEqual({ insert: 'ow ', candidates: [] });
    expect(toySession().complete('show ver')).toEqual({ insert: 'sion ', candidates: [] });
    expect(toySession().complete('show version | jso')).toEqual({ insert: 'n ', candidates: [] });
  });

  it('goes as far as all candidates go', () => {
    const { insert, candidates } = toySession().complete('c');
    expect(insert).toBe('');
    expect(candidates.map((one) => one.word)).toEqual(['configure', 'copy', 'crash']);
    expect(toySession().complete('co').insert).toBe('');
  });

  it('knows values that the device has', () => {
    const session = toySession();
    runAll(session, 'conf t', 'interface port17', 'end');
    expect(session.complete('show interface po').insert).toBe('rt17 ');
  });
});
