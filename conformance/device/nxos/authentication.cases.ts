import { defineCase } from '../../case.ts';
import type { Device } from '../../device.ts';
import { all, equal, holds, type Judgement, matches, unseen } from '../../judgement.ts';
import { type Asked, type Exchange, header } from '../../oracle/http.ts';
import { isErrorPage } from './html.ts';
import { type AskOptions, basic, cookieOf, put } from './ins.ts';
import { standingDoor, standingOptions } from './standing.ts';

/** A reply as far as authentication is concerned. Cookies stay out of it: their shape is told, never their value. */
interface Answered {
  readonly status: number;
  readonly setsCookie: boolean;
}

function answered(exchange: Exchange): Answered {
  return { status: exchange.status, setsCookie: cookieOf(exchange) !== undefined };
}

/** A cookie taken apart without its secret. */
function form(cookie: string, username: string) {
  const [pair = '', ...attributes] = cookie.split(/;\s*/);
  const value = pair.slice('nxapi_auth='.length);
  const token = value.slice(value.indexOf(':') + 1);
  return {
    namesUser: value.startsWith(`${username}:`),
    tokenBytes: Buffer.from(token, 'base64').length,
    isBase64: /^[A-Za-z0-9+/]+=*$/.test(token),
    attributes,
  };
}

const succeeds = ({ status }: Answered): Judgement => equal(200, status);
const garbage = 'nxapi_auth=nobody:bm90IGEgdG9rZW4gYXQgYWxs';

/** Asks something harmless. */
const ask = (device: Device, door: string, options: AskOptions) => put(device, door, 'cli_show', 'show clock', options);

interface CookieLife {
  readonly first: Answered;
  readonly form?: ReturnType<typeof form>;
  readonly cookieAlone?: Answered;
  readonly both?: Answered;
  readonly wholeHeader?: Answered;
  readonly cookieWrongPassword?: Answered;
  readonly garbageAndPassword: Answered;
  readonly byGet: Answered;
}

const needsCookie = (seen: Answered | undefined, judge: (seen: Answered) => Judgement): Judgement =>
  seen === undefined ? unseen('no cookie was handed out') : judge(seen);

