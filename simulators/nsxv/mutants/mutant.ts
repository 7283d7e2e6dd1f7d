import type { FastifyInstance, FastifyRequest } from 'fastify';
import { command } from '../../chassis/cli/command.ts';
import type { Dialect } from '../../chassis/cli/dialect.ts';
import type { Kind } from '../../chassis/kind.ts';
import { type Alteration, alterCommands, alterDialect } from '../cli/language.ts';
import type { NsxvState } from '../state.ts';

/** A manager with one small lie in it. */
export interface NsxvMutant {
  readonly title: string;
  apply(kind: Kind<NsxvState>): Kind<NsxvState>;
}

/** Mutants by name. */
export type Mutants = Readonly<Record<string, NsxvMutant>>;

/** What goes out, as a mutant may change it. */
export interface Outgoing {
  status: number;
  body: string;
  type: string;
}

/** The same manager with something done to its web face before its routes are made. */
function facing(kind: Kind<NsxvState>, alter: (app: FastifyInstance) => void): Kind<NsxvState> {
  return {
    ...kind,
    web: async () => {
      const face = await kind.web?.();
      if (!face) throw new Error('a manager has a web face');
      return {
        ...face,
        async routes(app, options) {
          alter(app);
          await face.routes(app, options);
        },
      };
    },
  };
}

/** Answers of the API are changed on their way out. */
export function answering(title: string, change: (answer: Outgoing, request: FastifyRequest) => void): NsxvMutant {
  return {
    title,
    apply: (kind) =>
      facing(kind, (app) => {
        app.addHook('onSend', async (request, reply, payload) => {
          const body = Buffer.isBuffer(payload) ? payload.toString('utf8') : '';
          const answer = { status: reply.statusCode, body, type: String(reply.getHeader('content-type') ?? '') };
          change(answer, request);
          reply.code(answer.status);
          if (answer.type !== '') reply.header('content-type', answer.type);
          if (answer.body === body) return payload;
          const changed = Buffer.from(answer.body);
          reply.header('content-length', changed.length);
          return changed;
        });
      }),
  };
}

/** Where a text stands in an answer, another does. */
export const rewording = (title: string, text: string | RegExp, other: string): NsxvMutant =>
  answering(title, (answer) => {
    answer.body = answer.body.replaceAll(text, other);
  });

/** Answers that `when` picks have another status. */
export const restating = (
  title: string,
  status: number,
  when: (request: FastifyRequest, answer: Outgoing) => boolean,
): NsxvMutant =>
  answering(title, (answer, request) => {
    if (when(request, answer)) answer.status = status;
  });

/** Requests are changed before anything looks at them. */
export const asking = (title: string, change: (request: FastifyRequest['raw']) => void): NsxvMutant => ({
  title,
  apply: (kind) => facing(kind, (app) => app.addHook('onRequest', async ({ raw }) => change(raw))),
});

/** Commands are others. */
export const speaking = (title: string, alter: Alteration): NsxvMutant => ({
  title,
  apply(kind) {
    const broken = { ...kind };
    alterCommands(broken, alter);
    return broken;
  },
});

/** The CLI speaks in another way. */
export const prompting = (title: string, alter: (dialect: Dialect<NsxvState>) => Dialect<NsxvState>): NsxvMutant => ({
  title,
  apply(kind) {
    const broken = { ...kind };
    alterDialect(broken, alter);
    return broken;
  },
});

/** The output of commands is changed; `undefined` is that of a command that prints nothing. */
export const printing = (
  title: string,
  grammar: (grammar: string) => boolean,
  change: (text: string | undefined) => string | undefined,
): NsxvMutant =>
  speaking(title, (one) =>
    grammar(one.grammar)
      ? command<NsxvState>(one.grammar, one, async (run, args) => {
          const printed = await one.handler(run, args);
          return typeof printed === 'string' ? change(printed) : change(undefined);
        })
      : one,
  );

/** Every state that comes about is changed. */
export const deriving = (title: string, change: (before: NsxvState, after: NsxvState) => NsxvState): NsxvMutant => ({
  title,
  apply: (kind) => ({ ...kind, derive: (before, after) => change(before, after) }),
});
