import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../../../.ci/tools.ts';
import { type Manager, manager } from '../testing/manager.ts';
import { type Programs, programs } from '../testing/programs.ts';

const withSsh = it.skipIf(!has('ssh'));
const enable = ['enable', 'Rackless.2'];

let box: Manager;
let by: Programs;
beforeAll(async () => {
  box = await manager();
  by = await programs({ ssh: () => box.port('ssh'), https: box.port('https') });
});
afterAll(async () => {
  await box.stop();
  await by.close();
});

describe('the CLI of a manager', () => {
  withSsh('knows its modes and prompts, and says of a wrong line only that it is wrong', async () => {
    const screen = await by.ssh([
      'conf t',
      'sho clo',
      ...enable,
      'hostname early',
      'configure terminal',
      'wri mem',
      'interface mgmt',
      'ip address 192.0.2.31/24',
      'end',
      'show',
      'disable',
      'exit',
    ]);
    expect(screen).toBe(
      [
        'nsxmgr> conf t',
        '% Unknown command.',
        'nsxmgr> sho clo',
        'Tue Jan  1 00:00:00 UTC 2030',
        'nsxmgr> enable',
        'Password: ',
        'nsxmgr# hostname early',
        '% Unknown command.',
        'nsxmgr# configure terminal',
        'nsxmgr(config)# wri mem',
        'Building Configuration...',
        'Configuration saved.',
        '[OK]',
        'nsxmgr(config)# interface mgmt',
        'nsxmgr(config-if)# ip address 192.0.2.31/24',
        'nsxmgr(config-if)# end',
        'nsxmgr# show',
        '% Command incomplete.',
        'nsxmgr# disable',
        'nsxmgr> exit',
        '',
      ].join('\n'),
    );
  });

  withSsh('asks three times for the password of privileged mode', async () => {
    const screen = await by.ssh(['enable', 'a', 'b', 'c', 'exit']);
    expect(screen).toBe(
      'nsxmgr> enable\nPassword: \nPassword: \nPassword: \n% Bad enable passwords, too many failures!\nnsxmgr> exit\n',
    );
  });

  withSsh('lets in only its own accounts, each with what belongs to it', async () => {
    expect(await by.ssh(['exit'], 'ops@corp.local', 'Operator.1')).not.toContain('nsxmgr>');
    await by.ssh([
      ...enable,
      'conf t',
      'user bob password plaintext Bobby.123',
      'user tom password plaintext Tommy.123',
      'end',
      'exit',
    ]);
    expect(await by.ssh([...enable, 'exit'], 'bob', 'Bobby.123')).toContain('nsxmgr# ');
    const screen = await by.ssh([
      ...enable,
      'conf t',
      'user bob password plaintext Other.123',
      'user nobody privilege web-interface',
      'no user tom',
      'end',
      'show running-config',
      'exit',
    ]);
    expect(screen).toContain(
      'Failed to add user. Note: You cannot use this command to change the passwd of an existing user.\nERROR: could not add user:bob\n',
    );
    expect(screen).toContain('ERROR: could not add privilege\n');
    expect(screen).toContain('Current configuration:\n!\nuser bob\n!\nntp');
  });

  withSsh('keeps after a restart what was saved and nothing else', async () => {
    await by.ssh([
      ...enable,
      'conf t',
      'user kept password plaintext Kept.1234',
      'write memory',
      'user lost password plaintext Lost.1234',
      'end',
      'exit',
    ]);
    await box.device.reboot('test');
    expect(await by.ssh(['exit'], 'kept', 'Kept.1234')).toContain('nsxmgr> exit');
    expect(await by.ssh(['exit'], 'lost', 'Lost.1234')).not.toContain('nsxmgr>');
    const screen = await by.ssh([...enable, 'show startup-config', 'exit']);
    expect(screen).toContain('nsxmgr# show startup-config\n!\nuser bob\nuser kept\n!\n');
  });

  withSsh('lists what a mode has', async () => {
    const screen = await by.ssh([...enable, 'conf t', 'list', 'end', 'exit']);
    const list = screen.split('\n').filter((line) => line.startsWith('  '));
    expect(list).toContain('  user NAME password (hash|plaintext) PASSWORD');
    expect(list).toContain('  no user NAME');
    expect(list).toEqual([...list].sort());
  });

  withSsh('locks the configuration for one, for ever where that one is gone, until SSH is started anew', async () => {
    // Ctrl-Z leaves the mode, and the lock with it.
    await by.ssh([...enable, 'conf t', '\x1aexit']);
    expect(await by.ssh([...enable, 'conf t', 'end', 'exit'])).not.toContain('locked');
    // No exit: the input ends inside configuration mode, and the connection with it.
    await by.ssh([...enable, 'conf t']);
    const locked = 'VTY configuration is locked by other VTY\n';
    const screen = await by.ssh([...enable, 'conf t', 'exit']);
    expect(screen).toBe(`${locked}nsxmgr> enable\nPassword: \nnsxmgr# conf t\n${locked}nsxmgr# exit\n`);
    const toggle = '/api/1.0/appliance-management/components/component/SSH/toggleStatus';
    expect((await box.ask('POST', `${toggle}/stop`)).status).toBe(200);
    expect(() => box.port('ssh')).toThrow('not open');
    expect((await box.ask('POST', `${toggle}/start`)).status).toBe(200);
    expect(await by.ssh([...enable, 'conf t', 'end', 'exit'])).not.toContain(locked);
    expect(await by.ssh([...enable, 'conf t', 'end', 'exit'])).not.toContain(locked);
  });
});
