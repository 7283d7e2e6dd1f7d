import { compileKind, type Language } from '../chassis/cli/compile.ts';
import type { Dialect } from '../chassis/cli/dialect.ts';
import type { Kind } from '../chassis/kind.ts';
import { type AsaMutant, replyMutants } from './mutant-replies.ts';
import type { AsaState } from './state.ts';

/** The same box with another way of speaking over SSH. */
function speaking(
  kind: Kind<AsaState>,
  change: (dialect: Dialect<AsaState>) => Partial<Dialect<AsaState>>,
): Kind<AsaState> {
  const languages = new Map<string, Language<AsaState>>();
  return {
    ...kind,
    shell: async () => {
      const face = await kind.shell?.();
      if (!face) throw new Error('an ASA has a shell');
      return {
        ...face,
        language(device) {
          const { dialect, commands, release } = face.language(device);
          const known = languages.get(release) ?? compileKind({ ...dialect, ...change(dialect) }, commands, release);
          languages.set(release, known);
          return known;
        },
      };
    },
  };
}

/** Boxes that are broken on purpose, each in one way: a conformance check that stays green on its mutant checks nothing. */
export const mutants: Readonly<Record<string, AsaMutant>> = {
  ...replyMutants,
  'asa.token-survives-delete': {
    title: 'a token goes on being good after it was deleted',
    apply: (kind) => ({
      ...kind,
      derive(before, after, now) {
        const next = kind.derive?.(before, after, now) ?? after;
        const gone = [...before.run.tokens].filter(([key]) => !next.run.tokens.has(key));
        if (gone.length === 0 || before.run.bootedAt !== next.run.bootedAt) return next;
        let { tokens } = next.run;
        for (const [key, token] of gone) tokens = tokens.put(key, token);
        return { ...next, run: { ...next.run, tokens } };
      },
    }),
  },
  'asa.save-unasked': {
    title: 'every configuration survives a reload, saved or not',
    apply: (kind) => ({
      ...kind,
      boot: (state, boot) =>
        kind.boot(
          { ...state, store: { ...state.store, startup: { config: state.config, by: 'enable_15', at: boot.now } } },
          boot,
        ),
    }),
  },
  'asa.tokens-survive-reload': {
    title: 'tokens are good after a restart',
    apply: (kind) => ({
      ...kind,
      boot(state, boot) {
        const booted = kind.boot(state, boot);
        return { ...booted, run: { ...booted.run, tokens: state.run.tokens } };
      },
    }),
  },
  'asa.save-pretended': {
    title: 'saving says [OK] and keeps nothing',
    apply: (kind) => ({
      ...kind,
      derive(before, after, now) {
        const next = kind.derive?.(before, after, now) ?? after;
        const { startup } = before.store;
        if (startup === undefined || next.store.startup === startup) return next;
        return { ...next, store: { ...next.store, startup } };
      },
    }),
  },
  'asa.agent-never-back': {
    title: 'an agent that was stopped does not start again',
    apply: (kind) => ({
      ...kind,
      wake(device, pending) {
        if (pending.what !== 'rest-api agent') kind.wake?.(device, pending);
      },
    }),
  },
  'asa.server-stays': {
    title: 'HTTPS listens on 443 whatever is configured',
    apply: (kind) => ({
      ...kind,
      endpoints: ({ config, ...state }, device) =>
        kind.endpoints({ ...state, config: { ...config, http: { ...config.http, enabled: true, port: 443 } } }, device),
    }),
  },
  'asa.prompt-without-blank': {
    title: 'no blank follows a prompt',
    apply: (kind) => speaking(kind, ({ prompt }) => ({ prompt: (session) => prompt(session).trimEnd() })),
  },
  'asa.caret-late': {
    title: 'the caret stands one column too far right',
    apply: (kind) =>
      speaking(kind, ({ problem }) => ({
        problem: (wrong, session) => problem(wrong, session).replace(/^( *)\^$/m, '$1 ^'),
      })),
  },
  'asa.errors-unsaid': {
    title: 'what is not understood is passed over in silence',
    apply: (kind) => speaking(kind, () => ({ problem: () => '' })),
  },
  'asa.greeting-missing': {
    title: 'nobody is greeted',
    apply: (kind) => speaking(kind, () => ({ greeting: () => '' })),
  },
  'asa.filters-ignored': {
    title: 'filters let every line through',
    apply: (kind) =>
      speaking(kind, ({ pipes = [] }) => ({
        pipes: pipes.map((pipe) => ({ ...pipe, make: () => ({ filter: (text: string) => text }) })),
      })),
  },
  'asa.saved-at-once': {
    title: 'every change is saved when it is made',
    apply: (kind) => ({
      ...kind,
      derive(before, after, now) {
        const next = kind.derive?.(before, after, now) ?? after;
        if (next.config === before.config || next.run.bootedAt !== before.run.bootedAt) return next;
        return { ...next, store: { ...next.store, startup: { config: next.config, by: 'enable_15', at: now } } };
      },
    }),
  },
};
