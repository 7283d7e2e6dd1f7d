import type { Matrix } from './release.ts';
import type { Role } from './roles.ts';

/** What is done: read or written. */
export type Access = 'read' | 'write';

/** Rights that operations ask for, by the device's own names where one was seen, else by names in its style. */
export const features = {
  'urm.user_account_management': 'User account management',
  'urm.object_access_control': 'Object access control',
  'urm.feature_access_control': 'Feature access control',
  'administration.audit_logs': 'Audit logs',
  'administration.system_events': 'System events',
  'administration.configuration': 'vCenter and SSO configuration',
  'administration.basic_auth': 'Basic auth disable',
  'administration.appliance': 'Appliance management',
  'library.tagging': 'Security tags',
  'inventory.networks': 'Networks',
} as const;

export type Feature = keyof typeof features;

/** `R` reads, `RW` reads and writes, a missing role may do neither. */
type Row = Readonly<Partial<Record<Role, 'R' | 'RW'>>>;

const everybody: Row = {
  auditor: 'R',
  security_admin: 'R',
  security_engineer: 'R',
  vshield_admin: 'R',
  network_engineer: 'R',
  security_role_admin: 'R',
  enterprise_admin: 'R',
};
const eventWriters: Row = {
  auditor: 'R',
  security_admin: 'RW',
  security_engineer: 'RW',
  vshield_admin: 'RW',
  network_engineer: 'RW',
  security_role_admin: 'RW',
  enterprise_admin: 'RW',
};
const administrators: Row = {
  vshield_admin: 'R',
  network_engineer: 'R',
  security_role_admin: 'R',
  enterprise_admin: 'R',
};

/**
 * The published tables, and (inferred) rows for tags and networks, which they lack. `super_user` is in none: it may do
 * everything.
 * @source documented: administration guides 6.3 and 6.4, "Feature List with Roles and Permissions"; 6.2 goes by the table of 6.3
 */
const matrices: Readonly<Record<Matrix, Readonly<Record<Feature, Row>>>> = {
  '6.3': {
    'urm.user_account_management': { vshield_admin: 'R', enterprise_admin: 'RW' },
    'urm.object_access_control': administrators,
    'urm.feature_access_control': administrators,
    'administration.audit_logs': everybody,
    'administration.system_events': eventWriters,
    'administration.configuration': { vshield_admin: 'RW', enterprise_admin: 'RW' },
    'administration.basic_auth': {},
    'administration.appliance': {},
    'library.tagging': eventWriters,
    'inventory.networks': everybody,
  },
  '6.4': {
    'urm.user_account_management': {
      auditor: 'R',
      vshield_admin: 'R',
      network_engineer: 'R',
      security_role_admin: 'RW',
      enterprise_admin: 'RW',
    },
    'urm.object_access_control': administrators,
    'urm.feature_access_control': administrators,
    'administration.audit_logs': everybody,
    'administration.system_events': eventWriters,
    'administration.configuration': {
      ...everybody,
      vshield_admin: 'RW',
      network_engineer: 'RW',
      enterprise_admin: 'RW',
    },
    'administration.basic_auth': { ...everybody, enterprise_admin: 'RW' },
    'administration.appliance': { enterprise_admin: 'R' },
    'library.tagging': eventWriters,
    'inventory.networks': everybody,
  },
};

/** Whether a role may do this. */
export function permits(matrix: Matrix, role: Role, feature: Feature, access: Access): boolean {
  if (role === 'super_user') return true;
  const right = matrices[matrix][feature][role];
  return right === 'RW' || (right === 'R' && access === 'read');
}
