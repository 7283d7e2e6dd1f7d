import type { CaseContext } from '../../context.ts';
import { equal, holds } from '../../judgement.ts';
import { ask, door, host, objects, own, seen } from './agent.ts';
import { rulesOver, topic } from './rule.ts';
import { about, advisory, commands, walkthrough } from './sources.ts';

async function refuse(t: CaseContext) {
  const device = await t.device();
  const wrong = { username: device.username, password: `${device.password}-not` };
  const unknown = { username: 'nobody-here', password: 'Secret-1' };
  return {
    nobody: await ask(device, 'GET', objects, undefined, null),
    wrong: await ask(device, 'GET', objects, undefined, wrong),
    unknown: await ask(device, 'GET', objects, undefined, unknown),
    tokenNobody: await ask(device, 'POST', '/api/tokenservices', undefined, null),
    tokenWrong: await ask(device, 'POST', '/api/tokenservices', undefined, wrong),
    posted: await ask(device, 'POST', objects, host('rackless-nobody'), null),
    afterPost: await ask(device, 'GET', `${objects}/rackless-nobody`),
    doc: await ask(device, 'GET', '/doc/', undefined, null),
  };
}

const refused = rulesOver<typeof refuse>();
const authentication = about('Authentication and Authorization');
const tokens = about('Token Authentication API');

/** Who is not let in. */
export const refusals = topic({
  id: 'ASA-AUTH-REFUSED',
  title: 'Requests without the right credentials are refused',
  touches: 'session',
  drive: refuse,
  rules: [
    refused('ASA-AUTH-0001', 'nobody', 'A request without credentials is answered 401.', authentication, ({ nobody }) =>
      equal(401, nobody.status),
    ),
    refused('ASA-AUTH-0002', 'wrong', 'A wrong password is answered 401.', authentication, ({ wrong }) =>
      equal(401, wrong.status),
    ),
    refused('ASA-AUTH-0003', 'unknown', 'An unknown user is answered 401.', authentication, ({ unknown }) =>
      equal(401, unknown.status),
    ),
    refused(
      'ASA-AUTH-0004',
      'token-nobody',
      'A token asked for without credentials is answered 401.',
      tokens,
      ({ tokenNobody }) => equal(401, tokenNobody.status),
    ),
    refused(
      'ASA-AUTH-0005',
      'token-wrong',
      'A token asked for with a wrong password is answered 401.',
      tokens,
      ({ tokenWrong }) => equal(401, tokenWrong.status),
    ),
    refused('ASA-AUTH-0006', 'posted', 'A POST without credentials is answered 401.', authentication, ({ posted }) =>
      equal(401, posted.status),
    ),
    refused(
      'ASA-AUTH-0007',
      'nothing-made',
      'A POST without credentials makes nothing.',
      authentication,
      ({ afterPost }) => equal(404, afterPost.status),
    ),
    refused(
      'ASA-AUTH-0008',
      'doc-nobody',
      'The page /doc/ asks for the same credentials as the API.',
      walkthrough('Documentation'),
      ({ doc }) => equal(401, doc.status),
    ),
  ],
});

async function byEnablePassword(t: CaseContext) {
  const { device, run } = await own(t);
  const enable = { username: '', password: 'Enable-Secret-1' };
  await run(`enable password ${enable.password}`, 'no aaa authentication http console LOCAL');
  return {
    nameless: await ask(device, 'GET', objects, undefined, enable),
    wrong: await ask(device, 'GET', objects, undefined, { username: '', password: 'Not-That-1' }),
  };
}

const enabled = rulesOver<typeof byEnablePassword>();
const console = commands('aaa authentication console');

/** A box that has no rule for logins by HTTP. */
export const enablePassword = topic({
  id: 'ASA-AUTH-ENABLE',
  title: 'Without a rule for logins by HTTP the enable password lets in',
  touches: 'config',
  drive: byEnablePassword,
  rules: [
    enabled(
      'ASA-AUTH-0009',
      'nameless',
      'Without aaa authentication http console an empty name and the enable password are let in.',
      console,
      ({ nameless }) => equal(200, nameless.status),
    ),
    enabled(
      'ASA-AUTH-0010',
      'wrong',
      'Without aaa authentication http console a password that is not the enable password is answered 401.',
      console,
      ({ wrong }) => equal(401, wrong.status),
    ),
  ],
});

async function atTheGate(t: CaseContext) {
  const { device, run } = await own(t, { userAgentGate: 'exact' });
  const basic = `Basic ${Buffer.from(`${device.username}:${device.password}`).toString('base64')}`;
  const as = async (agent: string) =>
    seen(
      await device.request(door, {
        method: 'GET',
        path: objects,
        headers: [
          ['User-Agent', agent],
          ['Authorization', basic],
        ],
      }),
    );
  const before = { stranger: await as('python-requests/2.32.0'), listed: await as('REST API Agent') };
  await run('http server basic-auth-client python-requests/2.32.0');
  return { ...before, admitted: await as('python-requests/2.32.0'), other: await as('curl/8.0.0') };
}

const gate = rulesOver<typeof atTheGate>();
const fix = advisory('Fixed software; http server basic-auth-client');

/** The list of user agents that may use Basic, on boxes that have it. */
export const userAgents = topic({
  id: 'ASA-AUTH-GATE',
  title: 'With the fix of 2019 only listed user agents may use Basic',
  touches: 'simulator-only',
  drive: atTheGate,
  rules: [
    gate(
      'ASA-AUTH-0011',
      'stranger',
      'With the list on, Basic from a user agent that is not on it is refused.',
      fix,
      ({ stranger }) => holds(stranger.status !== 200, 'a refusal', stranger.status),
    ),
    gate(
      'ASA-AUTH-0012',
      'listed',
      'With the list on, the user agent REST API Agent may use Basic.',
      fix,
      ({ listed }) => equal(200, listed.status),
    ),
    gate(
      'ASA-AUTH-0013',
      'admitted',
      'http server basic-auth-client puts a user agent on the list.',
      fix,
      ({ admitted }) => equal(200, admitted.status),
    ),
    gate(
      'ASA-AUTH-0014',
      'others-stay-out',
      'A user agent that was put on the list lets in no other.',
      fix,
      ({ other }) => holds(other.status !== 200, 'a refusal', other.status),
    ),
  ],
});
