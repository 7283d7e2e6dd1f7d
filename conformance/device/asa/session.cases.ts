import { defineCase } from '../../case.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { header } from '../../oracle/http.ts';
import { ask, cli, host, objects, put, type Seen, seen } from './agent.ts';
import { type Rule, ruled } from './rule.ts';
import { about, quickStart, repository, walkthrough } from './sources.ts';

const tokens = about('Token Authentication API');

interface Tokens {
  readonly created: Seen;
  readonly form: string;
  readonly headerName: boolean;
  readonly reads: Seen;
  readonly writes: Seen;
  readonly deleted: Seen;
  readonly after: Seen;
  readonly deletedAgain: Seen;
  readonly statuses: readonly number[];
  readonly afterOneWent: number;
}

/** A token's form without its secret. */
function form(token: string): string {
  return token.replace(/[0-9A-F]/g, '9').replace(/9+/g, (digits) => `<${digits.length}>`);
}

const tokenRules: readonly Rule<Tokens>[] = [
  {
    id: 'ASA-TOK-0001',
    check: 'created',
    statement: 'A POST to /api/tokenservices with the right user and password is answered 204.',
    evidence: 'documented',
    source: tokens,
    judge: ({ created }) => equal(204, created.status),
  },
  {
    id: 'ASA-TOK-0002',
    check: 'empty',
    statement: 'The answer that brings a token has an empty body.',
    evidence: 'documented',
    source: walkthrough('Token Authentication'),
    judge: ({ created }) => equal('', created.body),
  },
  {
    id: 'ASA-TOK-0003',
    check: 'header',
    statement: 'The token stands in a header X-Auth-Token, in this spelling.',
    evidence: 'documented',
    source: walkthrough('Token Authentication'),
    judge: ({ headerName }) => equal(true, headerName),
  },
  {
    id: 'ASA-TOK-0004',
    check: 'form',
    statement: 'A token is hexadecimal, decimal, four and forty hexadecimal digits, joined by @.',
    evidence: 'recorded',
    source: repository('Public Python client of the ASA REST API', 'debug log of 2018-04-11, ASA 9.6(4)3'),
    judge: (one) => matches(/^<\d+>@<\d+>@<4>@<40>$/, one.form, '<n>@<n>@<4>@<40>'),
  },
  {
    id: 'ASA-TOK-0005',
    check: 'reads',
    statement: 'A request with a token and without a password is answered.',
    evidence: 'documented',
    source: tokens,
    judge: ({ reads }) => equal(200, reads.status),
  },
  {
    id: 'ASA-TOK-0006',
    check: 'writes',
    statement: 'A token has the privilege of the user who asked for it.',
    evidence: 'documented',
    source: tokens,
    judge: ({ writes }) => equal(201, writes.status),
  },
  {
    id: 'ASA-TOK-0007',
    check: 'deleted',
    statement: 'A DELETE of a token is answered 204.',
    evidence: 'documented',
    source: tokens,
    judge: ({ deleted }) => equal(204, deleted.status),
  },
  {
    id: 'ASA-TOK-0008',
    check: 'deleted-again',
    statement: 'A DELETE of a token that is not valid is answered 401.',
    evidence: 'documented',
    source: tokens,
    judge: ({ deletedAgain }) => equal(401, deletedAgain.status),
    killedBy: ['asa.token-survives-delete', 'asa.any-password'],
  },
  {
    id: 'ASA-TOK-0009',
    check: 'limit',
    statement: 'The 26th token of a context is refused with 503.',
    evidence: 'documented',
    source: tokens,
    judge: ({ statuses }) => equal([...Array.from({ length: 25 }, () => 204), 503], statuses),
    killedBy: ['asa.token-survives-delete'],
  },
  {
    id: 'ASA-TOK-0010',
    check: 'room',
    statement: 'After a token was deleted there is room for another one.',
    evidence: 'documented',
    source: tokens,
    judge: ({ afterOneWent }) => equal(204, afterOneWent),
    killedBy: ['asa.token-survives-delete'],
  },
];

