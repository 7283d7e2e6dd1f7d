import { command } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import { ctime } from '../show/version.ts';
import type { NxosState } from '../state.ts';
import { table } from '../structured.ts';

/** The session: modes, terminal settings, who is there. */
export const terminal: Feature = {
  commands: [
    command<NxosState>(
      'configure [terminal]',
      { help: { configure: 'Enter configuration mode' }, evidence: 'recorded', source: 'NX-API reference 5.2' },
      ({ enter, interactive }) => {
        enter('config');
        return interactive ? 'Enter configuration commands, one per line. End with CNTL/Z.\n' : undefined;
      },
    ),
    command<NxosState>('exit', { mode: '*', evidence: 'documented' }, ({ leave }) => leave()),
    command<NxosState>('end', { mode: '*', evidence: 'documented' }, ({ end }) => end()),
    command<NxosState>('terminal length <lines:0-511>', { evidence: 'client' }, ({ session }, args) => {
      session.terminal.length = args.number('lines');
    }),
    command<NxosState>('terminal width <columns:24-511>', { evidence: 'client' }, ({ session }, args) => {
      session.terminal.width = args.number('columns');
    }),
    command<NxosState>('terminal dont-ask', { no: true, evidence: 'client' }, ({ session, negated }) => {
      session.settings.set('dont-ask', !negated);
    }),
    ...[
      'terminal session-timeout <minutes:0-525600>',
      'terminal monitor',
      'terminal color',
      'terminal event-manager bypass',
      'terminal redirection-mode {ascii|zipped}',
    ].map((grammar) => command<NxosState>(grammar, { no: true, evidence: 'documented' }, () => undefined)),
    command<NxosState>('show terminal', { evidence: 'recorded' }, ({ session: { terminal: now } }) =>
      [
        'TTY: /dev/pts/0 Type: "vt100"',
        `Length: ${now.length} lines, Width: ${now.width} columns`,
        'Session Timeout: 0 minutes',
        'Event Manager CLI event bypass: no',
        'Redirection mode: ascii',
        '',
      ].join('\n'),
    ),
    command<NxosState>(
      'show privilege',
      { evidence: 'recorded' },
      ({ session }) => `User name: ${session.user}\nCurrent privilege level: -1\nFeature privilege: Disabled\n`,
    ),
    command<NxosState>(
      'show users',
      { evidence: 'recorded', source: 'NX-API reference 5.13' },
      ({ device, session }) => {
        const rows = Object.entries(device.state.run.sessions).map(([id, { user, from, line, at }]) => ({
          u_name: user,
          t_terminal: `pts/${line}`,
          t_time: sessionTime(at),
          t_idle: '.',
          p_pid: String(8_000 + Number(id)),
          c_comment: `(${from}) session=ssh${Number(id) === session.id ? ' *' : ''}`,
        }));
        return {
          tree: () => table('sessions', rows),
          text: () =>
            [
              'NAME     LINE         TIME         IDLE          PID COMMENT',
              ...rows.map(
                ({ u_name, t_terminal, t_time, t_idle, p_pid, c_comment }) =>
                  `${u_name.padEnd(8)} ${t_terminal.padEnd(12)} ${t_time.padEnd(12)}   ${t_idle.padEnd(9)} ${p_pid.padStart(5)} ${c_comment}`,
              ),
              '',
            ].join('\n'),
        };
      },
    ),
    command<NxosState>('echo [<text:line>]', { evidence: 'inferred' }, (_run, args) => `${args.text('text', '')}\n`),
  ],
};

/** `Jan 28 13:44` */
function sessionTime(ms: number): string {
  const [, month, day, clock = ''] = ctime(ms).split(/ +/);
  return `${month} ${(day ?? '').padStart(2)} ${clock.slice(0, 5)}`;
}
