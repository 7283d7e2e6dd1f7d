import { describe, expect, it } from 'vitest';
import { benchSwitch } from '../testing/switch.ts';

const head = (command: string) => `
!Command: ${command}
!Running configuration last done at: Thu Jan 30 12:00:00 2020
!Time: Thu Jan 30 12:00:00 2020

version 9.3(5) Bios:version 07.67 
`;

describe('show running-config of a part', () => {
  it('shows a subject, its feature and what interfaces say of it', () => {
    const { configure, text } = benchSwitch();
    configure('feature lldp', 'lldp timer 20', 'interface Ethernet1/2', 'no lldp receive', 'description not of it');
    expect(text('show running-config lldp')).toBe(
      `${head('show running-config lldp')}feature lldp

lldp timer 20

interface Ethernet1/2
  no lldp receive

`,
    );
  });

  it('shows one interface', () => {
    const { configure, text } = benchSwitch();
    configure('interface e1/3', 'switchport access vlan 7', 'description to db-1', 'mtu 9216');
    expect(text('show run int eth1/3')).toBe(
      `${head('show running-config interface eth1/3')}
interface Ethernet1/3
  description to db-1
  switchport access vlan 7
  mtu 9216

`,
    );
  });

  it('refuses an interface that is not there', () => {
    expect(benchSwitch().error('show running-config interface loopback7')).toBe("% Invalid range at '^' marker.");
  });
});
