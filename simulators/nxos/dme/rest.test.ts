import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Grounded, ground } from '../../chassis/testing/ground.ts';
import { basic, exchange, post, type RawAnswer } from '../../chassis/testing/http.ts';
import { administrator } from '../factory.ts';
import { nxos } from '../index.ts';
import type { NxosState } from '../state.ts';

let box: Grounded<NxosState>;
let cookie: string;
beforeEach(async () => {
  box = await ground(nxos, { options: { configured: 'nxapi' }, name: 'leaf-101' });
  cookie = await logIn();
});
afterEach(() => box.stop());

const port = () => ({ port: box.port('nxapi-https') });

async function logIn(name: string = administrator.username, pwd: string = administrator.password): Promise<string> {
  const answer = await exchange(
    port(),
    post('/api/aaaLogin.json', JSON.stringify({ aaaUser: { attributes: { name, pwd } } })),
  );
  return (answer.header('set-cookie')[0] ?? '').split(';')[0] ?? '';
}

function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = { Cookie: cookie },
): Promise<RawAnswer> {
  const request = post(
    `/api/${path}`,
    body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
    headers,
  );
  return exchange(port(), request.replace(/^POST/, method));
}

async function read(path: string): Promise<{
  totalCount: string;
  imdata: Record<string, { attributes: Record<string, string>; children?: unknown[] }>[];
}> {
  const { status, body } = await call('GET', path);
  expect(status).toBe(200);
  return JSON.parse(body);
}

async function attributes(dn: string): Promise<Record<string, string> | undefined> {
  const { imdata } = await read(`mo/${dn}.json`);
  return Object.values(imdata[0] ?? {})[0]?.attributes;
}

async function cli(input: string): Promise<string> {
  const ask = { version: '1.0', type: 'cli_conf', chunk: '0', sid: '1', input, output_format: 'json' };
  const account = basic(administrator.username, administrator.password);
  return (await exchange(port(), post('/ins', JSON.stringify({ ins_api: ask }), account))).body;
}

const done = '{"imdata":[]}';
const refusal = (code: string, text: string): string =>
  `{"imdata":[{"error": {"attributes": {"code": "${code}","text": "${text}"}}}]}`;

