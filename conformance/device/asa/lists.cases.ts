import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { own, pathOf } from './agent.ts';
import { at, indexOf, namesAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { recorded, schema, terraform } from './sources.ts';

const lists = '/api/objects/extendedacls';

async function drive(t: CaseContext) {
  const { get, post, remove, run } = await own(t);
  const entry = (value: string, more: object = {}) => ({
    permit: true,
    active: true,
    sourceAddress: { kind: 'IPv4Network', value: '192.168.1.0/24' },
    destinationAddress: { kind: 'IPv4Address', value },
    sourceService: { kind: 'NetworkProtocol', value: 'ip' },
    destinationService: { kind: 'NetworkProtocol', value: 'ip' },
    ...more,
  });
  const made = await post(`${lists}/suite_acl/aces`, entry('192.0.2.1'));
  const second = await post(`${lists}/suite_acl/aces`, entry('192.0.2.2', { active: false }));
  const item = await get(pathOf(made));
  const inserted = await post(`${lists}/suite_acl/aces`, entry('192.0.2.3', { position: 2 }));
  return {
    made,
    item,
    listed: await get(lists),
    entries: await get(`${lists}/suite_acl/aces`),
    inserted: await get(pathOf(inserted)),
    later: await get(pathOf(second)),
    shown: await run('show running-config access-list'),
    deleted: await remove(pathOf(made)),
    gone: await get(pathOf(made)),
  };
}

const rule = rulesOver<typeof drive>();
const library = recorded('Public Python class library for the ASA API', 'sample outputs of access lists');
const entries = terraform('access lists');

/** Access lists by name. */
export const accessLists = topic({
  id: 'ASA-ACL-LIFE',
  title: 'Entries make an access list, stand in order and go again',
  touches: 'config',
  drive,
  rules: [
    rule('ASA-ACL-0001', 'made', 'An entry for a list that is not there makes the list.', entries, ({ made, listed }) =>
      equal([201, true], [made.status, indexOf(listed, 'name', 'suite_acl') >= 0]),
    ),
    rule('ASA-ACL-0002', 'no-rule', 'An entry of a list has isAccessRule false.', library, ({ item }) =>
      equal(false, at(item, 'isAccessRule')),
    ),
    rule('ASA-ACL-0003', 'kind', 'An entry of a list is an object#ExtendedACE.', library, ({ item }) =>
      equal('object#ExtendedACE', at(item, 'kind')),
    ),
    rule('ASA-ACL-0004', 'protocol', 'A rule for a protocol has it on both services.', library, ({ item }) =>
      equal(
        [
          { kind: 'NetworkProtocol', value: 'ip' },
          { kind: 'NetworkProtocol', value: 'ip' },
        ],
        [at(item, 'sourceService'), at(item, 'destinationService')],
      ),
    ),
    rule('ASA-ACL-0005', 'inserted', 'An entry made with a position stands there.', entries, ({ inserted, later }) =>
      equal([2, 3], [at(inserted, 'position'), at(later, 'position')]),
    ),
    rule('ASA-ACL-0006', 'inactive', 'An entry that is not active has active false.', library, ({ later }) =>
      equal(false, at(later, 'active')),
    ),
    rule(
      'ASA-ACL-0007',
      'inactive-line',
      'An entry that is not active ends with inactive in the running configuration.',
      recorded('batfish/batfish', 'grammar/cisco_asa/testconfigs'),
      ({ shown }) => matches(/ host 192\.0\.2\.2 inactive ?$/m, shown, 'inactive'),
    ),
    rule(
      'ASA-ACL-0008',
      'network-line',
      'A network stands with address and mask in an entry of the running configuration.',
      recorded('networktocode/ntc-templates', 'tests/cisco_asa, show access-list'),
      ({ shown }) =>
        matches(
          /access-list suite_acl extended permit ip 192\.168\.1\.0 255\.255\.255\.0 host 192\.0\.2\.1/,
          shown,
          'the entry',
        ),
    ),
    rule(
      'ASA-ACL-0009',
      'members',
      'A list has the members kind, selfLink, name and objectId.',
      schema('extendedacls'),
      ({ listed }) => equal(['kind', 'name', 'objectId', 'selfLink'], [...namesAt(listed, 'items', 0)].sort()),
    ),
    rule('ASA-ACL-0010', 'deleted', 'A DELETE of an entry is answered 204.', entries, ({ deleted }) =>
      equal(204, deleted.status),
    ),
    rule('ASA-ACL-0011', 'gone', 'An entry that was deleted is answered 404.', entries, ({ gone }) =>
      equal(404, gone.status),
    ),
  ],
});
