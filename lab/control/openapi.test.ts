import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { home } from '../home.ts';
import { testFolder } from '../testing/folder.ts';
import { controlRoutes } from './routes.ts';
import { type Controlled, controlled } from './testing/asked.ts';
import { type Document, fuzzed, operationsOf } from './testing/fuzz.ts';

testFolder();

let there: Controlled;
let document: Document;
beforeAll(async () => {
  there = await controlled();
  document = (await (await fetch(`${there.control.url}/openapi.json`)).json()) as Document;
});
afterAll(() => there.stop());

const operations = () => operationsOf(document);

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

describe('whatever is sent to a route of the document', () => {
  it('is answered as the document says, and never by an error of ours', { timeout: 60_000 }, async () => {
    const names = ['toy-1', 'toy-2', 'toy', 'base', 'fault-1', 'new-{n}'];
    const seen = await fuzzed({ document, ask: there.ask, names, runs: 600 });
    expect((await there.ask('GET /health')).status).toBe(200);
    expect(seen.size).toBeGreaterThan(controlRoutes.length);
  });
});
