import type { CaseContext } from '../../context.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { host, objects, own } from './agent.ts';
import { at, message, namesAt, parsed } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import {
  about,
  client,
  goClient,
  lesson,
  postman,
  printed,
  quickStart,
  recorded,
  terraform,
  walkthrough,
} from './sources.ts';

async function drive(t: CaseContext) {
  const { get, post, remove, run } = await own(t);
  const made = await post(objects, host('conf1'));
  const got = await get(`${objects}/conf1`);
  const listed = await get(`${objects}/`);
  const twice = await post(objects, host('conf1'));
  const shown = await run('show running-config object network');
  const startup = await run('show startup-config');
  const deleted = await remove(`${objects}/conf1`);
  const gone = await get(`${objects}/conf1`);
  const goneShown = await run('show running-config object network');
  return {
    made,
    got,
    listed,
    twice,
    shown,
    startup,
    deleted,
    gone,
    goneShown,
    cidr: await get(`${objects}/10.5.10.0/24`),
    withoutKind: await post(objects, { name: 'plain', host: { kind: 'IPv4Address', value: '192.0.2.9' } }),
    withId: await post(objects, { ...host('with-id'), objectId: 'with-id' }),
  };
}

const rule = rulesOver<typeof drive>();
const methods = about('REST API methods');
const lab = lesson('exercises on objects');
const demisto = recorded('demisto/content', 'Packs/CiscoASA, test data');

