import { afterEach, describe, expect, it } from 'vitest';
import { exportKey, keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import { administrator } from '../factory.ts';
import { switchOff } from '../nodes.ts';
import { type Answered, type Asking, cluster, type TestCluster } from '../testing/cluster.ts';

let lab: TestCluster;
afterEach(() => lab.stop());

const form = (password: string = administrator.password): Asking => ({
  anonymous: true,
  raw: new URLSearchParams({ j_username: 'admin', j_password: password }).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});

function sessionIn({ headers }: Answered): { cookie: string; token: string } {
  return {
    cookie: /JSESSIONID=[0-9A-F]{32};/.exec(headers['set-cookie'] ?? '')?.[0] ?? '',
    token: headers['x-xsrf-token'] ?? '',
  };
}

const using = ({ cookie, token }: { cookie: string; token: string }, more: Asking = {}): Asking => ({
  anonymous: true,
  ...more,
  headers: { cookie, 'x-xsrf-token': token },
});

describe('a session', () => {
  it.each([
    ['3.1', 'X-XSRF-TOKEN', /^JSESSIONID=[0-9A-F]{32}; Path=\/; Secure; HttpOnly$/],
    ['9.0', 'x-xsrf-token', /^JSESSIONID=[0-9A-F]{32}; Path=\/; Secure; HttpOnly; SameSite=Lax$/],
  ])('is handed out by %s in headers of its own case', async (release, name, cookie) => {
    lab = await cluster(release);
    const made = await lab.ask('POST /api/session/create', form());
    expect([made.status, made.text]).toEqual([200, '']);
    expect(made.headers['set-cookie']).toMatch(cookie);
    expect(made.rawHeaders).toContain(name);
    expect(made.rawHeaders.indexOf(name)).toBe(2);
  });

  it('needs its token, lives on its node, outshines a wrong password, and ends', async () => {
    lab = await cluster('4.1');
    const session = sessionIn(
      await lab.ask('POST /api/session/create', {
        ...form(),
        headers: { ...form().headers, authorization: 'Basic d3Jvbmc6d3Jvbmc=' },
      }),
    );
    const ask = (asking: Asking) => lab.ask('GET /api/v1/cluster', asking);
    expect((await ask(using(session))).status).toBe(200);
    expect((await ask({ ...using(session), headers: { cookie: session.cookie } })).text).toContain('"error_code" : 98');
    expect(
      (
        await ask({
          ...using(session),
          headers: { ...using(session).headers, authorization: 'Basic d3Jvbmc6d3Jvbmc=' },
        })
      ).status,
    ).toBe(200);
    expect((await ask(using(session, { at: 'manager-2.https' }))).status).toBe(403);
    expect((await lab.ask('POST /api/session/destroy', using(session))).status).toBe(200);
    expect((await ask(using(session))).status).toBe(403);
  });

  it('is lost when the VIP moves', async () => {
    lab = await cluster('9.0');
    const session = sessionIn(await lab.ask('POST /api/session/create', { ...form(), at: 'vip.https' }));
    const ask = () => lab.ask('GET /api/v1/cluster', using(session, { at: 'vip.https' }));
    expect((await ask()).status).toBe(200);
    switchOff(lab.device, 'nsx', 'manager-1');
    await lab.device.settled();
    expect((await ask()).status).toBe(403);
    const status = await lab.ask('GET /api/v1/cluster/status', { at: 'vip.https' });
    expect(status.text).toContain('"lease_version" : 2');
  });

  it('ends after half an hour without use', async () => {
    lab = await cluster('9.0');
    lab.clock.freeze();
    const session = sessionIn(await lab.ask('POST /api/session/create', form()));
    lab.clock.advance(1_799_000);
    expect((await lab.ask('GET /api/v1/cluster', using(session))).status).toBe(200);
    lab.clock.advance(1_801_000);
    expect((await lab.ask('GET /api/v1/cluster', using(session))).status).toBe(403);
  });
});

describe('an account', () => {
  it('is locked after five failures on one node, for fifteen minutes', async () => {
    lab = await cluster('9.0');
    lab.clock.freeze();
    for (let failure = 0; failure < 5; failure++) await lab.ask('GET /api/v1/cluster', { password: 'wrong' });
    expect((await lab.ask('GET /api/v1/cluster')).status).toBe(403);
    expect((await lab.ask('GET /api/v1/cluster', { at: 'manager-2.https' })).status).toBe(200);
    lab.clock.advance(901_000);
    expect((await lab.ask('GET /api/v1/cluster')).status).toBe(200);
  });

  it('may ask a hundred times a second and no more', async () => {
    lab = await cluster('9.0', { rateLimit: 3 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => lab.ask('GET /api/v1/node/version')));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.text).toContain("Client 'admin' exceeded request rate of 3 per second.");
  });

  it.each(['client_api_concurrency_limit', 'global_api_concurrency_limit'])(
    'has as many requests outstanding as %s says, and may go on when one is answered or given up',
    async (limit) => {
      lab = await cluster('9.0', { applySeconds: 600 });
      const service = JSON.parse((await lab.ask('GET /api/v1/cluster/api-service')).text);
      expect(service[limit]).toBe(limit.startsWith('client') ? 40 : 199);
      const pem = makeCertificate({ subject: '/CN=slow', key: await keptKey('rsa-2048', 5) }).pem;
      const body = { pem_encoded: pem, private_key: exportKey(await keptKey('rsa-2048', 5)) };
      const imported = await lab.ask('POST /api/v1/trust-management/certificates?action=import', { body });
      const path = `/api/v1/trust-management/certificates/${JSON.parse(imported.text).results[0].id}`;
      const apply = (): Promise<Answered> => lab.ask(`POST ${path}?action=apply_certificate&service_type=MGMT_CLUSTER`);
      const read = async (): Promise<number> => (await lab.ask('GET /api/v1/cluster')).status;
      await lab.ask('PUT /api/v1/cluster/api-service', { body: { ...service, [limit]: 1 } });
      const both = [apply(), apply()];
      const early = await Promise.race(both);
      expect([early.status, early.text]).toEqual([
        503,
        '{\n    "module_name" : "common-services",\n    "error_message" : "Too many outstanding requests.",\n    "error_code" : "503"\n}',
      ]);
      expect(await read()).toBe(503);
      lab.clock.advance(600_000);
      expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 503]);
      expect(await read()).toBe(200);

      const givenUp = apply().catch(() => 'cut');
      while (!lab.device.state.run.sites.nsx?.replacement) await new Promise((resolve) => setImmediate(resolve));
      expect(await read()).toBe(503);
      lab.device.listeners.cut();
      expect(await givenUp).toBe('cut');
      expect(await read()).toBe(200);
    },
  );

  it('has as many requests outstanding as the lab says', async () => {
    lab = await cluster('9.0', { concurrencyLimit: 7 });
    const service = await lab.ask('GET /api/v1/cluster/api-service');
    expect(service.text).toContain('"client_api_concurrency_limit" : 7,');
  });

  it('with the role of an auditor reads and changes nothing', async () => {
    lab = await cluster('9.0');
    const changed = await lab.ask('PUT /api/v1/node/users/10002', { body: { password: 'Audit1!Audit1!' } });
    expect(changed.status).toBe(200);
    const audit = { user: 'audit', password: 'Audit1!Audit1!' };
    expect((await lab.ask('GET /api/v1/trust-management/certificates', audit)).status).toBe(200);
    const refused = await lab.ask('POST /api/v1/trust-management/certificates?action=import', { ...audit, body: {} });
    expect([refused.status, refused.text.includes('"error_code" : 401')]).toEqual([403, true]);
  });
});

