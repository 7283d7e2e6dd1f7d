import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { OptionsError, ProtocolError } from '../errors.ts';
import envelopes from '../testing/envelopes.json' with { type: 'json' };
import type { HttpAnswer } from '../transport.ts';
import { insApiJson } from './ins-api-json.ts';
import { insApiXml } from './ins-api-xml.ts';
import { decodeBatch, encodeBatch, jsonRpc } from './json-rpc.ts';
import type { Message, Wire } from './wire.ts';

type Name = keyof typeof envelopes;

function recorded(name: Name): HttpAnswer {
  const { status, contentType, body } = envelopes[name].response;
  return answer(typeof body === 'string' ? body : JSON.stringify(body), status, contentType);
}

function answer(text: string, status = 200, contentType = 'text/json'): HttpAnswer {
  return { status, contentType, headers: {}, cookies: [], text, secretless: (all) => all };
}

const show = (...commands: string[]): Message => ({ type: 'cli_show', commands });
const ascii = (...commands: string[]): Message => ({ type: 'cli_show_ascii', commands });
const conf = (...commands: string[]): Message => ({ type: 'cli_conf', commands });
const ok = { code: '200', msg: 'Success', clierror: '' };
const clock = '18:34:58.849 UTC Thu Jan 30 2020\n';

describe('recorded answers', () => {
  it.each<[Name, Wire, Message, object[]]>([
    ['ins_cli_show_one', insApiJson, show('show hostname'), [{ ...ok, body: { hostname: 'leaf-101' } }]],
    [
      'ins_cli_show_two',
      insApiJson,
      show('show hostname', 'show clock'),
      [
        { ...ok, body: { hostname: 'leaf-101' } },
        { ...ok, body: { simple_time: clock, time_source: 'NTP' } },
      ],
    ],
    ['ins_cli_show_ascii_one', insApiJson, ascii('show hostname'), [{ ...ok, body: 'leaf-101 \n' }]],
    ['ins_cli_conf_one', insApiJson, conf('vlan 10'), [{ ...ok, body: {} }]],
    [
      'ins_error_cli_show',
      insApiJson,
      show('show bogus'),
      [{ code: '400', msg: 'Input CLI command error', clierror: '% Invalid command', body: undefined }],
    ],
    [
      'ins_error_pipe_in_structured',
      insApiJson,
      show('show version | include NXOS'),
      [{ code: '501', msg: 'Pipe is not allowed for this message type', clierror: '', body: undefined }],
    ],
    ['rpc_cli_one', jsonRpc, show('show hostname'), [{ ...ok, body: { hostname: 'leaf-101' } }]],
    [
      'rpc_cli_two',
      jsonRpc,
      show('show hostname', 'show clock'),
      [
        { ...ok, body: { hostname: 'leaf-101' } },
        { ...ok, body: { simple_time: '18:52:45.084 UTC Tue Mar 22 2016\n' } },
      ],
    ],
    ['rpc_cli_ascii', jsonRpc, ascii('show hostname'), [{ ...ok, body: 'leaf-101 \n' }]],
    ['rpc_config_one', jsonRpc, conf('vlan 10'), [{ ...ok, body: undefined }]],
    [
      'rpc_error_cli',
      jsonRpc,
      show('bogus command'),
      [{ code: '-32602', msg: 'Invalid params', clierror: '% Invalid command', body: undefined }],
    ],
    ['xml_cli_show', insApiXml, show('show hostname'), [{ ...ok, body: { hostname: 'leaf-101' } }]],
    ['xml_cli_show_ascii', insApiXml, ascii('show hostname'), [{ ...ok, body: 'leaf-101 \n' }]],
    [
      'xml_error_cli_conf',
      insApiXml,
      conf('plover'),
      [{ code: '400', msg: 'CLI execution error', clierror: '% Invalid command', body: undefined }],
    ],
    [
      'xml_error_cli_show',
      insApiXml,
      show('bogus command'),
      [
        {
          code: '400',
          msg: 'Input CLI command error',
          clierror: "Syntax error while parsing 'bogus command  | xml '\n\n\nCmd exec error.",
          body: undefined,
        },
      ],
    ],
  ])('%s is read', async (name, wire, message, outputs) => {
    expect(await wire.decode(recorded(name), message)).toEqual(outputs);
  });

  it('a configuration that fails half way gives what was answered', async () => {
    const outputs = await insApiJson.decode(recorded('ins_cli_conf_partial_failure'), conf('a', 'b', 'c', 'd', 'e'));
    expect(outputs.map(({ code }) => code)).toEqual(['200', '200', '200', '400']);
  });

  it('XML has one output a line of configuration', async () => {
    const outputs = await insApiXml.decode(recorded('xml_cli_conf_three'), conf('a', 'b', 'c'));
    expect(outputs).toEqual(Array(3).fill({ ...ok, body: '' }));
  });

  it.each<[Name, Wire, RegExp]>([
    ['ins_error_malformed_http400', insApiJson, /could not read the request: Server internal error/],
    ['ins_error_malformed_http400', insApiXml, /could not read the request: Server internal error/],
    ['http_405', insApiJson, /expected JSON .*HTTP 405, text\/html.*405 Not Allowed/],
    ['http_405', insApiXml, /expected XML .*405 Not Allowed/],
    ['rpc_error_no_version', jsonRpc, /refused the batch: Invalid request \(-32600\): JSON-RPC version structure/],
  ])('%s is no answer', async (name, wire, message) => {
    const failure = (async () => wire.decode(recorded(name), show('show clock')))();
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toBeInstanceOf(ProtocolError);
  });
});

