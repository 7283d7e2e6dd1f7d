import { lockedUntil } from '../../chassis/accounts/lockout.ts';
import { isNsx, type NsxDevice } from '../nsx.ts';
import { placeOf } from '../site.ts';
import { answering, basic, born, heading, hearing, hooked, type Mutants, replying } from './wrap.ts';

/** Whether anybody is locked on any node. */
function isLocked(device: NsxDevice): boolean {
  return Object.values(device.state.run.sites).some(({ failures }) =>
    Object.values(failures).some((of) =>
      Object.keys(of).some((name) => lockedUntil(of, name, device.now()) !== undefined),
    ),
  );
}

/** Logins that are broken on purpose. */
export const logins: Mutants = {
  'nsx.any-password': {
    title: 'every password is right',
    apply: (kind) => ({
      ...hearing(kind, ({ headers }) => {
        if (headers.authorization) headers.authorization = basic;
      }),
      login: (device, user) => ({
        ok: true,
        user,
        roles: Object.values(device.state.store.sites)[0]?.users[user]?.roles ?? [],
      }),
    }),
  },
  'nsx.nobody-may-read': {
    title: 'requests without credentials are answered',
    apply: (kind) =>
      hearing(kind, ({ headers }) => {
        if (!headers.authorization && !headers.cookie) headers.authorization = basic;
      }),
  },
  'nsx.code-is-a-number': {
    title: 'the code of a 403 is a number',
    apply: (kind) => replying(kind, (text) => text.replace('"error_code" : "403"', '"error_code" : 403')),
  },
  'nsx.unauthorized-401': {
    title: 'who may not enter is answered 401',
    apply: (kind) =>
      replying(kind, (text, _request, reply) => {
        if (reply.statusCode === 403) reply.code(401);
        return text;
      }),
  },
  'nsx.token-not-needed': {
    title: 'a session goes by its cookie alone',
    apply: (kind) =>
      hearing(kind, (request) => {
        const { device, endpoint, headers } = request;
        const place = isNsx(device) ? placeOf(device, endpoint.node ?? '') : undefined;
        const id = /JSESSIONID=([^;\s]+)/.exec(headers.cookie ?? '')?.[1] ?? '';
        const session = place?.run.sessions[place.node.name]?.[id];
        if (session) headers['x-xsrf-token'] = session.token;
      }),
  },
  'nsx.session-everywhere': {
    title: 'a session is good on every node',
    apply: (kind) =>
      hearing(kind, ({ device, headers }) => {
        const id = /JSESSIONID=([^;\s]+)/.exec(headers.cookie ?? '')?.[1] ?? '';
        const runs = isNsx(device) ? Object.values(device.state.run.sites) : [];
        if (runs.some(({ sessions }) => Object.values(sessions).some((mine) => Object.hasOwn(mine, id)))) {
          headers.authorization = basic;
        }
      }),
  },
  'nsx.session-survives': {
    title: 'destroying a session does nothing',
    apply: (kind) =>
      hearing(kind, (request, reply) => {
        if (request.url === '/api/session/destroy') reply.code(200).send();
      }),
  },
  'nsx.cookie-without-attributes': {
    title: 'the session cookie has no attributes',
    apply: (kind) =>
      hooked(kind, (app) => {
        app.addHook('onSend', async (_request, reply, payload) => {
          const cookie = reply.getHeader('set-cookie');
          if (typeof cookie === 'string') {
            reply.removeHeader('set-cookie');
            reply.header('set-cookie', cookie.split(';')[0]);
          }
          return payload;
        });
      }),
  },
  'nsx.no-lockout': {
    title: 'nobody is ever locked out',
    apply: (kind) => ({
      ...kind,
      derive(_before, after) {
        const sites = Object.entries(after.run.sites).map(([name, run]) => [name, { ...run, failures: {} }]);
        return { ...after, run: { ...after.run, sites: Object.fromEntries(sites) } };
      },
    }),
  },
  'nsx.version-201': {
    title: 'reading the version is answered 201',
    apply: (kind) =>
      answering(kind, (status, { url }) => (url.endsWith('/node/version') && status === 200 ? 201 : status)),
  },
  'nsx.unknown-user-told': {
    title: 'an unknown user is told so',
    apply: (kind) =>
      replying(kind, (text, { headers: { authorization = '' } }) =>
        Buffer.from(authorization.slice(6), 'base64').toString().startsWith('rackless-nobody')
          ? text.replace('credentials', 'user')
          : text,
      ),
  },
  'nsx.challenges': {
    title: 'who may not enter is challenged',
    apply: (kind) =>
      heading(kind, (reply) => {
        if (reply.statusCode === 403) reply.header('www-authenticate', 'Basic');
      }),
  },
  'nsx.session-201': {
    title: 'a session is answered 201, its end 204',
    apply: (kind) =>
      answering(kind, (status, { url }) => {
        if (url === '/api/session/destroy' && status === 200) return 204;
        return url === '/api/session/create' && status === 200 ? 201 : status;
      }),
  },
  'nsx.cookie-second': {
    title: 'another cookie comes before the session',
    apply: (kind) =>
      heading(kind, (reply) => {
        const cookie = reply.getHeader('set-cookie');
        if (typeof cookie !== 'string') return;
        reply.removeHeader('set-cookie');
        reply.header('set-cookie', ['route=1; Path=/', cookie]);
      }),
  },
  'nsx.token-withheld': {
    title: 'a login hands out no token',
    apply: (kind) => heading(kind, (reply) => void reply.removeHeader('x-xsrf-token')),
  },
  'nsx.basic-spoils-form': {
    title: 'a wrong password beside a form is counted',
    apply: (kind) =>
      hearing(kind, ({ url, headers }, reply) => {
        if (url === '/api/session/create' && headers.authorization !== undefined) reply.code(403).send();
      }),
  },
  'nsx.semicolon-confuses': {
    title: 'a cookie with a semicolon behind it is not understood',
    apply: (kind) =>
      hearing(kind, ({ headers }) => {
        if (headers.cookie?.endsWith(';')) headers.cookie = '';
      }),
  },
  'nsx.password-before-session': {
    title: 'a password outweighs a session',
    apply: (kind) =>
      hearing(kind, ({ headers }) => {
        if (headers.authorization !== undefined) headers.cookie = '';
      }),
  },
  'nsx.session-dies-young': {
    title: 'a session ends after a minute',
    apply: (kind) => born(kind, (site) => ({ ...site, apiService: { ...site.apiService, session_timeout: 60 } })),
  },
  'nsx.lock-for-ever': {
    title: 'a lock never ends',
    apply: (kind) =>
      born(kind, (site) => ({
        ...site,
        authPolicy: { ...site.authPolicy, api_failed_auth_lockout_period: 1_000_000_000 },
      })),
  },
  'nsx.lock-of-all': {
    title: 'a lock holds on every node, and for the CLI',
    apply: (kind) => ({
      ...hearing(kind, ({ device, headers }) => {
        if (isNsx(device) && isLocked(device)) headers.authorization = 'Basic d3Jvbmc6d3Jvbmc=';
      }),
      login: (device, ...given) => (isLocked(device) ? { ok: false, reason: 'locked' } : kind.login(device, ...given)),
    }),
  },
  'nsx.no-concurrency-limit': {
    title: 'nobody has too many requests outstanding',
    apply: (kind) =>
      born(kind, (site) => ({ ...site, apiService: { ...site.apiService, client_api_concurrency_limit: 0 } })),
  },
  'nsx.overloaded-for-ever': {
    title: 'too many requests once are too many for ever',
    apply(kind) {
      const overloaded = new WeakSet<object>();
      return answering(kind, (status, { device }) => {
        if (status === 503) overloaded.add(device);
        return overloaded.has(device) ? 503 : status;
      });
    },
  },
  'nsx.no-rate-limit': {
    title: 'nobody asks too often',
    apply: (kind) => born(kind, (site) => ({ ...site, apiService: { ...site.apiService, client_api_rate_limit: 0 } })),
  },
};
