import type { Operand, Reference } from './operand.ts';

/** What a rule lets through: a service object or group, or a protocol with ports in the words of the CLI. */
export interface RuleService {
  /** `ip`, `tcp`, …; absent beside {@link reference}. */
  readonly protocol?: string;
  readonly reference?: Reference;
  /** `eq https`, `range 6001 6500`, `gt 1023`, `object-group NAME`. */
  readonly source?: string;
  readonly destination?: string;
  /** `echo`, `traceroute 70`. */
  readonly icmp?: string;
}

/** One line of an extended access list, with the remarks above it. */
export interface Ace {
  readonly permit: boolean;
  readonly service: RuleService;
  /** Whose traffic it is: a user, a group of users, `AnyUser` or `NoneUser`. */
  readonly user?: Operand;
  /** TrustSec security groups, by name, tag or object-group. */
  readonly sourceSecurity?: Operand;
  readonly source: Operand;
  readonly destinationSecurity?: Operand;
  readonly destination: Operand;
  /** As REST names it: `Default`, `Disabled`, `Errors`, … */
  readonly logStatus: string;
  readonly logInterval: number;
  /** Typed on the CLI as `log`, which means `Informational`, or as `log default`; REST has no word for either. */
  readonly logTyped?: 'log' | 'log default';
  readonly timeRange?: string;
  readonly inactive?: true;
  readonly remarks: readonly string[];
}

/** An extended access list. */
export interface AccessList {
  readonly aces: readonly Ace[];
  /** Remarks below the last line. */
  readonly remarks: readonly string[];
}

/** `access-group`. */
export interface AccessGroup {
  readonly acl: string;
  readonly direction: 'in' | 'out' | 'global';
  /** nameif; empty for the global one. */
  readonly interface: string;
}
