import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { LabError } from '../errors.ts';
import type { Lab } from '../lab.ts';
import { inWords, problemsIn } from '../schema.ts';

/** What the control API acts on. */
export interface ControlGround {
  readonly lab: Lab;
  /** Asks for the lab to be stopped; `grace` is how many milliseconds requests under way have to end. */
  stop(grace: number): void;
  /** Where the journal goes besides memory, where it does. */
  readonly journalFile?: { readonly path: string; readonly written: number; readonly dropped: number };
}

/** One exchange of the control API, for those routes that write their answer themselves. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What a route takes and gives. All that its OpenAPI description says is here, and nothing else says it. */
export interface RouteDescription {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As OpenAPI writes it: `/devices/{name}`. */
  readonly path: string;
  /** Its group on the page. */
  readonly tag: string;
  readonly summary: string;
  /** What a reader should know besides. */
  readonly description?: string;
  /** May be asked without the token. */
  readonly open?: true;
  /** May be asked with a trainee's token, too: it neither does the work for them nor takes the seat away. */
  readonly forTrainees?: true;
  /** Status of a good answer; 200 unless told. */
  readonly status?: 201;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** What the body holds, as JSON; or that it is text. */
  readonly body?: z.ZodType | 'text';
  /** The answer as JSON, or the media type of another one. */
  readonly answer: z.ZodType | string;
}

type Output<T> = T extends z.ZodType ? z.output<T> : T extends 'text' ? string : undefined;

/** A route whose handler knows the types of what it is asked. */
export interface TypedRoute<
  P extends z.ZodObject | undefined,
  Q extends z.ZodObject | undefined,
  B extends z.ZodType | 'text' | undefined,
  A extends z.ZodType | string,
  G = ControlGround,
> extends RouteDescription {
  readonly params?: P & z.ZodObject;
  readonly query?: Q & z.ZodObject;
  readonly body?: B & (z.ZodType | 'text');
  readonly answer: A;
  /** @throws LabError where what is asked for cannot be */
  handle(
    ground: G,
    asked: { readonly params: Output<P>; readonly query: Output<Q>; readonly body: Output<B> },
    exchange: Exchange,
  ): Promise<A extends z.ZodType ? z.input<A> : unknown> | (A extends z.ZodType ? z.input<A> : unknown);
}

/** A route as the server sees it. @typeParam G what it acts on */
export interface ControlRoute<G = ControlGround> extends RouteDescription {
  /** @throws LabError naming what is wrong with the question, or why it cannot be */
  answerTo(ground: G, exchange: Exchange): Promise<unknown>;
}

/** Makes a route of its description: what it is asked is checked before its handler sees it. */
export function route<
  A extends z.ZodType | string,
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | 'text' | undefined = undefined,
  G = ControlGround,
>(typed: TypedRoute<P, Q, B, A, G>): ControlRoute<G> {
  return {
    ...typed,
    async answerTo(ground, exchange) {
      const { request } = exchange;
      const asked = {
        params: checked<Output<P>>(typed.params, request.params, ''),
        query: checked<Output<Q>>(typed.query, request.query, ''),
        body: checked<Output<B>>(typed.body === 'text' ? undefined : typed.body, bodyOf(typed, request), 'body'),
      };
      return typed.handle(ground, asked, exchange);
    },
  };
}

/** What was sent, as the route takes it: text, or what JSON holds; an object without anything where nothing was sent. */
function bodyOf({ body }: Pick<RouteDescription, 'body'>, { body: sent }: FastifyRequest): unknown {
  const text = typeof sent === 'string' ? sent : '';
  if (body === undefined || body === 'text') return text;
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LabError([{ path: 'body', message: `this is no JSON: ${why}` }]);
  }
}

function checked<T>(schema: z.ZodType | undefined, raw: unknown, where: string): T {
  if (!schema) return raw as T;
  const parsed = schema.safeParse(raw, inWords);
  if (parsed.success) return parsed.data as T;
  const shape = 'shape' in schema && typeof schema.shape === 'object' ? Object.keys(schema.shape ?? {}) : [];
  const problems = problemsIn(parsed.error, raw, (path) => (path.length === 0 ? shape : []));
  throw new LabError(
    problems.map(({ path, message }) => ({
      path: [where, path].filter(Boolean).join('.').replaceAll('.[', '['),
      message,
    })),
  );
}
