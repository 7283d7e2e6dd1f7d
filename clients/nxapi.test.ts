import { afterEach, describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import {
  AuthenticationError,
  CommandError,
  NxapiClient,
  type NxapiFormat,
  OptionsError,
  ProtocolError,
  rows,
  showHostname,
  showLldpNeighbors,
  showVersion,
  TransportError,
} from './nxapi.ts';
import bodies from './testing/bodies.json' with { type: 'json' };
import { makeIdentities } from './testing/certificates.ts';
import envelopes from './testing/envelopes.json' with { type: 'json' };
import { Playback, type Received, type Reply } from './testing/playback.ts';
import { commandsOf, insApi, invalid, ok } from './testing/replies.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function playing(reply: (request: Received) => Reply, format: NxapiFormat = 'json') {
  const device = await Playback.start(reply);
  const client = new NxapiClient({ url: device.url, username: 'admin', password: 'pw', allowHttp: true, format });
  closing.push(
    () => device.close(),
    () => client.close(),
  );
  return { device, client };
}

/** A switch that gives a recorded answer to all that it is asked. */
function recorded(name: keyof typeof envelopes): Reply {
  const { status, contentType, body } = envelopes[name].response;
  const headers = { 'content-type': contentType };
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body, null, '\t') };
}

/** A switch in JSON that gives each command its output. */
const answering = (outputs: Record<string, object>) => (request: Received) =>
  insApi(commandsOf(request.body).map((command) => outputs[command] ?? invalid));

async function commandFailure(promise: Promise<unknown>): Promise<CommandError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CommandError) return error;
  throw new Error(`expected a CommandError, got ${String(error)}`);
}

