import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseRoster, readRoster } from './roster.ts';

describe('a roster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-roster-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['names.txt', '# Tuesday\nAda Lovelace\n\n  Grace Hopper   # late\nC# teacher\r\n'],
    ['names.csv', 'mail,Name\na@example.org,Ada Lovelace\ng@example.org,"Grace Hopper"\nc@example.org,C# teacher\n'],
    ['names.yaml', '- Ada Lovelace\n- name: Grace Hopper\n  mail: g@example.org\n- "C# teacher"\n'],
    ['names.json', '["Ada Lovelace", {"name": "Grace Hopper"}, "C# teacher"]'],
  ])('is read from %s', async (name, text) => {
    writeFileSync(join(folder, name), text);
    expect(await readRoster(join(folder, name))).toEqual(['Ada Lovelace', 'Grace Hopper', 'C# teacher']);
  });

  it.each([
    ['r.txt', 'Ada\nada\n', "r.txt:2: 'ada' stands on line 1 already; two seats need two names"],
    ['r.txt', '# nobody\n', 'r.txt: this roster names nobody'],
    ['r.txt', `Ada\n${'x'.repeat(81)}`, 'r.txt:2: this name has 81 characters; 80 is the most'],
    ['r.txt', 'Ada\u202Eevol', 'r.txt:1: this name has characters in it that nobody sees'],
    ['r.csv', 'first,last\nAda,Lovelace', 'r.csv:1: the first line of a CSV roster names its columns'],
    ['r.csv', 'name,seat\nAda,1\n,2', 'r.csv:3: there is no name here'],
    ['r.csv', 'name\n"Ada', 'r.csv:2: nothing closes this quotation mark'],
    ['r.yaml', 'name: Ada', 'r.yaml:1: a roster is a list of names'],
    ['r.yaml', '- Ada\n- 17\n- [x]', 'r.yaml:2: a roster is a list of names'],
    ['r.yaml', '- Ada\n- "Li', 'r.yaml:2:'],
  ])('of %s, %j is wrong, with its line', (path, text, message) => {
    expect(() => parseRoster(text, path)).toThrow(message);
  });

  it('that cannot be read is said to be so', async () => {
    await expect(readRoster(join(folder, 'none.csv'))).rejects.toMatchObject({
      exitStatus: 64,
      message: expect.stringContaining('cannot read this roster: '),
    });
  });
});
