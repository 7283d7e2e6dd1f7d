import { command } from '../../chassis/cli/command.ts';
import type { AsaDevice } from '../asa.ts';
import type { Feature } from '../feature.ts';
import { byInterface, mac } from '../interface-name.ts';
import type { Interface } from '../state/interfaces.ts';
import type { AsaConfig, AsaState } from '../state.ts';
import { texts } from '../texts.ts';

/** `show interface`. @source recorded: reference 2.14 */
function interfaceText(device: AsaDevice, name: string, port: Interface): string {
  const up = !port.shutdown;
  const index = Object.keys(device.state.config.interfaces).sort(byInterface).indexOf(name);
  const state = up ? 'up, line protocol is up' : 'administratively down, line protocol is down';
  const address =
    typeof port.ip === 'object'
      ? `IP address ${port.ip.address}, subnet mask ${port.ip.mask}`
      : 'IP address unassigned';
  return [
    `Interface ${name} "${port.nameif ?? ''}", is ${state}`,
    '  Hardware is i82540EM rev03, BW 1000 Mbps, DLY 10 usec',
    '\tAuto-Duplex(Full-duplex), Auto-Speed(1000 Mbps)',
    '\tInput flow control is unsupported, output flow control is off',
    ...(port.description === undefined ? [] : [`\tDescription: ${port.description}`]),
    `\tMAC address ${mac(device.state.store.hardware.mac, index)}, MTU ${port.nameif === undefined ? 'not set' : (port.mtu ?? 1_500)}`,
    `\t${address}`,
    '\t0 packets input, 0 bytes, 0 no buffer',
    '\tReceived 0 broadcasts, 0 runts, 0 giants',
    '\t0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored, 0 abort',
    '\t0 pause input, 0 resume input',
    '\t0 L2 decode drops',
    '\t0 packets output, 0 bytes, 0 underruns',
    '\t0 pause output, 0 resume output',
    '\t0 output errors, 0 collisions, 1 interface resets',
    '\t0 late collisions, 0 deferred',
    '\t0 input reset drops, 0 output reset drops',
    '\tinput queue (blocks free curr/low): hardware (511/511)',
    '\toutput queue (blocks free curr/low): hardware (511/510)',
    ...(port.nameif === undefined
      ? []
      : [
          `  Traffic Statistics for "${port.nameif}":`,
          '\t0 packets input, 0 bytes',
          '\t0 packets output, 0 bytes',
          '\t0 packets dropped',
          '      1 minute input rate 0 pkts/sec,  0 bytes/sec',
          '      1 minute output rate 0 pkts/sec,  0 bytes/sec',
          '      1 minute drop rate, 0 pkts/sec',
          '      5 minute input rate 0 pkts/sec,  0 bytes/sec',
          '      5 minute output rate 0 pkts/sec,  0 bytes/sec',
          '      5 minute drop rate, 0 pkts/sec',
        ]),
    ...(port.managementOnly ? ['\tManagement-only interface. Blocked 0 through-the-device packets', ''] : []),
    '',
  ].join('\n');
}

function ports(config: AsaConfig): (readonly [string, Interface])[] {
  return Object.entries(config.interfaces).sort(([a], [b]) => byInterface(a, b));
}

/** Interfaces as they are now. @source reference 2.13, 2.14 */
export const showInterfaces: Feature = {
  commands: [
    command<AsaState>('show nameif', { evidence: 'recorded' }, ({ device }) =>
      [
        'Interface                Name                     Security',
        ...ports(device.state.config).flatMap(([name, one]) =>
          one.nameif === undefined ? [] : [`${name.padEnd(25)}${one.nameif.padEnd(25)}${one.securityLevel ?? 0}`],
        ),
        '',
      ].join('\n'),
    ),
    command<AsaState>('show interface ip brief', { evidence: 'recorded' }, ({ device }) =>
      [
        'Interface                  IP-Address      OK? Method Status                Protocol',
        ...ports(device.state.config).map(([name, { ip, shutdown }]) => {
          const address = typeof ip === 'object' ? ip.address : 'unassigned';
          const method = typeof ip === 'object' ? 'CONFIG' : typeof ip === 'string' ? 'DHCP' : 'unset';
          return `${name.padEnd(27)}${address.padEnd(16)}YES ${method.padEnd(6)} ${(shutdown ? 'administratively down' : 'up').padEnd(21)} ${shutdown ? 'down' : 'up'}`;
        }),
        '',
      ].join('\n'),
    ),
    command<AsaState>(
      'show interface [<name:interface>]',
      { evidence: 'recorded', source: 'reference 2.14' },
      ({ device, fail }, args) => {
        const wanted = args.find('name');
        const found = ports(device.state.config).filter(([name]) => wanted === undefined || name === wanted);
        if (found.length === 0) fail(texts.invalid);
        return found.map(([name, port]) => interfaceText(device, name, port)).join('');
      },
    ),
  ],
};
