import { badCredentials, noRole } from '../web/pages.ts';
import { answering, deriving, type Mutants, restating, rewording } from './mutant.ts';

const tokens = '/api/2.0/services/auth/token';

/** Lies to who wants to be let in. */
export const login: Mutants = {
  'nsxv.bad-password-is-401': restating('wrong credentials are answered with 401', 401, (_request, { body }) =>
    body.includes(badCredentials),
  ),
  'nsxv.anonymous-is-400': restating(
    'a request without credentials is answered with 400',
    400,
    ({ headers }) => headers.authorization === undefined,
  ),
  'nsxv.no-role-is-401': restating('a user without a role is answered with 401', 401, (_request, { body }) =>
    body.includes(noRole),
  ),
  'nsxv.one-403-for-all': rewording('a user without a role gets the page of wrong credentials', noRole, badCredentials),
  'nsxv.terse-refusal': rewording('the page for wrong credentials does not say what is wrong', badCredentials, 'No.'),
  'nsxv.pages-as-xml': answering("the container's pages claim to be XML", (answer) => {
    if (answer.type.startsWith('text/html')) answer.type = 'application/xml';
  }),
  'nsxv.errors-without-code': answering(
    'a missing permission is answered with a page instead of an error object',
    (answer) => {
      if (!answer.body.includes('<errorCode>254')) return;
      answer.body = '<html><body>Forbidden</body></html>';
      answer.type = 'text/html;charset=utf-8';
    },
  ),
  'nsxv.token-is-201': restating(
    'a token is answered with 201',
    201,
    ({ url }, { status }) => url === tokens && status === 200,
  ),
  'nsxv.opaque-tokens': answering('a token says nothing', (answer, { url }) => {
    if (url === tokens) answer.body = answer.body.replace(/<value>[^<]*/, '<value>c0ffee');
  }),
  'nsxv.tokens-last-a-day': rewording(
    'a token lasts a day unless told otherwise',
    '<defaultExpiryInMinutes>90',
    '<defaultExpiryInMinutes>1440',
  ),
  'nsxv.tokens-die-with-users': deriving('a token of a deleted user is good no more', (_before, after) => {
    const alive = Object.entries(after.run.tokens).filter(([, token]) => after.store.entries[token.login]);
    if (alive.length === Object.keys(after.run.tokens).length) return after;
    return { ...after, run: { ...after.run, tokens: Object.fromEntries(alive) } };
  }),
  'nsxv.tokens-never-end': deriving('no token is ever taken back', (before, after) =>
    Object.keys(before.run.tokens).every((mark) => after.run.tokens[mark])
      ? after
      : { ...after, run: { ...after.run, tokens: { ...before.run.tokens, ...after.run.tokens } } },
  ),
};
