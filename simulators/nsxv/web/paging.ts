import { firstOf, type Ledger, rowsOf } from '../ledger.ts';
import type { Document, Fields } from './document.ts';
import { flag } from './operation.ts';

/** What a client asks of a list. */
export interface Paging {
  readonly startIndex: number;
  readonly pageSize: number;
  readonly ascending: boolean;
  readonly sortBy: string;
}

const largestPage = 1024;

/**
 * Reads paging parameters; what cannot be right counts as absent, sizes out of range are brought into it (inferred).
 * @param sortable the orders there are, the default first
 */
export function pagingOf(query: URLSearchParams, sortable: readonly string[], pageSize = 256): Paging {
  const [usual = ''] = sortable;
  const asked = sortable.find((one) => one.toLowerCase() === query.get('sortBy')?.trim().toLowerCase());
  return {
    startIndex: whole(query.get('startIndex')) ?? 0,
    pageSize: Math.min(Math.max(whole(query.get('pageSize')) ?? pageSize, 1), largestPage),
    ascending: flag(query, 'sortOrderAscending', true),
    sortBy: asked ?? usual,
  };
}

function whole(text: string | null): number | undefined {
  return text !== null && /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : undefined;
}

/** The head of a page. Its size is what was asked for, not what came. @source recorded: sneaku.com */
export function pagingInfo({ pageSize, startIndex, ascending, sortBy }: Paging, totalCount: number): Fields {
  return { pageSize, startIndex, totalCount, sortOrderAscending: ascending, sortBy };
}

/** How a log is written. */
export interface LogShape<T> {
  readonly root: string;
  readonly item: string;
  readonly fields: (id: number, row: T) => Fields;
}

/**
 * A page of a log. Rows are in the order of writing whichever way they are sorted: numbers and times rise together.
 * @param bound how many rows the log keeps
 */
export function logPage<T>(ledger: Ledger, bound: number, paging: Paging, shape: LogShape<T>): Document {
  const first = firstOf(ledger, bound);
  const total = ledger.next - first;
  const { startIndex, pageSize, ascending } = paging;
  const from = ascending ? first + startIndex : ledger.next - startIndex - pageSize;
  const rows = rowsOf<T>(ledger, Math.max(first, from), from + pageSize - 1);
  const items = (ascending ? rows : rows.reverse()).map(({ id, row }) => shape.fields(id, row));
  const head = pagingInfo(paging, total);
  return {
    root: shape.root,
    value: { dataPage: { pagingInfo: head, [shape.item]: items } },
    json: { dataPage: { pagingInfo: head, data: items } },
  };
}
