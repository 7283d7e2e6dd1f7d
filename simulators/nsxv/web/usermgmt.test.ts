import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256cryptSync } from '../../chassis/accounts/sha256crypt.ts';
import { type Manager, manager } from '../testing/manager.ts';

const base = '/api/2.0/services/usermgmt';
const ace = (role: string, ...scope: string[]): string =>
  `<accessControlEntry><role>${role}</role>${scope.map((id) => `<resource><resourceId>${id}</resourceId></resource>`).join('')}</accessControlEntry>`;
const hash = sha256cryptSync('Password123', 'salt');

let box: Manager;
beforeAll(async () => {
  box = await manager({ release: '6.4.4' });
});
afterAll(() => box.stop());

/** Every test has one login name to itself, in the state that it says. */
beforeEach(() => {
  box.device.change((draft) => {
    for (const login of Object.keys(draft.store.entries)) if (login !== 'admin') delete draft.store.entries[login];
    for (const name of Object.keys(draft.config.users)) if (name !== 'admin') delete draft.config.users[name];
  });
});

const account = (web: boolean): void =>
  box.device.change((draft) => {
    draft.config.users.api = { hash, web };
  });
const post = (query = '?isCli=true') => box.ask('POST', `${base}/role/api${query}`, { body: ace('auditor') });
const asApi = () => box.ask('GET', '/api/2.0/auditlog', { as: 'api:Password123' });
const listed = async () => (await box.ask('GET', `${base}/users/vsm`)).body.includes('<userId>api</userId>');

const bad = 'Bad Username or Credentials presented';
const none = 'VC user does not have any role on NSX Manager.';

describe('the state of a login name', () => {
  it('is nothing', async () => {
    expect((await asApi()).body).toContain(bad);
    expect(await listed()).toBe(false);
    expect((await post()).status).toBe(400);
  });

  it('is a CLI account without the privilege', async () => {
    account(false);
    expect((await asApi()).body).toContain(bad);
    expect(await listed()).toBe(false);
    expect((await post()).status).toBe(204);
  });

  it('is a CLI account with the privilege', async () => {
    account(true);
    expect((await asApi()).body).toContain(none);
    expect(await listed()).toBe(false);
    expect((await post()).status).toBe(204);
    expect((await asApi()).status).toBe(200);
  });

  it('is a CLI account with an entry', async () => {
    account(true);
    await post();
    expect(await listed()).toBe(true);
    const again = await post();
    expect([again.status, again.body]).toEqual([400, expect.stringContaining('User already present.')]);
  });

  it('is a CLI account whose entry came from vCenter', async () => {
    account(true);
    await post('');
    expect((await asApi()).body).toContain(bad);
    expect(await listed()).toBe(true);
    expect((await post()).status).toBe(400);
    expect((await box.ask('DELETE', `${base}/role/api`)).status).toBe(204);
    expect((await post()).status).toBe(204);
    expect((await asApi()).status).toBe(200);
  });

  it('is an entry whose CLI account was removed', async () => {
    account(true);
    await post();
    box.device.change((draft) => {
      delete draft.config.users.api;
    });
    expect((await asApi()).body).toContain(bad);
    expect(await listed()).toBe(true);
    expect((await post()).status).toBe(400);
    expect((await box.ask('DELETE', `${base}/user/api`)).status).toBe(204);
    expect(await listed()).toBe(false);
  });
});

