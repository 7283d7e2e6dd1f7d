import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../oracle/http.ts';
import { asked, cookieOf, only, reply } from './ins.ts';

const exchange = (body: string, rawHeaders: string[] = []): Exchange => ({
  status: 200,
  reason: 'OK',
  rawHeaders,
  body,
  peer: '',
});

describe('a reply of /ins', () => {
  it('is taken apart with its members in order', () => {
    const body =
      '{"ins_api":{"sid":"eoc","type":"cli_conf","version":"1.0","outputs":{"output":{"body":{},"code":"200","msg":"Success"}}}}';
    expect(reply(exchange(body, ['content-TYPE', 'text/json']))).toEqual({
      status: 200,
      contentType: 'text/json',
      members: ['sid', 'type', 'version', 'outputs'],
      sid: 'eoc',
      many: false,
      outputs: [{ members: ['body', 'code', 'msg'], body: {}, code: '200', msg: 'Success' }],
      text: body,
    });
  });

  it('of several commands has many outputs', () => {
    const seen = reply(exchange('{"ins_api":{"outputs":{"output":[{"code":"200"},{"code":"400"}]}}}'));
    expect([seen.many, seen.outputs.map(({ code }) => code)]).toEqual([true, ['200', '400']]);
  });

  it.each([
    '',
    '<html>',
    '[]',
    '{}',
    'null',
    '{"ins_api":7}',
    '{"ins_api":{"outputs":null}}',
    '{"ins_api":{"outputs":{"output":"x"}}}',
  ])('may be anything: %s', (body) => {
    const seen = reply(exchange(body));
    expect(seen.text).toBe(body);
    expect(only(seen).members).toEqual([]);
  });
});

describe('a request', () => {
  const device = { username: 'admin', password: 'p:w' };

  it('has the members in the order of the clients, and Basic credentials', () => {
    expect(asked(device, 'cli_show', 'show clock')).toEqual({
      method: 'POST',
      path: '/ins',
      headers: [
        ['Content-Type', 'application/json'],
        ['Authorization', 'Basic YWRtaW46cDp3'],
      ],
      body: '{"ins_api":{"version":"1.0","type":"cli_show","chunk":"0","sid":"1","input":"show clock","output_format":"json"}}',
    });
  });

  it('may come from nobody, with a cookie, to another path', () => {
    const { path, headers, body } = asked(device, 'cli_conf', 'x', {
      as: null,
      cookie: 'c=1',
      path: '/ins/',
      sid: null,
    });
    expect([path, headers]).toEqual([
      '/ins/',
      [
        ['Content-Type', 'application/json'],
        ['Cookie', 'c=1'],
      ],
    ]);
    expect(body).toContain('"sid":null');
  });
});

it('the session cookie is found among others, with its attributes', () => {
  const rawHeaders = ['Set-Cookie', 'other=1', 'set-cookie', 'nxapi_auth=admin:t=; Secure', 'X', 'nxapi_auth=no'];
  expect(cookieOf(exchange('', rawHeaders))).toBe('nxapi_auth=admin:t=; Secure');
  expect(cookieOf(exchange('', ['X', 'nxapi_auth=no']))).toBeUndefined();
});
