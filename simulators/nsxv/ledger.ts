import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Table } from '../chassis/table.ts';

/**
 * Rows that are only ever appended, numbered from 1 without gaps. Full blocks are packed (a row of the audit log then
 * takes some 20 bytes), and a row's number says which block it is in: any page costs as much as any other.
 */
export interface Ledger {
  /** Number of the next row. */
  readonly next: number;
  /** Full blocks that are still kept, by number: rows as JSON, deflated, base64. */
  readonly packed: Table<string>;
  /** The rows after the last full block, each as JSON. */
  readonly open: readonly string[];
}

/** Rows of a block. */
const blockRows = 256;

/** A ledger without rows. */
export function emptyLedger(): Ledger {
  return { next: 1, packed: Table.from<string>(), open: [] };
}

/** Tells a ledger from anything else. */
export function isLedger(value: unknown): value is Ledger {
  return typeof value === 'object' && value !== null && 'packed' in value && value.packed instanceof Table;
}

/**
 * The ledger with these rows at its end. Blocks of which no row is among the last `bound` are dropped.
 *
 * @param rows plain data
 */
export function appended(ledger: Ledger, rows: Iterable<object>, bound: number): Ledger {
  let { next, packed } = ledger;
  let open = [...ledger.open];
  for (const row of rows) {
    open.push(JSON.stringify(row));
    next++;
    if (open.length < blockRows) continue;
    const block = blockOf(next - 1);
    packed = packed.put(String(block), pack(open));
    open = [];
    const gone = blockOf(next - bound) - 1;
    if (packed.has(String(gone))) packed = packed.remove(String(gone));
  }
  return { next, packed, open };
}

/** The number of the oldest row that is among the last `bound`. */
export function firstOf(ledger: Ledger, bound: number): number {
  return Math.max(1, ledger.next - bound);
}

/** Rows `from` to `to` (both included) with their numbers, in order; numbers that are not there are left out. */
export function rowsOf<T>(ledger: Ledger, from: number, to: number): { readonly id: number; readonly row: T }[] {
  const found: { id: number; row: T }[] = [];
  const last = Math.min(to, ledger.next - 1);
  let block = -1;
  let rows: readonly string[] = [];
  for (let id = Math.max(1, from); id <= last; id++) {
    if (blockOf(id) !== block) {
      block = blockOf(id);
      rows = rowsIn(ledger, block);
    }
    const row = rows[(id - 1) % blockRows];
    if (row !== undefined) found.push({ id, row: JSON.parse(row) });
  }
  return found;
}

function blockOf(id: number): number {
  return Math.floor((id - 1) / blockRows);
}

function rowsIn(ledger: Ledger, block: number): readonly string[] {
  if (block === blockOf(ledger.next)) return ledger.open;
  const packed = ledger.packed.get(String(block));
  return packed === undefined ? [] : inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8').split('\n');
}

function pack(rows: readonly string[]): string {
  return deflateRawSync(rows.join('\n')).toString('base64');
}
