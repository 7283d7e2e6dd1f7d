/** `crypto ca trustpoint`, with the certificates of its chain: DER in hexadecimal. */
export interface Trustpoint {
  readonly enrollment?: 'self' | 'terminal';
  readonly keypair?: string;
  /** `CN=fw1,OU=lab` */
  readonly subject?: string;
  readonly fqdn?: string;
  readonly email?: string;
  readonly ipAddress?: string;
  readonly serialNumber?: true;
  /** The box's own. */
  readonly certificate?: string;
  /** Of its authorities, nearest first. */
  readonly cas: readonly string[];
}

/** `ssl trust-point`, for an interface, a name, or all that have none of their own. */
export interface SslBinding {
  readonly trustpoint: string;
  readonly interface?: string;
  readonly domain?: string;
}
