import { defineCase } from '../../case.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { ask, cli, host, message, objects, parsed, type Seen } from './agent.ts';
import { type Rule, ruled } from './rule.ts';
import { about, quickStart, repository, walkthrough } from './sources.ts';

const goCiscoasa = (place: string) => repository('CiscoDevNet/go-ciscoasa', place);
const methods = about('REST API methods');
const lab = repository('DevNet learning lab, ASA REST API', 'exercises on objects');

interface Life {
  readonly made: Seen;
  readonly got: Seen;
  readonly listed: Seen;
  readonly twice: Seen;
  readonly renamed: Seen;
  readonly afterRename: Seen;
  readonly patched: Seen;
  readonly network: Seen;
  readonly deleted: Seen;
  readonly gone: Seen;
  readonly putMissing: Seen;
  readonly afterPutMissing: Seen;
  readonly deleteMissing: Seen;
  readonly cidr: Seen;
  readonly withoutKind: Seen;
  readonly shown: readonly string[];
  readonly startup: readonly string[];
  readonly service: Seen;
  readonly group: Seen;
  readonly grown: Seen;
  readonly groupAfter: Seen;
  readonly inUse: Seen;
}

const objectRules: readonly Rule<Life>[] = [
  {
    id: 'ASA-OBJ-0001',
    check: 'made',
    statement: 'A POST that makes a network object is answered 201.',
    evidence: 'documented',
    source: quickStart('Create a network object'),
    judge: ({ made }) => equal(201, made.status),
  },
  {
    id: 'ASA-OBJ-0002',
    check: 'location',
    statement: 'The answer to a POST that makes a network object names its URL in Location.',
    evidence: 'recorded',
    source: repository('Public script with a printed POST response', '2016-07-14, ASAv 9.5(2)207'),
    judge: ({ made }) =>
      matches(/^https:\/\/[^/]+\/api\/objects\/networkobjects\/conf1$/, made.location, 'the URL of the object'),
  },
  {
    id: 'ASA-OBJ-0003',
    check: 'made-empty',
    statement: 'The answer to a POST that makes a network object has an empty body.',
    evidence: 'recorded',
    source: repository('Public script with a printed POST response', '2016-07-14, ASAv 9.5(2)207'),
    judge: ({ made }) => equal('', made.body),
  },
  {
    id: 'ASA-OBJ-0004',
    check: 'got',
    statement: 'A network object that was made is answered 200 under its name.',
    evidence: 'documented',
    source: methods,
    judge: ({ got }) => equal(200, got.status),
  },
  {
    id: 'ASA-OBJ-0005',
    check: 'members',
    statement: 'A network object has the members kind, selfLink, name, host and objectId, in this order.',
    evidence: 'recorded',
    source: repository('demisto/content', 'Packs/CiscoASA, test data'),
    judge: ({ got }) => equal(['kind', 'selfLink', 'name', 'host', 'objectId'], Object.keys(parsed(got.body))),
  },
  {
    id: 'ASA-OBJ-0006',
    check: 'compact',
    statement: 'JSON is written without blanks or line ends between its tokens.',
    evidence: 'recorded',
    source: repository('adidonatocda/ciscoasarestapi', 'content lengths of captured answers'),
    judge: ({ got }) => equal(JSON.stringify(parsed(got.body)), got.body),
    killedBy: ['asa.pretty-json'],
  },
  {
    id: 'ASA-OBJ-0007',
    check: 'json',
    statement: 'A JSON answer has the content type application/json; charset=UTF-8.',
    evidence: 'recorded',
    source: repository('adidonatocda/ciscoasarestapi', 'response headers'),
    judge: ({ got }) => equal('application/json; charset=UTF-8', got.type),
  },
  {
    id: 'ASA-OBJ-0008',
    check: 'no-description',
    statement: 'A network object without a description has no such member.',
    evidence: 'client',
    source: repository('networklore/ansible-cisco-asa', 'library'),
    judge: ({ got }) => holds(!('description' in parsed(got.body)), 'no description', got.body),
  },
  {
    id: 'ASA-OBJ-0009',
    check: 'self-link',
    statement: 'The selfLink of a collection is the URL that was asked for, its trailing slash included.',
    evidence: 'recorded',
    source: repository('adidonatocda/ciscoasarestapi', 'localusers collection'),
    judge: ({ listed }) =>
      matches(
        /^https:\/\/[^/]+\/api\/objects\/networkobjects\/$/,
        String(parsed(listed.body).selfLink),
        'the URL with its slash',
      ),
  },
  {
    id: 'ASA-OBJ-0010',
    check: 'collection',
    statement: 'A collection has the members kind, selfLink, rangeInfo and items, in this order.',
    evidence: 'recorded',
    source: repository('napalm-automation-community/napalm-asa', 'mock_data'),
    judge: ({ listed }) => equal(['kind', 'selfLink', 'rangeInfo', 'items'], Object.keys(parsed(listed.body))),
  },
  {
    id: 'ASA-OBJ-0011',
    check: 'twice',
    statement: 'An object of a name that is taken is refused with 400.',
    evidence: 'documented',
    source: lab,
    judge: ({ twice }) => equal(400, twice.status),
    killedBy: ['asa.duplicate-accepted'],
  },
  {
    id: 'ASA-OBJ-0012',
    check: 'duplicate',
    statement: 'The refusal of a name that is taken has the code DUPLICATE.',
    evidence: 'documented',
    source: lab,
    judge: ({ twice }) => equal('DUPLICATE', message(twice.body).code),
    killedBy: ['asa.duplicate-accepted'],
  },
  {
    id: 'ASA-OBJ-0013',
    check: 'error-shape',
    statement: 'An error is an object with a list messages, each with level, code and details.',
    evidence: 'recorded',
    source: goCiscoasa('error handling'),
    judge: ({ twice }) =>
      holds(
        message(twice.body).level === 'Error' && typeof message(twice.body).details === 'string',
        'level Error and details',
        twice.body,
      ),
    killedBy: ['asa.duplicate-accepted'],
  },
  {
    id: 'ASA-OBJ-0014',
    check: 'renamed',
    statement: 'A PUT with another name is answered 204.',
    evidence: 'documented',
    source: lab,
    judge: ({ renamed }) => equal(204, renamed.status),
  },
  {
    id: 'ASA-OBJ-0015',
    check: 'moved',
    statement: 'After a PUT with another name the object is found under that name.',
    evidence: 'documented',
    source: lab,
    judge: ({ afterRename }) => equal(200, afterRename.status),
  },
  {
    id: 'ASA-OBJ-0016',
    check: 'patched',
    statement: 'A PATCH of an object is answered 204.',
    evidence: 'documented',
    source: lab,
    judge: ({ patched }) => equal(204, patched.status),
  },
  {
    id: 'ASA-OBJ-0017',
    check: 'prefix',
    statement: 'A network is written with its prefix length.',
    evidence: 'recorded',
    source: goCiscoasa('network objects'),
    judge: ({ network }) => equal({ kind: 'IPv4Network', value: '198.51.100.0/24' }, parsed(network.body).host),
  },
  {
    id: 'ASA-OBJ-0018',
    check: 'deleted',
    statement: 'A DELETE of an object is answered 204.',
    evidence: 'documented',
    source: methods,
    judge: ({ deleted }) => equal(204, deleted.status),
  },
  {
    id: 'ASA-OBJ-0019',
    check: 'gone',
    statement: 'An object that was deleted is answered 404.',
    evidence: 'documented',
    source: methods,
    judge: ({ gone }) => equal(404, gone.status),
    killedBy: ['asa.put-creates'],
  },
  {
    id: 'ASA-OBJ-0020',
    check: 'gone-json',
    statement: 'A 404 of the agent has RESOURCE-NOT-FOUND in the text of its message.',
    evidence: 'client',
    source: repository('CiscoDevNet/terraform-provider-ciscoasa', 'resources, read'),
    judge: ({ gone }) =>
      holds(JSON.stringify(message(gone.body)).includes('RESOURCE-NOT-FOUND'), 'RESOURCE-NOT-FOUND', gone.body),
    killedBy: ['asa.put-creates'],
  },
  {
    id: 'ASA-OBJ-0021',
    check: 'put-missing',
    statement: 'A PUT to an object that is not there is answered 404.',
    evidence: 'documented',
    source: methods,
    judge: ({ putMissing }) => equal(404, putMissing.status),
    killedBy: ['asa.put-creates'],
  },
  {
    id: 'ASA-OBJ-0022',
    check: 'put-makes-nothing',
    statement: 'A PUT makes nothing that was not there.',
    evidence: 'documented',
    source: methods,
    judge: ({ afterPutMissing }) => equal(404, afterPutMissing.status),
    killedBy: ['asa.put-creates'],
  },
  {
    id: 'ASA-OBJ-0023',
    check: 'delete-missing',
    statement: 'A DELETE of an object that is not there is answered 404.',
    evidence: 'documented',
    source: methods,
    judge: ({ deleteMissing }) => equal(404, deleteMissing.status),
    killedBy: ['asa.put-creates'],
  },
  {
    id: 'ASA-OBJ-0024',
    check: 'cidr',
    statement: 'A path with an address and a prefix length in place of a name is answered 404.',
    evidence: 'client',
    source: goCiscoasa('address lookup'),
    judge: ({ cidr }) => equal(404, cidr.status),
    killedBy: ['asa.put-creates'],
  },
  {
    id: 'ASA-OBJ-0025',
    check: 'without-kind',
    statement: 'A network object may be made without the member kind.',
    evidence: 'recorded',
    source: repository('rapid7/insightconnect-plugins', 'cisco_asa, unit_test/payloads'),
    judge: ({ withoutKind }) => equal(201, withoutKind.status),
  },
  {
    id: 'ASA-OBJ-0026',
    check: 'on-the-cli',
    statement: 'What REST makes stands in the running configuration.',
    evidence: 'documented',
    source: walkthrough('A few final things'),
    judge: ({ shown }) =>
      matches(/object network conf1\n host 192\.0\.2\.8\n/, shown.join(''), 'the object and its host'),
  },
  {
    id: 'ASA-OBJ-0027',
    check: 'not-saved',
    statement: 'What REST makes is not in the startup configuration until it is saved.',
    evidence: 'documented',
    source: walkthrough('A few final things'),
    judge: ({ startup }) => holds(!startup.join('').includes('object network conf1'), 'no such object', 'the object'),
  },
  {
    id: 'ASA-SVC-0001',
    check: 'service-name',
    statement: 'A service that was made by number comes back by name.',
    evidence: 'client',
    source: repository('CiscoDevNet/terraform-provider-ciscoasa', 'acceptance tests'),
    judge: ({ service }) => equal('tcp/https', parsed(service.body).value),
    killedBy: ['asa.numbers-for-names'],
  },
  {
    id: 'ASA-GRP-0001',
    check: 'group',
    statement: 'A reference in a group has exactly kind, refLink and objectId.',
    evidence: 'client',
    source: repository('networklore/rasa', 'rasa/rasa.py'),
    judge: ({ group }) => equal(['kind', 'refLink', 'objectId'], firstMember(group.body)),
  },
  {
    id: 'ASA-GRP-0002',
    check: 'grown',
    statement: 'A PATCH with members.add is answered 204.',
    evidence: 'recorded',
    source: repository('IBM Resilient function package for Cisco ASA', 'network object groups'),
    judge: ({ grown }) => equal(204, grown.status),
  },
  {
    id: 'ASA-GRP-0003',
    check: 'grown-by-one',
    statement: 'members.add adds to the members that are there.',
    evidence: 'recorded',
    source: repository('IBM Resilient function package for Cisco ASA', 'network object groups'),
    judge: ({ groupAfter }) => equal(2, membersOf(groupAfter.body).length),
  },
  {
    id: 'ASA-GRP-0004',
    check: 'in-use',
    statement: 'An object that a group refers to is not deleted.',
    evidence: 'documented',
    source: about('Objects'),
    judge: ({ inUse }) => holds(inUse.status >= 400, 'a refusal', inUse.status),
  },
];

