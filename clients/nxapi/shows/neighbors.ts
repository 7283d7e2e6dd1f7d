import { int, list, type Row, rows } from '../rows.ts';
import { field, firstField, type TypedShow } from './typed-show.ts';

/** One neighbour, as CDP tells it. */
export interface CdpNeighbor {
  readonly deviceId: string;
  readonly localInterface: string | undefined;
  readonly remotePort: string | undefined;
  readonly platform: string | undefined;
  readonly capabilities: readonly string[];
  /** Seconds until it is forgotten. */
  readonly holdTime: number | undefined;
  /** Only from the detailed command. */
  readonly systemName: string | undefined;
  readonly managementAddress: string | undefined;
  readonly software: string | undefined;
}

/** `show cdp neighbors`. */
export const showCdpNeighbors = (): TypedShow<CdpNeighbor[]> => cdp('show cdp neighbors', 'cdp_neighbor_brief_info');

/** `show cdp neighbors detail`. */
export const showCdpNeighborsDetail = (): TypedShow<CdpNeighbor[]> =>
  cdp('show cdp neighbors detail', 'cdp_neighbor_detail_info');

function cdp(command: string, table: string): TypedShow<CdpNeighbor[]> {
  return {
    command,
    parse: (body) =>
      rows(body, `TABLE_${table}`, `ROW_${table}`).flatMap((row) => {
        const deviceId = field(row, 'device_id');
        return deviceId === undefined ? [] : [{ deviceId, ...cdpDetail(row) }];
      }),
  };
}

function cdpDetail(row: Row): Omit<CdpNeighbor, 'deviceId'> {
  return {
    localInterface: field(row, 'intf_id'),
    remotePort: field(row, 'port_id'),
    platform: field(row, 'platform_id'),
    capabilities: list(row.capability).map((capability) => capability.trim()),
    holdTime: int(row.ttl),
    systemName: field(row, 'sysname'),
    managementAddress: firstField(row, 'v4mgmtaddr', 'v4addr', 'v6mgmtaddr', 'v6addr'),
    software: field(row, 'version'),
  };
}

/** One neighbour, as LLDP tells it. */
export interface LldpNeighbor {
  /** Its system name or chassis id. */
  readonly chassisId: string;
  /** Short name, such as `Eth1/1`. */
  readonly localInterface: string | undefined;
  readonly remotePort: string | undefined;
  /** One letter a capability, such as `BR`. */
  readonly capabilities: string | undefined;
  readonly holdTime: number | undefined;
  readonly managementAddress: string | undefined;
}

/** `show lldp neighbors`; releases that call "no neighbours" an error give an empty list here too. */
export const showLldpNeighbors = (): TypedShow<LldpNeighbor[]> => ({
  command: 'show lldp neighbors',
  parse: (body) =>
    rows(body, 'TABLE_nbor', 'ROW_nbor').flatMap((row) => {
      const chassisId = field(row, 'chassis_id');
      if (chassisId === undefined) return [];
      return [
        {
          chassisId,
          localInterface: field(row, 'l_port_id'),
          remotePort: field(row, 'port_id'),
          capabilities: firstField(row, 'enabled_capability', 'system_capability', 'capability'),
          holdTime: int(firstField(row, 'ttl', 'hold_time')),
          managementAddress: firstField(row, 'mgmt_addr', 'mgmt_addr_ipv6'),
        },
      ];
    }),
  none: ({ clierror }) => (/no neighbou?r information/i.test(clierror) ? [] : undefined),
});
