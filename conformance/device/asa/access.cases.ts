import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { host, objects, own, pathOf, reference } from './agent.ts';
import { at, each, listAt, message, namesAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, client, goClient, recorded, schema, terraform } from './sources.ts';

const rules = '/api/access/in/management/rules';
const idOf = (path: string) => path.split('/').at(-1) ?? '';

async function drive(t: CaseContext) {
  const { get, post, put, remove, run } = await own(t);
  const empty = await get(rules);
  const web = {
    permit: true,
    active: true,
    sourceAddress: { kind: 'AnyIPAddress', value: 'any4' },
    destinationAddress: { kind: 'IPv4Address', value: '192.0.2.8' },
    destinationService: { kind: 'TcpUdpService', value: 'tcp/443' },
  };
  const made = await post(rules, web);
  const path = pathOf(made);
  const item = await get(path);
  const lines = await run('show running-config access-list', 'show running-config access-group');
  const twice = await post(rules, web);
  const groups = await get('/api/access/in');
  const moved = await put(path, { ...web, destinationAddress: { kind: 'IPv4Address', value: '192.0.2.9' } });
  const afterMove = await get(pathOf(moved));
  const { permit: _, ...unsaid } = web;
  const denial = await post(rules, {
    ...unsaid,
    destinationAddress: { kind: 'IPv4Network', value: '198.51.100.0/24' },
  });
  const denied = await get(pathOf(denial));
  await post(objects, host('server'));
  const named = await post(rules, {
    ...web,
    permit: 'true',
    active: 'true',
    position: '1',
    destinationAddress: reference('NetworkObj', 'server'),
    remarks: ['for the shop'],
    ruleLogging: { logStatus: 'Errors', logInterval: '100' },
  });
  const first = await get(pathOf(named));
  const listed = await get(rules);
  const detailed = await run('show running-config access-list');
  const inUse = await remove(`${objects}/server`);
  const deleted = await remove(pathOf(named));
  return {
    empty,
    made,
    item,
    lines,
    twice,
    groups,
    oldId: idOf(path),
    newId: idOf(pathOf(moved)),
    moved,
    afterMove,
    denied,
    named,
    first,
    listed,
    detailed,
    inUse,
    deleted,
    gone: await get(pathOf(named)),
    unknown: await post('/api/access/in/nowhere/rules', web),
    unknownRead: await get('/api/access/in/nowhere/rules'),
    global: await post('/api/access/global/rules', web),
    out: await post('/api/access/out/management/rules', web),
    bound: await run('show running-config access-group'),
  };
}

const rule = rulesOver<typeof drive>();
const accessRules = about('Access rules');
const cisco = goClient('access rules');
const payloads = recorded('MarcBuch/Cisco-ASA-API and others', 'payloads of access rules');
const library = recorded('Public Python class library for the ASA API', 'sample outputs');