const tokenRegister = ruled(tokenRules);

/** A token from its making to its end, and how many there may be. */
export const tokenLife = defineCase<Tokens>({
  id: 'ASA-TOKEN-LIFE',
  title: 'Tokens are made, used, deleted and counted',
  touches: 'config',
  async drive(t) {
    const device = await t.fresh({ configured: 'rest' });
    const make = () => put(device, 'POST', '/api/tokenservices');
    const first = await make();
    const token = header(first, 'x-auth-token') ?? '';
    t.secret('password', token);
    const by = { token };
    const path = `/api/tokenservices/${encodeURIComponent(token)}`;
    const observed = {
      created: seen(first),
      form: form(token),
      headerName: first.rawHeaders.includes('X-Auth-Token'),
      reads: await ask(device, 'GET', objects, undefined, by),
      writes: await ask(device, 'POST', objects, host('by-token'), by),
      deleted: await ask(device, 'DELETE', path, undefined, by),
      after: await ask(device, 'GET', objects, undefined, by),
      deletedAgain: await ask(device, 'DELETE', path),
    };
    const statuses: number[] = [];
    let last = '';
    for (let count = 0; count < 26; count++) {
      const made = await make();
      statuses.push(made.status);
      last = header(made, 'x-auth-token') ?? last;
    }
    t.secret('password', last);
    await ask(device, 'DELETE', `/api/tokenservices/${encodeURIComponent(last)}`);
    return { ...observed, statuses, afterOneWent: (await make()).status };
  },
  checks: tokenRegister.checks,
});

interface Refusals {
  readonly nobody: Seen;
  readonly wrong: Seen;
  readonly unknown: Seen;
  readonly tokenNobody: Seen;
  readonly tokenWrong: Seen;
}

const refusalRules: readonly Rule<Refusals>[] = [
  {
    id: 'ASA-AUTH-0001',
    check: 'nobody',
    statement: 'A request without credentials is answered 401.',
    evidence: 'documented',
    source: about('Authentication and Authorization'),
    judge: ({ nobody }) => equal(401, nobody.status),
    killedBy: ['asa.any-password'],
  },
  {
    id: 'ASA-AUTH-0002',
    check: 'wrong',
    statement: 'A wrong password is answered 401.',
    evidence: 'documented',
    source: about('Authentication and Authorization'),
    judge: ({ wrong }) => equal(401, wrong.status),
    killedBy: ['asa.any-password'],
  },
  {
    id: 'ASA-AUTH-0003',
    check: 'unknown',
    statement: 'An unknown user is answered 401.',
    evidence: 'documented',
    source: about('Authentication and Authorization'),
    judge: ({ unknown }) => equal(401, unknown.status),
    killedBy: ['asa.any-password'],
  },
  {
    id: 'ASA-AUTH-0004',
    check: 'token-nobody',
    statement: 'A token asked for without credentials is answered 401.',
    evidence: 'documented',
    source: tokens,
    judge: ({ tokenNobody }) => equal(401, tokenNobody.status),
    killedBy: ['asa.any-password'],
  },
  {
    id: 'ASA-AUTH-0005',
    check: 'token-wrong',
    statement: 'A token asked for with a wrong password is answered 401.',
    evidence: 'documented',
    source: tokens,
    judge: ({ tokenWrong }) => equal(401, tokenWrong.status),
    killedBy: ['asa.any-password'],
  },
];

const refusalRegister = ruled(refusalRules);

