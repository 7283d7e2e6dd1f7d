import type { FeatureName } from '../state.ts';
import type { MoClass } from './class.ts';
import { refusals } from './error.ts';

/** Class, relative name, and the configuration's word. @source documented: CiscoDevNet/terraform-provider-nxos, feature.yaml */
const known: readonly (readonly [name: string, rn: string, feature: FeatureName])[] = [
  ['fmBashShell', 'bashshell', 'bash-shell'],
  ['fmBfd', 'bfd', 'bfd'],
  ['fmBgp', 'bgp', 'bgp'],
  ['fmDhcp', 'dhcp', 'dhcp'],
  ['fmEigrp', 'eigrp', 'eigrp'],
  ['fmGrpc', 'grpc', 'grpc'],
  ['fmHsrp', 'hsrp', 'hsrp'],
  ['fmInterfaceVlan', 'ifvlan', 'interface-vlan'],
  ['fmIsis', 'isis', 'isis'],
  ['fmLacp', 'lacp', 'lacp'],
  ['fmLldp', 'lldp', 'lldp'],
  ['fmNvo', 'nvo', 'nv overlay'],
  ['fmNxapi', 'nxapi', 'nxapi'],
  ['fmOspf', 'ospf', 'ospf'],
  ['fmPim', 'pim', 'pim'],
  ['fmScpServer', 'scpserver', 'scp-server'],
  ['fmSftpServer', 'sftpserver', 'sftp-server'],
  ['fmSsh', 'ssh', 'ssh'],
  ['fmTacacsplus', 'tacacsplus', 'tacacs+'],
  ['fmTelnet', 'telnet', 'telnet'],
  ['fmUdld', 'udld', 'udld'],
  ['fmVnSegment', 'vnsegment', 'vn-segment-vlan-based'],
  ['fmVpc', 'vpc', 'vpc'],
];

function featureClass([name, rn, feature]: (typeof known)[number]): MoClass {
  return {
    name,
    rn,
    configurable: ['adminSt'],
    attributes: ({ state }) => ({ adminSt: state.config.features[feature] ? 'enabled' : 'disabled' }),
    write({ wanted: { adminSt = '' } }) {
      if (adminSt === 'enabled') return [`feature ${feature}`];
      if (adminSt === 'disabled') return [`no feature ${feature}`];
      throw refusals.badValue('adminSt', adminSt, name);
    },
    remove: () => [`no feature ${feature}`],
    // On before anything is configured with it, off after.
    order: ({ adminSt }) => (adminSt === 'disabled' ? 1 : -1),
  };
}

/** `sys/fm`: the features that can be switched. */
export const features: MoClass = {
  name: 'fmEntity',
  rn: 'fm',
  configurable: [],
  attributes: () => ({}),
  children: known.map(featureClass),
};
