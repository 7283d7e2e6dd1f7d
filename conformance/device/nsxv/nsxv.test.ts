import { describe, expect, it } from 'vitest';
import { mutantNames } from '../../simulator.ts';
import { ask, red } from '../../testing/ask.ts';
import { nsxv } from './suite.ts';

describe('a simulated NSX-v Manager', () => {
  it.each(nsxv.releases)(
    'conforms at %s',
    async (release) => {
      const findings = await ask(nsxv, { release });
      const blemished = findings.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
      expect(
        blemished.map(({ check, outcome, expected, observed, why }) => ({ check, outcome, expected, observed, why })),
      ).toEqual([]);
      const passed = findings.filter(({ outcome }) => outcome === 'pass');
      expect(new Set(passed.map(({ requirement }) => requirement)).size).toBeGreaterThan(100);
    },
    120_000,
  );
});

/** For each mutant one case that must notice it; what a release does not show is asked of one that does. */
const witnesses: Readonly<Record<string, readonly [only: string, release?: string]>> = {
  'nsxv.admin-can-go': ['NV-ROLE-ADMIN'],
  'nsxv.any-content-type': ['NV-WIRE-MEDIA'],
  'nsxv.any-role-for-cli': ['NV-ROLE-WALK'],
  'nsxv.assigning-is-201': ['NV-ROLE-ADMIN'],
  'nsxv.auditor-reads-roles': ['NV-ROLE-WALK'],
  'nsxv.bad-password-is-401': ['NV-ROLE-ADMIN'],
  'nsxv.capitals-allowed': ['NV-CLI-WALK'],
  'nsxv.central-cli-any-accept': ['NV-WIRE-MEDIA'],
  'nsxv.changing-is-silent': ['NV-ROLE-WALK', '6.2.5'],
  'nsxv.errors-without-code': ['NV-ROLE-WALK'],
  'nsxv.everybody-is-admin': ['NV-AUDIT-LOG'],
  'nsxv.json-keeps-root': ['NV-WIRE-MEDIA'],
  'nsxv.login-under-own-name': ['NV-AUDIT-LOG'],
  'nsxv.missing-role-is-404': ['NV-ROLE-ADMIN'],
  'nsxv.no-lock': ['NV-CLI-LOCK'],
  'nsxv.one-403-for-all': ['NV-ROLE-WALK', '6.3.2'],
  'nsxv.page-size-is-count': ['NV-AUDIT-LOG'],
  'nsxv.passwords-in-configuration': ['NV-CLI-WALK'],
  'nsxv.pretty-xml': ['NV-WIRE-MEDIA'],
  'nsxv.privilege-in-configuration': ['NV-CLI-WALK'],
  'nsxv.resource-id-echoed': ['NV-ROLE-WALK'],
  'nsxv.save-says-nothing': ['NV-CLI-WALK'],
  'nsxv.tokens-die-with-users': ['NV-AUTH-TOKEN'],
};

describe('a manager that lies', () => {
  it('has a witness for every lie', async () => {
    const known = (await mutantNames()).filter((name) => name.startsWith('nsxv.'));
    expect(Object.keys(witnesses).sort()).toEqual(known.sort());
  });

  it.each(Object.entries(witnesses))(
    'as in %s is caught in the checks that name it',
    async (mutant, [only, release]) => {
      const findings = await ask(nsxv, { mutant, only: [only], ...(release !== undefined && { release }) });
      const asked = new Set(
        findings
          .filter(({ outcome }) => outcome !== 'not-selected' && outcome !== 'not-applicable')
          .map((one) => one.check),
      );
      const naming = nsxv.cases.flatMap((one) => one.checks).filter((check) => check.killedBy.includes(mutant));
      const named = naming.map((check) => check.id).filter((id) => asked.has(id));
      expect(named).not.toEqual([]);
      expect(red(findings)).toEqual(named.sort());
    },
  );
});
