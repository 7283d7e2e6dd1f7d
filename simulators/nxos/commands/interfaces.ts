import type { Draft } from 'immer';
import { command, type Run } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import { byInterface, isPermanent } from '../interface-name.ts';
import type { Interface, NxosState } from '../state.ts';

function edit({ change, context }: Run<NxosState>, recipe: (port: Draft<Interface>) => void): void {
  change((draft) => {
    const port = draft.config.interfaces[context('interface')];
    if (port) recipe(port);
  });
}

/** The length of a contiguous mask: `255.255.255.0` is 24. */
function maskLength(mask: string): number | undefined {
  const bits = mask
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits) ? (bits.indexOf('0') === -1 ? 32 : bits.indexOf('0')) : undefined;
}

/** Interfaces: what they are called, whether they are up, which VRF and address they have. */
export const interfaces: Feature = {
  commands: [
    command<NxosState>(
      'interface <if:interface>',
      { mode: 'config', no: true, evidence: 'documented' },
      ({ device, change, enter, negated, fail }, args) => {
        const name = args.text('if');
        const there = Object.hasOwn(device.state.config.interfaces, name);
        if (negated) {
          if (isPermanent(name)) fail('ERROR: Cannot delete a physical interface');
          change((draft) => {
            delete draft.config.interfaces[name];
          });
          return;
        }
        if (!there && isPermanent(name)) fail('% Invalid interface');
        if (!there && name.startsWith('Vlan') && !device.state.config.features['interface-vlan']) {
          fail('% Invalid interface');
        }
        if (!there) {
          change((draft) => {
            draft.config.interfaces[name] = name.startsWith('Vlan') ? { shutdown: true } : { shutdown: false };
          });
        }
        enter('config-if', { interface: name });
      },
    ),
    command<NxosState>(
      'description <text:line>',
      { mode: 'config-if', no: 'description', evidence: 'documented' },
      (run, args) =>
        edit(run, (port) => {
          if (run.negated) delete port.description;
          else port.description = args.text('text');
        }),
    ),
    command<NxosState>('shutdown', { mode: 'config-if', no: true, evidence: 'documented' }, (run) =>
      edit(run, (port) => {
        port.shutdown = !run.negated;
      }),
    ),
    command<NxosState>(
      'vrf member <vrf:word>',
      { mode: 'config-if', no: 'vrf member [<vrf:word>]', evidence: 'documented' },
      (run, args) => {
        const name = run.negated ? undefined : args.text('vrf');
        if (name !== undefined && !Object.hasOwn(run.device.state.config.vrfs, name)) {
          run.change((draft) => {
            draft.config.vrfs[name] = { id: Object.keys(draft.config.vrfs).length + 1, routes: {} };
          });
        }
        // The device says so itself: a VRF change takes the addresses along.
        const losesAddress = run.device.state.config.interfaces[run.context('interface')]?.vrf !== name;
        edit(run, (port) => {
          if (losesAddress) delete port.address;
          if (name === undefined) delete port.vrf;
          else port.vrf = name;
        });
        return losesAddress ? `Warning: Deleted all L3 config on interface ${run.context('interface')}\n` : undefined;
      },
    ),
    command<NxosState>(
      'ip address {<address:prefix>|<host:ipv4> <mask:ipv4>}',
      { mode: 'config-if', no: 'ip address [<address:prefix>]', evidence: 'documented' },
      (run, args) => {
        const { fail, device, context, negated } = run;
        if (!negated && device.state.config.interfaces[context('interface')]?.switchport) {
          fail('% Invalid command at a switchport interface');
        }
        let address = args.find('address');
        if (address === undefined && !negated) {
          const length = maskLength(args.text('mask'));
          if (length === undefined) fail("% Invalid ip address at '^' marker.");
          address = `${args.text('host')}/${length}`;
        }
        edit(run, (port) => {
          if (negated || address === undefined) delete port.address;
          else port.address = address;
        });
      },
    ),
    command<NxosState>('switchport', { mode: 'config-if', no: true, evidence: 'documented' }, (run) =>
      edit(run, (port) => {
        if (run.negated) delete port.switchport;
        else {
          port.switchport ??= { mode: 'access', accessVlan: 1, nativeVlan: 1 };
          delete port.address;
        }
      }),
    ),
    command<NxosState>(
      'mtu <bytes:576-9216>',
      { mode: 'config-if', no: 'mtu [<bytes:576-9216>]', evidence: 'documented' },
      (run, args) =>
        edit(run, (port) => {
          if (run.negated) delete port.mtu;
          else port.mtu = args.number('bytes');
        }),
    ),
  ],
  render: ({ interfaces: all }) =>
    Object.entries(all)
      .sort(([a], [b]) => byInterface(a, b))
      .flatMap(([name, port]) => ['', `interface ${name}`, ...portLines(name, port)]),
};

function portLines(name: string, port: Interface): string[] {
  const lines: string[] = [];
  const isEthernet = name.startsWith('Ethernet');
  if (isEthernet && !port.switchport) lines.push('  no switchport');
  if (port.description !== undefined) lines.push(`  description ${port.description}`);
  if (port.mtu !== undefined) lines.push(`  mtu ${port.mtu}`);
  if (port.vrf !== undefined) lines.push(`  vrf member ${port.vrf}`);
  if (port.address !== undefined) lines.push(`  ip address ${port.address}`);
  const usuallyDown = name.startsWith('Vlan');
  if (port.shutdown !== usuallyDown) lines.push(port.shutdown ? '  shutdown' : '  no shutdown');
  return lines;
}
