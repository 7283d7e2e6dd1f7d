/** An interface. */
export interface Interface {
  readonly nameif?: string;
  readonly securityLevel?: number;
  /** `dhcp` takes one from the network. */
  readonly ip?:
    | { readonly address: string; readonly mask: string; readonly standby?: string }
    | 'dhcp'
    | 'dhcp-setroute';
  readonly shutdown: boolean;
  readonly description?: string;
  readonly managementOnly?: true;
  readonly vlan?: number;
  readonly mtu?: number;
  readonly speed?: string;
  readonly duplex?: string;
  readonly ipv6?: readonly string[];
  readonly dhcprelay?: readonly string[];
  /** Whether failover watches it, where that is not as usual. */
  readonly monitored?: boolean;
}

/** A static route. */
export interface Route {
  readonly interface: string;
  /** Address, or an object's name. */
  readonly network: string;
  /** Dotted; absent for IPv6, where the network has its length. */
  readonly mask?: string;
  readonly gateway: string;
  readonly metric: number;
  readonly tunneled?: true;
  readonly track?: number;
}

/** A manual NAT rule. */
export interface Nat {
  readonly real: string;
  readonly mapped: string;
  readonly mode: 'static' | 'dynamic';
  /** Object names, `any` or `interface`. */
  readonly source: readonly [real: string, mapped: string];
  readonly patPool?: string;
  readonly destination?: readonly [mapped: string, real: string];
  readonly service?: readonly [real: string, mapped: string];
  /** `unidirectional`, `no-proxy-arp`, `route-lookup`, `dns`, … */
  readonly flags: readonly string[];
  readonly inactive?: true;
  readonly description?: string;
}
