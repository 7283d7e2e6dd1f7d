import type { Operand, Primitive } from './operand.ts';

/** NAT of an object, on two interfaces. */
export interface ObjectNat {
  readonly real: string;
  readonly mapped: string;
  readonly mode: 'static' | 'dynamic';
  /** An address, an object's name, or `interface`. */
  readonly to: string;
  /** `dns`, `no-proxy-arp`, … in the order of the line. */
  readonly flags: readonly string[];
}

/** `object network`. Without `host` it has been named and not filled. */
export interface NetworkObject {
  readonly host?: Primitive;
  readonly description?: string;
  readonly nat?: ObjectNat;
}

/** `object-group network`. */
export interface NetworkGroup {
  readonly members: readonly Operand[];
  readonly description?: string;
}

/** `object service`. `value` as REST writes it: `tcp/https,source=7000-8000`. */
export interface ServiceObject {
  readonly service?: Primitive;
  readonly description?: string;
}

/** `object-group service`. */
export interface ServiceGroup {
  /** Given on the CLI: members are then ports of it, and lines say `port-object`. */
  readonly protocol?: 'tcp' | 'udp' | 'tcp-udp';
  readonly members: readonly Operand[];
  readonly description?: string;
}

/** `time-range`. Texts as the CLI writes them. */
export interface TimeRange {
  /** `03:47 14 May 2025` */
  readonly start?: string;
  readonly end?: string;
  /** `daily 4:00 to 5:01` */
  readonly periodic: readonly string[];
}

/** `object-group user` or `object-group security`. */
export interface IdentityGroup {
  readonly members: readonly Operand[];
  readonly description?: string;
}
