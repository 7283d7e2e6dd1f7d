/** Role identifiers as they stand on the wire. @source documented: NSX-v API specification 6.4, roles */
export const roleNames = [
  'super_user',
  'vshield_admin',
  'security_admin',
  'auditor',
  'enterprise_admin',
  'security_engineer',
  'network_engineer',
  'security_role_admin',
] as const;

export type Role = (typeof roleNames)[number];

/** True for a role of any release. */
export function isRole(text: string): text is Role {
  return roleNames.some((name) => name === text);
}

/** What the vSphere client calls a role. @source documented: administration guide 6.4, "Managing Users" */
export const roleLabels: Readonly<Record<Role, string>> = {
  super_user: 'System Administrator',
  vshield_admin: 'NSX Administrator',
  security_admin: 'Security Administrator',
  auditor: 'Auditor',
  enterprise_admin: 'Enterprise Administrator',
  security_engineer: 'Security Engineer',
  network_engineer: 'Network Engineer',
  security_role_admin: 'Security & Role Administrator',
};

/** Roles that take a scope; answers show it. @source recorded for auditor and security_admin; client for the engineers */
const scoped: ReadonlySet<Role> = new Set(['security_admin', 'auditor', 'security_engineer', 'network_engineer']);

export function takesScope(role: Role): boolean {
  return scoped.has(role);
}
