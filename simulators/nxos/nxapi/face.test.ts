import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Grounded, ground } from '../../chassis/testing/ground.ts';
import { answerOn, basic, dial, exchange, post, type RawAnswer } from '../../chassis/testing/http.ts';
import { administrator } from '../factory.ts';
import { nxos } from '../index.ts';
import type { NxosState } from '../state.ts';

const account = basic(administrator.username, administrator.password);

let box: Grounded<NxosState>;
beforeAll(async () => {
  box = await ground(nxos, { options: { configured: 'nxapi' }, name: 'leaf-101' });
});
afterAll(() => box.stop());

function ins(type: string, input: string, more: object = {}): string {
  return JSON.stringify({
    ins_api: { version: '1.0', type, chunk: '0', sid: '1', input, output_format: 'json', ...more },
  });
}

function ask(body: string, headers: Readonly<Record<string, string>> = account): Promise<RawAnswer> {
  return exchange({ port: box.port('nxapi-https') }, post('/ins', body, headers));
}

describe('a reply of ins_api', () => {
  it('has these bytes for one show', async () => {
    const { head, body } = await ask(ins('cli_show', 'show hostname'));
    const cookie = /Set-Cookie: (nxapi_auth=admin:[A-Za-z0-9+/]{27}=; Secure; HttpOnly; Path=\/)\r\n/.exec(head)?.[1];
    expect(head.replace(cookie ?? 'no cookie', 'COOKIE')).toBe(
      [
        'HTTP/1.1 200 OK',
        'Server: nginx/1.7.10',
        'Date: Tue, 01 Jan 2030 00:00:00 GMT',
        'Content-Type: text/json',
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: keep-alive',
        'Set-Cookie: COOKIE',
        'X-Frame-Options: SAMEORIGIN',
        'X-Content-Type-Options: nosniff',
        'X-XSS-Protection: 1; mode=block',
        'Strict-Transport-Security: max-age=31536000; includeSubDomains',
      ].join('\r\n'),
    );
    expect(body).toBe(
      [
        '{',
        '\t"ins_api":\t{',
        '\t\t"type":\t"cli_show",',
        '\t\t"version":\t"1.0",',
        '\t\t"sid":\t"eoc",',
        '\t\t"outputs":\t{',
        '\t\t\t"output":\t{',
        '\t\t\t\t"input":\t"show hostname",',
        '\t\t\t\t"msg":\t"Success",',
        '\t\t\t\t"code":\t"200",',
        '\t\t\t\t"body":\t{',
        '\t\t\t\t\t"hostname":\t"leaf-101"',
        '\t\t\t\t}',
        '\t\t\t}',
        '\t\t}',
        '\t}',
        '}',
      ].join('\n'),
    );
  });

  it('orders members by type', async () => {
    const keys = async (type: string, input: string): Promise<string[][]> => {
      const { ins_api } = JSON.parse((await ask(ins(type, input))).body);
      return [Object.keys(ins_api), Object.keys(ins_api.outputs.output)];
    };
    expect(await keys('cli_show', 'show hostname')).toEqual([
      ['type', 'version', 'sid', 'outputs'],
      ['input', 'msg', 'code', 'body'],
    ]);
    expect(await keys('cli_show_ascii', 'show hostname')).toEqual([
      ['sid', 'type', 'version', 'outputs'],
      ['body', 'code', 'msg', 'input'],
    ]);
    expect(await keys('cli_conf', 'vlan 1')).toEqual([
      ['sid', 'type', 'version', 'outputs'],
      ['body', 'code', 'msg'],
    ]);
    expect(await keys('cli_show', 'show bogus')).toEqual([
      ['type', 'version', 'sid', 'outputs'],
      ['clierror', 'input', 'msg', 'code'],
    ]);
    expect(await keys('cli_show_ascii', 'show bogus')).toEqual([
      ['sid', 'type', 'version', 'outputs'],
      ['code', 'msg', 'clierror', 'input'],
    ]);
    expect(await keys('cli_conf', 'plover')).toEqual([
      ['sid', 'type', 'version', 'outputs'],
      ['clierror', 'code', 'msg'],
    ]);
  });

  it('stops a configuration at the first failing line, keeps the lines before it, and is HTTP 200', async () => {
    const input = 'interface loopback41 ;exit ;interface loopback42 ;plover ;description never';
    const { status, body } = await ask(ins('cli_conf', input));
    expect([status, JSON.parse(body).ins_api.outputs.output]).toEqual([
      200,
      [
        { body: {}, code: '200', msg: 'Success' },
        { body: {}, code: '200', msg: 'Success' },
        { body: {}, code: '200', msg: 'Success' },
        { clierror: '% Invalid command\n', code: '400', msg: 'CLI execution error' },
      ],
    ]);
    expect(Object.keys(box.device.state.config.interfaces)).toContain('loopback42');
  });

  it('goes on after a failing line, or takes all back, where asked', async () => {
    const goOn = await ask(ins('cli_conf', 'vlan 30 ;plover ;vlan 31', { rollback: 'continue-on-error' }));
    expect(JSON.parse(goOn.body).ins_api.outputs.output.map(({ code }: { code: string }) => code)).toEqual([
      '200',
      '400',
      '200',
    ]);
    expect(Object.keys(box.device.state.config.vlans)).toEqual(expect.arrayContaining(['30', '31']));
    await ask(ins('cli_conf', 'vlan 40 ;plover', { rollback: 'rollback-on-error' }));
    expect(Object.keys(box.device.state.config.vlans)).not.toContain('40');
  });

  it.each([
    [
      'a pipe in structured output',
      ins('cli_show', 'show version | include NXOS'),
      '501',
      'Pipe is not allowed for this message type',
    ],
    [
      'text that has no structured form',
      ins('cli_show', 'show running-config'),
      '501',
      'Structured output unsupported',
    ],
    [
      'eleven shows',
      ins('cli_show', Array(11).fill('show clock').join(' ;')),
      '413',
      'Maximum number of consecutive show commands exceeded. The maximum is 10',
    ],
    ['no command', ins('cli_show', ''), '400', 'No input command'],
    ['an unknown type', ins('hello', 'show clock'), '501', 'Message type not supported'],
  ])('refuses %s', async (_what, body, code, msg) => {
    const answer = await ask(body);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body).ins_api.outputs.output).toMatchObject({ code, msg });
  });

  it('keeps the leading blank of a second command, and its session between requests', async () => {
    const { body } = await ask(ins('cli_show_ascii', 'terminal dont-ask ; show hostname'));
    expect(JSON.parse(body).ins_api.outputs.output[1]).toEqual({
      body: 'leaf-101 \n',
      code: '200',
      msg: 'Success',
      input: ' show hostname',
    });
    await ask(ins('cli_conf', 'checkpoint file one'));
    const deleted = await ask(ins('cli_conf', 'delete bootflash:one'));
    expect(JSON.parse(deleted.body).ins_api.outputs.output.code).toBe('200');
  });

  it('tells another time a second later, though nothing changed', async () => {
    const uptime = async (): Promise<number> =>
      JSON.parse((await ask(ins('cli_show', 'show version'))).body).ins_api.outputs.output.body.kern_uptm_secs;
    const before = await uptime();
    expect(await uptime()).toBe(before);
    box.clock.advance(1_000);
    expect(await uptime()).toBe((before + 1) % 60);
  });
});