describe('shows', () => {
  it.each<[NxapiFormat, keyof typeof envelopes]>([
    ['json', 'ins_cli_show_one'],
    ['xml', 'xml_cli_show'],
    ['json-rpc', 'rpc_cli_one'],
  ])('are the same over %s', async (format, name) => {
    const { device, client } = await playing(() => recorded(name), format);
    expect(await client.show('show hostname')).toEqual({ hostname: 'leaf-101' });
    expect(await client.show(showHostname())).toBe('leaf-101');
    expect(device.received[0]?.headers['content-type']).toBe(envelopes[name].request.contentType);
  });

  it.each<[NxapiFormat, keyof typeof envelopes]>([
    ['json', 'ins_cli_show_ascii_one'],
    ['xml', 'xml_cli_show_ascii'],
    ['json-rpc', 'rpc_cli_ascii'],
  ])('as text are the same over %s', async (format, name) => {
    const { client } = await playing(() => recorded(name), format);
    expect(await client.showAscii('show hostname')).toBe('leaf-101 \n');
  });

  it('of several commands go in one request, and one command is no exception', async () => {
    const { device, client } = await playing(
      answering({ 'show hostname': ok({ hostname: 'a' }), 'show clock': ok(bodies.show_clock) }),
    );
    expect(await client.showMany(['show hostname', ' show clock '])).toEqual([{ hostname: 'a' }, bodies.show_clock]);
    expect(await client.showMany(['show clock'])).toEqual([bodies.show_clock]);
    expect(device.received).toHaveLength(2);
  });

  it('of more than ten commands go in as many requests as needed, in order', async () => {
    const { device, client } = await playing(({ body }) => insApi(commandsOf(body).map((command) => ok({ command }))));
    const commands = Array.from({ length: 23 }, (_none, id) => `show vlan id ${id + 1}`);
    const answers = await client.showMany(commands);
    expect(answers.map(({ command }) => command)).toEqual(commands);
    expect(device.received.map(({ body }) => commandsOf(body).length)).toEqual([10, 10, 3]);
  });

  it('without anything to tell give an empty body or text', async () => {
    for (const body of ['', undefined, {}, null]) {
      const { client } = await playing(() => insApi([{ ...ok(body), body }]));
      expect(await client.show('show vpc')).toEqual({});
      expect(await client.showAscii('show vpc')).toBe('');
    }
  });

  it('that answer with text where data was asked for are told', async () => {
    const { client } = await playing(() => insApi([ok('some text')]));
    const failed = client.show('show tech-support');
    await expect(failed).rejects.toBeInstanceOf(ProtocolError);
    await expect(failed).rejects.toThrow(/use showAscii/);
  });

  it('typed, parse real bodies and turn "there is none" into an empty list', async () => {
    const none = { clierror: 'ERROR: No neighbour information\n', code: '400', msg: 'Input CLI command error' };
    const { client } = await playing(
      answering({ 'show version': ok(bodies['show_version.v9_3_strings']), 'show lldp neighbors': none }),
    );
    expect((await client.show(showVersion())).release).toBe('9.3(2)');
    expect(await client.show(showLldpNeighbors())).toEqual([]);
  });

  it('of your own are typed by what you make of them', async () => {
    const { client } = await playing(answering({ 'show vlan': ok(bodies.show_vlan) }));
    const count: number = await client.show({
      command: 'show vlan',
      parse: (body) => rows(body, 'TABLE_vlanbrief', 'ROW_vlanbrief').length,
    });
    expect(count).toBe(2);
  });

  it('that fail tell which, why and what was answered', async () => {
    const { client } = await playing(answering({ 'show clock': ok(bodies.show_clock) }));
    const error = await commandFailure(client.showMany(['show clock', 'show bogus', 'show clock']));
    expect(error).toMatchObject({ index: 1, command: 'show bogus', code: '400', failure: 'invalid' });
    expect(error.message).toBe('"show bogus" (2 of 3): CLI execution error (400): % Invalid command');
    expect(error.applied).toEqual(['show clock', 'show clock']);
    expect(error.outputs.map(({ body }) => body)).toEqual([bodies.show_clock, bodies.show_clock]);
  });

  it('that fail in a later request are counted from the first', async () => {
    const { device, client } = await playing(({ body }) =>
      insApi(commandsOf(body).map((command) => (command === 'show 11' ? invalid : ok()))),
    );
    const commands = Array.from({ length: 25 }, (_none, id) => `show ${id}`);
    expect(await commandFailure(client.showMany(commands))).toMatchObject({ index: 11, command: 'show 11' });
    expect(device.received).toHaveLength(2);
  });

  it.each([
    ['400', '% Invalid command', 'invalid'],
    ['401', '', 'permission'],
    ['400', '% Permission denied for the role\n', 'permission'],
    ['405', '', 'wrong-type'],
    ['413', '', 'limit'],
    ['432', '', 'missing'],
    ['501', '', 'unsupported'],
    ['500', '', 'backend'],
    ['600', '', 'backend'],
    ['499', '', 'invalid'],
  ])('with code %s and "%s" fail as %s', async (code, clierror, kind) => {
    const { client } = await playing(() => insApi([{ code, clierror, msg: 'x' }]));
    expect(await commandFailure(client.show('show x'))).toMatchObject({ code, failure: kind });
  });

  it('with fewer or more answers than commands are no answer', async () => {
    const { client } = await playing(() => insApi([ok(), ok()]));
    for (const commands of [['a'], ['a', 'b', 'c']]) {
      await expect(client.showMany(commands)).rejects.toThrow(/expected \d outputs, one a command; got 2/);
    }
  });

  it('must be commands', async () => {
    const { device, client } = await playing(() => insApi([ok()]));
    for (const commands of [[], [''], ['show clock ;reload'], ['show clock', 'show\nversion']]) {
      await expect(client.showMany(commands)).rejects.toBeInstanceOf(OptionsError);
    }
    expect(device.received).toHaveLength(0);
  });
});

