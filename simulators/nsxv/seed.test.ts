import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { type Manager, manager } from './testing/manager.ts';
import { type Programs, programs } from './testing/programs.ts';

const both = it.skipIf(!has('ssh') || !has('curl'));
const usermgmt = '/api/2.0/services/usermgmt';
const asApi = ['-u', 'api:Password123'];
const asAdmin = ['-u', 'admin:Rackless.1'];
const xml = ['-H', 'Content-Type: application/xml'];
const noRole = 'VC user does not have any role on NSX Manager.';
const ace = (role: string): string =>
  `<accessControlEntry>\n  <role>${role}</role>\n  <resource>\n    <resourceId>globalroot-0</resourceId>\n  </resource>\n</accessControlEntry>`;

const options = {
  hostname: 'nsxmgr',
  address: '10.10.128.123/24',
  gateway: '10.10.128.1',
  ntp: ['au.pool.ntp.org'],
  nameServers: ['10.10.128.230'],
};

const enter = ['ena', 'Rackless.2', 'conf t'];

describe.each(['6.2.5', '6.3.2', '6.4.4'])('an API-only user, from SSH to the audit log, at %s', (release) => {
  let box: Manager;
  let by: Programs;
  beforeAll(async () => {
    box = await manager({ release, options });
    by = await programs({ ssh: () => box.port('ssh'), https: box.port('https') });
  });
  afterAll(async () => {
    await box.stop();
    await by.close();
  });

  both('walks the whole way', async () => {
    const screen = await by.ssh([
      ...enter,
      'user Api password plaintext Password123 ',
      'user api password plaintext Password123',
      'user api privilege web-interface',
      'exit',
      'write memory',
      'show running-config',
      'exit',
    ]);
    expect(screen).toContain(
      [
        'nsxmgr> ena',
        'Password: ',
        'nsxmgr# conf t',
        'nsxmgr(config)# user Api password plaintext Password123 ',
        'Failed to add user. Note: You cannot use this command to change the passwd of an existing user.',
        'ERROR: could not add user:Api',
        'nsxmgr(config)# user api password plaintext Password123',
        'nsxmgr(config)# user api privilege web-interface',
        'nsxmgr(config)# exit',
        'nsxmgr# write memory',
        'Building Configuration...',
        'Configuration saved.',
        '[OK]',
        'nsxmgr# show running-config',
        'Building configuration...',
        '',
        'Current configuration:',
        '!',
        'user api',
        '!',
        'ntp server au.pool.ntp.org',
        '!',
        'ip name server 10.10.128.230 ',
        '!',
        'hostname nsxmgr',
        '!',
        'interface mgmt',
        ' ip address 10.10.128.123/24',
        '!',
        'ip route 0.0.0.0/0 10.10.128.1',
        '!',
        'web-manager',
        'nsxmgr# exit',
      ].join('\n'),
    );

    const before = await by.curl('/api/2.0/auditlog', ...asApi);
    expect(before.stdout).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(before.stdout).toContain(noRole);

    const made = await by.curl(`${usermgmt}/role/api?isCli=true`, ...asAdmin, ...xml, '-d', ace('auditor'));
    expect(made.stdout).toMatch(/^HTTP\/1\.1 204 No Content\r\n/);
    expect(made.stdout.split('\r\n\r\n')[1]).toBe('');
    expect((await by.curl('/api/2.0/auditlog', ...asApi)).stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n/);

    const plain = release === '6.2.5' ? 'vshield_admin' : 'super_user';
    const put = (role: string) => by.curl(`${usermgmt}/role/api`, ...asAdmin, ...xml, '-X', 'PUT', '-d', ace(role));
    const unbounded = await put(plain);
    expect(unbounded.stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(unbounded.stdout.split('\r\n\r\n')[1]).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<accessControlEntry><role>${plain}</role></accessControlEntry>`,
    );
    const { vsmUuid, nodeId } = box.device.state.store;
    expect((await put('security_admin')).stdout.split('\r\n\r\n')[1]).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<accessControlEntry><role>security_admin</role><resource><objectId>globalroot-0</objectId><objectTypeName>GlobalRoot</objectTypeName><vsmUuid>${vsmUuid}</vsmUuid><nodeId>${nodeId}</nodeId><revision>15</revision><type><typeName>GlobalRoot</typeName></type><name>Global</name><clientHandle></clientHandle><extendedAttributes/><isUniversal>false</isUniversal><universalRevision>0</universalRevision></resource></accessControlEntry>`,
    );

    const tag =
      '<securityTag><name>TAG-1</name><description/><type><typeName>SecurityTag</typeName></type></securityTag>';
    const tagged = await by.curl('/api/2.0/services/securitytags/tag', ...asApi, ...xml, '-d', tag);
    expect(tagged.stdout).toMatch(/^HTTP\/1\.1 201 Created\r\n/);
    const log = await by.curl('/api/2.0/auditlog?sortOrderAscending=False&pageSize=1', ...asApi);
    expect(log.stdout).toMatch(
      /<auditLog><id>\d+<\/id><userName>api<\/userName><module>SECURITY_TAG<\/module><operation>CREATE<\/operation><resource>TAG-1<\/resource><resourceId>securitytag-\d+<\/resourceId><status>SUCCESS<\/status><timestamp>\d{13}<\/timestamp><oldValue><\/oldValue><newValue><\/newValue><isResourceUniversal>false<\/isResourceUniversal><\/auditLog>/,
    );
  });

  both('goes wrong where the user was first made as one of vCenter, and right again', async () => {
    await by.ssh([
      ...enter,
      'user trap password plaintext Password123',
      'user trap privilege web-interface',
      'end',
      'exit',
    ]);
    const asTrap = ['-u', 'trap:Password123'];
    expect((await by.curl(`${usermgmt}/role/trap`, ...asAdmin, ...xml, '-d', ace('auditor'))).stdout).toContain(
      ' 204 ',
    );
    expect((await by.curl('/api/2.0/auditlog', ...asTrap)).stdout).toContain('Bad Username or Credentials presented');
    const again = await by.curl(`${usermgmt}/role/trap?isCli=true`, ...asAdmin, ...xml, '-d', ace('auditor'));
    expect(again.stdout).toMatch(/^HTTP\/1\.1 400 /);
    expect((await by.curl(`${usermgmt}/role/trap`, ...asAdmin, '-X', 'DELETE')).stdout).toContain(' 204 ');
    await by.curl(`${usermgmt}/role/trap?isCli=true`, ...asAdmin, ...xml, '-d', ace('auditor'));
    expect((await by.curl('/api/2.0/auditlog', ...asTrap)).stdout).toMatch(/^HTTP\/1\.1 200 /);
  });

  both('has the roles that its release gives to accounts of the CLI, and JSON where asked', async () => {
    await by.ssh([
      ...enter,
      'user six password plaintext Password123',
      'user six privilege web-interface',
      'end',
      'exit',
    ]);
    await by.curl(`${usermgmt}/role/six?isCli=true`, ...asAdmin, ...xml, '-d', ace('auditor'));
    const statuses: Record<string, string | undefined> = {};
    for (const role of ['super_user', 'vshield_admin', 'enterprise_admin', 'security_admin', 'auditor']) {
      const { stdout } = await by.curl(`${usermgmt}/role/six`, ...asAdmin, ...xml, '-X', 'PUT', '-d', ace(role));
      statuses[role] = stdout.split(' ')[1];
    }
    const others = release === '6.2.5' ? '200' : '400';
    expect(statuses).toEqual({
      super_user: '200',
      vshield_admin: others,
      enterprise_admin: others,
      security_admin: '200',
      auditor: '200',
    });
    const json = await by.curl(`${usermgmt}/role/six`, ...asAdmin, '-H', 'Accept: application/json');
    expect(json.stdout).toContain('Content-Type: application/json\r\n');
    expect(JSON.parse(json.stdout.split('\r\n\r\n')[1] ?? '').role).toBe('auditor');
    const bare = await by.curl(`${usermgmt}/role/six`, ...asAdmin, '-d', ace('auditor'));
    expect(bare.stdout).toMatch(/^HTTP\/1\.1 415 /);
  });
});
