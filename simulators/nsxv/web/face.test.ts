import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dial, exchange } from '../../chassis/testing/http.ts';
import { type Manager, manager } from '../testing/manager.ts';
import { containerPage } from './pages.ts';

const role = '/api/2.0/services/usermgmt/role';
const ace = (name: string): string =>
  `<accessControlEntry><role>${name}</role><resource><resourceId>globalroot-0</resourceId></resource></accessControlEntry>`;

let box: Manager;
beforeAll(async () => {
  box = await manager({ release: '6.2.5' });
});
afterAll(() => box.stop());

describe('the bytes of an answer', () => {
  it('are these for an object', async () => {
    const { head, body } = await box.ask('GET', '/api/2.0/services/usermgmt/role/admin');
    expect(head.replace(/JSESSIONID=[0-9A-F]{32}/, 'JSESSIONID=ID')).toBe(
      [
        'HTTP/1.1 200 OK',
        'Set-Cookie: JSESSIONID=ID; Path=/; Secure; HttpOnly',
        'Content-Type: application/xml',
        'Content-Length: 103',
        'Date: Tue, 01 Jan 2030 00:00:00 GMT',
        'Connection: keep-alive',
      ].join('\r\n'),
    );
    expect(body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<accessControlEntry><role>super_user</role></accessControlEntry>',
    );
  });

  it('are none where there is nothing to say', async () => {
    const { head, body } = await box.ask('POST', `${role}/quiet@corp.local`, { body: ace('auditor') });
    expect(head).toMatch(/^HTTP\/1\.1 204 No Content\r\n/);
    expect([head.includes('Content-Type'), body]).toEqual([false, '']);
  });

  it('are those of the container for credentials that are none, whatever the client reads', async () => {
    for (const accept of ['application/xml', 'application/json']) {
      const { status, head, header, body } = await box.ask('GET', `${role}/admin`, { as: 'admin:wrong', accept });
      expect([status, head.split('\r\n')[0], header('content-type')]).toEqual([
        403,
        'HTTP/1.1 403 Forbidden',
        ['text/html;charset=utf-8'],
      ]);
      expect(body).toContain('<h1>HTTP Status 403 - Bad Username or Credentials presented</h1>');
    }
  });

  it('are the three different ones of 403', async () => {
    await box.ask('POST', `${role}/ops@corp.local`, { body: ace('auditor') });
    const bodies = await Promise.all(
      ['admin:wrong', 'eve@corp.local:Evening.1', 'ops@corp.local:Operator.1'].map(
        async (as) => (await box.ask('GET', `${role}/ops@corp.local`, { as })).body,
      ),
    );
    expect(bodies[1]).toBe(containerPage({ page: 'tomcat7' }, 403, 'VC user does not have any role on NSX Manager.'));
    expect(bodies[2]).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<error><details>User is not authorized to access object globalroot-0 and feature urm.object_access_control, please check object access scope and feature permissions for the user.</details><errorCode>254</errorCode><moduleName>core-services</moduleName></error>',
    );
    expect(bodies[0]).toContain('Bad Username or Credentials presented');
  });
});

