import type { CaseContext } from '../../context.ts';
import { equal, holds } from '../../judgement.ts';
import { host, objects, own } from './agent.ts';
import { at, listAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, lesson } from './sources.ts';

async function drive(t: CaseContext) {
  const { get, post, run } = await own(t);
  const entry = (method: string, path: string, data?: object) => ({
    method,
    resourceUri: path,
    ...(data !== undefined && { data }),
  });
  const make = (name: string, value?: string) => entry('POST', objects, host(name, value));
  const made = await post('/api', [make('b1'), make('b2')]);
  const after = { one: await get(`${objects}/b1`), two: await get(`${objects}/b2`) };
  const shown = await run('show running-config object network');
  const half = await post('/api', [make('h1'), make('h2', 'nonsense')]);
  const afterHalf = await get(`${objects}/h1`);
  const half2 = await post('/api', [entry('DELETE', `${objects}/b1`), make('h3', 'nonsense')]);
  const afterHalf2 = await get(`${objects}/b1`);
  const mixed = await post('/api', [
    entry('PUT', `${objects}/b1`, host('b1', '192.0.2.21')),
    entry('PATCH', `${objects}/b2`, { description: 'by bulk' }),
    make('b3'),
    entry('DELETE', `${objects}/b3`),
  ]);
  return {
    made,
    after,
    shown,
    half,
    afterHalf,
    half2,
    afterHalf2,
    mixed,
    put: await get(`${objects}/b1`),
    patched: await get(`${objects}/b2`),
    inOrder: await get(`${objects}/b3`),
    elsewhere: await post('/api/bulk', [make('b4')]),
    thousand: await post(
      '/api',
      Array.from({ length: 1_000 }, (_, index) => make(`t${index}`)),
    ),
    total: at(await get(`${objects}?limit=1`), 'rangeInfo', 'total'),
  };
}

const rule = rulesOver<typeof drive>();
const bulkApi = about('Bulk API');

/** Several requests in one. */
export const bulk = topic({
  id: 'ASA-BULK-ALL',
  title: 'Bulk requests do all or nothing, in order',
  touches: 'config',
  drive,
  rules: [
    rule(
      'ASA-BULK-0001',
      'bulk',
      'The answer to a bulk request has entryMessages with an object for each entry, and commonMessages.',
      bulkApi,
      ({ made }) => equal([2, true], [listAt(made, 'entryMessages').length, Array.isArray(at(made, 'commonMessages'))]),
    ),
    rule(
      'ASA-BULK-0002',
      'all-or-none',
      'A bulk request of which one entry is refused does nothing.',
      bulkApi,
      ({ afterHalf }) => equal(404, afterHalf.status),
    ),
    rule('ASA-BULK-0003', 'made', 'Every entry of a bulk request is done.', lesson('bulk'), ({ after }) =>
      equal([200, 200], [after.one.status, after.two.status]),
    ),
    rule(
      'ASA-BULK-0004',
      'shown',
      'What a bulk request makes stands in the running configuration.',
      bulkApi,
      ({ shown }) => holds(/object network b1\n[\s\S]*object network b2\n/.test(shown), 'both objects', shown),
    ),
    rule('ASA-BULK-0005', 'refused', 'A bulk request of which one entry is refused is refused.', bulkApi, ({ half }) =>
      holds(half.status >= 400, 'a refusal', half.status),
    ),
    rule(
      'ASA-BULK-0006',
      'nothing-deleted',
      'A bulk request of which a later entry is refused deletes nothing.',
      bulkApi,
      ({ half2, afterHalf2 }) => equal([true, 200], [half2.status >= 400, afterHalf2.status]),
    ),
    rule('ASA-BULK-0007', 'put', 'PUT may be part of a bulk request.', bulkApi, ({ put }) =>
      equal('192.0.2.21', at(put, 'host', 'value')),
    ),
    rule('ASA-BULK-0008', 'patch', 'PATCH may be part of a bulk request.', bulkApi, ({ patched }) =>
      equal('by bulk', at(patched, 'description')),
    ),
    rule(
      'ASA-BULK-0009',
      'in-order',
      'Entries are done in order, and DELETE needs no data.',
      bulkApi,
      ({ mixed, inOrder }) => equal([200, 404], [mixed.status, inOrder.status]),
    ),
    rule(
      'ASA-BULK-0010',
      'elsewhere',
      'There is no resource /api/bulk: the bulk API is /api.',
      bulkApi,
      ({ elsewhere }) => equal(404, elsewhere.status),
    ),
    rule(
      'ASA-BULK-0011',
      'thousand',
      'A bulk request may have a thousand entries.',
      about('Bulk API: limit since 1.2.2.200'),
      ({ thousand, total }) => equal([1_000, 1_002], [listAt(thousand, 'entryMessages').length, total]),
      '>=1.2.2',
    ),
  ],
});
