import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../lab/testing/folder.ts';
import { parseCsv } from '../workshop/csv.ts';
import type { Links } from '../workshop/seats.ts';
import { Trainee } from '../workshop/testing/trainee.ts';
import { Running, rackless } from './testing/command.ts';

const folder = testFolder();

it('holds a workshop from a roster: links, results while it runs, results at the end', async () => {
  const roster = folder.write('roster.csv', 'name,mail\nAda,a@example.org\nGrace,g@example.org\n');
  const [links, results] = [join(folder.path, 'links.txt'), join(folder.path, 'results.csv')];
  // What is there already may be readable to everybody.
  folder.write('links.txt', 'old');
  const words = ['--exercise', 'asa-rest-session', '--seats', '3', '--roster', roster, '--links', links];
  const running = new Running(['workshop', ...words, '--results', results, '--json']);
  const ready: Links & { linksFile: string } = JSON.parse(await running.says('\n'));
  expect(ready.seats.map(({ seat, name }) => [seat, name])).toEqual([
    [1, 'Ada'],
    [2, 'Grace'],
    [3, 'Seat 3'],
  ]);
  expect(statSync(links).mode & 0o777).toBe(0o600);
  expect(readFileSync(links, 'utf8')).toBe(
    `trainer\t\t${ready.trainer}\n${ready.seats.map(({ seat, name, link }) => `${seat}\t${name}\t${link}\n`).join('')}`,
  );

  const ada = new Trainee(ready.seats[0]?.link ?? '');
  await ada.makeObjects();
  await ada.post('/workshop/finish');
  const meanwhile = await rackless('workshop', 'results');
  const [head, ...lines] = parseCsv(meanwhile.stdout).map(({ cells }) => cells);
  expect(head?.slice(0, 4)).toEqual(['seat', 'name', 'points', 'of']);
  expect(lines.map(([, name, got, of]) => [name, got === of])).toEqual([
    ['Ada', true],
    ['Grace', false],
    ['Seat 3', false],
  ]);
  expect(JSON.parse((await rackless('workshop', 'results', '--format', 'json')).stdout).seats).toHaveLength(3);

  const { status, stderr } = await running.stop();
  expect([status, stderr]).toEqual([0, expect.stringContaining(`the results are in ${results}`)]);
  expect(parseCsv(readFileSync(results, 'utf8'))[1]?.cells.slice(0, 2)).toEqual(['1', 'Ada']);
  expect(await rackless('workshop', 'results')).toMatchObject({
    status: 64,
    stderr: expect.stringContaining('no workshop of yours runs here'),
  });
});

it.each([
  [['--seats', '1'], 'Ada\nGrace\n', 'roster.txt: the roster has 2 names for 1 seats; ask for --seats 2'],
  [[], 'Ada\nada\n', "roster.txt:2: 'ada' stands on line 1 already"],
  [['--exercise', 'asa-rest-sesion'], 'Ada\n', "(did you mean 'asa-rest-session'?)"],
  [['--seats', '0'], 'Ada\n', 'A number of seats is 1 to 500.'],
  [['--port-base', '65500'], 'Ada\n', 'begin at 65470 or below'],
])('says what is wrong: %j', async (words, names, message) => {
  const roster = folder.write('roster.txt', names);
  const { status, stderr } = await rackless('workshop', '--roster', roster, ...words);
  expect([status, stderr]).toEqual([64, expect.stringContaining(message)]);
});
