import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { home } from '../home.ts';
import { testFolder } from '../testing/folder.ts';
import { controlRoutes } from './routes.ts';
import { type Controlled, controlled } from './testing/asked.ts';

testFolder();

interface Schema {
  readonly [key: string]: unknown;
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
  readonly responses: Record<string, { readonly content: Record<string, { readonly schema: Schema }> }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: { readonly Error: Schema } };
}

let there: Controlled;
let document: Document;
beforeAll(async () => {
  there = await controlled();
  document = (await (await fetch(`${there.control.url}/openapi.json`)).json()) as Document;
});
afterAll(() => there.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

describe('the OpenAPI document', () => {
  it('has each route once, under a name of its own', () => {
    expect(document.openapi).toBe('3.1.0');
    const known = operations().map(({ method, path }) => `${method} ${path}`);
    expect(known).toEqual(expect.arrayContaining(controlRoutes.map(({ method, path }) => `${method} ${path}`)));
    expect(new Set(operations().map(({ operation }) => operation.operationId)).size).toBe(controlRoutes.length);
  });

  it('has schemas that a validator takes, and names every parameter of a path', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const { path, operation } of operations()) {
      const inPath = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name);
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      const bodies = [operation.requestBody, ...Object.values(operation.responses)];
      for (const body of bodies) {
        for (const { schema } of Object.values(body?.content ?? {})) {
          if (!schema.$ref) expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
        }
      }
    }
  });

  it('refers to nothing that is not in it', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to);
    expect([...new Set(references)]).toEqual(['#/components/schemas/Error']);
  });

  it('has every route that the documentation names', () => {
    const text = readFileSync(join(home, 'docs', 'lab-control.md'), 'utf8');
    const named = [...text.matchAll(/`(GET|POST|PUT|DELETE) (\/[^`?]*)/g)].map(
      ([, method, path]) => `${method} ${path}`,
    );
    const there = new Set([...controlRoutes.map(({ method, path }) => `${method} ${path}`)]);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((route) => !there.has(route))).toEqual([]);
  });

  it('has a page that loads nothing from elsewhere', async () => {
    const answer = await fetch(`${there.control.url}/docs`);
    const text = await answer.text();
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).not.toMatch(/(?:src|href)="(?!openapi\.json")/);
    for (const { method, path } of controlRoutes) expect(text).toContain(`<code>${method} ${path}</code>`);
  });
});

/** Values as a schema has them, small ones, and now and then something else altogether. */
function like(schema: Schema | boolean): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: strictlyLike(schema) }, { weight: 1, arbitrary: fc.jsonValue() });
}

const words = fc.constantFrom(
  'toy-1',
  'toy-2',
  'toy',
  'base',
  'fault-1',
  'new-{n}',
  'x',
  '',
  '*',
  '../..',
  '__proto__',
  '\u0000é',
);

function strictlyLike(schema: Schema | boolean): fc.Arbitrary<unknown> {
  if (typeof schema === 'boolean' || schema.$ref) return fc.jsonValue();
  const { type, enum: allowed, minimum = 0, properties, required, items, additionalProperties } = schema;
  const several = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(several)) return fc.oneof(...several.map((one: Schema) => strictlyLike(one)));
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(allowed)) return fc.constantFrom(...allowed);
  switch (type) {
    case 'string':
      return fc.oneof(
        words,
        fc.string({ maxLength: 20 }),
        fc.date({ noInvalidDate: true }).map((date) => date.toJSON()),
      );
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: Number(minimum), max: Number(minimum) + 30 }), fc.constantFrom(-1, 0.5, 1e300));
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(like(schemaIn(items)), { maxLength: 3 });
    case 'object': {
      const fields = Object.entries(recordIn(properties)).map(([name, one]) => [name, like(schemaIn(one))] as const);
      const always = Array.isArray(required) ? required : [];
      const known = fc.record(Object.fromEntries(fields), { requiredKeys: always });
      return additionalProperties ? fc.dictionary(words, like(schemaIn(additionalProperties)), { maxKeys: 2 }) : known;
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
): fc.Arbitrary<[string, string | undefined]> {
  const bodies = Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) =>
    like(schema).map((value) => (type === 'application/json' ? JSON.stringify(value) : String(value))),
  );
  const values = fc.tuple(...parameters.map(({ schema }) => fc.option(like(schema), { freq: 4 })));
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

describe('whatever is sent to a route of the document', () => {
  it('is answered as the document says, and never by an error of ours', { timeout: 60_000 }, async () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const streams = operations().filter(({ path }) => !path.endsWith('/stream'));
    const requests = fc.oneof(
      ...streams.map(({ path, method, operation }) =>
        requestsTo(path, method, operation).map(([route, body]) => ({ route, body, operation })),
      ),
    );
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(requests, async ({ route, body, operation }) => {
        const answer = await there.ask(route, body);
        seen.add(`${operation.operationId} ${answer.status < 300}`);
        expect(answer.status, `${route}: ${JSON.stringify(answer.body)}`).toBeLessThan(500);
        const described = operation.responses[answer.status]?.content['application/json']?.schema;
        const schema = described?.$ref ? document.components.schemas.Error : described;
        const isOurs = answer.status === 400 || answer.status === 404 || answer.status === 413 || answer.status === 414;
        expect(schema !== undefined || isOurs || typeof answer.body === 'string', `${route} ${answer.status}`).toBe(
          true,
        );
        if (schema) expect(ajv.validate(schema, answer.body), `${route}: ${ajv.errorsText()}`).toBe(true);
      }),
      { numRuns: 600 },
    );
    expect((await there.ask('GET /health')).status).toBe(200);
    expect(seen.size).toBeGreaterThan(controlRoutes.length);
  });
});