describe('an entry', () => {
  it('is switched off and on', async () => {
    account(true);
    await post();
    expect((await box.ask('PUT', `${base}/user/api/enablestate/0`)).status).toBe(204);
    expect((await asApi()).status).toBe(403);
    expect((await box.ask('PUT', `${base}/user/api/enablestate/1`)).status).toBe(204);
    expect((await asApi()).status).toBe(200);
    expect((await box.ask('PUT', `${base}/user/api/enablestate/2`)).status).toBe(400);
  });

  it('of a CLI account loses its role only with itself, and the account stays', async () => {
    account(true);
    await post();
    expect((await box.ask('DELETE', `${base}/role/api`)).status).toBe(400);
    expect((await box.ask('DELETE', `${base}/user/api`)).status).toBe(204);
    expect((await asApi()).body).toContain(none);
  });

  it('has a scope where its role takes one', async () => {
    const put = (body: string) => box.ask('PUT', `${base}/role/ops@corp.local`, { body });
    await box.ask('POST', `${base}/role/ops@corp.local`, { body: ace('auditor', 'edge-1', 'virtualwire-1') });
    const { body } = await box.ask('GET', `${base}/user/ops@corp.local`);
    expect(body).toContain('<name>CORP.LOCAL\\ops</name><userId>ops@corp.local</userId>');
    expect(body).toContain('<hasGlobalObjectAccess>false</hasGlobalObjectAccess>');
    expect(body.match(/<resource><objectId>[a-z0-9-]+/g)).toEqual([
      '<resource><objectId>edge-1',
      '<resource><objectId>virtualwire-1',
    ]);
    expect((await put(ace('enterprise_admin', 'globalroot-0'))).body).not.toContain('<resource>');
    expect((await put(ace('security_admin'))).body).toContain('<objectId>globalroot-0</objectId>');
    expect((await put(ace('auditor', 'edge-99'))).status).toBe(404);
    expect((await put(ace('god'))).status).toBe(400);
  });

  it('is found by any spelling of a domain user', async () => {
    await box.ask('POST', `${base}/role/Ops@CORP.local`, { body: ace('auditor') });
    expect((await box.ask('GET', `${base}/user/ops%40corp.local`)).status).toBe(200);
    expect((await box.ask('GET', `${base}/user/CORP.LOCAL%5Cops`)).status).toBe(404);
    expect((await box.ask('POST', `${base}/role/CORP.LOCAL%5Ceve`, { body: ace('auditor') })).status).toBe(400);
    for (const as of ['ops@corp.local:Operator.1', 'CORP.LOCAL\\ops:Operator.1']) {
      expect((await box.ask('GET', '/api/2.0/auditlog', { as })).status).toBe(200);
    }
  });

  it('of a group gives its role to who has none of their own', async () => {
    const asEve = () => box.ask('GET', `${base}/roles`, { as: 'eve@corp.local:Evening.1' });
    expect((await asEve()).body).toContain(none);
    await box.ask('POST', `${base}/role/admins@corp.local?isGroup=true`, { body: ace('enterprise_admin') });
    expect((await asEve()).status).toBe(200);
    await box.ask('POST', `${base}/role/eve@corp.local`, { body: ace('auditor') });
    expect((await asEve()).status).toBe(403);
  });

  it('of admin stays as it is', async () => {
    for (const [method, path, body] of [
      ['DELETE', 'user/admin'],
      ['DELETE', 'role/admin'],
      ['PUT', 'user/admin/enablestate/0'],
      ['PUT', 'role/admin', ace('auditor')],
    ] as const) {
      const { status } = await box.ask(method, `${base}/${path}`, body === undefined ? {} : { body });
      expect([path, status]).toEqual([path, 400]);
    }
    expect((await box.ask('GET', `${base}/role/admin`)).body).toContain('<role>super_user</role>');
  });

  it('that is not there is 400 for its role and 404 for itself', async () => {
    expect((await box.ask('GET', `${base}/role/nobody`)).status).toBe(400);
    for (const [method, path] of [
      ['GET', 'user/nobody'],
      ['DELETE', 'user/nobody'],
      ['DELETE', 'role/nobody'],
    ] as const) {
      expect((await box.ask(method, `${base}/${path}`)).status).toBe(404);
    }
  });
});

describe('tokens', () => {
  it('stand for their user, outlive it, end in time, and can be invalidated', async () => {
    account(true);
    await post();
    const issue = async () => {
      const { body } = await box.ask('POST', '/api/2.0/services/auth/token?expiresInMinutes=10', {
        as: 'api:Password123',
      });
      return /<value>(.+)<\/value>/.exec(body)?.[1] ?? '';
    };
    const use = async (token: string) =>
      (await box.ask('GET', '/api/2.0/auditlog', { as: '', headers: { Authorization: `AUTHTOKEN ${token}` } })).status;
    const token = await issue();
    const [head, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect([head, claims]).toEqual([
      '{"typ":"JWT","alg":"HS256"}',
      `{"sub":"api","exp":${box.clock.now() / 1000 + 600}}`,
    ]);
    expect(await use(token)).toBe(200);
    expect(await use(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBe(401);
    await box.ask('DELETE', `${base}/user/api`);
    expect(await use(token)).toBe(200);
    box.clock.advance(600_000);
    expect(await use(token)).toBe(401);
    await post();
    const other = await issue();
    await box.ask('POST', '/api/2.0/services/auth/tokeninvalidation?userId=api');
    expect(await use(other)).toBe(401);
  });

  it('are the way in where Basic is switched off', async () => {
    const auth = (off: boolean) =>
      box.ask('PUT', '/api/2.0/services/auth/basic', {
        as: '',
        body: `<auth><username>admin</username><password>Rackless.1</password><disableBasicAuth>${off}</disableBasicAuth></auth>`,
      });
    expect((await auth(true)).status).toBe(200);
    expect((await box.ask('GET', '/api/2.0/auditlog')).status).toBe(403);
    const credentials = '<credentials><username>admin</username><password>Rackless.1</password></credentials>';
    const { body } = await box.ask('POST', '/api/3.0/services/auth/token', { as: '', body: credentials });
    const Authorization = `AUTHTOKEN ${/<value>(.+)<\/value>/.exec(body)?.[1]}`;
    expect((await box.ask('GET', '/api/2.0/auditlog', { as: '', headers: { Authorization } })).status).toBe(200);
    expect((await auth(false)).status).toBe(200);
    expect((await box.ask('GET', '/api/2.0/auditlog')).status).toBe(200);
  });
});
