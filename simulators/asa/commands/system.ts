import { castDraft } from 'immer';
import { command, type Run } from '../../chassis/cli/command.ts';
import { agentStarts, installedAgent } from '../agent.ts';
import type { AsaDevice } from '../asa.ts';
import { clockText, upText } from '../clock.ts';
import { configurationOf } from '../configuration-file.ts';
import { contextDevice } from '../contexts/view.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { byInterface } from '../interface-name.ts';
import { configModes } from '../modes.ts';
import { fits } from '../password.ts';
import { releaseOf } from '../release.ts';
import { configuration, configurationText, spaceMark } from '../running.ts';
import { erase, save, saveAll, saveOf } from '../startup.ts';
import type { AsaConfig, AsaState, Interface } from '../state.ts';
import { texts } from '../texts.ts';

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

/** `020c.2900.0001`: the box's first address and those after it. */
export function mac(first: string, index: number): string {
  const last = ((Number.parseInt(first.slice(6), 16) + index) & 0xffffff).toString(16).padStart(6, '0');
  return `${first.slice(0, 6)}${last}`.replace(/(.{4})(.{4})(.{4})/, '$1.$2.$3');
}

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

/** What `show running-config WORDS` shows. */
function part(device: AsaDevice, wanted: string, all: boolean): string | undefined {
  const { config } = device.state;
  const rendering = { release: releaseOf(device.release), plain: false, all };
  const exact = configuration.filter(({ words }) => words?.includes(wanted));
  if (exact.length > 0) {
    const lines = exact.flatMap((feature) => feature.render?.(config, rendering) ?? []);
    const first = wanted.split(' ')[0] ?? '';
    // A feature of several words shows those lines that begin with the one asked for, and what is below them.
    const own = exact.some(({ words }) => (words?.length ?? 0) > 1) && !/^(object|object-group|nat)/.test(wanted);
    return lines.length === 0
      ? ''
      : `${(own ? sections(lines, (line) => line.startsWith(first)) : lines).join('\n')}\n`;
  }
  const [first = '', ...rest] = wanted.split(' ');
  const lines = configuration.flatMap((feature) =>
    feature.words?.some((words) => words.split(' ')[0] === first) ? (feature.render?.(config, rendering) ?? []) : [],
  );
  if (lines.length === 0) return configuration.some(({ words }) => words?.includes(first)) ? '' : undefined;
  const found = sections(lines, (line) => line.startsWith(`${first} `) && rest.every((word) => line.includes(word)));
  return found.length === 0 ? '' : `${found.join('\n')}\n`;
}

/** Lines at the margin that pass, each with what is indented below it. */
function sections(lines: readonly string[], test: (line: string) => boolean): string[] {
  let inside = false;
  return lines.filter((line) => {
    if (!line.startsWith(' ')) inside = test(line);
    return inside;
  });
}

/** What a restart would lose: the box itself, and contexts by name. */
function unsaved(device: AsaDevice): (readonly [string, AsaDevice])[] {
  const names = Object.keys(device.state.contexts ?? {});
  const all = [['System', device] as const, ...names.map((name) => [name, contextDevice(device, name)] as const)];
  return all.filter(([, { state }]) => state.store.startup?.config !== state.config);
}

async function reload(run: Run<AsaState>, quiet: boolean): Promise<string | undefined> {
  const { device, ask, close } = run;
  if (!quiet) {
    for (const [name, one] of unsaved(device)) {
      const question = `${name} config has been modified. Save? [Y]es/[N]o/[S]ave all/[C]ancel: `;
      const answer = (await ask(question, { default: 'N' })).trim().toUpperCase();
      if (answer.startsWith('C')) return undefined;
      if (answer.startsWith('S')) {
        run.print(device.state.contexts ? saveAll(run) : save(run));
        break;
      }
      if (answer.startsWith('Y')) run.print(saveOf(run, one));
    }
    const sure = (await ask('Proceed with reload? [confirm] ', { default: '' })).trim().toLowerCase();
    if (sure !== '' && !sure.startsWith('y')) return undefined;
  }
  const words = [
    '***',
    '*** --- START GRACEFUL SHUTDOWN ---',
    'Shutting down isakmp',
    'Shutting down webvpn',
    'Shutting down License Controller',
    'Shutting down File system',
    '***',
    '*** --- SHUTDOWN NOW ---',
    'Process shutdown finished',
    'Rebooting... (status 0x9)',
    '',
  ];
  close();
  setImmediate(() => void device.reboot('reload'));
  return words.join('\n');
}