describe('ins_api JSON', () => {
  it('sends what was recorded, type before input', () => {
    const sent = insApiJson.encode(show('show hostname'));
    expect(JSON.parse(sent)).toEqual(envelopes.ins_cli_show_one.request.body);
    expect(Object.keys(JSON.parse(sent).ins_api)).toEqual([
      'version',
      'type',
      'chunk',
      'sid',
      'input',
      'output_format',
    ]);
  });

  it('joins commands by a blank and a semicolon, and says what to do on errors only when told', () => {
    expect(JSON.parse(insApiJson.encode(conf('vlan 10', 'name x'))).ins_api).toMatchObject({
      input: 'vlan 10 ;name x',
    });
    expect(insApiJson.encode(conf('vlan 10'))).not.toContain('rollback');
    const { ins_api } = JSON.parse(insApiJson.encode({ ...conf('vlan 10'), rollback: 'rollback-on-error' }));
    expect(ins_api.rollback).toBe('rollback-on-error');
  });

  it('reads members in any order, and a code that came as a number', () => {
    const members = ['input', 'msg', 'code', 'body'] as const;
    const values = { input: 'show hostname', msg: 'Success', code: 200, body: { hostname: 'x' } };
    fc.assert(
      fc.property(fc.shuffledSubarray([...members], { minLength: 4 }), (order) => {
        const output = Object.fromEntries(order.map((member) => [member, values[member]]));
        const envelope = { ins_api: { outputs: { output }, sid: 'eoc', version: '1.0', type: 'cli_show' } };
        const decoded = insApiJson.decode(answer(JSON.stringify(envelope, null, '\t')), show('show hostname'));
        expect(decoded).toEqual([{ ...ok, body: { hostname: 'x' } }]);
      }),
    );
  });

  it.each([
    ['{}'],
    ['[]'],
    ['null'],
    ['"text"'],
    ['{"ins_api":{}}'],
    ['{"ins_api":{"outputs":{"output":{"msg":"x"}}}}'],
    [''],
  ])('does not take %s for an answer', (text) => {
    expect(() => insApiJson.decode(answer(text), show('show clock'))).toThrow(ProtocolError);
  });
});

