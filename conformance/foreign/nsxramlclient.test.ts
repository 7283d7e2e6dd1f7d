import { expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { startManagers } from './testing/nsxv.ts';
import { script } from './testing/script.ts';

type Refusal = readonly [status: number, body: unknown] | null;

interface Seen {
  screen: string;
  before: Refusal;
  smoke: string;
  roles: readonly string[];
  given: readonly unknown[];
  twice: Refusal;
  own: Refusal;
  changed: readonly unknown[];
  scope: string;
  users: readonly (readonly string[])[];
  scopes: readonly string[];
  tag: readonly unknown[];
  log: readonly (readonly string[])[];
  total: boolean;
  registered: string;
  connected: string;
  deleted: number;
  after: Refusal;
  wrong: Refusal;
}

const noRole: Refusal = [403, expect.stringContaining('VC user does not have any role on NSX Manager.')];

it.skipIf(!has('python3'))(
  'nsxramlclient gives an API-only user a role and reads its audit log, on each line',
  async () => {
    const { folder, managers } = await startManagers('6.2.5', '6.3.6', '6.4.4');
    const all = await Promise.all(managers.map((manager) => script<Seen>('nsxramlclient_client.py', manager, folder)));
    expect(all).toHaveLength(managers.length);
    for (const seen of all) {
      expect(seen.screen).toContain('Building Configuration...\r\nConfiguration saved.\r\n[OK]\r\n');
      expect([seen.before, seen.after]).toEqual([noRole, noRole]);
      expect(seen.wrong).toEqual([403, expect.stringContaining('Bad Username or Credentials presented')]);
      expect(seen.smoke).toBe('admin');
      expect(seen.roles).toEqual(expect.arrayContaining(['super_user', 'auditor']));
      expect(seen.given).toEqual([204, null]);
      expect(seen.twice).toEqual([400, expect.objectContaining({})]);
      expect(seen.own).toEqual([403, { error: expect.objectContaining({ errorCode: '254' }) }]);
      expect([seen.changed, seen.scope]).toEqual([[200, 'security_admin'], 'Global']);
      expect(seen.users).toEqual([
        ['admin', 'true', 'super_user'],
        ['api', 'true', 'security_admin'],
      ]);
      expect(seen.scopes).toContain('globalroot-0');
      expect(seen.tag).toEqual([201, expect.stringMatching(/^securitytag-\d+$/)]);
      expect(seen.log).toEqual([
        ['admin', 'CREATE', 'api', 'SUCCESS'],
        ['System', 'LOGIN', 'api', 'SUCCESS'],
        ['admin', 'UPDATE', 'api', 'SUCCESS'],
        ['System', 'LOGIN', 'api', 'SUCCESS'],
        ['api', 'CREATE', 'by-nsxramlclient', 'SUCCESS'],
      ]);
      expect([seen.total, seen.registered, seen.connected]).toEqual([true, 'vcsa-1.corp.local', 'true']);
      expect(seen.deleted).toBe(204);
    }
  },
);
