import { int, type Row, rows } from '../rows.ts';
import { field, firstField, type TypedShow } from './typed-show.ts';

/** One part of `show inventory`. */
export interface InventoryItem {
  /** `Chassis`, `Slot 1`, `Power Supply 1` …; the quotes that many 9.x trains put around it are taken off. */
  readonly name: string;
  readonly description: string | undefined;
  readonly productId: string | undefined;
  readonly versionId: string | undefined;
  readonly serial: string | undefined;
}

/** `show inventory`. */
export const showInventory = (): TypedShow<InventoryItem[]> => ({
  command: 'show inventory',
  parse: (body) =>
    rows(body, 'TABLE_inv', 'ROW_inv').flatMap((row) => {
      const name = unquoted(row, 'name');
      if (name === undefined) return [];
      return [
        {
          name,
          description: unquoted(row, 'desc'),
          productId: field(row, 'productid'),
          versionId: field(row, 'vendorid'),
          serial: field(row, 'serialnum'),
        },
      ];
    }),
});

function unquoted(row: Row, key: string): string | undefined {
  return field(row, key)
    ?.replace(/^"(.*)"$/s, '$1')
    .trim();
}

/** One slot of `show module`, its four tables joined. */
export interface Module {
  readonly slot: number;
  readonly ports: number | undefined;
  readonly type: string | undefined;
  readonly model: string | undefined;
  /** `active *`, `ok`, `ha-standby`, `standby`, `powered-dn`, `testing`. */
  readonly status: string | undefined;
  /** True for the supervisor that answers. */
  readonly active: boolean;
  readonly software: string | undefined;
  readonly hardware: string | undefined;
  readonly macs: string | undefined;
  readonly serial: string | undefined;
  /** `Pass`, `Fail` … */
  readonly diagnostics: string | undefined;
}

/** `show module`: one entry a slot. */
export const showModule = (): TypedShow<Module[]> => ({
  command: 'show module',
  parse: (body) => {
    const versions = bySlot(body, 'modwwninfo', 'modwwn');
    const addresses = bySlot(body, 'modmacinfo', 'modmac');
    const diagnostics = bySlot(body, 'moddiaginfo', 'mod');
    return [...bySlot(body, 'modinfo', 'modinf')].map(([slot, row]) => ({
      slot,
      ports: int(row.ports),
      type: field(row, 'modtype'),
      model: field(row, 'model'),
      status: field(row, 'status'),
      active: /^active/i.test(field(row, 'status') ?? ''),
      software: field(versions.get(slot) ?? {}, 'sw'),
      hardware: field(versions.get(slot) ?? {}, 'hw'),
      macs: field(addresses.get(slot) ?? {}, 'mac'),
      serial: field(addresses.get(slot) ?? {}, 'serialnum'),
      diagnostics: field(diagnostics.get(slot) ?? {}, 'diagstatus'),
    }));
  },
});

/** Each table has a key of its own for the slot; some 7.x say `mod` in all of them. */
function bySlot(body: Row, table: string, key: string): Map<number, Row> {
  const found = rows(body, `TABLE_${table}`, `ROW_${table}`).flatMap((row): [number, Row][] => {
    const slot = int(firstField(row, key, 'mod'));
    return slot === undefined ? [] : [[slot, row]];
  });
  return new Map(found);
}
