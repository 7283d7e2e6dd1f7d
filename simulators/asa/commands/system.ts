import { command } from '../../chassis/cli/command.ts';
import { clockText } from '../clock.ts';
import type { Feature } from '../feature.ts';
import { configModes } from '../modes.ts';
import { fits } from '../password.ts';
import type { AsaState } from '../state.ts';
import { texts } from '../texts.ts';

/** Sessions and what they find: levels, modes, terminals, clock, shunned addresses. @source reference 2.1, 2.2, 2.4, 2.12 */
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
      'show clock',
      { mode: 'user', evidence: 'recorded', source: 'reference 2.13' },
      ({ device }) => `${clockText(device.now())}\n`,
    ),
    command<AsaState>('show firewall', { evidence: 'recorded' }, () => 'Firewall mode: Router\n'),
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
