import type { Device } from '../../device.ts';
import { all, equal, type Judgement, matches } from '../../judgement.ts';
import { type Exchange, header, headers } from '../../oracle/http.ts';
import { at, parsed, textAt } from './answers.ts';
import { cased } from './draft.ts';
import { ask, fresh, imported, selfSigned } from './manager.ts';

const refusal =
  '{\n    "module_name" : "common-services",\n    "error_message" : "The credentials were incorrect or the account specified has been locked.",\n    "error_code" : "403"\n}';

const whole = ({ status, body }: Exchange) => ({ status, body });
const wrong = (device: Device) => ({ username: device.username, password: 'rackless-wrong-password' });
const status = (wanted: number, { status: found }: { status: number }): Judgement => equal(wanted, found);

/** Who may enter, and what is said to who may not. */
export const credentials = cased(
  {
    id: 'NSX-AUTH-BASIC',
    title: 'Right, wrong and no credentials',
    touches: 'session',
    async drive(t) {
      const device = await t.device();
      const who = { username: 'rackless-nobody', password: 'rackless-wrong-password' };
      const right = await ask(device, 'GET /api/v1/node/version');
      const nobody = await ask(device, 'GET /api/v1/node/version', { as: null });
      return {
        right: whole(right),
        cookie: headers(right, 'set-cookie').map((one) => /^JSESSIONID=[0-9A-F]{32};/.test(one)),
        nobody: whole(nobody),
        challenge: header(nobody, 'www-authenticate') ?? '',
        wrong: whole(await ask(device, 'GET /api/v1/node/version', { as: wrong(device) })),
        unknown: whole(await ask(device, 'GET /api/v1/node/version', { as: who })),
      };
    },
  },
  (check) => [
    check('right', 'NSX-AUTH-0001', ['nsx.version-201'], (o) => status(200, o.right)),
    check('cookie', 'NSX-AUTH-0030', ['nsx.cookie-without-attributes', 'nsx.cookie-second'], (o) =>
      equal([true], o.cookie),
    ),
    check('nobody', 'NSX-AUTH-0002', ['nsx.nobody-may-read', 'nsx.unauthorized-401'], (o) => status(403, o.nobody)),
    check('wrong', 'NSX-AUTH-0003', ['nsx.any-password', 'nsx.unauthorized-401'], (o) => status(403, o.wrong)),
    check('bytes', 'NSX-AUTH-0004', ['nsx.any-password', 'nsx.code-is-a-number'], (o) => equal(refusal, o.wrong.body)),
    check('alike', 'NSX-AUTH-0005', ['nsx.unknown-user-told'], (o) => equal(o.wrong, o.unknown)),
    check('challenge', 'NSX-AUTH-0006', ['nsx.challenges'], (o) => equal('', o.challenge)),
  ],
);

/** Failures lock. */
export const locking = cased(
  {
    id: 'NSX-AUTH-LOCK',
    title: 'Five failures lock an account on a node',
    touches: 'simulator-only',
    needs: ['clock', 'ssh'],
    async drive(t) {
      const device = await fresh(t);
      const wrongs: Exchange[] = [];
      for (let failure = 0; failure < 5; failure++)
        wrongs.push(await ask(device, 'GET /api/v1/cluster/status', { as: wrong(device) }));
      const locked = await ask(device, 'GET /api/v1/cluster/status');
      const other = await ask(device, 'GET /api/v1/cluster/status', { at: 'manager-2.https' });
      const cli = await device.login(device);
      await device.clock.advance(905_000);
      return {
        wrong: wrongs[0] ? whole(wrongs[0]) : null,
        locked: whole(locked),
        other: other.status,
        cli,
        later: (await ask(device, 'GET /api/v1/cluster/status')).status,
      };
    },
  },
  (check) => [
    check('locked', 'NSX-AUTH-0023', ['nsx.any-password', 'nsx.unauthorized-401', 'nsx.no-lockout'], (o) =>
      equal(403, o.locked.status),
    ),
    check('alike', 'NSX-AUTH-0024', ['nsx.no-lockout'], (o) => equal(o.wrong, o.locked)),
    check('other-node', 'NSX-AUTH-0025', ['nsx.lock-of-all'], (o) => equal(200, o.other)),
    check('cli', 'NSX-AUTH-0027', ['nsx.lock-of-all'], (o) => equal('accepted', o.cli)),
    check('later', 'NSX-AUTH-0026', ['nsx.lock-for-ever'], (o) => equal(200, o.later)),
  ],
);

/** The rate limit, made small so that a case can meet it. */
export const rate = cased(
  {
    id: 'NSX-AUTH-RATE',
    title: 'Requests beyond the limit are answered 429',
    touches: 'simulator-only',
    async drive(t) {
      const device = await t.fresh({ rateLimit: 2 });
      const answers = await Promise.all(Array.from({ length: 12 }, () => ask(device, 'GET /api/v1/node/version')));
      const refused = answers.find((one) => one.status === 429);
      return { refused: refused ? { status: refused.status, body: parsed(refused) } : null };
    },
  },
  (check) => [
    check('status', 'NSX-AUTH-0028', ['nsx.no-rate-limit'], (o) => equal(429, o.refused?.status ?? 0)),
    check('words', 'NSX-AUTH-0029', ['nsx.no-rate-limit'], (o) =>
      all(
        equal(102, at(o.refused?.body ?? null, 'error_code')),
        matches(
          /^Client 'admin' exceeded request rate of 2 per second/,
          textAt(o.refused?.body ?? null, 'error_message'),
          "Client 'admin' exceeded request rate of 2 per second",
        ),
      ),
    ),
  ],
);

/** The limit of outstanding requests, made so small that one which takes its time is enough. */
export const outstanding = cased(
  {
    id: 'NSX-AUTH-OUTSTANDING',
    title: 'Requests beside too many others are answered 503',
    touches: 'simulator-only',
    needs: ['clock'],
    async drive(t) {
      const device = await t.fresh({ rateLimit: 0, concurrencyLimit: 1, applySeconds: 600, managers: 1 });
      const id = await imported(device, await selfSigned('slow'));
      const path = `/api/v1/cluster/api-certificate?action=set_cluster_certificate&certificate_id=${id}`;
      const both = [ask(device, `POST ${path}`), ask(device, `POST ${path}`)];
      // One of them takes its time, whichever came first: what is answered now is the other one.
      const early = await Promise.race(both);
      await device.clock.advance(600_000);
      await Promise.all(both);
      return {
        early: early.status,
        later: (await ask(device, 'GET /api/v1/cluster/status')).status,
      };
    },
  },
  (check) => [
    check('status', 'NSX-AUTH-0031', ['nsx.no-concurrency-limit', 'nsx.apply-never-refused'], (o) =>
      equal(503, o.early),
    ),
    check('later', 'NSX-AUTH-0032', ['nsx.overloaded-for-ever'], (o) => equal(200, o.later)),
  ],
);
