/** `ntp server`. */
export interface NtpServer {
  readonly key?: number;
  readonly interface?: string;
  readonly prefer?: true;
}

/** `dhcpd option`. */
export interface DhcpOption {
  readonly code: number;
  readonly type: 'ascii' | 'hex' | 'ip';
  readonly value1: string;
  readonly value2?: string;
}

/** `dhcpd` on an interface. */
export interface DhcpServer {
  readonly from?: string;
  readonly to?: string;
  readonly dns?: readonly string[];
  readonly wins?: readonly string[];
  /** Seconds, as text: that is how both faces have it. */
  readonly lease?: string;
  /** Milliseconds, as text. */
  readonly pingTimeout?: string;
  readonly domain?: string;
  /** The interface whose own lease is passed on. */
  readonly autoConfig?: string;
  readonly vpnOverride?: true;
  /** `dhcpd update dns`. */
  readonly ddns?: { readonly both?: true; readonly override?: true };
  readonly options?: readonly DhcpOption[];
  readonly enabled?: true;
}

/** `dns server-group`. */
export interface DnsGroup {
  readonly servers: readonly { readonly address: string; readonly interface?: string }[];
  readonly domain?: string;
}
