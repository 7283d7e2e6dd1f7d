import { command } from '../../chassis/cli/command.ts';
import { installedAgent } from '../agent.ts';
import type { AsaDevice } from '../asa.ts';
import { clockText, upText } from '../clock.ts';
import type { Feature } from '../feature.ts';
import { byInterface, mac } from '../interface-name.ts';
import { releaseOf } from '../release.ts';
import { spaceMark } from '../running.ts';
import type { AsaState } from '../state.ts';

/** `show version`. @source recorded: reference 2.7 */
export function versionText(device: AsaDevice): string {
  const release = releaseOf(device.release);
  const { config, run, store } = device.state;
  const agent = installedAgent(device);
  const ports = Object.keys(config.interfaces)
    .filter((name) => !name.includes('.') && /Ethernet|Management/.test(name))
    .sort(byInterface)
    .map(
      (name, index) =>
        `${String(index).padStart(2)}: Ext: ${name.padEnd(20)}: address is ${mac(store.hardware.mac, index)}, irq ${5 + index}`,
    );
  const { modified } = run;
  return [
    '',
    `Cisco Adaptive Security Appliance Software Version ${release.asa} ${spaceMark(config)}`,
    ...(release.operatingSystem === undefined ? [] : [release.operatingSystem]),
    `Device Manager Version ${release.asdm}`,
    ...(agent === undefined ? [] : [`REST API Agent Version ${agent}`]),
    '',
    release.compiled,
    `System image file is "${release.systemImage}"`,
    'Config file at boot was "startup-config"',
    '',
    `${config.hostname} up ${upText(device.now() - run.bootedAt)}`,
    '',
    `Hardware:   ${release.platform}, ${release.hardware}`,
    `Internal ATA Compact Flash, ${Math.floor(release.flash / 1024)}MB`,
    'BIOS Flash Firmware Hub @ 0x1, 0KB',
    '',
    '',
    ...ports,
    '',
    'Licensed features for this platform:',
    'Maximum VLANs                     : 50             ',
    'Inside Hosts                      : Unlimited      ',
    'Failover                          : Active/Active  ',
    '',
    `Serial Number: ${store.hardware.serial}`,
    '',
    'Image type          : Release',
    'Key version         : A',
    '',
    modified
      ? `Configuration last modified by ${modified.by} at ${clockText(modified.at)}`
      : 'Configuration has not been modified since last system restart.',
    '',
  ].join('\n');
}

/** What the box is made of. @source reference 2.7, 2.13 */
export const version: Feature = {
  commands: [
    command<AsaState>(
      'show version',
      { mode: 'user', evidence: 'recorded', source: 'reference 2.7' },
      ({ device, session }) => {
        const text = versionText(device);
        return session.transport === 'api' ? text.slice(1) : text;
      },
    ),
    command<AsaState>(
      'show asdm image',
      { evidence: 'recorded' },
      ({ device }) => `Device Manager image file, ${releaseOf(device.release).asdmImage}\n`,
    ),
    command<AsaState>('show inventory', { evidence: 'recorded', source: 'reference 2.13' }, ({ device }) => {
      const { platform } = releaseOf(device.release);
      const { serial } = device.state.store.hardware;
      return `Name: "Chassis", DESCR: "${platform} Adaptive Security Appliance"\nPID: ${platform.padEnd(18)}, VID: V01     , SN: ${serial}\n\n`;
    }),
  ],
};