/** Who is not let in. */
export const refusals = defineCase<Refusals>({
  id: 'ASA-AUTH-REFUSED',
  title: 'Requests without the right credentials are refused',
  touches: 'session',
  async drive(t) {
    const device = await t.device();
    const wrong = { username: device.username, password: `${device.password}-not` };
    const unknown = { username: 'nobody-here', password: 'Secret-1' };
    return {
      nobody: await ask(device, 'GET', objects, undefined, null),
      wrong: await ask(device, 'GET', objects, undefined, wrong),
      unknown: await ask(device, 'GET', objects, undefined, unknown),
      tokenNobody: await ask(device, 'POST', '/api/tokenservices', undefined, null),
      tokenWrong: await ask(device, 'POST', '/api/tokenservices', undefined, wrong),
    };
  },
  checks: refusalRegister.checks,
});

interface Levels {
  readonly [level: string]: { readonly monitoring: number; readonly get: number; readonly post: number };
}

const privileges = quickStart('Command Authorization and privilege levels');
const level = (
  id: string,
  check: string,
  statement: string,
  judge: Rule<Levels>['judge'],
  killedBy: string[] = [],
): Rule<Levels> => ({
  id,
  check,
  statement,
  evidence: 'documented',
  source: privileges,
  judge,
  killedBy,
});

const levelRules: readonly Rule<Levels>[] = [
  level('ASA-PRIV-0001', 'three-monitors', 'A user of privilege 3 may read monitoring resources.', (seen) =>
    equal(200, seen.three?.monitoring),
  ),
  level(
    'ASA-PRIV-0002',
    'three-reads-not',
    'A user of privilege 3 may not read other resources.',
    (seen) => holds(seen.three?.get !== 200, 'a refusal', seen.three?.get),
    ['asa.privileges-ignored'],
  ),
  level(
    'ASA-PRIV-0003',
    'three-writes-not',
    'A user of privilege 3 may not make anything.',
    (seen) => holds((seen.three?.post ?? 0) >= 400, 'a refusal', seen.three?.post),
    ['asa.privileges-ignored'],
  ),
  level('ASA-PRIV-0004', 'five-monitors', 'A user of privilege 5 may read monitoring resources.', (seen) =>
    equal(200, seen.five?.monitoring),
  ),
  level('ASA-PRIV-0005', 'five-reads', 'A user of privilege 5 may read resources.', (seen) =>
    equal(200, seen.five?.get),
  ),
  level(
    'ASA-PRIV-0006',
    'five-writes-not',
    'A user of privilege 5 may not make anything.',
    (seen) => holds((seen.five?.post ?? 0) >= 400, 'a refusal', seen.five?.post),
    ['asa.privileges-ignored'],
  ),
  level('ASA-PRIV-0007', 'fifteen-reads', 'A user of privilege 15 may read resources.', (seen) =>
    equal(200, seen.fifteen?.get),
  ),
  level('ASA-PRIV-0008', 'fifteen-writes', 'A user of privilege 15 may make resources.', (seen) =>
    equal(201, seen.fifteen?.post),
  ),
];

const levelRegister = ruled(levelRules);

/** What each privilege level may do. */
export const levels = defineCase<Levels>({
  id: 'ASA-PRIV-LEVELS',
  title: 'Privilege levels 3, 5 and 15 may do what they may',
  touches: 'config',
  async drive(t) {
    const device = await t.fresh({ configured: 'rest' });
    const observed: Record<string, Levels[string]> = {};
    for (const [name, privilege] of [
      ['three', 3],
      ['five', 5],
      ['fifteen', 15],
    ] as const) {
      const who = { username: name, password: 'Secret-1' };
      await cli(device, `username ${name} password ${who.password} privilege ${privilege}`);
      observed[name] = {
        monitoring: (await ask(device, 'GET', '/api/monitoring/serialnumber', undefined, who)).status,
        get: (await ask(device, 'GET', objects, undefined, who)).status,
        post: (await ask(device, 'POST', objects, host(`of-${name}`), who)).status,
      };
    }
    return observed;
  },
  checks: levelRegister.checks,
});

export const sessionRequirements = [
  ...tokenRegister.requirements,
  ...refusalRegister.requirements,
  ...levelRegister.requirements,
];