function membersOf(body: string): readonly unknown[] {
  const { members } = parsed(body);
  return Array.isArray(members) ? members : [];
}

function firstMember(body: string): readonly string[] {
  const [first] = membersOf(body);
  return typeof first === 'object' && first !== null ? Object.keys(first) : [];
}

const objectRegister = ruled(objectRules);
const groups = '/api/objects/networkobjectgroups';
const services = '/api/objects/networkservices';

/** Objects and groups from their making to their end. */
export const objectLife = defineCase<Life>({
  id: 'ASA-OBJ-LIFE',
  title: 'Objects are made, listed, changed, renamed and deleted, and the CLI shows them',
  touches: 'config',
  async drive(t) {
    const device = await t.fresh({ configured: 'rest' });
    const get = (path: string) => ask(device, 'GET', path);
    const made = await ask(device, 'POST', objects, host('conf1'));
    const got = await get(`${objects}/conf1`);
    const listed = await get(`${objects}/`);
    const twice = await ask(device, 'POST', objects, host('conf1'));
    const shown = await cli(device, 'show running-config object network');
    const startup = await cli(device, 'show startup-config');
    const renamed = await ask(device, 'PUT', `${objects}/conf1`, host('conf2'));
    const afterRename = await get(`${objects}/conf2`);
    const patched = await ask(device, 'PATCH', `${objects}/conf2`, {
      host: { kind: 'IPv4Network', value: '198.51.100.0/24' },
    });
    const network = await get(`${objects}/conf2`);
    const deleted = await ask(device, 'DELETE', `${objects}/conf2`);
    const gone = await get(`${objects}/conf2`);
    const putMissing = await ask(device, 'PUT', `${objects}/conf3`, host('conf3'));
    await ask(device, 'POST', services, { kind: 'object#TcpUdpServiceObj', name: 'web', value: 'tcp/443' });
    await ask(device, 'POST', objects, host('member'));
    const member = { kind: 'objectRef#NetworkObj', objectId: 'member' };
    await ask(device, 'POST', groups, { kind: 'object#NetworkObjGroup', name: 'many', members: [member] });
    return {
      made,
      got,
      listed,
      twice,
      shown,
      startup,
      renamed,
      afterRename,
      patched,
      network,
      deleted,
      gone,
      putMissing,
      afterPutMissing: await get(`${objects}/conf3`),
      deleteMissing: await ask(device, 'DELETE', `${objects}/conf3`),
      cidr: await get(`${objects}/10.5.10.0/24`),
      withoutKind: await ask(device, 'POST', objects, {
        name: 'plain',
        host: { kind: 'IPv4Address', value: '192.0.2.9' },
      }),
      service: await get(`${services}/web`),
      group: await get(`${groups}/many`),
      grown: await ask(device, 'PATCH', `${groups}/many`, {
        'members.add': [{ kind: 'IPv4Address', value: '10.1.1.1' }],
      }),
      groupAfter: await get(`${groups}/many`),
      inUse: await ask(device, 'DELETE', `${objects}/member`),
    };
  },
  checks: objectRegister.checks,
});

