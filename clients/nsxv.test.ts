import { afterEach, describe, expect, it } from 'vitest';
import {
  AuthenticationError,
  NoRoleError,
  NsxvClient,
  NsxvError,
  OptionsError,
  ProtocolError,
  withCli,
} from './nsxv.ts';
import { Playback, type Received, type Reply } from './testing/playback.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function playing(reply: (request: Received) => Reply) {
  const device = await Playback.start(reply);
  const client = new NsxvClient({
    url: device.url,
    username: 'api',
    password: 'Password123',
    allowHttp: true,
    retries: 0,
  });
  closing.push(
    () => device.close(),
    () => client.close(),
  );
  return { device, client };
}

const xml = (body: string, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});
const page = (body: string): Reply => ({ status: 403, headers: { 'content-type': 'text/html;charset=utf-8' }, body });

/** As a manager at 6.2 wrote them: github.com/sky-uk/gonsx, client_test.go. */
const oldPage = (message: string): string =>
  `<html><head></head><body><h1>HTTP Status 403 - ${message}</h1><p><b>type</b> Status report</p><p><b>message</b> <u>${message}</u></p></body></html>`;
/** As VMware's own migration tool reads them at 6.4. */
const newPage = (message: string): string =>
  `<!doctype html><html lang="en"><body><p><b>Type</b> Status Report</p><p><b>Message</b> ${message}</p></body></html>`;

const audited = (ids: readonly number[], total: number): Reply =>
  xml(
    `<pagedAuditLogList><dataPage><pagingInfo><totalCount>${total}</totalCount></pagingInfo>${ids
      .map(
        (id) =>
          `<auditLog><id>${id}</id><userName>api</userName><module>SECURITY_TAG</module><operation>DELETE</operation><resource>TAG</resource><resourceId>securitytag-13</resourceId><status>SUCCESS</status><timestamp>1453415038938</timestamp><oldValue></oldValue><newValue></newValue><isResourceUniversal>false</isResourceUniversal></auditLog>`,
      )
      .join('')}</dataPage></pagedAuditLogList>`,
  );

describe('a refusal', () => {
  it.each([oldPage, newPage])('is told from the two others, in either layout of the page', async (layout) => {
    const bad = await playing(() => page(layout('Bad Username or Credentials presented')));
    await expect(bad.client.users()).rejects.toBeInstanceOf(AuthenticationError);
    const none = await playing(() => page(layout('VC user does not have any role on NSX Manager.')));
    await expect(none.client.users()).rejects.toBeInstanceOf(NoRoleError);
    const { client } = await playing(() =>
      xml(
        '<error><errorCode>254</errorCode><details>User is not authorized</details><moduleName>core-services</moduleName></error>',
        403,
      ),
    );
    const error = await client.users().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 403, code: 254, details: 'User is not authorized', module: 'core-services' });
    expect(error).not.toBeInstanceOf(NoRoleError);
  });

  it('may have an empty body', async () => {
    const { client } = await playing(() => page(''));
    await expect(client.users()).rejects.toMatchObject({ name: 'NsxvError', status: 403 });
  });

  it('never shows the password', async () => {
    const { client } = await playing(() => xml('<error><details>no Password123 here</details></error>', 400));
    const error = await client.users().catch((reason: unknown) => String(reason));
    expect(error).not.toContain('Password123');
  });

  it('is none of the manager where something else answers', async () => {
    const { client } = await playing(() => ({ status: 200, headers: {}, body: 'hello' }));
    await expect(client.users()).rejects.toBeInstanceOf(ProtocolError);
  });
});

describe('a role', () => {
  it('is asked for by login, and is none where the manager says 400', async () => {
    const { client, device } = await playing(() =>
      xml('<error><details>x</details><errorCode>202</errorCode></error>', 400),
    );
    expect(await client.role('ops@corp.local')).toBeUndefined();
    expect(device.received[0]?.path).toBe('/api/2.0/services/usermgmt/role/ops@corp.local');
  });

  it('is read with all its objects, or one, or none', async () => {
    const bodies = [
      '<accessControlEntry><role>auditor</role></accessControlEntry>',
      '<accessControlEntry><role>auditor</role><resource><objectId>globalroot-0</objectId><type><typeName>GlobalRoot</typeName></type><name>Global</name></resource></accessControlEntry>',
      '<accessControlEntry><role>auditor</role><resource><objectId>edge-1</objectId><name>a</name></resource><resource><objectId>edge-2</objectId><name>b</name></resource></accessControlEntry>',
    ];
    const { client } = await playing(() => xml(bodies.shift() ?? ''));
    expect((await client.role('a'))?.scope).toEqual([]);
    expect((await client.role('a'))?.scope).toEqual([{ id: 'globalroot-0', name: 'Global' }]);
    expect((await client.role('a'))?.scope.map(({ id }) => id)).toEqual(['edge-1', 'edge-2']);
  });

  it('is assigned with what the API wants, and never sent twice', async () => {
    const { client, device } = await playing(() => ({ status: 204, headers: {}, body: '' }));
    await client.assignRole('api', { role: 'auditor', isCli: true });
    expect(device.received).toMatchObject([
      {
        method: 'POST',
        path: '/api/2.0/services/usermgmt/role/api?isGroup=false&isCli=true',
        body: '<accessControlEntry><role>auditor</role><resource><resourceId>globalroot-0</resourceId></resource></accessControlEntry>',
      },
    ]);
  });
});

describe('the audit log', () => {
  it('is read page after page, and an entry that slid to the next page only once', async () => {
    const pages = [audited([9, 8, 7], 9), audited([7, 6, 5], 10), audited([4, 3, 2], 10), audited([1], 10)];
    const { client, device } = await playing(() => pages.shift() ?? audited([], 10));
    const ids: number[] = [];
    for await (const entry of client.auditLog({ newestFirst: true, pageSize: 3 })) ids.push(entry.id);
    expect(ids).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(device.received.map(({ path }) => /startIndex=(\d+)/.exec(path)?.[1])).toEqual(['0', '3', '6', '9']);
  });

  it('gives times as times', async () => {
    const { client } = await playing(() => audited([1], 1));
    const { entries } = await client.auditPage();
    expect(entries[0]).toMatchObject({ userName: 'api', time: new Date(1_453_415_038_938), oldValue: '' });
  });

  it('has pages of a size that the manager knows', async () => {
    const { client, device } = await playing(() => audited([], 0));
    await expect(client.auditPage({ pageSize: 2_000 })).rejects.toBeInstanceOf(OptionsError);
    expect(device.received).toEqual([]);
  });
});

describe('the CLI', () => {
  it('is not spoken to without a host key', async () => {
    const access = { host: '127.0.0.1', username: 'admin', password: 'x', enablePassword: 'y', hostKey: '' };
    await expect(withCli(access, async () => undefined)).rejects.toBeInstanceOf(OptionsError);
  });

  it('has errors of its own', () => {
    expect(new NsxvError('m:443', { status: 400, details: 'x' }).message).toBe('m:443 said no (HTTP 400): x');
  });
});
