import { command, type Run } from '../../chassis/cli/command.ts';
import { configurationAfter, restore } from '../configuration-file.ts';
import type { Feature } from '../feature.ts';
import type { NxosState } from '../state.ts';

/** The lines that wait in the session at hand. */
function waiting({ device, context }: Run<NxosState>): readonly string[] {
  return device.state.run.configurationSessions?.[context('session')] ?? [];
}

function keep({ change }: Run<NxosState>, name: string, lines: readonly string[] | undefined): void {
  change(({ run }) => {
    const kept = { ...run.configurationSessions };
    if (lines) kept[name] = [...lines];
    else delete kept[name];
    if (Object.keys(kept).length > 0) run.configurationSessions = kept;
    else delete run.configurationSessions;
  });
}

/** What the lines would make of the running configuration. @throws CliError for the first line that is refused */
function tried({ device, session, fail }: Run<NxosState>, lines: readonly string[]) {
  const { config, errors } = configurationAfter(device, session.language, device.state.config, lines.join('\n'));
  const [first] = errors;
  return first ? fail(first.error) : config;
}

/** Configuration that is typed first and put into force as a whole. @source recorded commit texts: NX-API reference 5.10 */
export const configurationSessions: Feature = {
  commands: [
    command<NxosState>('configure session <name:word>', { evidence: 'recorded' }, (run, args) => {
      const name = args.text('name');
      if (!Object.hasOwn(run.device.state.run.configurationSessions ?? {}, name)) keep(run, name, []);
      run.end();
      run.enter('config-s', { session: name });
      return run.interactive
        ? 'Config Session started, Session ID is 1\nEnter configuration commands, one per line.  End with CNTL/Z.\n'
        : undefined;
    }),
    command<NxosState>('<line:pending>', { mode: 'config-s', hidden: true, evidence: 'recorded' }, (run, args) => {
      const lines = [...waiting(run), args.text('line')];
      tried(run, lines);
      keep(run, run.context('session'), lines);
    }),
    command<NxosState>('verify', { mode: 'config-s', evidence: 'documented' }, (run) => {
      tried(run, waiting(run));
      return 'Verification Successful\n';
    }),
    command<NxosState>('abort', { mode: 'config-s', evidence: 'documented' }, (run) => {
      keep(run, run.context('session'), undefined);
      run.end();
    }),
    command<NxosState>('commit', { mode: 'config-s', evidence: 'recorded' }, (run) => {
      const config = tried(run, waiting(run));
      keep(run, run.context('session'), undefined);
      restore(run.device, config);
      run.end();
      return [
        'Verification successful...',
        'Proceeding to apply configuration. This might take a while depending on amount of configuration in buffer.',
        'Please avoid other configuration changes during this time.',
        'Commit Successful',
        '',
      ].join('\n');
    }),
    command<NxosState>('show configuration session [summary]', { evidence: 'documented' }, ({ device }, args) => {
      const kept = Object.entries(device.state.run.configurationSessions ?? {});
      if (kept.length === 0) return 'There are no active configuration sessions\n';
      if (args.has('summary')) return kept.map(([name]) => `Name: ${name}\n`).join('');
      return kept
        .map(
          ([name, lines]) =>
            `config session name ${name}\n${lines.map((line, at) => `${String(at + 1).padStart(4, '0')} ${line}\n`).join('')}`,
        )
        .join('\n');
    }),
  ],
};
