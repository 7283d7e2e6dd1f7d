import type { FastifyReply } from 'fastify';
import { answering, facing, type Mutants, restating, rewording } from './mutant.ts';

const cookies = (reply: FastifyReply): string[] =>
  [reply.getHeader('set-cookie') ?? []]
    .flat()
    .map(String)
    .filter((one) => one.startsWith('nxapi_auth='));
const bears = (header: string | undefined): boolean => header?.includes('nxapi_auth=') ?? false;

/** Lies to who wants to be let in to NX-API. */
export const login: Mutants = {
  'nxos.any-password': {
    title: 'every password is right',
    apply: (kind) => ({
      ...kind,
      login(device, user) {
        const account = device.state.config.users[user];
        return account ? { ok: true, user, roles: account.roles } : { ok: false, reason: 'unknown' };
      },
    }),
  },
  'nxos.cookie-never-expires': {
    title: 'a session cookie is good for ever',
    apply: (kind) => ({
      ...kind,
      factory(birth) {
        const state = kind.factory(birth);
        return { ...state, config: { ...state.config, nxapi: { ...state.config.nxapi, idleTimeout: 1e9 } } };
      },
    }),
  },
  'nxos.no-cookie': answering('no session cookie is handed out', (_answer, _request, reply) => {
    if (cookies(reply).length > 0) reply.removeHeader('set-cookie');
  }),
  'nxos.cookie-refused': facing('a session cookie is not accepted', (app) =>
    app.addHook('onRequest', async ({ raw: { headers } }) => {
      if (bears(headers.cookie)) delete headers.cookie;
    }),
  ),
  'nxos.cookie-of-another-form': facing(
    'the session cookie names no user, is longer, and is open to scripts',
    (app) => {
      app.addHook('onRequest', async ({ raw: { headers } }) => {
        if (bears(headers.cookie))
          headers.cookie = headers.cookie?.replace(/nxapi_auth=session:(\w+)!AAAA/, 'nxapi_auth=$1:');
      });
      app.addHook('onSend', async (_request, reply, payload) => {
        const [cookie] = cookies(reply);
        const changed = cookie?.replace(/=(\w+):/, '=session:$1!AAAA').replace(/ HttpOnly;/, '');
        // What is set again is added to what is set already.
        if (changed !== undefined) reply.removeHeader('set-cookie').header('set-cookie', changed);
        return payload;
      });
    },
  ),
  'nxos.bad-cookie-beats-password': restating(
    'a cookie that is none is refused, whatever password comes with it',
    401,
    ({ headers }, { status }) =>
      status === 200 && headers.authorization !== undefined && (headers.cookie ?? '').includes('nobody:'),
  ),
  'nxos.clock-for-nobody': restating(
    'show clock is refused with 403',
    403,
    (_request, { status, body }) => status === 200 && /"input":\t"show clock"/.test(body),
  ),
  'nxos.refused-is-403': restating('who is not let in gets 403', 403, (_request, { status }) => status === 401),
  'nxos.bare-refusals': rewording('refusals have no page', [/^<html>[\s\S]*<\/html>\s*$/g, 'no\n']),
  'nxos.no-challenge': answering('a refusal names no way to authenticate', (answer, _request, reply) => {
    if (answer.status !== 401) return;
    reply.removeHeader('www-authenticate');
    answer.type = 'text/plain';
  }),
};
