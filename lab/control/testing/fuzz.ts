import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Answer } from './asked.ts';

/** What is used of an OpenAPI document. */
interface Schema {
  readonly [key: string]: unknown;
}
export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
  readonly responses: Record<string, { readonly content: Record<string, { readonly schema: Schema }> }>;
}
export interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: { readonly Error: Schema } };
}

/** The operations of a document. */
export function operationsOf(document: Document): { path: string; method: string; operation: Operation }[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
}

/** What is sent to a control API, and how often. */
interface Fuzz {
  readonly document: Document;
  /** `GET /devices`; the body as text. */
  ask(route: string, body: string | undefined): Promise<Answer>;
  /** Names that mean something there. */
  readonly names: readonly string[];
  readonly runs: number;
  /** Whether an operation is tried; streams, which never end, are not. */
  tries?(route: string): boolean;
}

/**
 * Sends what the document describes, and now and then something else, to all its routes: each answer is as the document
 * has it, and none is an error of ours.
 * @returns the operations that were answered, each with whether it was done: `postDevices true`
 */
export async function fuzzed({ document, ask, names, runs, tries = () => true }: Fuzz): Promise<Set<string>> {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const tried = operationsOf(document).filter(
    ({ method, path }) => !/\/(stream|events)$/.test(path) && tries(`${method} ${path}`),
  );
  const word = fc.constantFrom(...names, ...oddities);
  const sent = tried.map(({ path, method, operation }) =>
    requestsTo(path, method, operation, word).map(([route, body]) => ({ route, body, operation })),
  );
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.oneof(...sent), async ({ route, body, operation }) => {
      const answer = await ask(route, body);
      seen.add(`${operation.operationId} ${answer.status < 300}`);
      expect(answer.status, `${route}: ${JSON.stringify(answer.body)}`).toBeLessThan(500);
      const described = operation.responses[answer.status]?.content['application/json']?.schema;
      const schema = described?.$ref ? document.components.schemas.Error : described;
      const isOurs = [400, 404, 413, 414].includes(answer.status);
      expect(schema !== undefined || isOurs || typeof answer.body === 'string', `${route} ${answer.status}`).toBe(true);
      if (schema) expect(ajv.validate(schema, answer.body), `${route}: ${ajv.errorsText()}`).toBe(true);
    }),
    { numRuns: runs },
  );
  return seen;
}

const oddities = ['x', '', '*', '../..', '__proto__', '\u0000é'];

/** Values as a schema has them, small ones, and now and then something else altogether. */
function like(schema: Schema | boolean, word: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: strictlyLike(schema, word) }, { weight: 1, arbitrary: fc.jsonValue() });
}

function strictlyLike(schema: Schema | boolean, word: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  if (typeof schema === 'boolean' || schema.$ref) return fc.jsonValue();
  const { type, enum: allowed, minimum = 0, properties, required, items, additionalProperties } = schema;
  const several = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(several)) return fc.oneof(...several.map((one: Schema) => strictlyLike(one, word)));
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(allowed)) return fc.constantFrom(...allowed);
  switch (type) {
    case 'string':
      return fc.oneof(
        word,
        fc.string({ maxLength: 20 }),
        fc.date({ noInvalidDate: true }).map((date) => date.toJSON()),
      );
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: Number(minimum), max: Number(minimum) + 30 }), fc.constantFrom(-1, 0.5, 1e300));
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(like(schemaIn(items), word), { maxLength: 3 });
    case 'object': {
      const fields = Object.entries(recordIn(properties)).map(
        ([name, one]) => [name, like(schemaIn(one), word)] as const,
      );
      const always = Array.isArray(required) ? required : [];
      const known = fc.record(Object.fromEntries(fields), { requiredKeys: always });
      return additionalProperties
        ? fc.dictionary(word, like(schemaIn(additionalProperties), word), { maxKeys: 2 })
        : known;
    }
    default:
      return fc.jsonValue();
  }
}

const schemaIn = (value: unknown): Schema | boolean =>
  typeof value === 'object' && value !== null ? { ...value } : true;
const recordIn = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** Requests to one operation, as its description has them. */
function requestsTo(
  path: string,
  method: string,
  { parameters = [], requestBody }: Operation,
  word: fc.Arbitrary<string>,
): fc.Arbitrary<[string, string | undefined]> {
  const bodies = Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) =>
    like(schema, word).map((value) => (type === 'application/json' ? JSON.stringify(value) : String(value))),
  );
  const values = fc.tuple(...parameters.map(({ schema }) => fc.option(like(schema, word), { freq: 4 })));
  return fc.tuple(values, bodies[0] ?? fc.constant(undefined)).map(([given, body]) => {
    const query = new URLSearchParams();
    let at = path;
    for (const [index, { name, in: place }] of parameters.entries()) {
      const value = given[index];
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
      if (place === 'path') at = at.replace(`{${name}}`, encodeURIComponent(Buffer.from(text).toString()));
      else if (value !== null) query.set(name, text);
    }
    return [`${method} ${at}?${query}`, body];
  });
}