/** A network object from its making to its end. */
export const objectLife = topic({
  id: 'ASA-OBJ-LIFE',
  title: 'Objects are made, listed and deleted, and the CLI shows them',
  touches: 'config',
  drive,
  rules: [
    rule(
      'ASA-OBJ-0001',
      'made',
      'A POST that makes a network object is answered 201.',
      quickStart('Create a network object'),
      ({ made }) => equal(201, made.status),
    ),
    rule(
      'ASA-OBJ-0002',
      'location',
      'The answer to a POST that makes a network object names its URL in Location.',
      printed('ASAv 9.5(2)207'),
      ({ made }) =>
        matches(/^https:\/\/[^/]+\/api\/objects\/networkobjects\/conf1$/, made.location, 'the URL of the object'),
    ),
    rule(
      'ASA-OBJ-0003',
      'made-empty',
      'The answer to a POST that makes a network object has an empty body.',
      printed('ASAv 9.5(2)207'),
      ({ made }) => equal('', made.body),
    ),
    rule('ASA-OBJ-0004', 'got', 'A network object that was made is answered 200 under its name.', methods, ({ got }) =>
      equal(200, got.status),
    ),
    rule(
      'ASA-OBJ-0005',
      'members',
      'A network object has the members kind, selfLink, name, host and objectId, in this order.',
      demisto,
      ({ got }) => equal(['kind', 'selfLink', 'name', 'host', 'objectId'], namesAt(got)),
    ),
    rule(
      'ASA-OBJ-0006',
      'compact',
      'JSON is written without blanks or line ends between its tokens.',
      postman('content lengths of captured answers'),
      ({ got }) => equal(JSON.stringify(parsed(got.body)), got.body),
    ),
    rule(
      'ASA-OBJ-0007',
      'json',
      'A JSON answer has the content type application/json; charset=UTF-8.',
      postman('response headers'),
      ({ got }) => equal('application/json; charset=UTF-8', got.type),
    ),
    rule(
      'ASA-OBJ-0008',
      'no-description',
      'A network object without a description has no such member.',
      client('networklore/ansible-cisco-asa', 'library'),
      ({ got }) => holds(at(got, 'description') === undefined, 'no description', got.body),
    ),
    rule(
      'ASA-OBJ-0009',
      'self-link',
      'The selfLink of a collection is the URL that was asked for, its trailing slash included.',
      postman('localusers collection'),
      ({ listed }) =>
        matches(
          /^https:\/\/[^/]+\/api\/objects\/networkobjects\/$/,
          String(at(listed, 'selfLink')),
          'the URL with its slash',
        ),
    ),
    rule(
      'ASA-OBJ-0010',
      'collection',
      'A collection has the members kind, selfLink, rangeInfo and items, in this order.',
      recorded('napalm-automation-community/napalm-asa', 'mock_data'),
      ({ listed }) => equal(['kind', 'selfLink', 'rangeInfo', 'items'], namesAt(listed)),
    ),
    rule('ASA-OBJ-0011', 'twice', 'An object of a name that is taken is refused with 400.', lab, ({ twice }) =>
      equal(400, twice.status),
    ),
    rule('ASA-OBJ-0012', 'duplicate', 'The refusal of a name that is taken has the code DUPLICATE.', lab, ({ twice }) =>
      equal('DUPLICATE', message(twice).code),
    ),
    rule(
      'ASA-OBJ-0013',
      'error-shape',
      'An error is an object with a list messages, each with level, code and details.',
      recorded('CiscoDevNet/go-ciscoasa', 'error handling'),
      ({ twice }) =>
        holds(
          message(twice).level === 'Error' && typeof message(twice).details === 'string',
          'level Error and details',
          twice.body,
        ),
    ),
    rule('ASA-OBJ-0018', 'deleted', 'A DELETE of an object is answered 204.', methods, ({ deleted }) =>
      equal(204, deleted.status),
    ),
    rule('ASA-OBJ-0019', 'gone', 'An object that was deleted is answered 404.', methods, ({ gone }) =>
      equal(404, gone.status),
    ),
    rule(
      'ASA-OBJ-0020',
      'gone-json',
      'A 404 of the agent has RESOURCE-NOT-FOUND in the text of its message.',
      terraform('resources, read'),
      ({ gone }) =>
        holds(JSON.stringify(message(gone)).includes('RESOURCE-NOT-FOUND'), 'RESOURCE-NOT-FOUND', gone.body),
    ),
    rule(
      'ASA-OBJ-0024',
      'cidr',
      'A path with an address and a prefix length in place of a name is answered 404.',
      goClient('address lookup'),
      ({ cidr }) => equal(404, cidr.status),
    ),
    rule(
      'ASA-OBJ-0025',
      'without-kind',
      'A network object may be made without the member kind.',
      recorded('rapid7/insightconnect-plugins', 'cisco_asa, unit_test/payloads'),
      ({ withoutKind }) => equal(201, withoutKind.status),
    ),
    rule(
      'ASA-OBJ-0026',
      'on-the-cli',
      'What REST makes stands in the running configuration.',
      walkthrough('A few final things'),
      ({ shown }) => matches(/object network conf1\n host 192\.0\.2\.8\n/, shown, 'the object and its host'),
    ),
    rule(
      'ASA-OBJ-0027',
      'not-saved',
      'What REST makes is not in the startup configuration until it is saved.',
      walkthrough('A few final things'),
      ({ startup }) => holds(!startup.includes('object network conf1'), 'no such object', 'the object'),
    ),
    rule(
      'ASA-OBJ-0029',
      'item-link',
      'The selfLink of an item is the path of its collection and its id, without a slash at the end.',
      demisto,
      ({ got }) =>
        matches(/^https:\/\/[^/]+\/api\/objects\/networkobjects\/conf1$/, String(at(got, 'selfLink')), 'its URL'),
    ),
    rule('ASA-OBJ-0030', 'id-is-name', 'The objectId of a network object is its name.', demisto, ({ got }) =>
      equal(['conf1', 'conf1'], [at(got, 'objectId'), at(got, 'name')]),
    ),
    rule(
      'ASA-OBJ-0035',
      'deleted-on-the-cli',
      'What REST deletes is not in the running configuration.',
      about('Overview'),
      ({ goneShown }) => holds(!goneShown.includes('conf1'), 'no such object', goneShown),
    ),
    rule(
      'ASA-OBJ-0037',
      'with-id',
      'An objectId in the body of a POST is accepted.',
      client('networklore/ansible-cisco-asa', 'library'),
      ({ withId }) => equal(201, withId.status),
    ),
  ],
});