/** Rules of an interface. */
export const accessLife = topic({
  id: 'ASA-RULE-LIFE',
  title: 'Access rules are made, listed, moved and deleted, and the CLI shows them',
  touches: 'config',
  drive,
  rules: [
    rule(
      'ASA-RULE-0001',
      'rule',
      'A POST that makes an access rule is answered 201, with the rule in Location.',
      cisco,
      ({ made }) => equal([201, true], [made.status, /\/api\/access\/in\/[^/]+\/rules\/\d+$/.test(made.location)]),
    ),
    rule(
      'ASA-RULE-0002',
      'is-access-rule',
      'A rule of an interface has isAccessRule true.',
      schema('access rules'),
      ({ item }) => equal(true, at(item, 'isAccessRule')),
    ),
    rule(
      'ASA-RULE-0003',
      'logging',
      'A rule without a word on logging has logInterval 300 and logStatus Default.',
      schema('access rules'),
      ({ item }) => equal({ logInterval: 300, logStatus: 'Default' }, at(item, 'ruleLogging')),
    ),
    rule(
      'ASA-RULE-0004',
      'service-name',
      'The port of a rule comes back by name.',
      terraform('acceptance tests'),
      ({ item }) => equal({ kind: 'TcpUdpService', value: 'tcp/https' }, at(item, 'destinationService')),
    ),
    rule(
      'ASA-RULE-0005',
      'line',
      'A rule that REST makes is an extended access list entry of the running configuration.',
      accessRules,
      ({ lines }) => matches(/access-list \S+ extended permit tcp any4 host 192\.0\.2\.8 eq https/, lines, 'the entry'),
    ),
    rule(
      'ASA-RULE-0006',
      'bound',
      'The first rule of an interface binds its list to the interface.',
      accessRules,
      ({ lines }) => matches(/access-group \S+ in interface management/, lines, 'the access-group'),
    ),
    rule(
      'ASA-RULE-0007',
      'empty',
      'An interface without rules has an empty collection without a kind.',
      recorded('demisto/content', 'Packs/CiscoASA, test data'),
      ({ empty }) => equal([200, ['selfLink', 'rangeInfo', 'items']], [empty.status, namesAt(empty)]),
    ),
    rule('ASA-RULE-0008', 'twice', 'A rule that is there already is refused with 400.', schema('errors'), ({ twice }) =>
      equal(400, twice.status),
    ),
    rule(
      'ASA-RULE-0009',
      'duplicate',
      'The refusal of a rule that is there already has the code DUPLICATE.',
      schema('errors'),
      ({ twice }) => equal('DUPLICATE', message(twice).code),
    ),
    rule(
      'ASA-RULE-0010',
      'operands',
      'A rule has both addresses and both services, given or not.',
      terraform('access rules, read'),
      ({ item }) =>
        equal(
          [],
          ['sourceAddress', 'destinationAddress', 'sourceService', 'destinationService'].filter(
            (name) => at(item, name, 'kind') === undefined,
          ),
        ),
    ),
    rule('ASA-RULE-0011', 'id', 'The id of a rule is a decimal number of 32 bits.', library, ({ oldId }) =>
      equal(true, /^\d{1,10}$/.test(oldId) && Number(oldId) < 2 ** 32),
    ),
    rule('ASA-RULE-0012', 'put', 'A PUT of a rule is answered 204, with the rule in Location.', cisco, ({ moved }) =>
      equal([204, true], [moved.status, /\/api\/access\/in\/[^/]+\/rules\/\d+$/.test(moved.location)]),
    ),
    rule(
      'ASA-RULE-0013',
      'new-id',
      'A rule whose address is changed by a PUT has another id.',
      about('PUT'),
      ({ oldId, newId }) => equal(true, newId !== '' && oldId !== newId),
    ),
    rule(
      'ASA-RULE-0014',
      'found-by-new-id',
      'A rule that was changed by a PUT is found under the id in its Location.',
      cisco,
      ({ afterMove }) => equal('192.0.2.9', at(afterMove, 'destinationAddress', 'value')),
    ),
    rule(
      'ASA-RULE-0015',
      'deny',
      'A rule made without the member permit denies.',
      goClient('permit, left out when false'),
      ({ denied }) => equal(false, at(denied, 'permit')),
    ),
    rule(
      'ASA-RULE-0016',
      'texts',
      'Texts are accepted for the members permit, active, position and logInterval.',
      payloads,
      ({ named }) => equal(201, named.status),
    ),
    rule(
      'ASA-RULE-0017',
      'position',
      'A rule that is made with position 1 is the first of its list.',
      terraform('position of entries'),
      ({ listed, first }) =>
        equal([1, 0], [at(first, 'position'), each(listed, 'objectId').indexOf(at(first, 'objectId'))]),
    ),
    rule(
      'ASA-RULE-0018',
      'reference',
      'An object in a rule is a reference with kind, refLink and objectId.',
      library,
      ({ first }) => equal(['kind', 'refLink', 'objectId'], namesAt(first, 'destinationAddress')),
    ),
    rule('ASA-RULE-0019', 'remarks', 'The remarks of a rule come back as a list.', library, ({ first }) =>
      equal(['for the shop'], at(first, 'remarks')),
    ),
    rule(
      'ASA-RULE-0020',
      'level',
      'The level of logging of a rule comes back with its interval as a number.',
      payloads,
      ({ first }) => equal({ logInterval: 100, logStatus: 'Errors' }, at(first, 'ruleLogging')),
    ),
    rule(
      'ASA-RULE-0021',
      'remark-line',
      'A remark stands in the running configuration as access-list NAME remark TEXT.',
      recorded('networktocode/ntc-templates', 'tests/cisco_asa, show access-list'),
      ({ detailed }) => matches(/access-list \S+ remark for the shop\n/, detailed, 'the remark'),
    ),
    rule(
      'ASA-RULE-0022',
      'object-line',
      'An object in a rule stands in the running configuration as object NAME.',
      recorded('networktocode/ntc-templates', 'tests/cisco_asa, show access-list'),
      ({ detailed }) =>
        matches(/ permit tcp any4 object server eq https log errors interval 100/, detailed, 'the entry'),
    ),
    rule('ASA-RULE-0023', 'in-use', 'An object that a rule refers to is not deleted.', about('Objects'), ({ inUse }) =>
      equal(true, inUse.status >= 400),
    ),
    rule('ASA-RULE-0024', 'deleted', 'A DELETE of a rule is answered 204.', accessRules, ({ deleted }) =>
      equal(204, deleted.status),
    ),
    rule('ASA-RULE-0025', 'gone', 'A rule that was deleted is answered 404.', accessRules, ({ gone }) =>
      equal(404, gone.status),
    ),
    rule(
      'ASA-RULE-0026',
      'unknown',
      'A rule for an interface that is not there is answered 500.',
      client('demisto/content', 'Packs/CiscoASA, handling of 500'),
      ({ unknown }) => equal(500, unknown.status),
    ),
    rule(
      'ASA-RULE-0027',
      'unknown-read',
      'The rules of an interface that is not there are answered 404.',
      client('demisto/content', 'Packs/CiscoASA, handling of 404'),
      ({ unknownRead }) => equal(404, unknownRead.status),
    ),
    rule(
      'ASA-RULE-0028',
      'global',
      'A rule for all interfaces is made under /api/access/global/rules.',
      client('demisto/content', 'Packs/CiscoASA, global rules'),
      ({ global, bound }) => equal([201, true], [global.status, /^access-group \S+ global$/m.test(bound)]),
    ),
    rule(
      'ASA-RULE-0029',
      'out',
      'A rule for what leaves an interface is made under /api/access/out.',
      goClient('access out rules'),
      ({ out, bound }) => equal([201, true], [out.status, /^access-group \S+ out interface management$/m.test(bound)]),
    ),
    rule(
      'ASA-RULE-0030',
      'group',
      'An access group tells ACLName, direction IN and its interface with kind, refLink, objectId and name.',
      library,
      ({ groups }) =>
        equal(
          [1, 'IN', 'string', ['kind', 'refLink', 'objectId', 'name']],
          [
            listAt(groups, 'items').length,
            at(groups, 'items', 0, 'direction'),
            typeof at(groups, 'items', 0, 'ACLName'),
            namesAt(groups, 'items', 0, 'interface'),
          ],
        ),
    ),
  ],
});
