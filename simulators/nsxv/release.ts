import type { Role } from './roles.ts';

/** The published permission table that a release goes by. */
export type Matrix = '6.3' | '6.4';

/** What differs from one release to the next. Data only: code asks, it does not compare versions. */
export interface Release {
  readonly version: string;
  readonly build: string;
  /** Roles in the order of `GET roles`. */
  readonly roles: readonly Role[];
  /** Roles that an entry of CLI origin may have. */
  readonly cliRoles: readonly Role[];
  readonly matrix: Matrix;
  /** What appliance management answers where nobody says what is wanted. */
  readonly applianceDefault: 'xml' | 'json';
  /** Error objects are JSON where nobody says what is wanted. */
  readonly jsonErrors: boolean;
  /** `Accept: application/*+xml;…` is refused with 406. */
  readonly strictAccept: boolean;
  /** JSON request bodies are official. */
  readonly jsonBodies: boolean;
  /** The central CLI answers only `Accept: text/plain`. */
  readonly centralCliPlain: boolean;
  /** Status of an empty body where one is required. */
  readonly emptyBody: 400 | 500;
  /** `auth/token`, `auth/tokenexpiration`. */
  readonly tokens: boolean;
  /** `auth/tokeninvalidation`. */
  readonly tokenInvalidation: boolean;
  /** `auth/basic` and `/api/3.0/services/auth/token`. */
  readonly basicSwitch: boolean;
  /** The path of `enablestate` without a user, as two specifications print it. */
  readonly shortEnableState: boolean;
  /** Rows that the audit log keeps. */
  readonly auditRows: number;
  /** `eventSourceInfo` and `displayName` in system events. */
  readonly eventSourceInfo: boolean;
  /** `pagingInfo` in the list of security tags. */
  readonly pagedTags: boolean;
  /** `system/securitysettings`. */
  readonly securitySettings: boolean;
  /** Layout of the container's own pages. */
  readonly page: 'tomcat7' | 'tomcat8';
}

const classic = ['super_user', 'vshield_admin', 'security_admin', 'auditor', 'enterprise_admin'] as const;
const engineers = [...classic, 'security_engineer', 'network_engineer'] as const;
const cliThree = ['super_user', 'security_admin', 'auditor'] as const;

const r621: Release = {
  version: '6.2.1',
  build: '3300239',
  roles: classic,
  cliRoles: classic,
  matrix: '6.3',
  applianceDefault: 'json',
  jsonErrors: false,
  strictAccept: false,
  jsonBodies: false,
  centralCliPlain: false,
  emptyBody: 500,
  tokens: false,
  tokenInvalidation: false,
  basicSwitch: false,
  shortEnableState: true,
  auditRows: 1_000_000,
  eventSourceInfo: false,
  pagedTags: false,
  securitySettings: false,
  page: 'tomcat7',
};
const r625: Release = {
  ...r621,
  version: '6.2.5',
  build: '4818372',
  applianceDefault: 'xml',
  centralCliPlain: true,
};
const r632: Release = {
  ...r625,
  version: '6.3.2',
  build: '5672532',
  cliRoles: cliThree,
  shortEnableState: false,
  securitySettings: true,
};
const r636: Release = { ...r632, version: '6.3.6', build: '8085122', emptyBody: 400, pagedTags: true };
const r641: Release = {
  ...r636,
  version: '6.4.1',
  build: '8599035',
  matrix: '6.4',
  jsonBodies: true,
  tokens: true,
  tokenInvalidation: true,
  auditRows: 100_000,
  eventSourceInfo: true,
  page: 'tomcat8',
};
const r644: Release = { ...r641, version: '6.4.4', build: '11197766', roles: engineers, basicSwitch: true };
const r646: Release = {
  ...r644,
  version: '6.4.6',
  build: '13819012',
  roles: [...engineers, 'security_role_admin'],
  jsonErrors: true,
  strictAccept: true,
};

/**
 * The releases that are modelled, oldest first. Sources: NSX-v reference 1.2, 1.3, 4 and 9; builds of 6.2.1 and 6.2.5 are
 * recorded, the others inferred.
 */
export const releases: Readonly<Record<string, Release>> = Object.fromEntries(
  [r621, r625, r632, r636, r641, r644, r646].map((one) => [one.version, one]),
);

/**
 * The profile of a release.
 * @throws Error naming the releases there are
 */
export function releaseOf(version: string): Release {
  const release = releases[version];
  if (!release) throw new Error(`no NSX-v release '${version}'; one of ${Object.keys(releases).join(', ')}`);
  return release;
}