describe('a reply in another format', () => {
  it('is XML for XML, one output a command', async () => {
    const { head, body } = await ask(
      '<?xml version="1.0"?>\n<ins_api>\n <version>1.0</version><type>cli_conf</type><chunk>0</chunk><sid>s</sid><input>vlan 50 ;plover</input><output_format>xml</output_format></ins_api>',
      { ...account, 'Content-Type': 'application/x-www-form-urlencoded' },
    );
    expect(head).toContain('\r\nContent-Type: text/xml\r\n');
    expect(body).toBe(`<?xml version="1.0"?>
<ins_api>
  <type>cli_conf</type>
  <version>1.0</version>
  <sid>eoc</sid>
  <outputs>
    <output>
      <body/>
      <code>200</code>
      <msg>Success</msg>
    </output>
    <output>
      <clierror>% Invalid command
</clierror>
      <code>400</code>
      <msg>CLI execution error</msg>
    </output>
  </outputs>
</ins_api>
`);
  });

  it('is an object for a JSON-RPC batch of one, an array for more, HTTP 500 where a command fails', async () => {
    const call = (cmd: string, id: number, method = 'cli') => ({
      jsonrpc: '2.0',
      method,
      params: { cmd, version: 1 },
      id,
    });
    const rpc = async (body: unknown): Promise<[number, unknown]> => {
      const answer = await ask(JSON.stringify(body), { ...account, 'Content-Type': 'application/json-rpc' });
      return [answer.status, JSON.parse(answer.body)];
    };
    expect(await rpc([call('show hostname', 1)])).toEqual([
      200,
      { jsonrpc: '2.0', result: { body: { hostname: 'leaf-101' } }, id: 1 },
    ]);
    expect(await rpc([call('show hostname', 1, 'cli_ascii')])).toEqual([
      200,
      { jsonrpc: '2.0', result: { msg: 'leaf-101 \n' }, id: 1 },
    ]);
    expect(await rpc([call('interface ethernet 1/1', 1), call('shutdown', 2)])).toEqual([
      200,
      [
        { jsonrpc: '2.0', result: null, id: 1 },
        { jsonrpc: '2.0', result: null, id: 2 },
      ],
    ]);
    expect(box.device.state.config.interfaces['Ethernet1/1']?.shutdown).toBe(true);
    expect(await rpc([call('bogus command', 1)])).toEqual([
      500,
      {
        jsonrpc: '2.0',
        error: { code: -32602, message: 'Invalid params', data: { msg: '% Invalid command\n' } },
        id: 1,
      },
    ]);
    expect(await rpc([{ method: 'cli', params: { cmd: 'show clock', version: 1 }, id: 1 }])).toEqual([
      200,
      {
        jsonrpc: '2.0',
        error: {
          code: -32600,
          message: 'Invalid request',
          data: { msg: 'JSON-RPC version structure was not found in request' },
        },
        id: null,
      },
    ]);
  });

  it.each([
    ['half a JSON', '{"ins_api": '],
    ['another JSON', '{"hello": 1}'],
    [
      'a DTD',
      '<!DOCTYPE a [<!ENTITY b "c">]><ins_api><version>1.0</version><type>cli_show</type><input>&b;</input></ins_api>',
    ],
    ['broken XML', '<ins_api><type>'],
    ['nothing', ''],
    ['bytes', '\u0000\u0001\u00ff'],
  ])('is an XML page with HTTP 400 for %s', async (_what, sent) => {
    const { status, header, body } = await ask(sent);
    expect([status, header('content-type')]).toEqual([400, ['text/xml']]);
    expect(body).toBe(
      '<?xml version="1.0"?>\n<ins_api>\n  <outputs>\n    <output>\n      <msg>Server internal error.</msg>\n      <code>400</code>\n    </output>\n  </outputs>\n</ins_api>\n',
    );
  });
});

