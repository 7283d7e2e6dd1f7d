import { describe, expect, it } from 'vitest';
import { has } from '../../../.ci/tools.ts';
import { mutantNames } from '../../simulator.ts';
import { ask, red } from '../../testing/ask.ts';
import { nxos } from './suite.ts';

/** Several cases make certificates with the real openssl. */
const withOpenssl = it.skipIf(!has('openssl'));

describe('a simulated Nexus', () => {
  withOpenssl.each(nxos.releases)(
    'conforms at %s',
    async (release) => {
      const findings = await ask(nxos, { release });
      const blemished = findings.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
      expect(
        blemished.map(({ check, outcome, expected, observed, why }) => ({ check, outcome, expected, observed, why })),
      ).toEqual([]);
      expect(findings.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(200);
    },
    120_000,
  );
});

/** For each mutant one quick case that must notice it; that all the others notice what they name is shown elsewhere. */
const witnesses: Readonly<Record<string, string>> = {
  'nxos.any-password': 'NX-AUTH-REFUSED',
  'nxos.bash-without-feature': 'NX-BASH-RUN',
  'nxos.chunk-cut-short': 'NX-CHK-READ',
  'nxos.cookie-never-expires': 'NX-AUTH-EXPIRY',
  'nxos.error-as-http-500': 'NX-INS-READ',
  'nxos.http-stays-open': 'NX-LSN-PORTS',
  'nxos.integer-codes': 'NX-INS-CONF',
  'nxos.key-mismatch-accepted': 'NX-PAIR-MISMATCH',
  'nxos.old-certificate-still-served': 'NX-WALK-API',
  'nxos.old-port-stays-open': 'NX-LSN-PORTS',
  'nxos.one-output-as-array': 'NX-INS-READ',
  'nxos.rest-delete-keeps': 'NX-REST-WRITE',
  'nxos.rest-miss-is-404': 'NX-REST-READ',
  'nxos.rest-numbers': 'NX-REST-READ',
  'nxos.rest-token-never-expires': 'NX-REST-EXPIRY',
  'nxos.save-forgets': 'NX-WALK-API',
  'nxos.save-unasked': 'NX-WALK-4',
  'nxos.standby-shares-flash': 'NX-WALK-3',
  'nxos.encrypted-key-served': 'NX-PAIR-PROTECTED',
  'nxos.vrf-ignored': 'NX-WALK-1',
};

describe('a Nexus that lies', () => {
  it('has a witness for every lie', async () => {
    expect(Object.keys(witnesses).sort()).toEqual(
      [...(await mutantNames())].filter((name) => name.startsWith('nxos.')).sort(),
    );
  });

  withOpenssl.each(Object.entries(witnesses))(
    'as in %s is caught by %s, in the checks that name it',
    async (mutant, witness) => {
      const findings = await ask(nxos, { mutant, only: [witness] });
      const asked = new Set(
        findings
          .filter(({ outcome }) => outcome !== 'not-selected' && outcome !== 'not-applicable')
          .map((one) => one.check),
      );
      const naming = nxos.cases.flatMap((one) => one.checks).filter((check) => check.killedBy.includes(mutant));
      const named = naming.map((check) => check.id).filter((id) => asked.has(id));
      expect(named).not.toEqual([]);
      expect(red(findings)).toEqual(expect.arrayContaining(named));
      expect(red(findings).filter((id) => !named.includes(id))).toEqual([]);
    },
  );
});
