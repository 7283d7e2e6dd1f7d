import { int, rows } from '../rows.ts';
import { field, type TypedShow } from './typed-show.ts';

/** One entry of `show mac address-table`. */
export interface MacEntry {
  /** Dotted, as the device writes it. */
  readonly mac: string;
  /** Undefined for the switch's own addresses, which belong to no VLAN. */
  readonly vlan: number | undefined;
  /** `dynamic`, `static`; older releases `G` for a gateway address, `*` for a primary entry. */
  readonly type: string | undefined;
  /** Seconds since it was last seen; undefined where it does not age. */
  readonly age: number | undefined;
  readonly secure: boolean;
  /** Short name, such as `Eth1/48` or `sup-eth1(R)`. */
  readonly port: string | undefined;
}

/** `show mac address-table`. */
export const showMacAddressTable = (): TypedShow<MacEntry[]> => ({
  command: 'show mac address-table',
  parse: (body) =>
    rows(body, 'TABLE_mac_address', 'ROW_mac_address').flatMap((row) => {
      const mac = field(row, 'disp_mac_addr');
      if (mac === undefined) return [];
      return [
        {
          mac,
          vlan: int(row.disp_vlan),
          type: field(row, 'disp_type'),
          age: int(row.disp_age),
          secure: ['T', 'enabled'].includes(field(row, 'disp_is_secure') ?? ''),
          port: field(row, 'disp_port'),
        },
      ];
    }),
});
