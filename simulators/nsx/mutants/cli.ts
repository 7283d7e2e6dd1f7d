import type { Dialect } from '../../chassis/cli/dialect.ts';
import type { Kind } from '../../chassis/kind.ts';
import type { NsxState } from '../state.ts';
import type { Mutants } from './wrap.ts';

/** A CLI whose dialect differs. */
function speaking(
  kind: Kind<NsxState>,
  change: (dialect: Dialect<NsxState>) => Partial<Dialect<NsxState>>,
): Kind<NsxState> {
  return {
    ...kind,
    shell: async () => {
      const shell = await kind.shell?.();
      if (!shell) throw new Error('a manager has a shell');
      return {
        ...shell,
        language(device) {
          const language = shell.language(device);
          const { dialect } = language;
          const broken: typeof language = {
            dialect: { ...dialect, ...change(dialect) },
            release: language.release,
            commands: language.commands,
            root: (mode) => language.root(mode),
            pipes: (lead) => language.pipes(lead),
            reach: (mode) => language.reach(mode),
            fold: (keyword) => language.fold(keyword),
          };
          return broken;
        },
      };
    },
  };
}

/** The command line, broken on purpose. */
export const cli: Mutants = {
  'nsx.thumbprint-with-colons': {
    title: 'the CLI writes thumbprints with colons',
    apply: (kind) =>
      speaking(kind, (dialect) => ({
        output: (text, ...rest) => {
          const shown = text.replace(/^[0-9a-f]{64}$/m, (hex) => (hex.match(/../g) ?? []).join(':'));
          return dialect.output?.(shown, ...rest) ?? shown;
        },
      })),
  },
  'nsx.cli-in-capitals': {
    title: 'the CLI shouts',
    apply: (kind) =>
      speaking(kind, (dialect) => ({
        output: (text, ...rest) => (dialect.output?.(text, ...rest) ?? text).toUpperCase(),
      })),
  },
  'nsx.cli-in-one-line': {
    title: 'the CLI writes everything on one line',
    apply: (kind) =>
      speaking(kind, (dialect) => ({
        output: (text, ...rest) => dialect.output?.(text.replaceAll('\n', ' '), ...rest) ?? text,
      })),
  },
  'nsx.cli-without-time': {
    title: 'the CLI tells no time',
    apply: (kind) => speaking(kind, () => ({ output: (text) => text })),
  },
  'nsx.cli-other-prompt': {
    title: 'the CLI greets and prompts in another way',
    apply: (kind) => speaking(kind, () => ({ prompt: () => 'nsx> ', greeting: () => 'Welcome.\n' })),
  },
  'nsx.cli-finds-no-mistake': {
    title: 'what the CLI does not know it passes over',
    apply: (kind) => speaking(kind, () => ({ problem: () => '' })),
  },
};
