import { type AsaMutant, replyMutants } from './mutant-replies.ts';
import { requestMutants } from './mutant-requests.ts';
import { resourceMutants } from './mutant-resources.ts';
import { shellMutants } from './mutant-shell.ts';
import type { RunningContext, Startup } from './state.ts';

/** Boxes that are broken on purpose, each in one way: a conformance check that stays green on its mutant checks nothing. */
export const mutants: Readonly<Record<string, AsaMutant>> = {
  ...replyMutants,
  ...requestMutants,
  ...resourceMutants,
  ...shellMutants,
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
  'asa.saved-at-once': {
    title: 'every change is saved when it is made',
    apply: (kind) => ({
      ...kind,
      derive(before, after, now) {
        const next = kind.derive?.(before, after, now) ?? after;
        const same = next.config === before.config && next.contexts === before.contexts;
        if (same || next.run.bootedAt !== before.run.bootedAt) return next;
        const kept = ({ config }: Pick<RunningContext, 'config'>): Startup => ({ config, by: 'enable_15', at: now });
        const contexts = Object.entries(next.contexts ?? {}).map(([name, one]) => [name, kept(one)]);
        return {
          ...next,
          store: {
            ...next.store,
            startup: kept(next),
            ...(next.contexts && { contexts: Object.fromEntries(contexts) }),
          },
        };
      },
    }),
  },
  'asa.image-goes-too': {
    title: 'an agent that is stopped is uninstalled as well',
    apply: (kind) => ({
      ...kind,
      derive(before, after, now) {
        const next = kind.derive?.(before, after, now) ?? after;
        if (!before.config.restApi.agent || next.config.restApi.agent) return next;
        return { ...next, config: { ...next.config, restApi: {} } };
      },
    }),
  },
  'asa.emptied-stays': {
    title: 'a DHCP server whose values are emptied stays as it was',
    apply: (kind) => ({
      ...kind,
      derive(before, after, now) {
        const next = kind.derive?.(before, after, now) ?? after;
        const lost = Object.keys(before.config.dhcp).some((nameif) => !Object.hasOwn(next.config.dhcp, nameif));
        if (!lost || before.run.bootedAt !== next.run.bootedAt) return next;
        return { ...next, config: { ...next.config, dhcp: { ...before.config.dhcp, ...next.config.dhcp } } };
      },
    }),
  },
  'asa.trustpoint-unbound': {
    title: 'HTTPS shows the same certificate whatever ssl trust-point says',
    apply: (kind) => ({
      ...kind,
      endpoints: ({ config, ...state }, device) => kind.endpoints({ ...state, config: { ...config, ssl: [] } }, device),
    }),
  },
};
