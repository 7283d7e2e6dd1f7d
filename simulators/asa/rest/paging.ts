import { type Answer, type Call, Problem } from './wire.ts';

/** Most items of a page. @source documented: reference 4.4 */
const most = 100;

const known: readonly string[] = ['offset', 'limit', 'context'];

function count(call: Call, name: string, usual: number): number {
  const given = call.query.get(name);
  if (given === null) return usual;
  if (!/^\d{1,9}$/.test(given))
    throw new Problem(400, 'INVALID-INPUT', `${name} must be a number: got '${given.slice(0, 40)}'`, name);
  return Number(given);
}

/**
 * A page of a collection. `rangeInfo.limit` is the number of items that come back, whatever was asked for.
 *
 * @param total number of all items
 * @param item the JSON text of the item at an index, and the word after `object#`
 * @throws Problem 400 for a query that is not understood
 * @source recorded: reference 4.4
 */
export function page(call: Call, kind: string, total: number, item: (index: number) => string): Answer {
  for (const name of call.query.keys()) {
    if (!known.includes(name))
      throw new Problem(400, 'INVALID-INPUT', `'${name.slice(0, 40)}' is not a query parameter`);
  }
  const offset = count(call, 'offset', 0);
  const limit = Math.max(0, Math.min(count(call, 'limit', most), most, total - offset));
  const items: string[] = [];
  for (let index = offset; index < offset + limit; index++) items.push(item(index));
  const self = JSON.stringify(`${call.base}${call.uri}`);
  const range = `"rangeInfo":{"offset":${offset},"limit":${limit},"total":${total}}`;
  // An empty collection says nothing of its kind.
  const head = limit === 0 ? '' : `"kind":"collection#${kind}",`;
  return { status: 200, body: `{${head}"selfLink":${self},${range},"items":[${items.join(',')}]}` };
}

/** A page of items that are at hand. @param kind of the collection; that of the first item unless told */
export function pageOf(call: Call, items: readonly object[], kind?: string): Answer {
  const first: { kind?: unknown } = items[0] ?? {};
  const word = typeof first.kind === 'string' ? first.kind.replace(/^object#/, '') : '';
  return page(call, kind ?? word, items.length, (index) => JSON.stringify(items[index]));
}