/** How the cookie is handed out and taken back. */
export const cookies = defineCase<CookieLife>({
  id: 'NX-AUTH-COOKIE',
  title: 'The nxapi_auth cookie is handed out, reused, echoed whole and mistaken',
  touches: 'session',
  async drive(t) {
    const device = await t.device();
    const first = await ask(device, standingDoor, {});
    const base = {
      first: answered(first),
      garbageAndPassword: answered(await ask(device, standingDoor, { cookie: garbage })),
      byGet: answered(await device.request(standingDoor, get(device))),
    };
    const whole = cookieOf(first);
    const cookie = whole?.split(';')[0];
    if (whole === undefined || cookie === undefined) return base;
    const wrong = { username: device.username, password: `${device.password}-not` };
    return {
      ...base,
      form: form(whole, device.username),
      cookieAlone: answered(await ask(device, standingDoor, { as: null, cookie })),
      both: answered(await ask(device, standingDoor, { cookie })),
      wholeHeader: answered(await ask(device, standingDoor, { as: null, cookie: whole })),
      cookieWrongPassword: answered(await ask(device, standingDoor, { as: wrong, cookie })),
    };
  },
  checks: [
    {
      id: 'password',
      requirement: 'NX-AUTH-0001',
      killedBy: ['nxos.clock-for-nobody'],
      judge: ({ first }) => succeeds(first),
    },
    {
      id: 'handed-out',
      requirement: 'NX-AUTH-0008',
      killedBy: ['nxos.no-cookie'],
      judge: ({ first }) => equal(true, first.setsCookie),
    },
    {
      id: 'names-user',
      requirement: 'NX-AUTH-0009',
      killedBy: ['nxos.cookie-of-another-form'],
      judge: ({ form: seen }) => (seen ? equal(true, seen.namesUser) : unseen('no cookie was handed out')),
    },
    {
      id: 'token',
      requirement: 'NX-AUTH-0010',
      killedBy: ['nxos.cookie-of-another-form'],
      judge: ({ form: seen }) =>
        seen ? equal([true, 20], [seen.isBase64, seen.tokenBytes]) : unseen('no cookie was handed out'),
    },
    {
      id: 'attributes',
      requirement: 'NX-AUTH-0022',
      killedBy: ['nxos.cookie-of-another-form'],
      judge: ({ form: seen }) =>
        seen
          ? equal(['HttpOnly', 'Path=/', 'Secure'], [...seen.attributes].sort())
          : unseen('no cookie was handed out'),
    },
    {
      id: 'alone',
      requirement: 'NX-AUTH-0011',
      killedBy: ['nxos.clock-for-nobody', 'nxos.cookie-refused'],
      judge: ({ cookieAlone }) => needsCookie(cookieAlone, succeeds),
    },
    {
      id: 'not-again',
      requirement: 'NX-AUTH-0012',
      killedBy: ['nxos.cookie-refused'],
      judge: ({ both, cookieAlone }) =>
        all(
          needsCookie(both, (seen) => equal(false, seen.setsCookie)),
          needsCookie(cookieAlone, (seen) => equal(false, seen.setsCookie)),
        ),
    },
    {
      id: 'garbage',
      requirement: 'NX-AUTH-0013',
      killedBy: ['nxos.bad-cookie-beats-password', 'nxos.clock-for-nobody'],
      judge: ({ garbageAndPassword }) => succeeds(garbageAndPassword),
    },
    {
      id: 'garbage-renewed',
      requirement: 'NX-AUTH-0014',
      killedBy: ['nxos.no-cookie'],
      judge: ({ garbageAndPassword }) => equal(true, garbageAndPassword.setsCookie),
    },
    {
      id: 'whole-header',
      requirement: 'NX-AUTH-0015',
      killedBy: ['nxos.clock-for-nobody', 'nxos.cookie-refused'],
      judge: ({ wholeHeader }) => needsCookie(wholeHeader, succeeds),
    },
    {
      id: 'wrong-password',
      requirement: 'NX-AUTH-0020',
      killedBy: ['nxos.clock-for-nobody', 'nxos.cookie-refused'],
      judge: ({ cookieWrongPassword }) => needsCookie(cookieWrongPassword, succeeds),
    },
    {
      id: 'by-get',
      requirement: 'NX-AUTH-0021',
      killedBy: ['nxos.no-cookie'],
      judge: ({ byGet }) => equal(true, byGet.setsCookie),
    },
  ],
});

function get(device: Device): Asked {
  return { method: 'GET', path: '/ins', headers: [['Authorization', basic(device)]] };
}

interface Refusal {
  readonly status: number;
  readonly contentType: string;
  readonly challenge: string;
  readonly body: string;
}

function refusal(exchange: Exchange): Refusal {
  return {
    status: exchange.status,
    contentType: header(exchange, 'content-type') ?? '',
    challenge: header(exchange, 'www-authenticate') ?? '',
    body: exchange.body,
  };
}