describe('a principal identity', () => {
  it.each([
    ['3.1', 500],
    ['9.0', 403],
  ])('logs in on %s with its certificate, which a stranger does not', async (release, stranger) => {
    lab = await cluster(release);
    const key = await keptKey('rsa-2048', 5);
    const notBefore = new Date(lab.clock.now() - 1_000);
    const make = (name: string) => makeCertificate({ subject: `/CN=${name}`, key, notBefore, ca: true }).pem;
    const mine = { anonymous: true, cert: make('robot'), key: exportKey(key) };
    const ask = (asking: Asking) => lab.ask('GET /api/v1/trust-management/principal-identities', asking);
    expect((await ask(mine)).status).toBe(stranger);
    const made = await lab.ask('POST /api/v1/trust-management/principal-identities/with-certificate', {
      body: {
        name: 'robot',
        node_id: 'node-1',
        role: 'enterprise_admin',
        is_protected: 'true',
        certificate_pem: mine.cert,
      },
    });
    expect(made.status).toBe(201);
    expect(made.text).toMatch(/"display_name" : "robot@node-1",\n {2}"tags" : \[ \],\n {2}"certificate_id" : "/);
    const list = await ask(mine);
    expect([list.status, JSON.parse(list.text).result_count]).toEqual([200, 1]);
    const [{ id, certificate_id: certificate }] = JSON.parse(list.text).results;
    const remove = (path: string) => lab.ask(`DELETE /api/v1/trust-management/${path}`);
    expect((await remove(`certificates/${certificate}`)).status).toBe(400);
    expect((await remove(`principal-identities/${id}`)).status).toBe(200);
    expect((await remove(`certificates/${certificate}`)).status).toBe(200);
  });
});