describe('JSON-RPC', () => {
  it('sends what was recorded', () => {
    expect(JSON.parse(jsonRpc.encode(show('show hostname', 'show clock')))).toEqual(envelopes.rpc_cli_two.request.body);
    expect(JSON.parse(jsonRpc.encode(ascii('show hostname')))).toEqual(envelopes.rpc_cli_ascii.request.body);
  });

  it('puts the wish for a rollback beside each id', () => {
    const batch = JSON.parse(encodeBatch([{ method: 'cli', cmd: 'vlan 10' }], 'stop-on-error'));
    expect(batch).toEqual([
      { jsonrpc: '2.0', method: 'cli', params: { cmd: 'vlan 10', version: 1 }, id: 1, rollback: 'stop-on-error' },
    ]);
  });

  it('has no bash', () => {
    expect(() => jsonRpc.encode({ type: 'bash', commands: ['ls'] })).toThrow(OptionsError);
  });

  it('finds answers by their id, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }), (ids) => {
        const elements = ids.map((id) => ({ jsonrpc: '2.0', result: { body: { n: id } }, id }));
        const outputs = decodeBatch(answer(JSON.stringify(elements)), 4);
        expect(outputs.map(({ body }) => body)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
      }),
    );
  });

  it.each([
    [
      'an id twice',
      [
        { jsonrpc: '2.0', result: null, id: 1 },
        { jsonrpc: '2.0', result: null, id: 1 },
      ],
    ],
    ['a foreign id', [{ jsonrpc: '2.0', result: null, id: 3 }]],
    ['a hole', [{ jsonrpc: '2.0', result: null, id: 2 }]],
    ['a batch too short', [{ jsonrpc: '2.0', result: null, id: 1 }]],
    ['another protocol', [{ result: null, id: 1 }]],
  ])('does not accept %s', (_what, elements) => {
    expect(() => decodeBatch(answer(JSON.stringify(elements)), 2)).toThrow(ProtocolError);
  });
});

describe('ins_api XML', () => {
  const body = (inner: string) =>
    answer(
      `<?xml version="1.0"?>\n<ins_api><outputs><output>\n<body>${inner}</body><code>200</code><msg>Success</msg></output></outputs></ins_api>`,
      200,
      'text/xml',
    );

  it('sends any text so that a parser reads it back', () => {
    const parser = new XMLParser({ parseTagValue: false, trimValues: false });
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~äß€]+$/), (command) => {
        expect(parser.parse(insApiXml.encode(conf(command))).ins_api.input).toBe(command);
      }),
    );
  });

  it('escapes what would be read as XML', () => {
    expect(insApiXml.encode(conf('description "a" <b> & c'))).toContain(
      '<input>description &quot;a&quot; &lt;b&gt; &amp; c</input>',
    );
  });

  it('gives a text body as it is: blanks, line ends and escaped characters', async () => {
    const [output] = await insApiXml.decode(body(' a &lt;b&gt; &amp;amp; &#65;&#x42;\n  c \n'), ascii('show x'));
    expect(output?.body).toBe(' a <b> &amp; AB\n  c \n');
  });

  it('reads tables as JSON has them, all values text', async () => {
    const xml = `
      <vrf-name>x</vrf-name>
      <TABLE_x>
        <ROW_x> <id>01</id> <empty/> </ROW_x>
        <ROW_x> <id>2</id> </ROW_x>
      </TABLE_x>`;
    const [output] = await insApiXml.decode(body(xml), show('show x'));
    expect(output?.body).toEqual({ 'vrf-name': 'x', TABLE_x: { ROW_x: [{ id: '01', empty: '' }, { id: '2' }] } });
  });

  it('takes the wrapping of older trains off', async () => {
    const xml =
      '<nf:show xmlns:nf="urn:x"><version><__XML__OPT_Cmd_x><__readonly__><host_name>a</host_name></__readonly__></__XML__OPT_Cmd_x></version></nf:show>';
    const [output] = await insApiXml.decode(body(xml), show('show version'));
    expect(output?.body).toEqual({ host_name: 'a' });
  });

  it('refuses document types and broken XML', async () => {
    const bomb = answer('<!DOCTYPE x [<!ENTITY a "aaaa">]><ins_api>&a;</ins_api>');
    await expect(insApiXml.decode(bomb, show('x'))).rejects.toThrow(/document type or entities/);
    await expect(insApiXml.decode(answer('<ins_api><a></ins_api>'), show('x'))).rejects.toThrow(/well-formed/);
    await expect(insApiXml.decode(answer('{"ins_api":{}}'), show('x'))).rejects.toThrow(/expected XML/);
  });
});