/** What is refused, and how. Two bad logins, one of them of a user that is not there. */
export const refusals = defineCase({
  id: 'NX-AUTH-REFUSED',
  title: 'No credentials, a wrong password, an unknown user and a garbage cookie are refused',
  touches: 'session',
  async drive(t) {
    const device = await t.device();
    const wrong = { username: device.username, password: 'rackless-wrong-password' };
    const unknown = { username: 'rackless-nobody', password: 'rackless-wrong-password' };
    t.secret('password', wrong.password);
    return {
      nobody: refusal(await ask(device, standingDoor, { as: null })),
      garbage: refusal(await ask(device, standingDoor, { as: null, cookie: garbage })),
      wrong: refusal(await ask(device, standingDoor, { as: wrong })),
      unknown: refusal(await ask(device, standingDoor, { as: unknown })),
    };
  },
  checks: [
    {
      id: 'nobody',
      requirement: 'NX-AUTH-0002',
      killedBy: ['nxos.refused-is-403'],
      judge: ({ nobody }) => equal(401, nobody.status),
    },
    {
      id: 'page',
      requirement: 'NX-AUTH-0003',
      killedBy: ['nxos.bare-refusals'],
      judge: ({ nobody }) =>
        holds(
          isErrorPage(nobody.body, '401 Authorization Required'),
          'the page "401 Authorization Required"',
          nobody.body,
        ),
    },
    {
      id: 'challenge',
      requirement: 'NX-AUTH-0004',
      killedBy: ['nxos.no-challenge'],
      judge: ({ nobody }) => matches(/^Basic\b/i, nobody.challenge, 'WWW-Authenticate: Basic …'),
    },
    {
      id: 'html',
      requirement: 'NX-AUTH-0005',
      killedBy: ['nxos.no-challenge'],
      judge: ({ nobody }) => matches(/^text\/html\b/, nobody.contentType, 'Content-Type: text/html'),
    },
    {
      id: 'wrong-password',
      requirement: 'NX-AUTH-0006',
      killedBy: ['nxos.any-password', 'nxos.refused-is-403'],
      judge: ({ wrong }) => equal(401, wrong.status),
    },
    {
      id: 'unknown-user',
      requirement: 'NX-AUTH-0007',
      killedBy: ['nxos.refused-is-403'],
      judge: ({ unknown }) => equal(401, unknown.status),
    },
    {
      id: 'garbage-cookie',
      requirement: 'NX-AUTH-0016',
      killedBy: ['nxos.refused-is-403'],
      judge: ({ garbage: seen }) => equal(401, seen.status),
    },
  ],
});

interface Expiry {
  readonly issued: boolean;
  readonly early?: Answered;
  readonly late?: Answered;
  readonly lateWithPassword?: Answered;
}

const minutes = (n: number) => n * 60_000;

/** How long the cookie lives, on the lab's clock. */
export const expiry = defineCase<Expiry>({
  id: 'NX-AUTH-EXPIRY',
  title: 'The cookie lives for 600 seconds',
  touches: 'simulator-only',
  needs: ['clock'],
  async drive(t) {
    const device = await t.fresh(standingOptions);
    const issue = async () => cookieOf(await put(device, standingDoor, 'cli_show', 'show clock'))?.split(';')[0];
    const use = async (cookie: string, options: AskOptions = { as: null }) =>
      answered(await put(device, standingDoor, 'cli_show', 'show clock', { ...options, cookie }));
    const cookie = await issue();
    if (cookie === undefined) return { issued: false };
    await device.clock.advance(minutes(10) - 5_000);
    const early = await use(cookie);
    const second = await issue();
    if (second === undefined) return { issued: false, early };
    await device.clock.advance(minutes(10) + 1_000);
    return { issued: true, early, late: await use(second), lateWithPassword: await use(second, {}) };
  },
  checks: [
    {
      id: 'early',
      requirement: 'NX-AUTH-0018',
      killedBy: ['nxos.clock-for-nobody', 'nxos.cookie-refused'],
      judge: ({ early }) => needsCookie(early, succeeds),
    },
    {
      id: 'late',
      requirement: 'NX-AUTH-0017',
      killedBy: ['nxos.cookie-never-expires', 'nxos.refused-is-403'],
      judge: ({ late }) => needsCookie(late, (seen) => equal(401, seen.status)),
    },
    {
      id: 'renewed',
      requirement: 'NX-AUTH-0019',
      killedBy: ['nxos.clock-for-nobody', 'nxos.cookie-never-expires'],
      judge: ({ lateWithPassword }) =>
        needsCookie(lateWithPassword, (seen) => equal({ status: 200, setsCookie: true }, seen)),
    },
  ],
});