describe('who asks', () => {
  const page = (title: string): string =>
    `<html>\r\n<head><title>${title}</title></head>\r\n<body bgcolor="white">\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/1.7.10</center>\r\n</body>\r\n</html>\r\n`;
  const show = ins('cli_show', 'show hostname');
  const fresh = async (): Promise<string> => (await ask(show)).header('set-cookie')[0] ?? '';

  it.each([
    ['nobody', {}],
    ['a wrong password', basic('admin', 'wrong')],
    ['an unknown user', basic('nobody', 'x')],
    ['no base64', { Authorization: 'Basic !!!' }],
    ['an unknown cookie alone', { Cookie: 'nxapi_auth=admin:AAAA' }],
  ])('is refused with the page of nginx: %s', async (_who, headers) => {
    const { status, header, body } = await ask(show, headers);
    expect([status, header('www-authenticate').length, header('set-cookie'), body]).toEqual([
      401,
      1,
      [],
      page('401 Authorization Required'),
    ]);
  });

  it('is known by the cookie alone, which is then not sent again, wrong Basic or not', async () => {
    const cookie = (await fresh()).split(';')[0] ?? '';
    for (const more of [{}, basic('admin', 'wrong')]) {
      const { status, header } = await ask(show, { ...more, Cookie: cookie });
      expect([status, header('set-cookie')]).toEqual([200, []]);
    }
  });

  it('may echo the whole Set-Cookie, and have a stale cookie beside a right password', async () => {
    expect((await ask(show, { Cookie: await fresh() })).status).toBe(200);
    const { status, header } = await ask(show, { ...account, Cookie: 'nxapi_auth=admin:gone=; other=1' });
    expect([status, header('set-cookie').length]).toEqual([200, 1]);
  });

  it('is forgotten when the cookie has not been used for the idle time', async () => {
    const cookie = await fresh();
    box.clock.advance(599_000);
    expect((await ask(show, { Cookie: cookie })).status).toBe(200);
    box.clock.advance(599_000);
    expect((await ask(show, { Cookie: cookie })).status).toBe(200);
    box.clock.advance(600_000);
    expect((await ask(show, { Cookie: cookie })).status).toBe(401);
  });

  it('gets a cookie by GET, though GET is not allowed', async () => {
    const head = Object.entries({ Host: 'a', ...account }).map(([name, value]) => `${name}: ${value}\r\n`);
    const got = await exchange({ port: box.port('nxapi-https') }, `GET /ins HTTP/1.1\r\n${head.join('')}\r\n`);
    expect([got.status, got.body, got.header('set-cookie').length]).toEqual([405, page('405 Not Allowed'), 1]);
  });

  it('may only do what the role allows', async () => {
    await ask(ins('cli_conf', 'username ops password Operator.1 role network-operator'));
    const ops = basic('ops', 'Operator.1');
    expect((await ask(show, ops)).status).toBe(200);
    const { body } = await ask(ins('cli_conf', 'vlan 60'), ops);
    expect(JSON.parse(body).ins_api.outputs.output).toEqual({
      clierror: '% Permission denied for the role\n',
      code: '401',
      msg: 'Permission denied',
    });
    expect(Object.keys(box.device.state.config.vlans)).not.toContain('60');
  });

  it('is locked out after too many wrong passwords, and let in when the ban is over', async () => {
    await ask(
      ins(
        'cli_conf',
        'aaa authentication rejected 2 in 60 ban 300 ;username lou password Locked.12 role network-operator',
      ),
    );
    const right = basic('lou', 'Locked.12');
    for (let i = 0; i < 2; i++) expect((await ask(show, basic('lou', 'wrong'))).status).toBe(401);
    expect((await ask(show, right)).status).toBe(401);
    box.clock.advance(300_000);
    expect((await ask(show, right)).status).toBe(200);
  });
});