describe('a session of NX-API REST', () => {
  it('begins with a login, by either path, and has these bytes', async () => {
    for (const path of ['aaaLogin.json', 'mo/aaaLogin.json']) {
      const login = { aaaUser: { attributes: { name: 'admin', pwd: administrator.password } } };
      const { status, head, header, body } = await call('POST', path, login, {});
      expect(status).toBe(200);
      expect(header('content-type')).toEqual(['application/json']);
      const token =
        /\r\nSet-Cookie: APIC-cookie=([A-Za-z0-9+/=]{172}); path=\/; HttpOnly\r\n/.exec(`${head}\r\n`)?.[1] ?? '';
      const sessionId = JSON.parse(body).imdata[0].aaaLogin.attributes.sessionId;
      expect(body.replace(token, 'TOKEN').replace(sessionId, 'SESSION')).toBe(
        '{"imdata":[{"aaaLogin":{"attributes":{"token":"TOKEN","siteFingerprint":"","refreshTimeoutSeconds":"600",' +
          '"guiIdleTimeoutSeconds":"1200","restTimeoutSeconds":"0","creationTime":"1893456000","firstLoginTime":"1893456000",' +
          '"userName":"admin","remoteUser":"false","unixUserId":"0","sessionId":"SESSION","lastName":"","firstName":"",' +
          '"version":"0.9(14HEAD4e03)","buildTime":"Fri Jul 20 06:20:20 PDT 2018"},"children":[{"aaaUserDomain":{"attributes":' +
          '{"name":"all","rolesR":"admin","rolesW":"admin"},"children":[{"aaaReadRoles":{"attributes":{}}},{"aaaWriteRoles":' +
          '{"attributes":{},"children":[{"role":{"attributes":{"name":"network-admin"}}}]}}]}}]}}]}',
      );
    }
  });

  it('is refused with a wrong password, and locked with it', async () => {
    const wrong = { aaaUser: { attributes: { name: 'admin', pwd: 'wrong' } } };
    const { status, body } = await call('POST', 'aaaLogin.json', wrong, {});
    expect([status, body]).toEqual([401, refusal('401', 'AAA Server authentication is DENIED')]);
    await cli('aaa authentication rejected 1 in 60 ban 300');
    expect((await call('POST', 'aaaLogin.json', wrong, {})).status).toBe(401);
    expect(await logIn()).toBe('');
    box.clock.advance(300_000);
    expect(await logIn()).not.toBe('');
  });

  it('needs the cookie, and Basic is none', async () => {
    const text =
      'Need a valid webtoken cookie (named APIC-Cookie) or a signed request with signature in the cookie APIC-Request-Signature for all REST API requests';
    for (const headers of [{}, basic('admin', administrator.password), { Cookie: 'nxapi_auth=admin:x' }]) {
      const { status, body } = await call('GET', 'mo/sys.json', undefined, headers);
      expect([status, body]).toEqual([403, refusal('403', text)]);
    }
  });

  it('lasts 600 s after its token was issued; a refresh gives another token, a logout takes it', async () => {
    const expired = refusal('403', 'Token was invalid (Error: Token timeout)');
    box.clock.advance(599_000);
    const refreshed = await call('GET', 'aaaRefresh.json');
    const { token } = JSON.parse(refreshed.body).imdata[0].aaaRefresh.attributes;
    expect(refreshed.header('set-cookie')[0]).toContain(`APIC-cookie=${token};`);
    box.clock.advance(1_000);
    expect((await call('GET', 'mo/sys.json')).body).toBe(expired);
    const next = { Cookie: `APIC-cookie=${token}; path=/; HttpOnly` };
    expect((await call('GET', 'mo/sys.json', undefined, next)).status).toBe(200);
    expect((await call('POST', 'aaaLogout.json', { aaaUser: { attributes: { name: 'admin' } } }, next)).body).toBe(
      done,
    );
    expect((await call('GET', 'mo/sys.json', undefined, next)).body).toBe(expired);
  });
});