describe('configuration', () => {
  it.each<[NxapiFormat, keyof typeof envelopes, string[]]>([
    ['json', 'ins_cli_conf_one', ['vlan 10']],
    ['xml', 'xml_cli_conf_three', ['logging history size 200', 'logging history size 300', 'logging history size 400']],
    ['json-rpc', 'rpc_config_two', ['interface ethernet 1/1', 'shutdown']],
  ])('is the same over %s', async (format, name, lines) => {
    const { client } = await playing(() => recorded(name), format);
    expect(await client.configure(lines)).toEqual(lines.map((command) => ({ command, text: '' })));
  });

  it('goes out as one request without comments, and brings what was printed', async () => {
    const { device, client } = await playing(({ body }) =>
      insApi(commandsOf(body).map((command) => ok(command === 'username x password y' ? 'WARNING: weak\n' : {}))),
    );
    const done = await client.configure('! comment\nusername x password y\n\n  vlan 10\n');
    expect(done).toEqual([
      { command: 'username x password y', text: 'WARNING: weak\n' },
      { command: 'vlan 10', text: '' },
    ]);
    expect(device.received.map(({ body }) => commandsOf(body))).toEqual([['username x password y', 'vlan 10']]);
    expect(device.received[0]?.body).toContain('"type":"cli_conf"');
  });

  it('that fails half way tells the line, and what stays in force', async () => {
    const { client } = await playing(() => recorded('ins_cli_conf_partial_failure'));
    const lines = ['interface loopback41', 'exit', 'interface loopback42', 'plover', 'description never'];
    const error = await commandFailure(client.configure(lines));
    expect(error).toMatchObject({ index: 3, command: 'plover', clierror: '% Invalid command', failure: 'invalid' });
    expect(error.applied).toEqual(lines.slice(0, 3));
    expect(error.failures).toHaveLength(1);
  });

  it('that was to be rolled back leaves nothing in force', async () => {
    const { device, client } = await playing(() => recorded('ins_cli_conf_partial_failure'));
    const lines = ['a', 'b', 'c', 'plover', 'e'];
    const error = await commandFailure(client.configure(lines, { rollback: 'rollback-on-error' }));
    expect(error.applied).toEqual([]);
    expect(JSON.parse(device.received[0]?.body ?? '').ins_api.rollback).toBe('rollback-on-error');
  });

  it('that goes on after errors tells all of them', async () => {
    const { client } = await playing(() => insApi([invalid, ok(), invalid]));
    const error = await commandFailure(client.configure(['x', 'vlan 10', 'y'], { rollback: 'continue-on-error' }));
    expect(error.failures.map(({ command, index }) => [index, command])).toEqual([
      [0, 'x'],
      [2, 'y'],
    ]);
    expect(error.applied).toEqual(['vlan 10']);
  });

  it('whose first line fails may be answered by one object', async () => {
    const { client } = await playing(() => insApi([invalid]));
    expect(await commandFailure(client.configure(['plover', 'vlan 10']))).toMatchObject({
      index: 0,
      command: 'plover',
      applied: [],
    });
  });

  it('is answered as a whole by old platforms', async () => {
    const { client } = await playing(() => insApi([ok('done\n')]));
    expect(await client.configure(['vlan 10', 'name x'])).toEqual([{ command: 'vlan 10 ;name x', text: 'done\n' }]);
  });

  it('over JSON-RPC fails with HTTP 500, and the reason is in the body', async () => {
    const { client } = await playing(() => recorded('rpc_error_cli'), 'json-rpc');
    const error = await commandFailure(client.configure(['bogus command']));
    expect(error).toMatchObject({ code: '-32602', clierror: '% Invalid command', failure: 'invalid' });
  });

  it('fails without telling the secrets in it', async () => {
    const { client } = await playing(() =>
      insApi([
        ok(),
        {
          code: '400',
          msg: 'CLI execution error',
          clierror: "Syntax error while parsing 'username b password Hunter22'\n",
        },
      ]),
    );
    const error = await commandFailure(
      client.configure(['username a password 0 Sesame99', 'username b password Hunter22']),
    );
    const told = `${error.message} ${error.stack} ${JSON.stringify(error)}`;
    expect(told).not.toMatch(/Hunter22|Sesame99/);
    expect(error.command).toBe('username b password ‹secret›');
    expect(error.applied).toEqual(['username a password 0 ‹secret›']);
  });
});

