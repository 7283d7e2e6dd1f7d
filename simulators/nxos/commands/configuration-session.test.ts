import { describe, expect, it } from 'vitest';
import { benchSwitch } from '../testing/switch.ts';

describe('a configuration session', () => {
  it('changes nothing until its commit, and then all at once', () => {
    const { session, text, device } = benchSwitch();
    const before = device.state.config;
    for (const line of [
      'configure session big',
      'vlan 10',
      'name web',
      'interface e1/1',
      'switchport access vlan 10',
    ]) {
      expect(text(line)).toBe('');
    }
    expect(session.prompt()).toBe('switch(config-s)# ');
    expect(device.state.config).toBe(before);
    expect(text('show configuration session')).toBe(
      'config session name big\n0001 vlan 10\n0002 name web\n0003 interface e1/1\n0004 switchport access vlan 10\n',
    );
    expect(text('verify')).toBe('Verification Successful\n');
    expect(text('commit')).toMatch(/^Verification successful\.\.\.\n(.*\n){2}Commit Successful\n$/);
    expect(device.state.config.vlans[10]).toEqual({ name: 'web' });
    expect(device.state.config.interfaces['Ethernet1/1']?.switchport?.accessVlan).toBe(10);
    expect(session.prompt()).toBe('switch# ');
    expect(text('show configuration session')).toBe('There are no active configuration sessions\n');
  });

  it('refuses a line as it is typed, and forgets all on abort', () => {
    const { text, error, device } = benchSwitch();
    const before = device.state.config;
    text('configure session s');
    text('vlan 10');
    expect(error('plover')).toBe('% Invalid command');
    text('abort');
    expect(device.state.config).toBe(before);
    expect(device.state.run.configurationSessions).toBeUndefined();
  });
});

describe('configure replace', () => {
  it('makes a file the running configuration, and shows what it would take', () => {
    const { configure, text, device } = benchSwitch();
    const before = device.state.config;
    text('checkpoint file before.cfg');
    configure('vlan 10', 'interface e1/1', 'description x', 'feature lldp');
    const patch = text('configure replace bootflash:before.cfg show-patch');
    expect(patch.split('\n').slice(3)).toEqual([
      '!!',
      '!',
      'no vlan 10',
      'no feature lldp',
      'interface Ethernet1/1',
      '  no description x',
      '!',
      '',
    ]);
    expect(text('config replace bootflash:before.cfg')).toMatch(/\nConfigure replace completed successfully\.\n$/);
    expect(device.state.config).toEqual(before);
  });

  it('is not there before 9.2', () => {
    expect(benchSwitch('7.0(3)I7(4)').error('configure replace bootflash:x')).toBe('% Invalid command');
  });
});
