import type { CaseContext } from '../../context.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { host, objects, own, reference } from './agent.ts';
import { at, listAt, namesAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, client, collection, recorded } from './sources.ts';

const groups = '/api/objects/networkobjectgroups';

async function drive(t: CaseContext) {
  const { get, post, put, patch, remove, run } = await own(t);
  await post(objects, host('member'));
  await post(objects, host('linked'));
  const link = String(at(await get(`${objects}/linked`), 'selfLink'));
  const made = await post(groups, {
    kind: 'object#NetworkObjGroup',
    name: 'many',
    members: [reference('NetworkObj', 'member')],
  });
  const group = await get(`${groups}/many`);
  const grown = await patch(`${groups}/many`, { 'members.add': [{ kind: 'IPv4Address', value: '10.1.1.1' }] });
  const groupAfter = await get(`${groups}/many`);
  const shrunk = await patch(`${groups}/many`, { 'members.remove': [{ kind: 'IPv4Address', value: '10.1.1.1' }] });
  const shrunkAfter = await get(`${groups}/many`);
  const inUse = await remove(`${objects}/member`);
  const stillThere = await get(`${objects}/member`);
  const whole = await put(`${groups}/many`, {
    name: 'many',
    members: [
      { kind: 'objectRef#NetworkObj', refLink: link },
      { kind: 'IPv4Address', value: '10.1.1.1' },
      { kind: 'IPv4Network', value: '10.2.0.0/16' },
    ],
  });
  const wholeAfter = await get(`${groups}/many`);
  await post(groups, {
    kind: 'object#NetworkObjGroup',
    name: 'outer',
    members: [reference('NetworkObjGroup', 'many')],
    description: 'a group of groups',
  });
  const outer = await get(`${groups}/outer`);
  const shown = await run('show running-config object-group network');
  const freed = await remove(`${objects}/member`);
  const deleted = await remove(`${groups}/outer`);
  await run('object-group network typed', 'network-object host 203.0.113.1', 'network-object object linked');
  return {
    made,
    group,
    grown,
    groupAfter,
    shrunk,
    shrunkAfter,
    inUse,
    stillThere,
    whole,
    wholeAfter,
    outer,
    shown,
    freed,
    deleted,
    gone: await get(`${groups}/outer`),
    typed: await get(`${groups}/typed`),
  };
}

const rule = rulesOver<typeof drive>();
const resilient = recorded('IBM Resilient function package for Cisco ASA', 'network object groups');
const fixtures = collection('asa_ogs');
const rasa = client('networklore/rasa', 'rasa/rasa.py');