describe('other requests', () => {
  it('bash prints what the script prints, and is not split at semicolons', async () => {
    const { device, client } = await playing(() => insApi([ok('a\nb\n')]));
    expect(await client.bash('cd /bootflash; ls ;pwd')).toBe('a\nb\n');
    expect(JSON.parse(device.received[0]?.body ?? '').ins_api).toMatchObject({
      type: 'bash',
      input: 'cd /bootflash; ls ;pwd',
    });
    await expect(client.bash(' ')).rejects.toBeInstanceOf(OptionsError);
  });

  it('a JSON-RPC batch mixes methods', async () => {
    const { device, client } = await playing(() => [
      { jsonrpc: '2.0', result: { body: { hostname: 'a' } }, id: 1 },
      { jsonrpc: '2.0', result: { msg: 'text\n' }, id: 2 },
      { jsonrpc: '2.0', result: null, id: 3 },
    ]);
    const answers = await client.jsonrpc([
      { method: 'cli', cmd: 'show hostname' },
      { method: 'cli_ascii', cmd: 'show hostname' },
      { method: 'cli', cmd: 'vlan 10' },
    ]);
    expect(answers).toEqual([
      { body: { hostname: 'a' }, text: undefined },
      { body: undefined, text: 'text\n' },
      { body: {}, text: undefined },
    ]);
    expect(JSON.parse(device.received[0]?.body ?? '').map(({ method }: { method: string }) => method)).toEqual([
      'cli',
      'cli_ascii',
      'cli',
    ]);
    await expect(client.jsonrpc([])).rejects.toBeInstanceOf(OptionsError);
  });

  it('a JSON-RPC batch that fails tells what went before', async () => {
    const { client } = await playing(() => ({
      status: 500,
      body: JSON.stringify([
        { jsonrpc: '2.0', result: null, id: 1 },
        {
          jsonrpc: '2.0',
          error: { code: -32602, message: 'Invalid params', data: { msg: '% Invalid command\n' } },
          id: 2,
        },
        { jsonrpc: '2.0', error: { code: -32603, message: 'Internal error' }, id: 3 },
      ]),
    }));
    const calls = ['vlan 10', 'plover', 'vlan 11'].map((cmd) => ({ method: 'cli' as const, cmd }));
    const error = await commandFailure(client.jsonrpc(calls));
    expect(error).toMatchObject({ index: 1, command: 'plover', applied: ['vlan 10'] });
  });

  it('a JSON-RPC batch is never shorter than asked, unless a command failed', async () => {
    const { client } = await playing(() => ({ jsonrpc: '2.0', result: null, id: 1 }));
    const calls = ['vlan 10', 'vlan 11'].map((cmd) => ({ method: 'cli' as const, cmd }));
    await expect(client.jsonrpc(calls)).rejects.toThrow(/expected 2 answers; got 1/);
  });

  it('formats are three', () => {
    const options = { url: 'https://n9k-1', username: 'a', password: 'b', format: 'yaml' };
    expect(() => Reflect.construct(NxapiClient, [options])).toThrow(
      /format: expected one of json, xml, json-rpc; got "yaml"/,
    );
  });
});

