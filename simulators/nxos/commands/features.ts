import type { Draft } from 'immer';
import { command } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import { switchNxapi } from '../nxapi-listeners.ts';
import { releaseOf } from '../release.ts';
import type { FeatureName, NxosState } from '../state.ts';
import { scalars, table } from '../structured.ts';
import { forgetFeature } from './feature-off.ts';

/** Configuration word, and the name that `show feature` prints for it. In the order of the running configuration. */
export const featureNames: Readonly<Record<FeatureName, string>> = {
  privilege: 'privilege',
  'tacacs+': 'tacacs',
  telnet: 'telnetServer',
  'scp-server': 'scpServer',
  'sftp-server': 'sftpServer',
  ssh: 'sshServer',
  nxapi: 'nxapi',
  'bash-shell': 'bash-shell',
  netconf: 'netconf',
  grpc: 'grpc',
  ospf: 'ospf',
  bgp: 'bgp',
  'interface-vlan': 'interface-vlan',
  hsrp: 'hsrp_engine',
  lacp: 'lacp',
  dhcp: 'dhcp',
  vpc: 'vpc',
  lldp: 'lldp',
  udld: 'udld',
  'port-security': 'eth-port-sec',
  bfd: 'bfd',
  eigrp: 'eigrp',
  isis: 'isis',
  pim: 'pim',
  pbr: 'pbr',
  vrrp: 'vrrp',
  scheduler: 'scheduler',
  'nv overlay': 'nve',
  'vn-segment-vlan-based': 'vnseg_vlan',
};

/** On from the factory; the running configuration shows only that it was switched off. */
const onByDefault: readonly FeatureName[] = ['ssh'];

/** What else happens when a feature is switched. */
type Switched = (draft: Draft<NxosState>, on: boolean, now: number, release: string) => void;

const followers: Partial<Record<FeatureName, Switched>> = { nxapi: switchNxapi };

function isOn(features: NxosState['config']['features'], name: FeatureName): boolean {
  return features[name] === true;
}

const names = Object.keys(featureNames).filter((name): name is FeatureName => name in featureNames);

/** `feature NAME`, and what `show feature` makes of it. */
export const features: Feature = {
  commands: [
    ...names.map((name) =>
      command<NxosState>(
        `feature ${name.replace('+', '\\+')}`,
        { mode: 'config', no: true, help: { feature: 'Command to enable/disable features' }, evidence: 'documented' },
        ({ device, change, negated }) => {
          if (isOn(device.state.config.features, name) === !negated) return;
          change((draft) => {
            if (negated) delete draft.config.features[name];
            else draft.config.features[name] = true;
            if (negated) forgetFeature(draft.config, name);
            followers[name]?.(draft, !negated, device.now(), device.release);
          });
        },
      ),
    ),
    command<NxosState>(
      'show feature',
      { help: { feature: 'Display all the features' }, evidence: 'recorded', source: 'NX-API reference 4.4' },
      ({ device }) => {
        const rows = names
          .map((name) => ({
            cfcFeatureCtrlIndex2: '',
            cfcFeatureCtrlInstanceNum2: '1',
            cfcFeatureCtrlName2: featureNames[name],
            cfcFeatureCtrlOpStatus2: isOn(device.state.config.features, name) ? 'enabled' : 'disabled',
          }))
          .sort((a, b) => (a.cfcFeatureCtrlName2 < b.cfcFeatureCtrlName2 ? -1 : 1));
        return {
          tree: () =>
            scalars(
              releaseOf(device.release),
              table(
                'cfcFeatureCtrlTable',
                rows.map((row, index) => ({ ...row, cfcFeatureCtrlIndex2: String(index + 1) })),
              ),
            ),
          text: () =>
            [
              'Feature Name          Instance  State   ',
              '--------------------  --------  --------',
              ...rows.map(
                (row) =>
                  `${row.cfcFeatureCtrlName2.padEnd(20)}   ${row.cfcFeatureCtrlInstanceNum2.padEnd(8)}   ${row.cfcFeatureCtrlOpStatus2.padEnd(8)}`,
              ),
              '',
            ].join('\n'),
        };
      },
    ),
  ],
  render({ features: on }) {
    const lines: string[] = [];
    for (const name of names) {
      const byDefault = onByDefault.includes(name);
      if (isOn(on, name) !== byDefault) lines.push(`${byDefault ? 'no ' : ''}feature ${name}`);
    }
    return lines;
  },
};
