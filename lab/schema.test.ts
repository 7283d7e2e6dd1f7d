import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readLabFile } from './file.ts';
import { home } from './home.ts';
import { checkShape, labJsonSchema } from './schema.ts';

const folder = join(home, 'fixtures', 'labs');
const published: object = JSON.parse(readFileSync(join(folder, 'lab.schema.json'), 'utf8'));

describe('the published JSON Schema', () => {
  it('is the one that labs are checked by (to write it: rackless lab schema > fixtures/labs/lab.schema.json)', () => {
    expect(published).toEqual(labJsonSchema());
  });

  it.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('accepts %s, as the lab does', async (name) => {
    const path = join(folder, name);
    const validate = new Ajv({ strict: false }).compile(published);
    expect([validate(parse(readFileSync(path, 'utf8'))), validate.errors]).toEqual([true, null]);
    await expect(readLabFile(path)).resolves.toMatchObject({ path });
  });

  it('refuses what the lab refuses', () => {
    const validate = new Ajv({ strict: false }).compile(published);
    for (const wrong of [{}, { devices: [{}] }, { devices: [{ kind: 'x', count: 0 }] }, { devices: [], colour: 1 }]) {
      expect([validate(wrong), 'problems' in checkShape(wrong)]).toEqual([false, true]);
    }
  });
});
