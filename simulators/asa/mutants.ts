import type { Kind, WebFace } from '../chassis/kind.ts';
import type { AsaState } from './state.ts';

/** A box with one small lie in it. */
interface AsaMutant {
  readonly title: string;
  apply(kind: Kind<AsaState>): Kind<AsaState>;
}

/** The same box with answers changed on their way out. */
function replying(
  kind: Kind<AsaState>,
  change: (body: string, reply: { code(status: number): unknown; readonly statusCode: number }) => string,
): Kind<AsaState> {
  return {
    ...kind,
    web: async (): Promise<WebFace> => {
      const face = await kind.web?.();
      if (!face) throw new Error('an ASA has a web face');
      return {
        ...face,
        async routes(app, options) {
          app.addHook('onSend', async (_request, reply, payload) => {
            const body = Buffer.isBuffer(payload) ? payload.toString('utf8') : '';
            const changed = Buffer.from(change(body, reply));
            reply.header('content-length', changed.length);
            return changed;
          });
          await face.routes(app, options);
        },
      };
    },
  };
}

/** Boxes that are broken on purpose, each in one way: a conformance check that stays green on its mutant checks nothing. */
export const mutants: Readonly<Record<string, AsaMutant>> = {
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
  'asa.limit-echoed': {
    title: 'rangeInfo.limit is 100 whatever came back',
    apply: (kind) => replying(kind, (body) => body.replace(/("rangeInfo":\{"offset":\d+,"limit":)\d+/, '$1100')),
  },
  'asa.put-creates': {
    title: 'what is missing is answered 204 as if it were there',
    apply: (kind) =>
      replying(kind, (body, reply) => {
        if (reply.statusCode !== 404 || !body.includes('RESOURCE-NOT-FOUND')) return body;
        reply.code(204);
        return '';
      }),
  },
  'asa.duplicate-accepted': {
    title: 'the same object twice is answered 201',
    apply: (kind) =>
      replying(kind, (body, reply) => {
        if (!body.includes('"DUPLICATE"')) return body;
        reply.code(201);
        return '';
      }),
  },
  'asa.any-password': {
    title: 'every password is right',
    apply: (kind) =>
      replying(kind, (body, reply) => {
        if (reply.statusCode === 401) reply.code(200);
        return body;
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
  'asa.pretty-json': {
    title: 'JSON is written with blanks and line ends',
    apply: (kind) =>
      replying(kind, (body) => (body.startsWith('{') ? JSON.stringify(JSON.parse(body), undefined, 2) : body)),
  },
  'asa.silent-commands-counted': {
    title: 'a command that prints nothing has an empty text in the answer of /api/cli',
    apply: (kind) => replying(kind, (body) => (body === '{"response":[]}' ? '{"response":[""]}' : body)),
  },
  'asa.numbers-for-names': {
    title: 'services come back by number where they have names',
    apply: (kind) => replying(kind, (body) => body.replaceAll('tcp/https', 'tcp/443')),
  },
  'asa.privileges-ignored': {
    title: 'a user of any level may read everything',
    apply: (kind) =>
      replying(kind, (body, reply) => {
        if (reply.statusCode === 403) reply.code(200);
        return body;
      }),
  },
};
