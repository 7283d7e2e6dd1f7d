import { int, list, type Row, rows } from '../rows.ts';
import { field, type TypedShow } from './typed-show.ts';

/** One VLAN, of `show vlan`, `show vlan brief` or `show vlan id`. */
export interface Vlan {
  readonly id: number;
  readonly name: string | undefined;
  /** `active` or `suspend`. */
  readonly state: string | undefined;
  readonly shutdown: boolean;
  /** Long interface names; some platforms give ranges (`Ethernet1/1-4`), which are kept as they are. */
  readonly ports: readonly string[];
}

/** `show vlan`. */
export const showVlan = (): TypedShow<Vlan[]> => vlans('show vlan', 'vlanbrief');

/** `show vlan brief`. */
export const showVlanBrief = (): TypedShow<Vlan[]> => vlans('show vlan brief', 'vlanbriefxbrief');

/** `show vlan id N`: one VLAN, or none. */
export const showVlanId = (id: number): TypedShow<Vlan[]> => vlans(`show vlan id ${id}`, 'vlanbriefid');

function vlans(command: string, table: string): TypedShow<Vlan[]> {
  return {
    command,
    parse: (body) =>
      rows(body, `TABLE_${table}`, `ROW_${table}`).flatMap((row) => {
        const id = vlanId(row);
        return id === undefined ? [] : [{ id, ...vlan(row) }];
      }),
  };
}

function vlan(row: Row): Omit<Vlan, 'id'> {
  return {
    name: field(row, 'vlanshowbr-vlanname'),
    state: field(row, 'vlanshowbr-vlanstate'),
    shutdown: field(row, 'vlanshowbr-shutstate') === 'shutdown',
    ports: list(row['vlanshowplist-ifidx'])
      .flatMap((names) => names.split(','))
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  };
}

/** Old trains give `vlanshowbr-vlanid` with its bytes swapped (16777216 for 1); `-utf` has it right wherever it exists. */
function vlanId(row: Row): number | undefined {
  const id = int(row['vlanshowbr-vlanid-utf']) ?? int(row['vlanshowbr-vlanid']);
  if (id === undefined || id <= 4095) return id;
  return Buffer.from([id & 255, (id >>> 8) & 255, (id >>> 16) & 255, id >>> 24]).readUInt32BE();
}
