import type { Device } from '../../device.ts';
import { equal, holds } from '../../judgement.ts';
import { type Exchange, header, headers } from '../../oracle/http.ts';
import { at, parsed } from './answers.ts';
import { cased } from './draft.ts';
import { type Asking, ask, door, fresh } from './manager.ts';

const bad = 'Basic d3Jvbmc6d3Jvbmc=';

/** Logs in by form. */
function login(device: Device, password: string = device.password, asking: Asking = {}): Promise<Exchange> {
  return ask(device, 'POST /api/session/create', {
    as: null,
    raw: new URLSearchParams({ j_username: device.username, j_password: password }).toString(),
    ...asking,
    headers: [...(asking.headers ?? []), ['Content-Type', 'application/x-www-form-urlencoded']],
  });
}

interface Session {
  readonly cookie: string;
  readonly token: string;
}

function sessionOf(exchange: Exchange): Session {
  const cookie = /JSESSIONID=[^;]*/.exec(header(exchange, 'set-cookie') ?? '')?.[0] ?? 'JSESSIONID=none';
  return { cookie, token: header(exchange, 'x-xsrf-token') ?? 'none' };
}

function by({ cookie, token }: Session, more: Asking = {}): Asking {
  return { as: null, ...more, headers: [['Cookie', cookie], ['X-XSRF-TOKEN', token], ...(more.headers ?? [])] };
}

/** How a session begins and ends. */
export const session = cased(
  {
    id: 'NSX-AUTH-SESSION',
    title: 'A session is made, used, mistaken and destroyed',
    touches: 'session',
    async drive(t) {
      const device = await t.device();
      const made = await login(device);
      const mine = sessionOf(made);
      const use = async (asking: Asking) => (await ask(device, 'GET /api/v1/cluster/status', asking)).status;
      const withoutToken = await ask(device, 'GET /api/v1/cluster/status', {
        as: null,
        headers: [['Cookie', mine.cookie]],
      });
      const [first = ''] = headers(made, 'set-cookie');
      const beside = await login(device, device.password, { headers: [['Authorization', bad]] });
      return {
        made: made.status,
        cookie: { form: /^JSESSIONID=[0-9A-F]{32}(;|$)/.test(first), attributes: first.split(';').length - 1 },
        token: header(made, 'x-xsrf-token') !== undefined,
        used: await use(by(mine)),
        withoutToken: { status: withoutToken.status, code: at(parsed(withoutToken), 'error_code') },
        semicolon: await use(by({ ...mine, cookie: `${mine.cookie};` })),
        wrongBeside: await use(by(mine, { headers: [['Authorization', bad]] })),
        besideForm: beside.status,
        wrong: (await login(device, 'rackless-wrong-password')).status,
        destroyed: (await ask(device, 'POST /api/session/destroy', by(mine))).status,
        after: await use(by(mine)),
      };
    },
  },
  (check) => [
    check('made', 'NSX-AUTH-0007', ['nsx.session-201'], (o) => equal(200, o.made)),
    check('cookie', 'NSX-AUTH-0008', ['nsx.cookie-second'], (o) => equal(true, o.cookie.form)),
    check('attributes', 'NSX-AUTH-0009', ['nsx.cookie-without-attributes'], (o) =>
      holds(o.cookie.attributes > 0, 'an attribute', o.cookie),
    ),
    check('token', 'NSX-AUTH-0010', ['nsx.token-withheld'], (o) => equal(true, o.token)),
    check('used', 'NSX-AUTH-0011', ['nsx.cookie-second', 'nsx.token-withheld'], (o) => equal(200, o.used)),
    check(
      'no-token',
      'NSX-AUTH-0012',
      ['nsx.unauthorized-401', 'nsx.token-not-needed', 'nsx.session-everywhere'],
      (o) => equal(403, o.withoutToken.status),
    ),
    check(
      'no-token-code',
      'NSX-AUTH-0013',
      ['nsx.token-not-needed', 'nsx.session-everywhere', 'nsx.cookie-second'],
      (o) => equal(98, o.withoutToken.code),
    ),
    check('semicolon', 'NSX-AUTH-0014', ['nsx.cookie-second', 'nsx.token-withheld', 'nsx.semicolon-confuses'], (o) =>
      equal(200, o.semicolon),
    ),
    check(
      'outweighs',
      'NSX-AUTH-0015',
      ['nsx.cookie-second', 'nsx.token-withheld', 'nsx.password-before-session'],
      (o) => equal(200, o.wrongBeside),
    ),
    check('beside-form', 'NSX-AUTH-0016', ['nsx.session-201', 'nsx.basic-spoils-form'], (o) =>
      equal(200, o.besideForm),
    ),
    check('wrong', 'NSX-AUTH-0017', ['nsx.unauthorized-401'], (o) => equal(403, o.wrong)),
    check('destroyed', 'NSX-AUTH-0022', ['nsx.session-201', 'nsx.cookie-second', 'nsx.token-withheld'], (o) =>
      equal(200, o.destroyed),
    ),
    check('after', 'NSX-AUTH-0018', ['nsx.unauthorized-401', 'nsx.session-survives'], (o) => equal(403, o.after)),
  ],
);

/** Where and how long a session lives. */
export const sessionScope = cased(
  {
    id: 'NSX-AUTH-SCOPE',
    title: 'A session lives on its node, for half an hour after its last use',
    touches: 'simulator-only',
    needs: ['clock'],
    async drive(t) {
      const device = await fresh(t);
      const mine = sessionOf(await login(device));
      const use = async (node: string) =>
        (await ask(device, 'GET /api/v1/cluster/status', by(mine, { at: node }))).status;
      const elsewhere = await use('manager-2.https');
      await device.clock.advance(1_700_000);
      const used = await use(door);
      await device.clock.advance(1_700_000);
      const usedAgain = await use(door);
      await device.clock.advance(1_810_000);
      return { elsewhere, used, usedAgain, idle: await use(door) };
    },
  },
  (check) => [
    check('elsewhere', 'NSX-AUTH-0019', ['nsx.unauthorized-401', 'nsx.session-everywhere'], (o) =>
      equal(403, o.elsewhere),
    ),
    check('used', 'NSX-AUTH-0021', ['nsx.cookie-second', 'nsx.token-withheld', 'nsx.session-dies-young'], (o) =>
      equal([200, 200], [o.used, o.usedAgain]),
    ),
    check('idle', 'NSX-AUTH-0020', ['nsx.unauthorized-401', 'nsx.session-everywhere'], (o) => equal(403, o.idle)),
  ],
);
