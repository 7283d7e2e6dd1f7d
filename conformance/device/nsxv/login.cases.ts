import { defineCase } from '../../case.ts';
import type { Device } from '../../device.ts';
import { all, equal, holds, matches } from '../../judgement.ts';
import type { Credentials } from '../../oracle/ssh.ts';
import { ok, refused, status } from './judges.ts';
import { api, ask, auditlog, element, give, loginOf, person, seen, usermgmt, withPeople } from './manager.ts';

/** A password that is none. */
export const refusing = defineCase({
  id: 'NV-AUTH-REFUSED',
  title: 'What a wrong password is answered, and none',
  touches: 'session',
  async drive(t) {
    const device = await t.device();
    const bad = { username: device.username, password: 'Surely.Wrong.1' };
    t.secret('password', bad.password);
    return {
      wrong: await ask(device, 'GET', auditlog, { as: bad }),
      anonymous: seen(await device.request(api, { method: 'GET', path: auditlog })).status,
    };
  },
  checks: [
    {
      id: 'wrong',
      requirement: 'NV-AUTH-0001',
      killedBy: ['nsxv.bad-password-is-401'],
      judge: ({ wrong }) => status(403)(wrong),
    },
    {
      id: 'wrong-text',
      requirement: 'NV-AUTH-0002',
      killedBy: ['nsxv.terse-refusal'],
      judge: ({ wrong }) =>
        matches(/Bad Username or Credentials presented/, wrong.body, 'Bad Username or Credentials presented'),
    },
    {
      id: 'wrong-new',
      requirement: 'NV-AUTH-0008',
      killedBy: ['nsxv.terse-refusal'],
      judge: ({ wrong }) =>
        matches(
          /Message<\/b> Bad Username or Credentials presented<\/p>/,
          wrong.body,
          'the message where the tool looks for it',
        ),
    },
    {
      id: 'reason',
      requirement: 'NV-AUTH-0003',
      killedBy: ['nsxv.bad-password-is-401'],
      judge: ({ wrong }) => equal('Forbidden', wrong.reason),
    },
    {
      id: 'anonymous',
      requirement: 'NV-AUTH-0016',
      killedBy: ['nsxv.anonymous-is-400'],
      judge: ({ anonymous }) => holds([401, 403].includes(anonymous), 'status 401 or 403', anonymous),
    },
  ],
});

const issue = (device: Device, as?: Credentials) =>
  ask(device, 'POST', '/api/2.0/services/auth/token', { accept: 'application/xml', ...(as && { as }) });
const use = (device: Device, token: string) =>
  ask(device, 'GET', auditlog, { authorization: `AUTHTOKEN ${token}`, accept: 'application/xml' });

/** A token of one's own. */
export const issuing = defineCase({
  id: 'NV-AUTH-ISSUE',
  title: 'A token in place of a password',
  touches: 'session',
  versions: '>=6.4.1',
  async drive(t) {
    const device = await t.device();
    const issued = await issue(device);
    const token = element(issued.body, 'value');
    t.secret('password', token);
    const [head = '', claims = ''] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    return {
      status: issued.status,
      user: device.username,
      shape: { head, claims: claims.replace(/\d{9,}/, 'N') },
      used: await use(device, token),
      expiry: await ask(device, 'GET', '/api/2.0/services/auth/tokenexpiration', { accept: 'application/xml' }),
    };
  },
  checks: [
    {
      id: 'issued',
      requirement: 'NV-AUTH-0010',
      killedBy: ['nsxv.token-is-201'],
      judge: ({ status: seen, shape }) => all(equal(200, seen), holds(shape.head !== '', 'a token', shape)),
    },
    {
      id: 'jwt',
      requirement: 'NV-AUTH-0011',
      killedBy: ['nsxv.opaque-tokens'],
      judge: ({ shape, user }) =>
        equal({ head: '{"typ":"JWT","alg":"HS256"}', claims: `{"sub":"${user}","exp":N}` }, shape),
    },
    { id: 'used', requirement: 'NV-AUTH-0012', killedBy: ['nsxv.opaque-tokens'], judge: ({ used }) => ok(used) },
    {
      id: 'ninety',
      requirement: 'NV-AUTH-0015',
      killedBy: ['nsxv.tokens-last-a-day'],
      judge: ({ expiry }) => equal('90', element(expiry.body, 'defaultExpiryInMinutes')),
    },
  ],
});

/** Tokens whose user goes. */
export const outliving = defineCase({
  id: 'NV-AUTH-TOKEN',
  title: 'A token of a user who was deleted, and one that was ended',
  touches: 'simulator-only',
  versions: '>=6.4.1',
  async drive(t) {
    const device = await t.fresh(withPeople);
    const login = loginOf('auditor');
    await give(device, login, 'auditor');
    const token = element((await issue(device, person('auditor'))).body, 'value');
    await ask(device, 'DELETE', `${usermgmt}/user/${login}`);
    const orphan = await use(device, token);
    await give(device, login, 'auditor');
    const other = element((await issue(device, person('auditor'))).body, 'value');
    const invalidated = await ask(device, 'POST', `/api/2.0/services/auth/tokeninvalidation?userId=${login}`);
    return { orphan, invalidated, afterInvalidation: await use(device, other) };
  },
  checks: [
    {
      id: 'orphan',
      requirement: 'NV-AUTH-0013',
      killedBy: ['nsxv.only-admin-may', 'nsxv.opaque-tokens', 'nsxv.tokens-die-with-users'],
      judge: ({ orphan }) => ok(orphan),
    },
    {
      id: 'invalidated',
      requirement: 'NV-AUTH-0014',
      killedBy: ['nsxv.tokens-never-end'],
      judge: ({ invalidated, afterInvalidation }) =>
        all(holds(invalidated.status < 300, '2xx', invalidated.status), refused(afterInvalidation)),
    },
  ],
});
