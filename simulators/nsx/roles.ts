/** What an operation touches, as roles are defined for. */
export type Area = 'certificates' | 'system' | 'everybody';

/**
 * Roles and certificates: full access or reading. Roles that are not named have none.
 * @source NSX reference 3.6: the guide's RBAC matrix
 */
const certificates: Readonly<Record<string, 'full' | 'read'>> = {
  enterprise_admin: 'full',
  auditor: 'read',
  security_engineer: 'full',
  security_op: 'read',
  lb_admin: 'full',
  lb_auditor: 'read',
  vpn_admin: 'full',
};

/** Whether one of the roles permits an operation. Outside certificates only administrators change anything (inferred). */
export function permits(roles: readonly string[], area: Area, writes: boolean): boolean {
  if (area === 'everybody') return true;
  return roles.some((role) => {
    if (role === 'enterprise_admin') return true;
    if (area === 'system') return !writes;
    const access = Object.hasOwn(certificates, role) ? certificates[role] : undefined;
    return access === 'full' || (access === 'read' && !writes);
  });
}