interface Page {
  readonly kind: boolean;
  readonly range: unknown;
  readonly items: number;
}

interface Pages {
  readonly none: Page;
  readonly first: Page;
  readonly last: Page;
  readonly greedy: Page;
}

function page({ body }: Seen): Page {
  const { kind, rangeInfo, items } = parsed(body);
  return { kind: kind !== undefined, range: rangeInfo, items: Array.isArray(items) ? items.length : -1 };
}

const paging = goCiscoasa('paging of collections');
const pageRules: readonly Rule<Pages>[] = [
  {
    id: 'ASA-PAGE-0001',
    check: 'none',
    statement: 'An empty collection has rangeInfo with offset, limit and total 0 and an empty list of items.',
    evidence: 'recorded',
    source: repository('demisto/content', 'Packs/CiscoASA, test data'),
    judge: ({ none }) => equal([{ offset: 0, limit: 0, total: 0 }, 0], [none.range, none.items]),
    killedBy: ['asa.limit-echoed'],
  },
  {
    id: 'ASA-PAGE-0002',
    check: 'none-kind',
    statement: 'An empty collection has no member kind.',
    evidence: 'recorded',
    source: repository('demisto/content', 'Packs/CiscoASA, test data'),
    judge: ({ none }) => equal(false, none.kind),
  },
  {
    id: 'ASA-PAGE-0003',
    check: 'first',
    statement: 'The first page of 101 objects has 100 of them.',
    evidence: 'documented',
    source: about('Limit and offset'),
    judge: ({ first }) => equal([{ offset: 0, limit: 100, total: 101 }, 100], [first.range, first.items]),
  },
  {
    id: 'ASA-PAGE-0004',
    check: 'last',
    statement: 'The limit in rangeInfo is the number of items that came back, not the one asked for.',
    evidence: 'client',
    source: paging,
    judge: ({ last }) => equal([{ offset: 100, limit: 1, total: 101 }, 1], [last.range, last.items]),
    killedBy: ['asa.limit-echoed'],
  },
  {
    id: 'ASA-PAGE-0005',
    check: 'greedy',
    statement: 'A request for more than 100 items is answered with 100.',
    evidence: 'documented',
    source: about('Limit and offset'),
    judge: ({ greedy }) => equal(100, greedy.items),
  },
];
const pageRegister = ruled(pageRules);

/** How collections come in pages. */
export const pages = defineCase<Pages>({
  id: 'ASA-PAGE-SUMS',
  title: 'Pages of a collection add up',
  touches: 'config',
  async drive(t) {
    const device = await t.fresh({ configured: 'rest' });
    const none = page(await ask(device, 'GET', objects));
    const entries = Array.from({ length: 101 }, (_, index) => ({
      method: 'POST',
      resourceUri: objects,
      data: host(`n${index}`),
    }));
    await ask(device, 'POST', '/api', entries);
    const at = async (query: string) => page(await ask(device, 'GET', `${objects}?${query}`));
    return {
      none,
      first: await at('limit=100&offset=0'),
      last: await at('limit=100&offset=100'),
      greedy: await at('limit=500'),
    };
  },
  checks: pageRegister.checks,
});

export const objectRequirements = [...objectRegister.requirements, ...pageRegister.requirements];
