import { CliError, type Command } from '../chassis/cli/command.ts';
import { compileKind, type Language } from '../chassis/cli/compile.ts';
import type { Dialect } from '../chassis/cli/dialect.ts';
import type { Kind } from '../chassis/kind.ts';
import { type AsaMutant, replying } from './mutant-replies.ts';
import type { AsaState } from './state.ts';

/** A language as a mutant speaks it. */
interface Speech {
  readonly dialect: Dialect<AsaState>;
  readonly commands: readonly Command<AsaState>[];
}

/** The same box with another way of speaking over SSH. */
function speaking(kind: Kind<AsaState>, change: (speech: Speech) => Partial<Speech>): Kind<AsaState> {
  const languages = new Map<string, Language<AsaState>>();
  return {
    ...kind,
    shell: async () => {
      const face = await kind.shell?.();
      if (!face) throw new Error('an ASA has a shell');
      return {
        ...face,
        language(device) {
          const language = face.language(device);
          const { release } = language;
          let known = languages.get(release);
          if (!known) {
            const { dialect, commands } = { ...language, ...change(language) };
            known = compileKind(dialect, commands, release);
            languages.set(release, known);
          }
          return known;
        },
      };
    },
  };
}

/** Another dialect. */
function dialect(title: string, change: (dialect: Dialect<AsaState>) => Partial<Dialect<AsaState>>): AsaMutant {
  return {
    title,
    apply: (kind) => speaking(kind, (speech) => ({ dialect: { ...speech.dialect, ...change(speech.dialect) } })),
  };
}

/** Other commands, where their grammar begins so: what each becomes, or nothing. */
function spoken(
  kind: Kind<AsaState>,
  begins: RegExp,
  change: (command: Command<AsaState>) => Command<AsaState> | undefined,
): Kind<AsaState> {
  return speaking(kind, ({ commands }) => ({
    commands: commands.flatMap((one) => (begins.test(one.grammar) ? (change(one) ?? []) : one)),
  }));
}

/** Commands that print something else, or nothing, and do nothing. */
function says(title: string, begins: RegExp, text = ''): AsaMutant {
  return { title, apply: (kind) => spoken(kind, begins, (command) => ({ ...command, handler: () => text })) };
}

/** Commands that are not there. */
function lacks(title: string, begins: RegExp): AsaMutant {
  return { title, apply: (kind) => spoken(kind, begins, () => undefined) };
}

/** Boxes that speak wrongly over SSH. */
export const shellMutants: Readonly<Record<string, AsaMutant>> = {
  'asa.prompt-without-blank': dialect('no blank follows a prompt', ({ prompt }) => ({
    prompt: (session) => prompt(session).trimEnd(),
  })),
  'asa.caret-late': dialect('the caret stands one column too far right', ({ problem }) => ({
    problem: (wrong, session) => problem(wrong, session).replace(/^( *)\^$/m, '$1 ^'),
  })),
  'asa.errors-unsaid': dialect('what is not understood is passed over in silence', () => ({ problem: () => '' })),
  'asa.greeting-missing': dialect('nobody is greeted', () => ({ greeting: () => '' })),
  'asa.filters-ignored': dialect('filters let every line through', ({ pipes = [] }) => ({
    pipes: pipes.map((pipe) => ({ ...pipe, make: () => ({ filter: (text: string) => text }) })),
  })),
  'asa.context-not-in-prompt': dialect('a prompt does not tell the context', ({ prompt }) => ({
    prompt: (session) => prompt(session).replace(/\/[\w-]+(?=[(>#])/, ''),
  })),
  'asa.system-called-admin': dialect('a prompt that tells the box alone tells a context as well', ({ prompt }) => ({
    prompt: (session) => prompt(session).replace(/^(\r?[\w-]+)(?=[(>#])/, '$1/system'),
  })),
  'asa.level-unsaid': says('show curpriv prints nothing', /^show curpriv/),
  'asa.pager-tells': {
    title: 'a change of the pager is confirmed',
    apply: (kind) =>
      spoken(kind, /^(no )?terminal pager/, (command) => ({
        ...command,
        handler(run, args) {
          command.handler(run, args);
          return 'Pager changed\n';
        },
      })),
  },
  'asa.width-unknown': lacks('there is no terminal width', /^terminal width/),
  'asa.mode-unsaid': says('show mode prints nothing over SSH', /^show mode/),
  'asa.running-unshown': says('show running-config prints nothing over SSH', /^show running-config/),
  'asa.save-in-silence': says('write memory prints nothing over SSH', /^write \[memory\]/),
  'asa.exit-stays': says('exit does not end a session', /^\{exit\|quit\|logout\}/),
  'asa.contexts-unlisted': says('show context lists nothing', /^show context/),
  'asa.save-all-pretended': says('write memory all says [OK] and saves nothing', /^write memory all/, '[OK]\n'),
  'asa.context-unrefused': {
    title: 'changeto a context that there is not is passed over in silence',
    apply: (kind) =>
      spoken(kind, /^changeto/, (command) => ({
        ...command,
        handler(run, args) {
          try {
            return command.handler(run, args);
          } catch (error) {
            if (error instanceof CliError) return undefined;
            throw error;
          }
        },
      })),
  },
  'asa.space-unnamed': {
    title: 'show version does not tell the context',
    apply: (kind) =>
      replying(
        spoken(kind, /^show version/, (command) => ({
          ...command,
          handler(run, args) {
            const printed = command.handler(run, args);
            return typeof printed === 'string' ? printed.replace(/ <system>\n/, '\n') : printed;
          },
        })),
        (body) => body.replace(/ <context>\\n/, '\\n'),
      ),
  },
};
