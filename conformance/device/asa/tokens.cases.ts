import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { header } from '../../oracle/http.ts';
import { ask, door, host, objects, own, put, seen, talk } from './agent.ts';
import { rulesOver, topic } from './rule.ts';
import { about, client, debugLog, napalm, walkthrough } from './sources.ts';

const services = '/api/tokenservices';

/** A token's form without its secret. */
function form(token: string): string {
  return token.replace(/[0-9A-F]/g, '9').replace(/9+/g, (digits) => `<${digits.length}>`);
}

async function drive(t: CaseContext) {
  const { device } = await own(t);
  const make = async (body?: unknown) => {
    const made = await put(device, 'POST', services, body);
    const token = header(made, 'x-auth-token') ?? '';
    t.secret('password', token);
    return { made, token, path: `${services}/${encodeURIComponent(token)}` };
  };
  const wrong = { username: device.username, password: `${device.password}-not` };
  const raw = (method: string, path: string, ...headers: (readonly [string, string])[]) =>
    device.request(door, { method, path, headers: [['User-Agent', 'REST API Agent'], ...headers] }).then(seen);
  const unreadable = ['Authorization', 'Basic !!!'] as const;

  const first = await make();
  const by = { token: first.token };
  const wrongBasic = `Basic ${Buffer.from(`${wrong.username}:${wrong.password}`).toString('base64')}`;
  const observed = {
    created: seen(first.made),
    form: form(first.token),
    headerName: first.made.rawHeaders.includes('X-Auth-Token'),
    reads: await ask(device, 'GET', objects, undefined, by),
    writes: await ask(device, 'POST', objects, host('by-token'), by),
    besideWrong: await raw('GET', objects, ['X-Auth-Token', first.token], ['Authorization', wrongBasic]),
    unreadable: await raw('POST', services, unreadable),
    deletedUnreadably: await raw('DELETE', first.path, unreadable),
    deletedWrongly: await ask(device, 'DELETE', first.path, undefined, wrong),
    stillGood: await ask(device, 'GET', objects, undefined, by),
    deleted: await ask(device, 'DELETE', first.path, undefined, by),
    after: await ask(device, 'GET', objects, undefined, by),
    deletedAgain: await ask(device, 'DELETE', first.path),
  };

  const second = await make('');
  const third = await make({});
  const basic = `Basic ${Buffer.from(`${device.username}:${device.password}`).toString('base64')}`;
  const more = {
    text: seen(second.made),
    object: seen(third.made),
    deletedByPassword: await ask(device, 'DELETE', second.path),
    deletedByBoth: await raw(
      'DELETE',
      `${services}/${third.token}`,
      ['X-Auth-Token', third.token],
      ['Authorization', basic],
    ),
  };

  const statuses: number[] = [];
  let last = await make();
  statuses.push(last.made.status);
  while (statuses.length < 26) {
    const made = await make();
    statuses.push(made.made.status);
    if (made.token !== '') last = made;
  }
  const full = {
    others: await talk(device).get(objects),
    tokens: await talk(device, { token: last.token }).get(objects),
  };
  await ask(device, 'DELETE', last.path);
  return { ...observed, ...more, statuses, full, afterOneWent: (await make()).made.status };
}

const rule = rulesOver<typeof drive>();
const tokens = about('Token Authentication API');