/** The box as a whole: who is there, what it is, saving and restarting. */
export const system: Feature = {
  commands: [
    command<AsaState>(
      'enable [<level:0-15>]',
      { mode: 'user', interactive: true, evidence: 'recorded', source: 'reference 2.1' },
      async (run, args) => {
        const { enableHash } = run.device.state.config;
        for (let attempt = 1; attempt <= 3; attempt++) {
          const given = await run.ask('Password: ', { echo: '*' });
          const right = enableHash === undefined ? given === '' : await fits(enableHash, given, '', run.device.name);
          if (right) {
            run.session.level = args.findNumber('level') ?? 15;
            run.session.settings.set('enabled', true);
            run.session.become(run.session.level > 1 ? 'exec' : 'user');
            return;
          }
          if (attempt < 3) run.print(`${texts.wrongEnable}\n`);
        }
        run.fail(texts.enableRefused);
      },
    ),
    command<AsaState>('disable', { evidence: 'documented' }, ({ session }) => {
      session.level = 1;
      session.become('user');
    }),
    command<AsaState>('configure [terminal]', { evidence: 'documented' }, ({ enter }) => enter('config')),
    command<AsaState>(
      '{exit|quit|logout}',
      { mode: ['user', 'exec'], evidence: 'recorded' },
      ({ close, session, leave }) => {
        if (session.frames.length > 1) leave();
        else close();
      },
    ),
    command<AsaState>('{exit|quit}', { mode: configModes, evidence: 'documented' }, ({ leave }) => leave()),
    command<AsaState>('end', { mode: configModes, evidence: 'documented' }, ({ end }) => end()),
    command<AsaState>(
      'show curpriv',
      { mode: 'user', evidence: 'documented', source: 'reference 2.2' },
      ({ session, mode }) => {
        const unprivileged = session.level < 2;
        const modes = unprivileged
          ? 'P_UNPR'
          : `P_PRIV${mode.name.startsWith('config') || session.frames.length > 1 ? ' P_CONF' : ''}`;
        return `Username : ${session.user}\nCurrent privilege level : ${session.level}\nCurrent Mode/s : ${modes}\n`;
      },
    ),
    command<AsaState>(
      'terminal pager [lines] <lines:0-2147483647>',
      { mode: 'user', evidence: 'recorded', source: 'reference 2.4' },
      ({ session }, args) => {
        session.terminal.length = args.number('lines');
      },
    ),
    command<AsaState>('no terminal pager', { mode: 'user', evidence: 'recorded' }, ({ session }) => {
      session.terminal.length = 0;
    }),
    command<AsaState>(
      'terminal width <columns:40-511>',
      { mode: 'config', evidence: 'recorded' },
      ({ session }, args) => {
        session.terminal.width = args.number('columns');
      },
    ),
    command<AsaState>(
      'show version',
      { mode: 'user', evidence: 'recorded', source: 'reference 2.7' },
      ({ device, session }) => {
        const text = versionText(device);
        return session.transport === 'api' ? text.slice(1) : text;
      },
    ),
    command<AsaState>(
      'show clock',
      { mode: 'user', evidence: 'recorded', source: 'reference 2.13' },
      ({ device }) => `${clockText(device.now())}\n`,
    ),
    command<AsaState>('show firewall', { evidence: 'recorded' }, () => 'Firewall mode: Router\n'),
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
    command<AsaState>(
      'show running-config [all] [<words:text>]',
      { evidence: 'recorded', source: 'reference 2.8' },
      ({ device, fail }, args) => {
        const words = args.find('words')?.trim();
        if (words === undefined) return configurationText(device, device.state.config, { all: args.has('all') });
        if (words === 'user') return part(device, 'username', false);
        return part(device, words, args.has('all')) ?? fail(texts.invalid);
      },
    ),
    command<AsaState>('show startup-config', { evidence: 'documented', source: 'reference 2.8' }, ({ device }) => {
      const { startup } = device.state.store;
      return startup ? configurationText(device, startup.config, { written: startup }) : `${texts.noStartup}\n`;
    }),
    command<AsaState>('write terminal', { evidence: 'documented' }, ({ device }) =>
      configurationText(device, device.state.config),
    ),
    command<AsaState>('write [memory]', { evidence: 'recorded', source: 'reference 2.9' }, (run) => save(run)),
    command<AsaState>('write erase', { evidence: 'documented', interactive: true }, async (run) => {
      const sure = (await run.ask('Erase configuration in flash memory? [confirm] ', { default: '' }))
        .trim()
        .toLowerCase();
      if (sure !== '' && !sure.startsWith('y')) return undefined;
      erase(run.device);
      return '[OK]\n';
    }),
    command<AsaState>(
      'copy [/noconfirm] running-config startup-config',
      { evidence: 'inferred', interactive: true },
      async (run, args) => {
        if (!args.has('/noconfirm')) await run.ask('Source filename [running-config]? ', { default: '' });
        return save(run, false);
      },
    ),
    command<AsaState>(
      'reload [noconfirm]',
      { evidence: 'recorded', source: 'reference 2.9', interactive: true },
      (run, args) => reload(run, args.has('noconfirm')),
    ),
    command<AsaState>('reload in <minutes:1-10080>', { evidence: 'documented' }, ({ device, change }, args) =>
      change((draft) => {
        draft.run.pending = draft.run.pending.filter(({ what }) => what !== 'reload');
        draft.run.pending.push({ due: device.now() + args.number('minutes') * 60_000, what: 'reload' });
      }),
    ),
    command<AsaState>('reload cancel', { evidence: 'documented' }, ({ change }) =>
      change((draft) => {
        draft.run.pending = draft.run.pending.filter(({ what }) => what !== 'reload');
      }),
    ),
    command<AsaState>('clear configure all', { mode: 'config', evidence: 'documented' }, (run) => {
      const { config } = configurationOf(run.device, run.session.language, '');
      configure(run, (_draft, state) => {
        state.config = castDraft(config);
        if (state.contexts) state.contexts = {};
        // Contexts have no agent of their own: it is the system's.
        if (state.context) return;
        state.run.agent = 'off';
        state.run.pending = state.run.pending.filter(({ what }) => what !== agentStarts);
      });
    }),
    // Known in full only: clients say `sh` for `show` (client: Ansible's asa_acls and asa_ogs).
    command<AsaState>(
      'shun <address:ipv4>',
      { evidence: 'recorded', source: 'reference 2.12', hidden: true },
      ({ change }, args) => {
        const address = args.text('address');
        change((draft) => {
          if (!draft.run.shuns.includes(address)) draft.run.shuns.push(address);
        });
        return `Shun ${address} added in context: single_vf\nShun ${address} successful\n`;
      },
    ),
    command<AsaState>('no shun <address:ipv4>', { evidence: 'documented' }, ({ change }, args) =>
      change((draft) => {
        draft.run.shuns = draft.run.shuns.filter((one) => one !== args.text('address'));
      }),
    ),
    command<AsaState>('show shun', { evidence: 'recorded' }, ({ device }) =>
      device.state.run.shuns.map((address) => `shun (management) ${address} 0.0.0.0 0 0 0\n`).join(''),
    ),
  ],
};
