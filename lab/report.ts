import type { LabHost } from './device.ts';

/** A device or file server as the ready line and the control API tell of it. */
export interface HostReport {
  readonly name: string;
  readonly kind: string;
  readonly version: string;
  readonly username: string;
  readonly password: string;
  readonly enablePassword?: string;
  /** Endpoint name → URL. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Endpoint name → SHA-256, lower-case hex; those that are made. */
  readonly certificates?: Readonly<Record<string, string>>;
}

/** Plain data on a host, as it is now. */
export function hostReport(host: LabHost): HostReport {
  const { name, kind, release, username, password, enablePassword, endpoints, certificates } = host;
  return {
    name,
    kind,
    version: release,
    username,
    password,
    ...(enablePassword !== undefined && { enablePassword }),
    endpoints,
    ...(Object.keys(certificates).length > 0 && { certificates }),
  };
}
