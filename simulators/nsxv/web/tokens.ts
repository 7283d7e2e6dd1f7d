import { principalName } from '../directory.ts';
import { admit } from './authenticate.ts';
import { type Element, textOf } from './body.ts';
import type { Document } from './document.ts';
import { failures, PageError } from './failure.ts';
import type { Call, Caller, Operation } from './operation.ts';
import { badCredentials } from './pages.ts';
import { issueToken } from './token.ts';

const base = '/api/2.0/services/auth';
const longest = 24 * 60;

/** Tokens, and the switch for Basic. @source NSX-v reference 3.5 */
export const tokens: readonly Operation[] = [
  {
    route: `POST ${base}/token`,
    name: 'authTokenCreate',
    feature: 'any',
    exists: (release) => release.tokens,
    answer: (call) => ({ document: tokenFor(call, call.caller) }),
  },
  {
    route: 'POST /api/3.0/services/auth/token',
    name: 'authTokenCreate',
    feature: 'nobody',
    takes: { root: 'credentials' },
    exists: (release) => release.basicSwitch,
    async answer(call) {
      return { document: tokenFor(call, await named(call, call.body)) };
    },
  },
  {
    route: `GET ${base}/tokenexpiration`,
    name: 'authTokenExpirationRead',
    feature: 'urm.user_account_management',
    exists: (release) => release.tokens,
    answer: ({ device }) => ({ document: expiry(device.state.store.tokenMinutes) }),
  },
  {
    route: `PUT ${base}/tokenexpiration`,
    name: 'authTokenExpirationUpdate',
    feature: 'urm.user_account_management',
    takes: { root: 'authTokenExpiry' },
    exists: (release) => release.tokens,
    answer({ body, change }) {
      const minutes = minutesIn(textOf(body, 'defaultExpiryInMinutes') ?? '');
      change((draft) => {
        draft.store.tokenMinutes = minutes;
      });
      return { document: expiry(minutes) };
    },
  },
  {
    route: `POST ${base}/tokeninvalidation`,
    name: 'authTokenInvalidate',
    feature: 'urm.user_account_management',
    exists: (release) => release.tokenInvalidation,
    answer({ query, change }) {
      const login = principalName(query.get('userId') ?? '');
      change((draft) => {
        for (const [mark, token] of Object.entries(draft.run.tokens)) {
          if (token.login === login) delete draft.run.tokens[mark];
        }
      });
      return {};
    },
  },
  {
    route: `GET ${base}/basic`,
    name: 'authBasicRead',
    feature: 'administration.basic_auth',
    exists: (release) => release.basicSwitch,
    answer: ({ device }) => ({ document: basicStatus(device.state.store.basicDisabled) }),
  },
  {
    route: `PUT ${base}/basic`,
    name: 'authBasicUpdate',
    feature: 'nobody',
    takes: { root: 'auth' },
    exists: (release) => release.basicSwitch,
    async answer(call) {
      const caller = await named(call, call.body);
      if (!caller.roles.some((role) => role === 'super_user' || role === 'enterprise_admin')) {
        throw failures.notAuthorized('administration.basic_auth');
      }
      const disabled = textOf(call.body, 'disableBasicAuth')?.toLowerCase() === 'true';
      call.change((draft) => {
        draft.store.basicDisabled = disabled;
      });
      return { document: basicStatus(disabled) };
    },
  },
];

function tokenFor({ device, query }: Call, caller: Caller): Document {
  const asked = query.get('expiresInMinutes');
  const minutes = asked === null ? device.state.store.tokenMinutes : minutesIn(asked);
  return { root: 'authToken', value: { value: issueToken(device, caller, minutes) } };
}

/** Who a body says is asking: those operations do not look at the header. @throws PageError 403 */
function named({ device }: Call, body: Element | undefined): Promise<Caller> {
  const user = textOf(body, 'username');
  const password = textOf(body, 'password');
  if (user === undefined || password === undefined) throw new PageError(403, badCredentials);
  return admit(device, { user, password });
}

/** @throws ApiError 400 */
function minutesIn(text: string): number {
  const minutes = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  if (minutes < 1 || minutes > longest)
    throw failures.invalid(`Token expiry must be between 1 and ${longest} minutes.`);
  return minutes;
}

const expiry = (minutes: number): Document => ({
  root: 'authTokenExpiry',
  value: { defaultExpiryInMinutes: minutes },
});

const basicStatus = (disableBasicAuth: boolean): Document => ({ root: 'basicAuthStatus', value: { disableBasicAuth } });
