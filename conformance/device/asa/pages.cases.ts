import type { CaseContext } from '../../context.ts';
import { equal } from '../../judgement.ts';
import { host, objects, own, type Seen } from './agent.ts';
import { at, each, listAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, asarest, client, goClient, recorded } from './sources.ts';

function page(seen: Seen) {
  return {
    kind: at(seen, 'kind') !== undefined,
    range: at(seen, 'rangeInfo'),
    items: listAt(seen, 'items').length,
    names: each(seen, 'name').map(String),
    link: String(at(seen, 'selfLink')),
  };
}

async function drive(t: CaseContext) {
  const { get, post } = await own(t);
  const none = page(await get(objects));
  const entries = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({
      method: 'POST',
      resourceUri: objects,
      data: host(`n${from + index}`),
    }));
  const at = async (query: string) => page(await get(`${objects}?${query}`));
  await post('/api', entries(0, 1));
  const one = await at('limit=100&offset=0');
  await post('/api', entries(1, 100));
  const hundred = await at('limit=100&offset=0');
  await post('/api', entries(100, 101));
  const of101 = { first: await at('limit=100&offset=0'), last: await at('limit=100&offset=100') };
  const greedy = await at('limit=500');
  await post('/api', entries(101, 250));
  const of250 = [await at('limit=100&offset=0'), await at('limit=100&offset=100'), await at('limit=100&offset=200')];
  return {
    none,
    one,
    hundred,
    ...of101,
    greedy,
    of250,
    few: await at('limit=7&offset=3'),
    byOffset: await at('offset=200'),
  };
}

const rule = rulesOver<typeof drive>();
const paging = goClient('paging of collections');
const limits = about('Limit and offset');
const demisto = recorded('demisto/content', 'Packs/CiscoASA, test data');

/** How collections come in pages. */
export const pages = topic({
  id: 'ASA-PAGE-SUMS',
  title: 'Pages of a collection of 0, 1, 100, 101 and 250 add up',
  touches: 'config',
  drive,
  rules: [
    rule(
      'ASA-PAGE-0001',
      'none',
      'An empty collection has rangeInfo with offset, limit and total 0 and an empty list of items.',
      demisto,
      ({ none }) => equal([{ offset: 0, limit: 0, total: 0 }, 0], [none.range, none.items]),
    ),
    rule('ASA-PAGE-0002', 'none-kind', 'An empty collection has no member kind.', demisto, ({ none }) =>
      equal(false, none.kind),
    ),
    rule('ASA-PAGE-0003', 'first', 'The first page of 101 objects has 100 of them.', limits, ({ first }) =>
      equal([{ offset: 0, limit: 100, total: 101 }, 100], [first.range, first.items]),
    ),
    rule(
      'ASA-PAGE-0004',
      'last',
      'The limit in rangeInfo is the number of items that came back, not the one asked for.',
      paging,
      ({ last }) => equal([{ offset: 100, limit: 1, total: 101 }, 1], [last.range, last.items]),
    ),
    rule('ASA-PAGE-0005', 'greedy', 'A request for more than 100 items is answered with 100.', limits, ({ greedy }) =>
      equal(100, greedy.items),
    ),
    rule(
      'ASA-PAGE-0006',
      'one',
      'A collection of one has rangeInfo with offset 0, limit 1 and total 1.',
      recorded('Public Python class library for the ASA API', 'sample outputs'),
      ({ one }) => equal([{ offset: 0, limit: 1, total: 1 }, 1], [one.range, one.items]),
    ),
    rule(
      'ASA-PAGE-0007',
      'hundred',
      'Offset and limit of a page of 100 of 100 add up to the total.',
      paging,
      ({ hundred }) => equal([{ offset: 0, limit: 100, total: 100 }, 100], [hundred.range, hundred.items]),
    ),
    rule('ASA-PAGE-0008', 'whole', 'Three pages of 250 objects hold each of them once.', paging, ({ of250 }) =>
      equal(
        [250, 250],
        [of250.flatMap(({ names }) => names).length, new Set(of250.flatMap(({ names }) => names)).size],
      ),
    ),
    rule(
      'ASA-PAGE-0009',
      'sums',
      'Offset and limit add up to the total on the last page, and on no other.',
      paging,
      ({ of250 }) =>
        equal(
          [
            { offset: 0, limit: 100, total: 250 },
            { offset: 100, limit: 100, total: 250 },
            { offset: 200, limit: 50, total: 250 },
          ],
          of250.map(({ range }) => range),
        ),
    ),
    rule('ASA-PAGE-0010', 'few', 'A request for fewer than 100 items is answered with as many.', limits, ({ few }) =>
      equal([{ offset: 3, limit: 7, total: 250 }, 7], [few.range, few.items]),
    ),
    rule(
      'ASA-PAGE-0011',
      'by-offset',
      'A request with an offset and no limit is answered with what is left, up to 100.',
      client('napalm-automation-community/napalm-asa', 'paging by offset'),
      ({ byOffset }) => equal([{ offset: 200, limit: 50, total: 250 }, 50], [byOffset.range, byOffset.items]),
    ),
    rule(
      'ASA-PAGE-0012',
      'query-in-link',
      'The selfLink of a collection has the query that was asked.',
      asarest('NTP servers with ?offset=0'),
      ({ byOffset }) => equal('/api/objects/networkobjects?offset=200', byOffset.link.replace(/^https:\/\/[^/]+/, '')),
    ),
  ],
});