describe('saving and rolling back', () => {
  const bar = '[########################################] 100%\n';
  const dontAsk = { 'terminal dont-ask': ok(''), 'no terminal dont-ask': ok('') };

  it('save is content with "Copy complete", and repeats itself after a cut connection', async () => {
    const { device, client } = await playing(({ index }) =>
      index === 0 ? 'RESET' : insApi([ok(`\n${bar}Copy complete.\n`)]),
    );
    await client.save();
    expect(commandsOf(device.received[1]?.body ?? '')).toEqual(['copy running-config startup-config']);
  });

  it('save fails when the device does not say so', async () => {
    const { client } = await playing(() => insApi([ok('No space left on device\n')]));
    expect(await commandFailure(client.save())).toMatchObject({
      command: 'copy running-config startup-config',
      clierror: 'No space left on device',
    });
  });

  it('checkpoint and rollback ask no questions, by name or by file', async () => {
    const report = 'Executing Rollback Patch\nRollback completed successfully.\n';
    const { device, client } = await playing(
      answering({
        ...dontAsk,
        'checkpoint before': ok('.Done\n'),
        'checkpoint file bootflash:a.txt': ok('Done\n'),
        'rollback running-config checkpoint before atomic': ok(report),
        'rollback running-config file bootflash:a.txt': ok(report),
      }),
    );
    await client.checkpoint({ name: 'before' });
    await client.checkpoint({ file: 'bootflash:a.txt' });
    expect(await client.rollback({ name: 'before' }, { mode: 'atomic' })).toBe(report);
    await client.rollback({ file: 'bootflash:a.txt' });
    const [first] = device.received;
    expect(commandsOf(first?.body ?? '')).toEqual(['terminal dont-ask', 'checkpoint before', 'no terminal dont-ask']);
  });

  it.each([
    'Verification failed\nRollback failed.\n',
    'ERROR: ascii-cfg: FCOE is enabled. Disabling rollback module\n',
  ])('rollback fails on %j although its code is 200', async (report) => {
    const { client } = await playing(answering({ ...dontAsk, 'rollback running-config checkpoint a': ok(report) }));
    expect(await commandFailure(client.rollback({ name: 'a' }))).toMatchObject({ clierror: report.trim() });
  });

  it('diff gives the commands of the patch alone', async () => {
    const text = [
      'Collecting Running-Config',
      '#Generating Rollback Patch',
      '..',
      '!!',
      'interface Ethernet1/1',
      '  no shutdown',
      '!',
      '',
    ].join('\n');
    const { client } = await playing(
      answering({
        'show diff rollback-patch checkpoint before running-config': ok(text),
        'show diff rollback-patch file a running-config': ok('#Generating Rollback Patch\nRollback Patch is Empty\n'),
      }),
    );
    expect(await client.diff({ name: 'before' }, 'running-config')).toEqual(['interface Ethernet1/1', '  no shutdown']);
    expect(await client.diff({ file: 'a' }, 'running-config')).toEqual([]);
  });
});

describe.skipIf(!has('openssl'))('over TLS', () => {
  it('the whole client works, and each kind of failure is its own', async () => {
    const ids = makeIdentities();
    const device = await Playback.start(({ headers, body }) => {
      if (headers.authorization !== `Basic ${Buffer.from('admin:pw').toString('base64')}`)
        return { status: 401, body: '' };
      return answering({ 'show hostname': ok({ hostname: 'n9k-1' }) })({
        body,
        headers,
        method: '',
        path: '',
        index: 0,
      });
    }, ids.server);
    closing.push(() => device.close());
    const client = (options: object) => {
      const made = new NxapiClient({
        url: device.url,
        username: 'admin',
        password: 'pw',
        ca: ids.authority.cert,
        ...options,
      });
      closing.push(() => made.close());
      return made;
    };
    expect(await client({ pin: ids.server.fingerprint }).show(showHostname())).toBe('n9k-1');
    await expect(client({}).show('show bogus')).rejects.toBeInstanceOf(CommandError);
    await expect(client({ password: 'no' }).show('show hostname')).rejects.toBeInstanceOf(AuthenticationError);
    const before = device.connections;
    await expect(client({ ca: ids.factory.cert }).show('show hostname')).rejects.toBeInstanceOf(TransportError);
    expect(device.connections).toBe(before + 1);
    await expect(
      client({ url: `${device.url}/ins/`, servername: 'n9k-9' }).show('show hostname'),
    ).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });
});
