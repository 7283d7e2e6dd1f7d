/** `crypto ikev1 policy`, in the words of the command line. */
export interface Ikev1Policy {
  readonly authentication: string;
  readonly encryption: string;
  readonly hash: string;
  readonly group: number;
  /** Seconds. */
  readonly lifetime: number;
}

/** `group-policy`. */
export interface GroupPolicy {
  readonly type: 'internal' | 'external';
  readonly protocols?: readonly string[];
  /** An access list. */
  readonly filter?: string;
  /** Minutes, or `none`. */
  readonly maxConnectTime?: string;
  readonly idleTimeout?: string;
}