/** Groups of network objects. */
export const networkGroups = topic({
  id: 'ASA-GRP-NETWORK',
  title: 'Groups grow, shrink, hold each other, and keep what they refer to',
  touches: 'config',
  drive,
  rules: [
    rule('ASA-GRP-0001', 'group', 'A reference in a group has exactly kind, refLink and objectId.', rasa, ({ group }) =>
      equal(['kind', 'refLink', 'objectId'], namesAt(group, 'members', 0)),
    ),
    rule('ASA-GRP-0002', 'grown', 'A PATCH with members.add is answered 204.', resilient, ({ grown }) =>
      equal(204, grown.status),
    ),
    rule(
      'ASA-GRP-0003',
      'grown-by-one',
      'members.add adds to the members that are there.',
      resilient,
      ({ groupAfter }) => equal(2, listAt(groupAfter, 'members').length),
    ),
    rule('ASA-GRP-0004', 'in-use', 'An object that a group refers to is not deleted.', about('Objects'), ({ inUse }) =>
      holds(inUse.status >= 400, 'a refusal', inUse.status),
    ),
    rule('ASA-GRP-0005', 'made', 'A POST that makes a group is answered 201.', about('Objects'), ({ made }) =>
      equal(201, made.status),
    ),
    rule('ASA-GRP-0006', 'shrunk', 'A PATCH with members.remove is answered 204.', resilient, ({ shrunk }) =>
      equal(204, shrunk.status),
    ),
    rule(
      'ASA-GRP-0007',
      'shrunk-by-one',
      'members.remove takes that member and no other.',
      resilient,
      ({ shrunkAfter }) =>
        equal(
          ['member'],
          listAt(shrunkAfter, 'members').map((_, i) => at(shrunkAfter, 'members', i, 'objectId')),
        ),
    ),
    rule(
      'ASA-GRP-0008',
      'still-there',
      'An object whose deletion was refused is there still.',
      about('Objects'),
      ({ stillThere }) => equal(200, stillThere.status),
    ),
    rule(
      'ASA-GRP-0009',
      'whole',
      'A PUT of a group with name and members alone, without a kind, is answered 204.',
      recorded('rapid7/insightconnect-plugins', 'cisco_asa, unit_test/payloads'),
      ({ whole }) => equal(204, whole.status),
    ),
    rule(
      'ASA-GRP-0010',
      'by-link',
      'A member may be referred to by refLink alone.',
      about('References'),
      ({ wholeAfter }) => equal('linked', at(wholeAfter, 'members', 0, 'objectId')),
    ),
    rule(
      'ASA-GRP-0011',
      'literals',
      'Addresses and networks in a group come back with kind and value.',
      recorded('networklore/rasa', 'rasa/rasa.py'),
      ({ wholeAfter }) =>
        equal(
          [
            { kind: 'IPv4Address', value: '10.1.1.1' },
            { kind: 'IPv4Network', value: '10.2.0.0/16' },
          ],
          listAt(wholeAfter, 'members').slice(1),
        ),
    ),
    rule('ASA-GRP-0012', 'nested', 'A group in a group is an objectRef#NetworkObjGroup.', rasa, ({ outer }) =>
      equal(
        ['objectRef#NetworkObjGroup', 'many'],
        [at(outer, 'members', 0, 'kind'), at(outer, 'members', 0, 'objectId')],
      ),
    ),
    rule('ASA-GRP-0013', 'described', 'The description of a group comes back.', about('Objects'), ({ outer }) =>
      equal('a group of groups', at(outer, 'description')),
    ),
    rule(
      'ASA-GRP-0014',
      'object-line',
      'A member that is an object stands in the running configuration as network-object object NAME.',
      fixtures,
      ({ shown }) =>
        matches(/object-group network many\n(?: .*\n)*? network-object object linked\n/, shown, 'the line'),
    ),
    rule(
      'ASA-GRP-0015',
      'host-line',
      'A member that is an address stands in the running configuration as network-object host ADDRESS.',
      fixtures,
      ({ shown }) => matches(/\n network-object host 10\.1\.1\.1\n/, shown, 'network-object host 10.1.1.1'),
    ),
    rule(
      'ASA-GRP-0016',
      'network-line',
      'A member that is a network stands in the running configuration with address and mask.',
      fixtures,
      ({ shown }) =>
        matches(/\n network-object 10\.2\.0\.0 255\.255\.0\.0\n/, shown, 'network-object 10.2.0.0 255.255.0.0'),
    ),
    rule(
      'ASA-GRP-0017',
      'group-line',
      'A group in a group stands in the running configuration as group-object NAME.',
      fixtures,
      ({ shown }) => matches(/object-group network outer\n(?: .*\n)*? group-object many\n/, shown, 'group-object many'),
    ),
    rule(
      'ASA-GRP-0018',
      'freed',
      'An object that no group refers to any more is deleted with 204.',
      about('Objects'),
      ({ freed }) => equal(204, freed.status),
    ),
    rule('ASA-GRP-0019', 'deleted', 'A DELETE of a group is answered 204.', about('Objects'), ({ deleted }) =>
      equal(204, deleted.status),
    ),
    rule('ASA-GRP-0020', 'gone', 'A group that was deleted is answered 404.', about('Objects'), ({ gone }) =>
      equal(404, gone.status),
    ),
    rule(
      'ASA-GRP-0021',
      'typed',
      'A group that was typed is answered with its members.',
      about('Overview: changes by other managers'),
      ({ typed }) =>
        equal(['203.0.113.1', 'linked'], [at(typed, 'members', 0, 'value'), at(typed, 'members', 1, 'objectId')]),
    ),
  ],
});