describe('reading', () => {
  it('gives an object with these bytes', async () => {
    box.clock.advance(224_000);
    const { body } = await call('GET', 'mo/sys.json');
    const { serial } = box.device.state.store.hardware;
    expect(body).toBe(
      '{"totalCount":"1","imdata":[{"topSystem":{"attributes":{"childAction":"","currentTime":"2030-01-01T00:03:44.000+00:00",' +
        `"dn":"sys","modTs":"2029-12-31T23:55:00.000+00:00","name":"leaf-101","serial":"${serial}","status":"","systemUpTime":"00:00:08:44.000"}}}]}`,
    );
  });

  it('gives nothing for what is not there, and says of a class that it is unknown', async () => {
    for (const dn of ['sys/bd/bd-[vlan-999]', 'sys/intf/phys-[eth9/99]', 'sys/nothing', 'uni']) {
      expect((await call('GET', `mo/${dn}.json`)).body).toBe('{"totalCount":"0","imdata":[]}');
    }
    const { status, body } = await call('GET', 'class/fmServiceAcceleration.json');
    expect([status, body]).toEqual([400, refusal('17', 'Unknown class fmServiceAcceleration')]);
  });

  it('finds an object by raw and encoded brackets, under mo and node/mo, all values texts', async () => {
    const found = await Promise.all(
      ['mo/sys/intf/phys-[eth1/1]', 'mo/sys/intf/phys-%5Beth1%2F1%5D', 'node/mo/sys/intf/phys-[eth1/1]'].map((path) =>
        call('GET', `${path}.json`),
      ),
    );
    expect(new Set(found.map(({ body }) => body)).size).toBe(1);
    const port = await attributes('sys/intf/phys-[eth1/1]');
    expect(port).toMatchObject({
      id: 'eth1/1',
      accessVlan: 'vlan-10',
      mtu: '1500',
      adminSt: 'up',
      descr: 'server, first port',
    });
    expect(Object.values(port ?? {}).every((value) => typeof value === 'string')).toBe(true);
  });

  it('gives classes, filtered, in order, by page', async () => {
    const ports = await read('class/l1PhysIf.json');
    expect([ports.totalCount, ports.imdata.length]).toEqual(['54', 54]);
    const vlans = await read(
      'node/class/l2BD.json?query-target-filter=and(ne(l2BD.id,"1"),wcard(l2BD.name,"s"))&order-by=l2BD.id|desc&page=0&page-size=1',
    );
    expect([vlans.totalCount, vlans.imdata.map(({ l2BD }) => l2BD?.attributes.id)]).toEqual(['2', ['20']]);
    const second = await read('class/l2BD.json?order-by=l2BD.id|desc&page=1&page-size=2');
    expect([second.totalCount, second.imdata.map(({ l2BD }) => l2BD?.attributes.id)]).toEqual(['3', ['1']]);
  });

  it('gives subtrees: in the object, or as a list', async () => {
    const full = await read('mo/sys.json?rsp-subtree=full&rsp-subtree-class=fmNxapi&rsp-prop-include=config-only');
    expect(full.imdata).toEqual([
      {
        topSystem: {
          attributes: { dn: 'sys', name: 'leaf-101' },
          children: [
            {
              fmEntity: {
                attributes: { dn: 'sys/fm', rn: 'fm' },
                children: [{ fmNxapi: { attributes: { dn: 'sys/fm/nxapi', adminSt: 'enabled', rn: 'nxapi' } } }],
              },
            },
          ],
        },
      },
    ]);
    const list = await read('mo/sys.json?query-target=subtree&target-subtree-class=l2BD,nxapiInst');
    expect(list.imdata.map((one) => Object.keys(one)[0])).toEqual(['l2BD', 'l2BD', 'l2BD', 'nxapiInst']);
    const children = await read('mo/sys/bd.json?query-target=children');
    expect(children.totalCount).toBe('3');
    expect((await read('mo/sys/bd.json?rsp-subtree=children')).imdata[0]?.bdEntity?.children?.length).toBe(3);
  });

  it('tells how a port stands and what went through it', async () => {
    expect(await attributes('sys/intf/phys-[eth1/7]/phys')).toMatchObject({ operSt: 'down', operStQual: 'admin-down' });
    expect(await attributes('sys/intf/phys-[eth1/1]/phys')).toMatchObject({
      operSt: 'up',
      operSpeed: '10G',
      operVlans: '10',
    });
    const before = Number((await attributes('sys/intf/phys-[eth1/1]/dbgEtherStats'))?.octets);
    box.clock.advance(60_000);
    expect(Number((await attributes('sys/intf/phys-[eth1/1]/dbgEtherStats'))?.octets)).toBeGreaterThan(before);
  });
});

