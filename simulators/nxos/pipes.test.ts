import { describe, expect, it } from 'vitest';
import { benchSwitch } from './testing/switch.ts';

describe('structured output on the CLI', () => {
  it('json has strings and null, native has the types of NX-API', () => {
    const { text } = benchSwitch('9.3(5)', { inventory: 'none' });
    expect(text('show cdp neighbors | json')).toBe('{"neigh_count":"0"}\n');
    expect(text('show cdp neighbors | json native')).toBe('{"neigh_count":0}\n');
  });

  it('json of a show that has nothing to tell is an empty object', () => {
    const { text } = benchSwitch();
    expect(text('show ipv6 interface vrf all | json')).toBe('{}\n');
    expect(text('show ipv6 interface vrf all | json-pretty')).toBe('{}\n');
  });

  it('json-pretty leaves a blank after each comma on older trains', () => {
    const pretty = '{\n    "nxapi_status": "nxapi disabled"\n}\n';
    expect(benchSwitch('9.3(5)').text('show nxapi | json-pretty')).toBe(pretty);
    const [first = ''] = benchSwitch('7.0(3)I7(4)').text('show vrf | json-pretty').split('\n').slice(4);
    expect(first).toBe('                "vrf_name": "default", ');
  });

  it('xml is a NETCONF reply', () => {
    expect(benchSwitch().text('show hostname | xml')).toBe(`\
<?xml version="1.0" encoding="ISO-8859-1"?>
<nf:rpc-reply xmlns="http://www.cisco.com/nxos:1.0:vsh" xmlns:nf="urn:ietf:params:xml:ns:netconf:base:1.0">
 <nf:data>
  <show>
   <hostname>
    <__XML__OPT_Cmd_vsh_show_hostname___readonly__>
     <__readonly__>
      <hostname>switch</hostname>
     </__readonly__>
    </__XML__OPT_Cmd_vsh_show_hostname___readonly__>
   </hostname>
  </show>
 </nf:data>
</nf:rpc-reply>
]]>]]>
`);
  });

  it('xml writes a parameter with its value', () => {
    const lines = benchSwitch().text('show vlan id 1 | xml').split('\n');
    expect(lines.slice(3, 8).map((line) => line.trim())).toEqual([
      '<show>',
      '<vlan>',
      '<id>',
      '<__XML__PARAM__value>',
      '<__XML__value>1</__XML__value>',
    ]);
  });

  it('json comes first', () => {
    expect(benchSwitch().error('show hostname | include a | json')).not.toBe('');
  });
});

describe('diff', () => {
  it('is empty at first and shows what has changed since', () => {
    const { configure, text } = benchSwitch();
    expect(text('show vlan summary | diff')).toBe('');
    expect(text('show vlan summary | diff')).toBe('');
    configure('vlan 10');
    expect(text('show vlan summary | diff')).toBe(`\
2,3c2,3
< Number of existing VLANs           : 1
<  Number of existing user VLANs     : 1
---
> Number of existing VLANs           : 2
>  Number of existing user VLANs     : 2
`);
  });
});

describe('what a filter looks for', () => {
  it.each([`"system default switchport"`, `'system default switchport'`, 'system default switchport'])(
    'is %s, whatever the quotes',
    (words) => {
      expect(benchSwitch().text(`show running-config all | incl ${words}`)).toBe(
        'system default switchport\nno system default switchport shutdown\n',
      );
    },
  );
});
