import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../chassis/flash/files.ts';
import { type Grounded, ground } from '../../chassis/testing/ground.ts';
import { basic, exchange, post } from '../../chassis/testing/http.ts';
import { administrator } from '../factory.ts';
import { nxos } from '../index.ts';
import type { NxosState } from '../state.ts';

const account = basic(administrator.username, administrator.password);

let box: Grounded<NxosState>;
beforeEach(async () => {
  box = await ground(nxos, { options: { configured: 'nxapi' }, name: 'leaf-101' });
});
afterEach(() => box.stop());

async function ask(input: string, more: object = {}, headers = account): Promise<string> {
  const asked = { version: '1.0', type: 'cli_show', chunk: '1', sid: 'sid', input, output_format: 'json', ...more };
  const target = { port: box.port('nxapi-https') };
  const { status, body } = await exchange(target, post('/ins', JSON.stringify({ ins_api: asked }), headers));
  expect(status).toBe(200);
  return body;
}

/** What the vendor's sample client finds in a reply. */
function parts(reply: string): { sid: string; body: string } {
  return {
    sid: /.*"sid": *"(.*)","outputs/.exec(reply)?.[1] ?? 'no sid',
    body: /.*"body": *(.*)/.exec(reply)?.[1] ?? 'no body',
  };
}

async function all(input: string, more: object = {}): Promise<{ pieces: string[]; sids: string[] }> {
  const pieces: string[] = [];
  const sids: string[] = [];
  for (let sid = 'sid'; sid !== 'eoc'; ) {
    const found = parts(await ask(input, { ...more, sid }));
    pieces.push(found.body);
    sid = found.sid;
    sids.push(sid);
  }
  return { pieces, sids };
}

describe('a show in chunks', () => {
  it('comes in pieces which, put together, are the body, each with a sid of its own', async () => {
    const { pieces, sids } = await all('show interface');
    expect(pieces.length).toBeGreaterThan(3);
    expect(new Set(sids).size).toBe(sids.length);
    const whole = JSON.parse(await ask('show interface', { chunk: '0' })).ins_api.outputs.output.body;
    expect(JSON.parse(pieces.join(''))).toEqual(whole);
  });

  it('has these bytes, and is over at once where it is short', async () => {
    expect(await ask('show hostname')).toBe(
      '{"ins_api": {"type": "cli_show", "version": "1.0", "sid": "eoc","outputs": {"output": {"input": "show hostname", ' +
        '"msg": "Success", "code": "200", "body": {"hostname":"leaf-101"}',
    );
  });

  it('is a whole envelope a piece in XML', async () => {
    const pieces: string[] = [];
    let sid = 'sid';
    while (sid !== 'eoc') {
      const reply = await ask('show vlan', { output_format: 'xml', sid });
      expect(reply.endsWith('</ins_api>\n')).toBe(true);
      pieces.push(/<body>(.*)<\/body>/s.exec(reply)?.[1] ?? '');
      sid = /<sid>(.*)<\/sid>/.exec(reply)?.[1] ?? 'eoc';
    }
    const document = pieces.join('').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    expect(document).toMatch(/^<TABLE_vlanbrief>\n <ROW_vlanbrief>\n[\s\S]*<\/TABLE_mtuinfo>\n$/);
  });

  it.each([
    ['more than one command', 'show clock ;show hostname', {}, '400', 'Chunking honors only one command'],
    ['a configuration', 'vlan 30', { type: 'cli_conf' }, '501', 'Response chunking allowed only in show commands'],
    ['what is no show', 'dir', {}, '501', 'Response chunking allowed only in show commands'],
    ['a sid that is spent', 'show clock', { sid: 'sid-0123456789abcdef' }, '400', 'Request message is invalid'],
    ['an unknown command', 'show bogus', {}, '400', 'Input CLI command error'],
  ])('refuses %s', async (_what, input, more, code, msg) => {
    expect(JSON.parse(await ask(input, more)).ins_api.outputs.output).toMatchObject({ code, msg });
    expect(box.device.state.config.vlans[30]).toBeUndefined();
  });

  it('goes on for who began it, with the same command, once, and for ten minutes', async () => {
    const spent = async (sid: string, input = 'show interface', headers = account): Promise<boolean> =>
      (await ask(input, { sid }, headers)).includes('Request message is invalid');
    const begin = async (): Promise<string> => parts(await ask('show interface')).sid;
    const first = await begin();
    expect(await spent(first, 'show vlan')).toBe(true);
    await ask('username ops password Operator.1 role network-operator', { chunk: '0', type: 'cli_conf' });
    expect(await spent(first, 'show interface', basic('ops', 'Operator.1'))).toBe(true);
    expect(await spent(first)).toBe(false);
    expect(await spent(first)).toBe(true);
    const late = await begin();
    box.clock.advance(600_000);
    expect(await spent(late)).toBe(true);
  });

  it('keeps a bounded number of rests', async () => {
    const first = parts(await ask('show interface')).sid;
    for (let i = 0; i < 20; i++) await ask('show interface');
    expect(await ask('show interface', { sid: first })).toContain('Request message is invalid');
  });
});

describe('a reply that is too large', () => {
  it('has the code 413 and no body; in chunks it comes', async () => {
    const text = `${'x'.repeat(1023)}\n`.repeat(11 * 1024);
    box.device.change((draft) => {
      const volume = draft.store.flash['sup-1:bootflash'];
      if (volume) write(volume, 'large', Buffer.from(text), box.device.surroundings.blobs, box.device.now());
    });
    const { output } = JSON.parse(await ask('show file bootflash:large', { chunk: '0', type: 'cli_show_ascii' }))
      .ins_api.outputs;
    expect(output).toEqual({ code: '413', msg: 'Response size too large', input: 'show file bootflash:large' });
    expect(parts(await ask('show file bootflash:large', { type: 'cli_show_ascii' })).body).toMatch(/^"x{1023}\\n/);
  });
});

describe('bash', () => {
  const bash = async (input: string, headers = account) =>
    JSON.parse(await ask(input, { chunk: '0', type: 'bash' }, headers)).ins_api.outputs.output;
  const enable = () => ask('feature bash-shell', { chunk: '0', type: 'cli_conf' });

  it('is not supported until its feature is on', async () => {
    expect(await bash('pwd')).toMatchObject({ code: '501', msg: 'Bash command not supported' });
    await enable();
    expect(await bash('cd /bootflash;ls')).toEqual({
      body: expect.stringMatching(/^nxos\..*\nscripts\n$/),
      code: '200',
      msg: 'Success',
    });
  });

  it('says what bash says of a command that is not there', async () => {
    await enable();
    expect(await bash('frobnicate')).toEqual({
      clierror: 'bash: frobnicate: command not found\n',
      code: '400',
      msg: 'Bash command error',
    });
  });

  it('is for administrators', async () => {
    await enable();
    await ask('username ops password Operator.1 role network-operator', { chunk: '0', type: 'cli_conf' });
    expect(await bash('pwd', basic('ops', 'Operator.1'))).toMatchObject({ code: '401', msg: 'Permission denied' });
  });
});