describe('writing', () => {
  it('makes, changes and deletes a VLAN that the CLI knows too, and shows what the CLI made', async () => {
    const vlan = (more: object) => ({
      bdEntity: { attributes: {}, children: [{ l2BD: { attributes: { fabEncap: 'vlan-30', ...more } } }] },
    });
    expect((await call('POST', 'mo/sys/bd.json', vlan({ name: 'VLAN30', adminSt: 'active' }))).body).toBe(done);
    expect(box.device.state.config.vlans[30]).toEqual({ name: 'VLAN30' });
    expect(
      (await call('PUT', 'mo/sys/bd/bd-[vlan-30].json', { l2BD: { attributes: { BdState: 'suspend' } } })).body,
    ).toBe(done);
    expect(box.device.state.config.vlans[30]).toEqual({ name: 'VLAN30', suspended: true });
    expect((await call('POST', 'mo/sys/bd.json', vlan({ status: 'deleted' }))).body).toBe(done);
    expect(box.device.state.config.vlans[30]).toBeUndefined();
    await cli('vlan 31 ;name made-by-cli');
    expect(await attributes('sys/bd/bd-[vlan-31]')).toMatchObject({
      name: 'made-by-cli',
      fabEncap: 'vlan-31',
      id: '31',
    });
    expect((await call('DELETE', 'mo/sys/bd/bd-[vlan-31].json')).body).toBe(done);
    expect((await read('mo/sys/bd/bd-[vlan-31].json')).totalCount).toBe('0');
  });

  it('configures a port in one request, and defaults it by DELETE', async () => {
    const wanted = {
      descr: 'by rest',
      layer: 'Layer3',
      mtu: '9216',
      adminSt: 'up',
      speed: '10G',
      autoNeg: 'off',
      delay: '20',
    };
    const body = { l1PhysIf: { attributes: { id: 'eth1/9', ...wanted } } };
    expect((await call('POST', 'mo/sys/intf.json', body)).body).toBe(done);
    expect(box.device.state.config.interfaces['Ethernet1/9']).toEqual({
      description: 'by rest',
      shutdown: false,
      mtu: 9216,
      speed: '10000',
      lines: { 'negotiate auto': 'no negotiate auto', delay: 'delay 20' },
    });
    expect(await attributes('sys/intf/phys-[eth1/9]')).toMatchObject(wanted);
    await call('DELETE', 'mo/sys/intf/phys-[eth1/9].json');
    expect((await attributes('sys/intf/phys-[eth1/9]'))?.descr).toBe('');
  });

  it('takes the root with and without its name: hostname, feature, VRF', async () => {
    const fm = { fmEntity: { children: [{ fmBgp: { attributes: { adminSt: 'enabled' } } }] } };
    const vrf = { l3Inst: { attributes: { name: 'blue', descr: 'a tenant', adminState: 'shutdown' } } };
    await call('POST', 'mo/sys.json', { topSystem: { attributes: { name: 'leaf-202' }, children: [fm, vrf] } });
    const { hostname, features, vrfs } = box.device.state.config;
    expect([hostname, features.bgp, vrfs.blue]).toEqual([
      'leaf-202',
      true,
      { routes: {}, description: 'a tenant', shutdown: true },
    ]);
    await call('POST', 'mo.json', {
      topSystem: { children: [{ l3Inst: { attributes: { name: 'blue', status: 'deleted' } } }] },
    });
    expect(box.device.state.config.vrfs.blue).toBeUndefined();
  });

  it('makes a checkpoint, and shows the task', async () => {
    const task = {
      topSystemCreateCheckpointLTask: {
        attributes: {
          adminSt: 'start',
          name: 'xyz',
          description: 'by rest',
          filename: '',
          delete: 'no',
          dn: 'sys/action/lsubj-[sys]/topSystemCreateCheckpointLTask',
          freq: 'one-shot',
        },
      },
    };
    const body = { actionLSubj: { attributes: { dn: 'sys/action/lsubj-[sys]' }, children: [task] } };
    expect((await call('POST', 'mo/sys/action.json', body)).body).toBe(done);
    expect(box.device.state.store.checkpoints.xyz?.description).toBe('by rest');
    expect(await attributes('sys/action/lsubj-[sys]/topSystemCreateCheckpointLTask')).toMatchObject({ name: 'xyz' });
  });

  it('moves listeners, and closes them after the reply when the feature goes', async () => {
    const moved = { topSystem: { children: [{ nxapiInst: { attributes: { httpPort: '8080', idleTimeout: '20' } } }] } };
    expect((await call('POST', 'mo/sys.json', moved)).body).toBe(done);
    expect(
      (await exchange({ port: box.port('nxapi-http'), plain: true }, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).status,
    ).toBe(200);
    expect(await attributes('sys/nxapi')).toMatchObject({
      httpPort: '8080',
      httpsPort: '8443',
      idleTimeout: '20',
      useVrf: 'management',
    });
    expect(
      (
        await call('POST', 'mo/sys/fm.json', {
          fmEntity: { children: [{ fmNxapi: { attributes: { adminSt: 'disabled' } } }] },
        })
      ).body,
    ).toBe(done);
    expect(() => box.port('nxapi-https')).toThrow('not open');
  });

  it('changes all or nothing, and says which object it was in the words of the CLI', async () => {
    const before = box.device.state.config;
    const body = {
      topSystem: {
        attributes: { name: 'other' },
        children: [{ bdEntity: { children: [{ l2BD: { attributes: { fabEncap: 'vlan-1', status: 'deleted' } } }] } }],
      },
    };
    const { status, body: said } = await call('POST', 'mo/sys.json', body);
    expect([status, said]).toEqual([
      400,
      refusal('1', 'Default VLAN may not be deleted.\\nfaulty_dn=sys\\/bd\\/bd-[vlan-1]'),
    ]);
    expect(box.device.state.config).toBe(before);
  });

  it.each([
    [
      'an unknown attribute',
      'mo/sys/intf/phys-[eth1/1].json',
      { l1PhysIf: { attributes: { equalizationDelay: '1' } } },
      "unknown attribute 'equalizationDelay' in element 'l1PhysIf'",
    ],
    [
      'one of every object of the language',
      'mo/sys.json',
      { topSystem: { attributes: { constructor: '1' } } },
      "unknown attribute 'constructor' in element 'topSystem'",
    ],
    [
      'a port that is not there',
      'mo/sys/intf/phys-[eth1/99].json',
      { l1PhysIf: { attributes: { descr: 'x' } } },
      'configured object ((Dn0)) not found Dn0=sys\\/intf\\/phys-[eth1\\/99], ',
    ],
    [
      'a child of another class',
      'mo/sys/bd.json',
      { bdEntity: { children: [{ l1PhysIf: {} }] } },
      'Cannot contain mo class children; unknown mo class',
    ],
    [
      'what was to be new',
      'mo/sys/bd.json',
      { l2BD: { attributes: { fabEncap: 'vlan-10', status: 'created' } } },
      'already exists',
    ],
    [
      'what was to be there',
      'mo/sys/bd.json',
      { l2BD: { attributes: { fabEncap: 'vlan-77', status: 'modified' } } },
      'not found',
    ],
    [
      'a value that is none',
      'mo/sys/bd/bd-[vlan-10].json',
      { l2BD: { attributes: { adminSt: 'up' } } },
      'unknown property value up',
    ],
    [
      'a line break in a value',
      'mo/sys/bd/bd-[vlan-10].json',
      { l2BD: { attributes: { name: 'a\nno vlan 20' } } },
      'unknown property value',
    ],
    ['no object', 'mo/sys/bd.json', '[1]', 'not an object'],
    ['no JSON', 'mo/sys/bd.json', '{', 'not JSON'],
    ['an unknown class', 'mo/sys.json', { topSystem: { children: [{ fooBar: {} }] } }, 'Unknown class fooBar'],
    [
      'the deletion of the switch',
      'mo/sys.json',
      { topSystem: { attributes: { status: 'deleted' } } },
      'cannot be deleted',
    ],
  ])('refuses %s', async (_what, path, body, words) => {
    const before = box.device.state.config;
    const answer = await call('POST', path, body);
    expect([answer.status, answer.header('content-type')]).toEqual([400, ['application/json']]);
    expect(answer.body).toContain(words);
    expect(box.device.state.config).toBe(before);
  });

  it('is for those whose role may', async () => {
    await cli('username ops password Operator.1 role network-operator');
    cookie = await logIn('ops', 'Operator.1');
    expect((await attributes('sys'))?.name).toBe('leaf-101');
    const { status } = await call('POST', 'mo/sys.json', { topSystem: { attributes: { name: 'mine' } } });
    expect([status, box.device.state.config.hostname]).toEqual([403, 'leaf-101']);
  });
});

describe('the path', () => {
  it.each(['mo/sys', 'mo/sys.xml', 'else.json', 'mo/%.json'])('leads nowhere: %s', async (path) => {
    expect((await call('GET', path)).status).toBe(400);
  });

  it('takes no other method', async () => {
    expect((await call('PATCH', 'mo/sys.json')).status).toBe(405);
  });
});