describe('a request that is odd', () => {
  it.each([
    ['nothing', '', undefined, 415],
    ['a form', 'application/x-www-form-urlencoded', undefined, 415],
    ['JSON, before it was official', 'application/json', undefined, 415],
    ['text/xml', 'text/xml', undefined, 204],
    ['a charset', 'application/xml; charset=UTF-8', undefined, 204],
    ['an Accept of any XML', 'application/xml', 'application/*+xml;version=1.5', 204],
    ['an Accept that cannot be met', 'application/xml', 'image/png', 406],
  ])('has a content type: %s', async (what, type, accept, status) => {
    const name = `${what.replace(/\W/g, '')}@corp.local`.toLowerCase();
    const asking = { body: ace('auditor'), type, ...(accept !== undefined && { accept }) };
    expect((await box.ask('POST', `${role}/${name}`, asking)).status).toBe(status);
  });

  it.each(['??isGroup=true', '?&isGroup=False', '?isGroup=', '?%zz=1', '?=', '?isGroup=false&isGroup=true'])(
    'has a query: %s',
    async (query) => {
      await box.ask('DELETE', `${role}/odd@corp.local`);
      expect((await box.ask('POST', `${role}/odd@corp.local${query}`, { body: ace('auditor') })).status).toBe(204);
      expect(box.device.state.store.entries['odd@corp.local']?.group).toBe(false);
    },
  );

  it.each([
    ['%zz', 400],
    ['%ff', 400],
    ['..%2f..%2fetc', 400],
    ['x'.repeat(5_000), 400],
  ])('has a path part: %s', async (part, status) => {
    const { status: seen, body } = await box.ask('GET', `${role}/${part}`);
    expect(seen).toBe(status);
    expect(body).not.toContain('FST_');
  });

  it('is 404 for what there is not, 405 for another method, and told by name to the journal where the device has it', async () => {
    expect((await box.ask('GET', '/api/2.0/services/usermgmt/securityprofile')).status).toBe(404);
    const put = await box.ask('PUT', '/api/2.0/auditlog');
    expect([put.status, put.header('allow')]).toEqual([405, ['GET']]);
    expect((await box.ask('GET', '/api/2.0/vdn/virtualwires')).status).toBe(404);
    const misses = box.journal.read({ kind: 'near-miss' }).map(({ operation, outcome }) => [operation, outcome]);
    expect(misses).toContainEqual(['logicalSwitchesRead', 'not modelled']);
    expect(misses).toContainEqual(['GET /api/2.0/services/usermgmt/securityprofile', 'unknown']);
  });

  it('says nothing of paths to those who may not ask', async () => {
    expect((await box.ask('GET', '/api/2.0/nothing', { as: 'admin:wrong' })).status).toBe(403);
    expect((await box.ask('GET', '/api/2.0/nothing', { as: '' })).status).toBe(401);
  });

  it('goes by cookie alone, until the role changes', async () => {
    const first = await box.ask('GET', '/api/2.0/auditlog', { as: 'ops@corp.local:Operator.1' });
    const Cookie = first.header('set-cookie')[0]?.split(';')[0] ?? '';
    expect((await box.ask('GET', '/api/2.0/auditlog', { as: '', headers: { Cookie } })).status).toBe(200);
    await box.ask('PUT', `${role}/ops@corp.local`, { body: ace('security_admin') });
    expect((await box.ask('GET', '/api/2.0/auditlog', { as: '', headers: { Cookie } })).status).toBe(401);
  });
});

describe('a body that is bad', () => {
  const bomb = `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, i) => `<!ENTITY b${i} "${`&b${i - 1};`.repeat(10)}">`).join('')}]><accessControlEntry><role>&b8;</role></accessControlEntry>`;

  it.each([
    ['a billion laughs', bomb],
    [
      'an external entity',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><accessControlEntry><role>&x;</role></accessControlEntry>',
    ],
    ['an entity of its own', '<accessControlEntry><role>&x;</role></accessControlEntry>'],
    ['cut short', '<accessControlEntry><role>aud'],
    ['two roots', `${ace('auditor')}${ace('auditor')}`],
    ['two roles', '<accessControlEntry><role>auditor</role><role>super_user</role></accessControlEntry>'],
    ['no role', '<accessControlEntry/>'],
    ['another root', '<user><role>auditor</role></user>'],
    ['another encoding', `<?xml version="1.0" encoding="UTF-16"?>${ace('auditor')}`],
    ['deep', `${'<a>'.repeat(100_000)}`],
    ['wide', `<accessControlEntry>${'<a/>'.repeat(100_000)}</accessControlEntry>`],
    ['long', `<accessControlEntry ${' '.repeat(1_000_000)}`],
    ['text', 'hello'],
    ['JSON', '{"role":"auditor"}'],
  ])('is refused: %s', async (_what, body) => {
    const { status, body: said } = await box.ask('POST', `${role}/bad@corp.local`, { body });
    expect(status).toBe(400);
    expect(said).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<error><details>[^<]+<\/details>/);
    expect(said).not.toContain('root:');
    expect(box.device.state.store.entries['bad@corp.local']).toBeUndefined();
  });

  it('is refused in Latin-1, and where it is empty', async () => {
    const bytes = `<accessControlEntry><role>\xe4</role></accessControlEntry>`;
    const head = `POST ${role}/bad@corp.local HTTP/1.1\r\nHost: a\r\nAuthorization: Basic ${Buffer.from('admin:Rackless.1').toString('base64')}\r\nContent-Type: application/xml\r\nContent-Length: ${bytes.length}\r\n\r\n`;
    expect((await exchange({ port: box.port('https') }, head + bytes)).status).toBe(400);
    expect((await box.ask('POST', `${role}/bad@corp.local`, { body: '' })).status).toBe(500);
  });

  it('of a hundred megabytes is refused unread, while another connection is served', async () => {
    const port = box.port('https');
    const other = await dial({ port });
    const large = await exchange(
      { port },
      `POST ${role}/bad@corp.local HTTP/1.1\r\nHost: a\r\nAuthorization: Basic ${Buffer.from('admin:Rackless.1').toString('base64')}\r\nContent-Type: application/xml\r\nContent-Length: 104857600\r\n\r\n<a>`,
    );
    expect([large.status, large.header('content-type')]).toEqual([413, ['text/html;charset=utf-8']]);
    expect((await box.ask('GET', '/api/2.0/nwfabric/features')).status).toBe(200);
    other.destroy();
  });
});
