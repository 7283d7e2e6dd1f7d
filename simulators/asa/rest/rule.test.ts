import { describe, expect, it } from 'vitest';
import { benchBox } from '../testing/box.ts';
import { rest } from '../testing/rest.ts';

const rules = '/api/objects/extendedacls/A/aces';
const any = { kind: 'AnyIPAddress', value: 'any' };
const lists = 'show running-config access-list';

function box() {
  const made = benchBox();
  made.configure(
    'username bob nopassword',
    'object-group user people',
    'user LOCAL\\bob',
    'object-group security tagged',
    'security-group tag 17',
  );
  return made;
}

const rule = (more: object) => ({
  permit: true,
  sourceAddress: any,
  destinationAddress: any,
  destinationService: { kind: 'TcpUdpService', value: 'tcp/443' },
  ...more,
});

describe('a rule for users and security groups', () => {
  it.each([
    [{ user: { kind: 'AnyUser', value: 'any' } }, 'tcp user any any any eq https'],
    [{ user: { kind: 'NoneUser', value: 'none' } }, 'tcp user none any any eq https'],
    [
      { user: { kind: 'objectRef#UserObj', objectId: 'LOCAL_API_BACK_SLASH_bob' } },
      'tcp user LOCAL\\bob any any eq https',
    ],
    [
      { user: { kind: 'objectRef#LocalUserObjGroup', objectId: 'people' } },
      'tcp object-group-user people any any eq https',
    ],
    [{ srcSecurity: { kind: 'SecurityName', value: 'Lab' } }, 'tcp security-group name Lab any any eq https'],
    [{ dstSecurity: { kind: 'SecurityTag', value: '17' } }, 'tcp any security-group tag 17 any eq https'],
    [
      {
        srcSecurity: { kind: 'objectRef#SecurityObjGroup', objectId: 'tagged' },
        dstSecurity: { kind: 'SecurityTag', value: '4' },
        user: { kind: 'AnyUser', value: 'any' },
      },
      'tcp user any object-group-security tagged any security-group tag 4 any eq https',
    ],
  ])('is made by REST and read on the CLI, and the other way round: %#', async (more, words) => {
    const made = box();
    expect((await rest(made, 'POST', rules, rule(more))).status).toBe(201);
    expect(made.text(lists)).toBe(`access-list A extended permit ${words} \n`);
    const typed = box();
    typed.configure(`access-list A extended permit ${words}`);
    const { json } = await rest(typed, 'GET', rules);
    expect(json).toEqual((await rest(made, 'GET', rules)).json);
    expect(json.items[0]).toMatchObject(more);
  });

  it('shows whom it names by a link', async () => {
    const made = box();
    made.configure('access-list A extended permit ip user LOCAL\\bob object-group-security tagged any any');
    const [item] = (await rest(made, 'GET', rules)).json.items;
    expect(item.user.refLink).toBe('https://fw.example/api/objects/userobjects/LOCAL_API_BACK_SLASH_bob');
    expect(item.srcSecurity.refLink).toBe('https://fw.example/api/objects/securityobjectgroups/tagged');
    for (const { refLink } of [item.user, item.srcSecurity])
      expect((await rest(made, 'GET', new URL(refLink).pathname)).status).toBe(200);
    expect(Object.keys(item)).toEqual(expect.not.arrayContaining(['dstSecurity', 'timeRange']));
  });

  it('keeps whom it names, and follows a new name', async () => {
    const made = box();
    made.configure('access-list A extended permit ip object-group-user people object-group-security tagged any any');
    made.configure(
      'object-group user people',
      'no user LOCAL\\bob',
      'access-list A extended permit ip user LOCAL\\bob any any',
    );
    expect((await rest(made, 'DELETE', '/api/objects/securityobjectgroups/tagged')).status).toBe(400);
    expect((await rest(made, 'DELETE', '/api/objects/localusers/bob')).status).toBe(400);
    made.session.enter('config');
    expect(made.error('no object-group user people')).toContain('it is being used');
    const renamed = await rest(made, 'PUT', '/api/objects/localusergroups/people', { name: 'staff', members: [] });
    expect(renamed.status).toBe(204);
    expect(made.text(lists)).toContain('permit ip object-group-user staff object-group-security tagged any any');
  });

  it.each([
    [{ user: { kind: 'objectRef#UserObj', objectId: 'LOCAL_API_BACK_SLASH_eve' } }, 'user'],
    [{ user: { kind: 'SecurityTag', value: '1' } }, 'user'],
    [{ srcSecurity: { kind: 'SecurityTag', value: '70000' } }, 'srcSecurity'],
    [{ dstSecurity: { kind: 'objectRef#SecurityObjGroup', objectId: 'none' } }, 'dstSecurity'],
  ])('is refused with the attribute that is wrong: %#', async (more, context) => {
    const { status, json } = await rest(box(), 'POST', rules, rule(more));
    expect([status, json.messages[0].context]).toEqual([400, context]);
  });
});

describe('how a rule logs', () => {
  it.each([
    ['log', 'log', 'log informational interval 300', 'Informational', 300],
    ['log interval 60', 'log interval 60', 'log informational interval 60', 'Informational', 60],
    ['log informational', 'log informational', 'log informational interval 300', 'Informational', 300],
    ['log default', 'log default', 'log default', 'Default', 300],
    ['log disable', 'log disable', 'log disable', 'Disabled', 300],
  ])('is shown as it was typed: %s', async (typed, running, shown, logStatus, logInterval) => {
    const made = box();
    made.configure(`access-list A extended permit ip any any ${typed}`);
    expect(made.text(lists)).toBe(`access-list A extended permit ip any any ${running} \n`);
    expect(made.text('show access-list A')).toContain(`line 1 extended permit ip any any ${shown} (hitcnt=0)`);
    const [item] = (await rest(made, 'GET', rules)).json.items;
    expect(item.ruleLogging).toEqual({ logInterval, logStatus });
  });

  it('changes when the rule is typed again in other words, and makes no second one', () => {
    const made = box();
    made.configure('access-list A extended permit ip any any', 'access-list A extended permit ip any any log default');
    expect(made.text(lists)).toBe('access-list A extended permit ip any any log default \n');
  });
});

describe('a rule on the CLI', () => {
  it.each([
    ['permit ip object web9 any', 'object <web9>'],
    ['permit ip any object-group g9', 'object group <g9>'],
    ['permit object s9 any any', 'object <s9>'],
    ['permit ip object-group-user u9 any any', 'object group <u9>'],
    ['permit ip any object-group-security t9 any', 'object group <t9>'],
    ['permit ip any any time-range r9', 'time-range <r9>'],
  ])('is refused where it names what is not there: %s', (words, lacking) => {
    const made = box();
    made.session.enter('config');
    expect(made.error(`access-list A extended ${words}`)).toContain(`ERROR: specified ${lacking} not found`);
    expect(made.text(lists)).toBe('');
  });
});
