import { type Command, command } from '../../chassis/cli/command.ts';
import { interfaceClass } from '../interface-name.ts';
import type { NxosState } from '../state.ts';
import { editPorts, interfaceModes, portsAtHand } from './interface-edit.ts';

/** The length of a contiguous mask: `255.255.255.0` is 24. */
export function maskLength(mask: string): number | undefined {
  const bits = mask
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits) ? (bits.indexOf('0') === -1 ? 32 : bits.indexOf('0')) : undefined;
}

/** VRF membership and addresses of an interface. */
export const interfaceAddressCommands: readonly Command<NxosState>[] = [
  command<NxosState>(
    'vrf member <vrf:word>',
    { mode: interfaceModes, no: 'vrf member [<vrf:word>]', evidence: 'documented' },
    (run, args) => {
      const name = run.negated ? undefined : args.text('vrf');
      if (portsAtHand(run).includes('mgmt0') && name !== 'management') {
        run.fail('ERROR: Cannot change the VRF of the management interface');
      }
      const { vrfs, interfaces } = run.device.state.config;
      if (name !== undefined && !Object.hasOwn(vrfs, name)) {
        run.change((draft) => {
          draft.config.vrfs[name] = { routes: {} };
        });
      }
      // The device says so itself: a VRF change takes the addresses along.
      const moved = portsAtHand(run).filter((port) => interfaces[port]?.vrf !== name);
      editPorts(run, (port, own) => {
        if (moved.includes(own)) {
          delete port.address;
          delete port.secondary;
          delete port.ipv6;
        }
        if (name === undefined) delete port.vrf;
        else port.vrf = name;
      });
      return moved.map((port) => `Warning: Deleted all L3 config on interface ${port}\n`).join('') || undefined;
    },
  ),
  command<NxosState>(
    'ip address {<address:prefix>|<host:ipv4> <mask:ipv4>} [secondary]',
    {
      mode: interfaceModes,
      no: 'ip address [{<address:prefix>|<host:ipv4> <mask:ipv4>} [secondary]]',
      evidence: 'documented',
    },
    (run, args) => {
      const { fail, device, negated } = run;
      const { interfaces } = device.state.config;
      for (const name of portsAtHand(run)) {
        const layer2 = ['Ethernet', 'port-channel'].includes(interfaceClass(name)) && interfaces[name]?.switchport;
        if (layer2 && !negated) fail('% Invalid command at a switchport interface');
      }
      let address = args.find('address');
      if (address === undefined && args.has('mask')) {
        const length = maskLength(args.text('mask'));
        if (length === undefined) fail("% Invalid ip address at '^' marker.");
        address = `${args.text('host')}/${length}`;
      }
      editPorts(run, (port) => {
        const others = (port.secondary ?? []).filter((one) => one !== address);
        if (args.has('secondary')) {
          if (!negated && address !== undefined) port.secondary = [...others, address];
          else if (others.length > 0) port.secondary = others;
          else delete port.secondary;
          return;
        }
        if (!negated && address !== undefined) port.address = address;
        else {
          delete port.address;
          if (address === undefined) delete port.secondary;
        }
      });
    },
  ),
  command<NxosState>(
    'ipv6 address <address:word>',
    { mode: interfaceModes, no: 'ipv6 address [<address:word>]', evidence: 'documented' },
    (run, args) => {
      const address = args.find('address');
      if (address !== undefined && !/^[0-9a-f:.]+\/\d{1,3}$/i.test(address))
        run.fail("% Invalid ip address at '^' marker.");
      editPorts(run, (port) => {
        const others = (port.ipv6 ?? []).filter((one) => address !== undefined && one !== address);
        const next = run.negated || address === undefined ? others : [...others, address];
        if (next.length > 0) port.ipv6 = next;
        else delete port.ipv6;
      });
    },
  ),
];
