/** A local account. */
export interface User {
  /** `$sha512$…`, 16 characters, or absent: `nopassword`. */
  readonly hash?: string;
  readonly privilege: number;
  readonly serviceType?: 'admin' | 'nas-prompt' | 'remote-access';
}

/** A line of who may connect: `http 192.0.2.0 255.255.255.0 management`. */
export interface AccessLine {
  readonly type: 'http' | 'ssh' | 'telnet';
  readonly network: string;
  readonly mask: string;
  readonly interface: string;
}

/** A server group for names and passwords, and whether LOCAL follows when no server answers. */
export interface AaaMethod {
  readonly group: string;
  readonly local?: true;
}

/** `aaa …` */
export interface Aaa {
  readonly authentication: { readonly [K in AaaLine]?: AaaMethod };
  /** `aaa authorization command`. */
  readonly command?: AaaMethod;
  /** `aaa authorization exec`, with `auto-enable`. */
  readonly exec?: { readonly group: string; readonly autoEnable?: true };
}

export type AaaLine = 'enable' | 'http' | 'serial' | 'ssh' | 'telnet';

/** `aaa-server`: a group and its hosts. */
export interface AaaServer {
  readonly protocol: string;
  readonly hosts: readonly { readonly interface: string; readonly host: string; readonly key?: string }[];
}
