import { z } from 'zod';
import { version } from '../home.ts';
import type { RouteDescription } from './route.ts';

type Schema = Readonly<Record<string, unknown>>;

const error = z.object({
  error: z.string().meta({ description: 'What was wrong, where, and what would be right' }),
  problems: z
    .array(z.object({ path: z.string(), message: z.string(), line: z.int().optional() }))
    .optional()
    .meta({ description: 'One by one, where there may be several' }),
});

/** The OpenAPI 3.1 document of routes. */
export function openApi(routes: readonly RouteDescription[]): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const route of routes) {
    const path = paths[route.path] ?? {};
    paths[route.path] = path;
    path[route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rackless control API',
      version: version(),
      description:
        'What may be done to a running lab. The token stands in the file that the ready line of `rackless up` names as controlTokenFile.',
    },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: schemaOf(error, 'output') },
    },
  };
}

function operation(route: RouteDescription): Schema {
  const { tag, summary, description, open, params, query, body, answer, status = 200 } = route;
  const parameters = [...parametersOf('path', params), ...parametersOf('query', query)];
  return {
    operationId: operationId(route),
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(open && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: requestBody(body) }),
    responses: {
      [status]: {
        description: 'Done',
        content:
          typeof answer === 'string'
            ? { [answer.split(';', 1)[0] ?? '']: { schema: { type: 'string' } } }
            : { 'application/json': { schema: schemaOf(answer, 'output') } },
      },
      ...(!open && { 401: refused('The token is missing or wrong') }),
      ...(params && { 404: refused('There is nothing of that name') }),
      ...(!open && { 422: refused('What was asked for cannot be') }),
    },
  };
}

/** `GET /devices/{name}/at` as `getDevicesNameAt`: a name that generated clients can use. */
function operationId({ method, path }: RouteDescription): string {
  const words = path.split(/\W+/).filter(Boolean);
  return [method.toLowerCase(), ...words.map((word) => word.replace(/^./, (first) => first.toUpperCase()))].join('');
}

function requestBody(body: z.ZodType | 'text'): Schema {
  if (body === 'text') return { required: true, content: { 'application/yaml': { schema: { type: 'string' } } } };
  const schema = schemaOf(body, 'input');
  const required = !body.safeParse({}).success;
  return { required, content: { 'application/json': { schema } } };
}

function parametersOf(place: 'path' | 'query', shape: z.ZodObject | undefined): Schema[] {
  if (!shape) return [];
  const { properties, required } = z
    .object({
      properties: z.record(z.string(), z.record(z.string(), z.unknown())),
      required: z.array(z.string()).default([]),
    })
    .parse(schemaOf(shape, 'input'));
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
}

function refused(description: string): Schema {
  return { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const {
    $schema: _,
    $defs: _definitions,
    ...made
  } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    reused: 'inline',
    // Numbers in a query are texts to us and numbers to whoever writes them.
    override: ({ jsonSchema }) => {
      if (jsonSchema.type === 'integer') delete jsonSchema.pattern;
    },
  });
  return withoutReferences(made);
}

/** The one thing that refers to itself is any JSON at all; a reference would lead nowhere in the document. */
function withoutReferences(made: object): Schema {
  return JSON.parse(JSON.stringify(made, (_key, value) => (isReference(value) ? {} : value)));
}

function isReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '$ref' in value;
}
