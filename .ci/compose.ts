import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { root } from './files.ts';

/** What is read here of a service; the schema has judged the rest. */
export interface Service {
  command: string[];
  ports: string[];
  profiles?: string[];
  volumes: string[];
  image: string;
}

/** A compose file as the engine sees it, anchors and merges resolved. */
export interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

/** Reads a compose file. */
export function readCompose(file = join(root, 'docker-compose.yml')): Compose {
  return parse(readFileSync(file, 'utf8'), { merge: true });
}

/**
 * What the published schema of the Compose specification has against a compose file, one line each. The schema comes
 * with `dclint`, a linter of compose files, as that specification publishes it.
 */
export function composeFaults(compose: unknown): string[] {
  const dclint = dirname(createRequire(import.meta.url).resolve('dclint/package.json'));
  const schema = JSON.parse(readFileSync(join(dclint, 'schemas/compose.schema.json'), 'utf8'));
  const { $schema: _, ...rules } = schema;
  // The schema has formats and keywords of its own (`x-`, `duration`); they say nothing that a checker could check.
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const check = ajv.compile(rules);
  if (check(compose)) return [];
  return (check.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath}: ${message} ${JSON.stringify(params)}`,
  );
}