/** A token from its making to its end, and how many there may be. */
export const tokenLife = topic({
  id: 'ASA-TOKEN-LIFE',
  title: 'Tokens are made, used, deleted and counted',
  touches: 'config',
  drive,
  rules: [
    rule(
      'ASA-TOK-0001',
      'created',
      'A POST to /api/tokenservices with the right user and password is answered 204.',
      tokens,
      ({ created }) => equal(204, created.status),
    ),
    rule(
      'ASA-TOK-0002',
      'empty',
      'The answer that brings a token has an empty body.',
      walkthrough('Token Authentication'),
      ({ created }) => equal('', created.body),
    ),
    rule(
      'ASA-TOK-0003',
      'header',
      'The token stands in a header X-Auth-Token, in this spelling.',
      walkthrough('Token Authentication'),
      ({ headerName }) => equal(true, headerName),
    ),
    rule(
      'ASA-TOK-0004',
      'form',
      'A token is hexadecimal, decimal, four and forty hexadecimal digits, joined by @.',
      debugLog('token request'),
      (one) => matches(/^<\d+>@<\d+>@<4>@<40>$/, one.form, '<n>@<n>@<4>@<40>'),
    ),
    rule('ASA-TOK-0005', 'reads', 'A request with a token and without a password is answered.', tokens, ({ reads }) =>
      equal(200, reads.status),
    ),
    rule('ASA-TOK-0006', 'writes', 'A token has the privilege of the user who asked for it.', tokens, ({ writes }) =>
      equal(201, writes.status),
    ),
    rule('ASA-TOK-0007', 'deleted', 'A DELETE of a token is answered 204.', tokens, ({ deleted }) =>
      equal(204, deleted.status),
    ),
    rule(
      'ASA-TOK-0008',
      'deleted-again',
      'A DELETE of a token that is not valid is answered 401.',
      tokens,
      ({ deletedAgain }) => equal(401, deletedAgain.status),
    ),
    rule('ASA-TOK-0009', 'limit', 'The 26th token of a context is refused with 503.', tokens, ({ statuses }) =>
      equal([...Array.from({ length: 25 }, () => 204), 503], statuses),
    ),
    rule(
      'ASA-TOK-0010',
      'room',
      'After a token was deleted there is room for another one.',
      tokens,
      ({ afterOneWent }) => equal(204, afterOneWent),
    ),
    rule(
      'ASA-TOK-0011',
      'unreadable',
      'A token asked for with credentials that cannot be read is answered 400.',
      tokens,
      ({ unreadable }) => equal(400, unreadable.status),
    ),
    rule(
      'ASA-TOK-0012',
      'deleted-unreadably',
      'A DELETE of a token with credentials that cannot be read is answered 400.',
      tokens,
      ({ deletedUnreadably }) => equal(400, deletedUnreadably.status),
    ),
    rule(
      'ASA-TOK-0013',
      'deleted-wrongly',
      'A DELETE of a token with a wrong password is answered 401.',
      tokens,
      ({ deletedWrongly }) => equal(401, deletedWrongly.status),
    ),
    rule(
      'ASA-TOK-0014',
      'survives-a-stranger',
      'A token that somebody with a wrong password tried to delete is good still.',
      tokens,
      ({ stillGood }) => equal(200, stillGood.status),
    ),
    rule(
      'ASA-TOK-0015',
      'token-first',
      'Basic credentials are looked at only where there is no token.',
      about('Authentication and Authorization'),
      ({ besideWrong }) => equal(200, besideWrong.status),
    ),
    rule(
      'ASA-TOK-0016',
      'text-body',
      'A token is given for a body that is an empty text.',
      napalm('the token request of asa.py'),
      ({ text }) => equal(204, text.status),
    ),
    rule(
      'ASA-TOK-0017',
      'object-body',
      'A token is given for a body that is an empty object.',
      client('chrismarget/certbot-asa', 'certbot_asa/asa.py'),
      ({ object }) => equal(204, object.status),
    ),
    rule(
      'ASA-TOK-0018',
      'deleted-by-password',
      'A token is deleted by user and password alone.',
      tokens,
      ({ deletedByPassword }) => equal(204, deletedByPassword.status),
    ),
    rule(
      'ASA-TOK-0019',
      'deleted-by-both',
      'A token that stands in the path as it is, its @ not encoded, is deleted by token and password together.',
      client('napalm-automation-community/napalm-asa', 'delete_token'),
      ({ deletedByBoth }) => equal(204, deletedByBoth.status),
    ),
    rule(
      'ASA-TOK-0020',
      'password-while-full',
      'While there are 25 tokens a request with a password is answered.',
      tokens,
      ({ full }) => equal(200, full.others.status),
    ),
    rule('ASA-TOK-0021', 'token-while-full', 'The refusal of the 26th token leaves the 25 good.', tokens, ({ full }) =>
      equal(200, full.tokens.status),
    ),
    rule(
      'ASA-TOK-0022',
      'deleted-empty',
      'The answer to the DELETE of a token has an empty body.',
      debugLog('token deletion'),
      ({ deleted }) => equal('', deleted.body),
    ),
  ],
});
