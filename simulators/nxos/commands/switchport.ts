import type { Draft } from 'immer';
import { type Command, command, type Run } from '../../chassis/cli/command.ts';
import { interfaceClass } from '../interface-name.ts';
import type { Interface, NxosState, Switchport } from '../state.ts';
import { compactRange, expandRange } from '../vlan-range.ts';
import { editPorts, interfaceModes, portsAtHand } from './interface-edit.ts';

const options = { mode: interfaceModes, evidence: 'documented' } as const;

/** Layer 2 commands make no sense on a routed port. */
function editSwitchports(run: Run<NxosState>, recipe: (port: Draft<Switchport>) => void): void {
  editPorts(run, (port, name) => {
    if (!port.switchport) run.fail(`ERROR: ${name}: requested config not allowed on a routed interface`);
    else recipe(port.switchport);
  });
}

function needsFabric(run: Run<NxosState>): void {
  for (const name of portsAtHand(run)) {
    if (!['Ethernet', 'port-channel'].includes(interfaceClass(name))) run.fail("% Invalid command at '^' marker.");
  }
}

function changeLayer(port: Draft<Interface>, name: string, routed: boolean): void {
  if (routed) delete port.switchport;
  else {
    port.switchport = { mode: 'access', accessVlan: 1, nativeVlan: 1 };
    delete port.address;
    delete port.secondary;
    delete port.ipv6;
  }
  // Whether a port is up unless told follows its layer.
  if (interfaceClass(name) === 'Ethernet') port.shutdown = routed;
}

const everyVlan = Array.from({ length: 4094 }, (_, index) => index + 1);

/** Layer 2 side of an interface. */
export const switchportCommands: readonly Command<NxosState>[] = [
  command<NxosState>('switchport', { ...options, no: true }, (run) => {
    needsFabric(run);
    const { interfaces } = run.device.state.config;
    const names = portsAtHand(run).filter((name) => (interfaces[name]?.switchport === undefined) !== run.negated);
    for (const name of names) {
      if (interfaces[name]?.channelGroup) run.fail(`ERROR: ${name}: port is a member of a port-channel`);
    }
    run.change(({ config }) => {
      for (const name of names) {
        // The members of a bundle are on its layer.
        const group = name.startsWith('port-channel') ? name.slice('port-channel'.length) : undefined;
        for (const [own, port] of Object.entries(config.interfaces)) {
          if (own === name || String(port.channelGroup?.number) === group) changeLayer(port, own, run.negated);
        }
      }
    });
  }),
  command<NxosState>(
    'switchport mode {access|trunk}',
    { ...options, no: 'switchport mode [access|trunk]' },
    (run, args) =>
      editSwitchports(run, (port) => {
        port.mode = !run.negated && args.has('trunk') ? 'trunk' : 'access';
      }),
  ),
  command<NxosState>(
    'switchport access vlan <vlan:1-4094>',
    { ...options, no: 'switchport access vlan [<vlan:1-4094>]' },
    (run, args) =>
      editSwitchports(run, (port) => {
        port.accessVlan = run.negated ? 1 : args.number('vlan');
      }),
  ),
  command<NxosState>(
    'switchport trunk native vlan <vlan:1-4094>',
    { ...options, no: 'switchport trunk native vlan [<vlan:1-4094>]' },
    (run, args) =>
      editSwitchports(run, (port) => {
        port.nativeVlan = run.negated ? 1 : args.number('vlan');
      }),
  ),
  command<NxosState>(
    'switchport trunk allowed vlan {<vlans:vlans>|all|none|add <more:vlans>|remove <less:vlans>|except <but:vlans>}',
    { ...options, no: 'switchport trunk allowed vlan [<vlans:vlans>|none]' },
    (run, args) =>
      editSwitchports(run, (port) => {
        const now = port.allowedVlans === undefined ? everyVlan : expandRange(port.allowedVlans);
        const named = (name: string): Set<number> => new Set(expandRange(args.text(name)));
        let next: readonly number[] = everyVlan;
        if (run.negated || args.has('all')) next = everyVlan;
        else if (args.has('none')) next = [];
        else if (args.has('vlans')) next = expandRange(args.text('vlans'));
        else if (args.has('more')) next = [...new Set([...now, ...named('more')])];
        else if (args.has('less')) next = now.filter((id) => !named('less').has(id));
        else next = everyVlan.filter((id) => !named('but').has(id));
        if (next.length === everyVlan.length) delete port.allowedVlans;
        else port.allowedVlans = compactRange(next);
      }),
  ),
];

/** Joining a port-channel, which is made when it is not there. */
export const channelGroupCommand: Command<NxosState> = command<NxosState>(
  'channel-group <number:1-4096> [force] [mode {on|active|passive}]',
  { ...options, no: 'channel-group [<number:1-4096>] [mode {on|active|passive}]' },
  (run, args) => {
    const { device, fail, negated } = run;
    const { features, interfaces } = device.state.config;
    if (negated) {
      editPorts(run, (port) => {
        delete port.channelGroup;
      });
      return;
    }
    const mode = args.which('on', 'active', 'passive') ?? 'on';
    if (mode !== 'on' && !features.lacp) fail('ERROR: LACP process needs to be started before configuring active mode');
    const number = args.number('number');
    const bundle = `port-channel${number}`;
    const there = interfaces[bundle];
    for (const name of portsAtHand(run)) {
      if (interfaceClass(name) !== 'Ethernet') fail("% Invalid command at '^' marker.");
      const member = interfaces[name];
      if (there && (there.switchport === undefined) !== (member?.switchport === undefined) && !args.has('force')) {
        fail('command failed: port not compatible [port mode]');
      }
    }
    const [first = ''] = portsAtHand(run);
    run.change(({ config }) => {
      const member = config.interfaces[first];
      config.interfaces[bundle] ??= {
        shutdown: false,
        ...(member?.switchport && { switchport: { ...member.switchport } }),
      };
    });
    editPorts(run, (port) => {
      port.channelGroup = { number, mode };
    });
  },
);

/** The lines of an interface's layer 2 side; what is usual is not written. */
export function switchportLines({ switchport }: Interface): string[] {
  if (!switchport) return ['  no switchport'];
  const { mode, accessVlan, nativeVlan, allowedVlans } = switchport;
  const lines: string[] = [];
  if (mode === 'trunk') lines.push('  switchport mode trunk');
  if (accessVlan !== 1) lines.push(`  switchport access vlan ${accessVlan}`);
  if (nativeVlan !== 1) lines.push(`  switchport trunk native vlan ${nativeVlan}`);
  if (allowedVlans !== undefined)
    lines.push(`  switchport trunk allowed vlan ${allowedVlans === '' ? 'none' : allowedVlans}`);
  return lines;
}
