import { type Row, rows, tables } from '../rows.ts';
import { field, type TypedShow } from './typed-show.ts';

/** One interface of `show ip interface brief`. */
export interface IpInterface {
  readonly name: string;
  readonly vrf: string | undefined;
  /** Without prefix length; for an unnumbered interface what the device puts in its place. */
  readonly address: string | undefined;
  /** `up` or `down`. */
  readonly protocolState: string | undefined;
  readonly linkState: string | undefined;
  readonly adminState: string | undefined;
}

/**
 * `show ip interface brief`, of the default VRF or the one named (`all` for all). The VRF's name stands, by release, in
 * each row, in one table beside them, or in a list of tables that runs parallel to the interfaces'.
 */
export const showIpInterfaceBrief = (vrf?: string): TypedShow<IpInterface[]> => ({
  command: vrf === undefined ? 'show ip interface brief' : `show ip interface brief vrf ${vrf}`,
  parse: (body) => withVrf(body).flatMap(({ row, vrfName }) => ipInterface(row, vrfName)),
});

function withVrf(body: Row): { row: Row; vrfName: string | undefined }[] {
  const interfaces = tables(body, 'TABLE_intf').map((table) => rows({ table }, 'table', 'ROW_intf'));
  const vrfTables = tables(body, 'TABLE_vrf');
  const names = rows(body, 'TABLE_vrf', 'ROW_vrf').map((row) => field(row, 'vrf-name-out'));
  const flat = interfaces.flat();
  const nameAt = (table: number, row: number) => {
    if (vrfTables.length > 1 && vrfTables.length === interfaces.length) return names[table];
    return names.length > 1 && names.length === flat.length ? names[row] : names[0];
  };
  let count = 0;
  return interfaces.flatMap((group, table) => group.map((row) => ({ row, vrfName: nameAt(table, count++) })));
}

function ipInterface(row: Row, vrfName: string | undefined): IpInterface[] {
  const name = field(row, 'intf-name');
  if (name === undefined) return [];
  return [
    {
      name,
      vrf: field(row, 'vrf-name-out') ?? vrfName,
      address: field(row, 'prefix'),
      protocolState: field(row, 'proto-state'),
      linkState: field(row, 'link-state'),
      adminState: field(row, 'admin-state'),
    },
  ];
}
