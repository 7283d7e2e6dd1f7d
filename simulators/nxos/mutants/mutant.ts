import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { command, type Run } from '../../chassis/cli/command.ts';
import type { Dialect } from '../../chassis/cli/dialect.ts';
import type { Endpoint, Kind } from '../../chassis/kind.ts';
import { type Alteration, alterCommands, alterDialect } from '../language.ts';
import type { NxosState } from '../state.ts';

/** A switch with one small lie in it. */
export interface NxosMutant {
  readonly title: string;
  apply(kind: Kind<NxosState>): Kind<NxosState>;
}

/** Mutants by name. */
export type Mutants = Readonly<Record<string, NxosMutant>>;

/** What goes out, as a mutant may change it. */
export interface Outgoing {
  status: number;
  body: string;
  type: string;
}

/** The same switch with something done to its web face before its routes are made. */
export const facing = (title: string, alter: (app: FastifyInstance) => void): NxosMutant => ({
  title,
  apply: (kind) => ({
    ...kind,
    web: async () => {
      const face = await kind.web?.();
      if (!face) throw new Error('a switch has a web face');
      return {
        ...face,
        // An answer that is given past the framework would be given past the lie, too.
        repeats: false,
        async routes(app, options) {
          alter(app);
          await face.routes(app, options);
        },
      };
    },
  }),
});

/** Answers are changed on their way out. */
export const answering = (
  title: string,
  change: (answer: Outgoing, request: FastifyRequest, reply: FastifyReply) => void | Promise<void>,
): NxosMutant =>
  facing(title, (app) => {
    app.addHook('onSend', async (request, reply, payload) => {
      if (!Buffer.isBuffer(payload)) return payload;
      const body = payload.toString('utf8');
      const type = String(reply.getHeader('content-type') ?? '');
      const answer = { status: reply.statusCode, body, type };
      await change(answer, request, reply);
      reply.code(answer.status);
      if (answer.type !== type) reply.header('content-type', answer.type);
      if (answer.body === body) return payload;
      const changed = Buffer.from(answer.body);
      reply.header('content-length', changed.length);
      return changed;
    });
  });

/** Where a text stands in an answer, another does. */
export const rewording = (title: string, ...pairs: readonly (readonly [RegExp | string, string])[]): NxosMutant =>
  answering(title, (answer) => {
    for (const [text, other] of pairs) answer.body = answer.body.replaceAll(text, other);
  });

/** Answers that `when` picks have another status. */
export const restating = (
  title: string,
  status: number,
  when: (request: FastifyRequest, answer: Outgoing) => boolean,
): NxosMutant =>
  answering(title, (answer, request) => {
    if (when(request, answer)) answer.status = status;
  });

/** What was sent, as text. */
export const sent = ({ body }: FastifyRequest): string => (Buffer.isBuffer(body) ? body.toString('utf8') : '');

/** What was sent is changed before anything looks at it. */
export const resending = (title: string, change: (body: string, request: FastifyRequest) => string): NxosMutant =>
  facing(title, (app) => {
    app.addHook('preHandler', async (request) => {
      if (Buffer.isBuffer(request.body)) request.body = Buffer.from(change(sent(request), request));
    });
  });

/** Endpoints changed after they were derived; `seen` lasts as long as the device. */
export const listening = (
  title: string,
  change: (endpoints: readonly Endpoint[], seen: Map<string, Endpoint>, state: NxosState) => readonly Endpoint[],
): NxosMutant => ({
  title,
  apply(kind) {
    const seen = new WeakMap<object, Map<string, Endpoint>>();
    return {
      ...kind,
      endpoints(state, device) {
        const mine = seen.get(device) ?? new Map<string, Endpoint>();
        seen.set(device, mine);
        return change(kind.endpoints(state, device), mine, state);
      },
    };
  },
});

/** Commands are others. */
export const speaking = (title: string, alter: Alteration): NxosMutant => ({
  title,
  apply(kind) {
    const broken = { ...kind };
    alterCommands(broken, alter);
    return broken;
  },
});

/** The CLI speaks in another way. */
export const prompting = (title: string, alter: (dialect: Dialect<NxosState>) => Dialect<NxosState>): NxosMutant => ({
  title,
  apply(kind) {
    const broken = { ...kind };
    alterDialect(broken, alter);
    return broken;
  },
});

type Grammar = string | ((grammar: string) => boolean);
const picks = (grammar: Grammar, one: string): boolean =>
  typeof grammar === 'string' ? one.startsWith(grammar) : grammar(one);

/** The text of some commands is changed; that of one that prints nothing is empty. Structured output stays. */
export const printing = (title: string, grammar: Grammar, change: (text: string) => string): NxosMutant =>
  speaking(title, (one) =>
    picks(grammar, one.grammar)
      ? command<NxosState>(one.grammar, one, async (run, args) => {
          const printed = await one.handler(run, args);
          if (typeof printed === 'object' && 'text' in printed) {
            const { text } = printed;
            return { ...printed, text: () => change(text()) };
          }
          return change(typeof printed === 'string' ? printed : '');
        })
      : one,
  );

/** What some commands refuse they do not refuse: `instead` is printed. */
export const forgiving = (
  title: string,
  grammar: Grammar,
  instead: (run: Run<NxosState>) => string | undefined,
): NxosMutant =>
  speaking(title, (one) =>
    picks(grammar, one.grammar)
      ? command<NxosState>(one.grammar, one, async (run, args) => {
          try {
            return await one.handler(run, args);
          } catch {
            return instead(run);
          }
        })
      : one,
  );

/** Questions of some commands are put in other words, or answered unasked where `change` gives an answer. */
export const questioning = (
  title: string,
  grammar: Grammar,
  change: (question: string) => { readonly ask: string } | { readonly answer: string },
): NxosMutant =>
  speaking(title, (one) =>
    picks(grammar, one.grammar)
      ? command<NxosState>(one.grammar, one, (run, args) =>
          one.handler(
            {
              ...run,
              async ask(question, options) {
                const changed = change(question);
                return 'answer' in changed ? changed.answer : run.ask(changed.ask, options);
              },
            },
            args,
          ),
        )
      : one,
  );