describe('the path and the connection', () => {
  it('answers on /ins/ and /ins.json, and with a page of nginx elsewhere', async () => {
    const port = box.port('nxapi-https');
    const body = ins('cli_show', 'show hostname');
    for (const path of ['/ins/', '/ins.json'])
      expect((await exchange({ port }, post(path, body, account))).status).toBe(200);
    expect((await exchange({ port }, post('/nothing', body, account))).status).toBe(404);
    expect((await exchange({ port }, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).status).toBe(200);
  });

  it('keeps a connection for several requests', async () => {
    const socket = await dial({ port: box.port('nxapi-https') });
    for (let i = 0; i < 3; i++) {
      expect((await answerOn(socket, post('/ins', ins('cli_show', 'show hostname'), account))).status).toBe(200);
    }
    socket.destroy();
  });

  it('refuses a body that is too large, and what is no HTTP', async () => {
    const port = box.port('nxapi-https');
    const large = ins('cli_conf', `description ${'x'.repeat(9 * 1024 * 1024)}`);
    expect((await exchange({ port }, post('/ins', large, account))).status).toBe(413);
    expect((await exchange({ port }, 'HELLO\r\n\r\n')).status).toBe(400);
  });

  it('answers a line of half a million characters with a code', async () => {
    const { body } = await ask(ins('cli_conf', `description ${'x'.repeat(600_000)}`));
    expect(JSON.parse(body).ins_api.outputs.output.code).toBe('413');
  });
});
