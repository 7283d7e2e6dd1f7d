import { command } from '../../chassis/cli/command.ts';
import type { NxosState } from '../state.ts';
import { type Mutants, printing, prompting, questioning, speaking } from './mutant.ts';

/** Lies of the command line. */
export const shell: Mutants = {
  'nxos.no-banner': prompting('nobody is greeted', (dialect) => ({ ...dialect, greeting: () => '' })),
  'nxos.other-prompts': prompting('prompts name their mode in other words', (dialect) => ({
    ...dialect,
    prompt: (session) =>
      dialect
        .prompt(session)
        .replace('(config)', '(configure)')
        .replace(/^([^(]+)# $/, '$1(exec)# '),
  })),
  'nxos.terminal-says-ok': printing('terminal length and width say that they were heard', 'terminal ', () => 'ok\n'),
  'nxos.no-marker': prompting('errors have no marker', (dialect) => ({
    ...dialect,
    problem: (problem, session) =>
      dialect.problem(problem, session).replace(/^[\s\S]*\n(% .*) at '\^' marker\.$/m, '$1'),
  })),
  'nxos.refuses-in-silence': prompting('what is not understood is refused without a word', (dialect) => ({
    ...dialect,
    problem: (problem, session) => (session.transport === 'ssh' ? '' : dialect.problem(problem, session)),
  })),
  'nxos.exec-as-shell': prompting('commands without a terminal fail as they do with one', (dialect) => ({
    ...dialect,
    problem: (problem, session) =>
      session.transport === 'exec' ? '% Invalid command\n' : dialect.problem(problem, session),
    status: (code) => (code === 'ok' ? 0 : 1),
  })),
  'nxos.roles-ignored': prompting('everybody may do everything', (dialect) => ({ ...dialect, allows: () => true })),
  'nxos.configure-warns': printing(
    'configure terminal warns',
    'configure [terminal]',
    (text) => `${text}% Nothing is saved by itself\n`,
  ),
  'nxos.configure-says-nothing': printing('configure terminal says nothing', 'configure [terminal]', () => ''),
  'nxos.no-exec-in-config': speaking('show clock is not known in configuration mode', (one) =>
    one.grammar === 'show clock'
      ? command<NxosState>(one.grammar, one, (run, args) =>
          run.session.frames.length > 1 ? run.fail('% Invalid command') : one.handler(run, args),
        )
      : one,
  ),
  'nxos.no-nested-configure': speaking('configure terminal is not known to NX-API', (one) =>
    one.grammar === 'configure [terminal]'
      ? command<NxosState>(one.grammar, one, (run, args) =>
          run.session.transport === 'ssh' ? one.handler(run, args) : run.fail('% Invalid command'),
        )
      : one,
  ),
  'nxos.reload-asks-otherwise': questioning('reload asks in other words', 'reload', () => ({
    ask: 'Restart now? (y/n) [n] ',
  })),
  'nxos.talkative': printing(
    'lines of configuration that succeed say so',
    (grammar) => /^(feature|nxapi) /.test(grammar),
    (text) => text || 'Done.\n',
  ),
  'nxos.include-keeps-all': prompting('a filter leaves every line', (dialect) => ({
    ...dialect,
    pipes:
      dialect.pipes?.map((pipe) =>
        pipe.grammar.startsWith('{include') || pipe.grammar.startsWith('include')
          ? { ...pipe, make: () => ({ filter: (shown) => shown }) }
          : pipe,
      ) ?? [],
  })),
};
