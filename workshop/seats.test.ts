import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testFolder } from '../lab/testing/folder.ts';
import { parseCsv } from './csv.ts';
import type { Results } from './results.ts';
import { type Links, layout, linksOf, openSeats, type Workshop } from './seats.ts';
import { lesson } from './testing/lesson.ts';
import { listenTo } from './testing/told.ts';
import { ask, Trainee } from './testing/trainee.ts';
import { trainerRoutes } from './trainer-routes.ts';

testFolder();
let workshop: Workshop;
let links: Links;
const trainees: Trainee[] = [];
beforeAll(async () => {
  workshop = await openSeats(await lesson(), { names: ['Ada', 'Grace', '=cmd()'] });
  links = linksOf(workshop);
  trainees.push(...links.seats.map(({ link }) => new Trainee(link)));
});
afterAll(() => workshop?.close());

const [ada, grace] = [() => trainees[0] ?? new Trainee('http://x'), () => trainees[1] ?? new Trainee('http://x')];
const trainer = (route: string, body?: unknown) => ask(workshop.url, route, workshop.token, body);

describe('a seat', () => {
  it('opens to its own token and the trainer alone', async () => {
    for (const [index, own] of trainees.entries()) {
      expect((await own.view()).exercise.title).toBe('Two objects');
      expect((await ask(own.url, 'GET /role', own.token)).body).toContain('"role":"trainee"');
      expect((await ask(own.url, 'GET /role', workshop.token)).body).toContain('"role":"owner"');
      for (const other of trainees.filter((_, at) => at !== index)) {
        expect((await ask(other.url, 'GET /workshop/exercise', own.token)).status).toBe(401);
        expect((await ask(other.url, 'POST /workshop/reset', own.token)).status).toBe(401);
      }
    }
  });

  it("does not let its trainee do what would do the work: 403, and the trainer's page is closed to it", async () => {
    for (const route of ['PUT /state', 'POST /faults', 'POST /clock/advance', 'POST /devices', 'POST /stop']) {
      expect([route, (await ask(ada().url, route, ada().token)).status]).toEqual([route, 403]);
    }
    for (const { method, path } of trainerRoutes(workshop)) {
      const route = `${method} ${path.replace('{seat}', '1')}`;
      for (const token of [undefined, '', ada().token, `${workshop.token}x`]) {
        expect([route, (await ask(workshop.url, route, token)).status]).toEqual([route, 401]);
      }
    }
  });

  it('takes files onto its desk, beside the others and nowhere else', async () => {
    const put = (name: string, text: string) =>
      ask(ada().url, `PUT /workshop/files/${encodeURIComponent(name)}`, ada().token, { text });
    expect((await put('mine.pem', 'a certificate')).status).toBe(200);
    expect(await ada().get('/workshop/files/mine.pem')).toEqual({ text: 'a certificate' });
    expect((await ada().view()).files).toContain('mine.pem');
    expect((await grace().view()).files).not.toContain('mine.pem');
    for (const name of ['../mine.pem', '.profile', 'a/b', '..', 'x'.repeat(65)]) {
      const { status } = await put(name, 'x');
      expect([name, status >= 400]).toEqual([name, true]);
    }
    expect((await put('large.pem', 'x'.repeat(100_001))).status).toBe(422);
  });

  it('is one of its own: names, certificates and places differ', async () => {
    const devices = await Promise.all(trainees.map((one) => one.text('/devices')));
    expect(new Set(devices).size).toBe(3);
  });
});

describe('the trainer', () => {
  it('is told of every change, and resets one seat without touching another', async () => {
    const told = await listenTo(workshop.url, workshop.token);
    await grace().makeObjects(['save']);
    const half = await told.row(({ name, points }) => name === 'Grace' && points.got > 0);
    expect(half.last?.what).toMatch(/^asa-1: /);
    await ada().makeObjects();
    const done = await told.row(({ name, doneAt }) => name === 'Ada' && doneAt !== undefined);
    expect(done).toMatchObject({ points: { got: done.points.of }, finished: false, hints: 0 });
    expect(done.at).toBeUndefined();
    expect(done.steps.map(({ state }) => state)).toEqual(done.steps.map(() => 'green'));
    expect(told.rows.filter(({ name, points }) => name === '=cmd()' && points.got > 0)).toEqual([]);

    const before = told.rows.length;
    const reset = await trainer('POST /seats/1/reset');
    expect([reset.status, JSON.parse(reset.body)]).toMatchObject([200, { name: 'Ada', points: { got: 0 } }]);
    await told.row((row) => told.rows.indexOf(row) >= before && row.name === 'Ada' && row.points.got === 0);
    expect((await grace().view()).points.got).toBeGreaterThan(0);
    await ada().makeObjects();
    await told.row((row) => told.rows.indexOf(row) >= before && row.name === 'Ada' && row.doneAt !== undefined);
    told.close();
  });

  it('sees where somebody is, since when, and which hints were taken', async () => {
    const told = await listenTo(workshop.url, workshop.token);
    await ask(grace().url, 'POST /workshop/hint', grace().token, { step: 0 });
    const row = await told.row(({ hints }) => hints === 1);
    expect(row).toMatchObject({
      name: 'Grace',
      at: { step: expect.stringContaining('Step '), since: expect.any(String) },
    });
    told.close();
  });

  it('has results as JSON and as CSV, in which no name is a formula', async () => {
    await ask(grace().url, 'POST /workshop/finish', grace().token);
    const results: Results = JSON.parse((await trainer('GET /results.json')).body);
    const [one, two, three] = results.seats;
    expect(one).toMatchObject({ name: 'Ada', points: { got: one?.points.of }, finished: false });
    expect(two).toMatchObject({ name: 'Grace', finished: true, hints: 1 });
    expect(two?.checks.filter(({ state }) => state === 'red').map(({ check }) => check)).toContain(
      'asa-rest-session.saves-at-the-end',
    );
    expect(three?.points.got).toBe(0);
    const { body } = await trainer('GET /results.csv');
    const [head, ...lines] = parseCsv(body).map(({ cells }) => cells);
    expect(head?.slice(0, 3)).toEqual(['seat', 'name', 'points']);
    expect(lines.map(([seat, name]) => [seat, name])).toEqual([
      ['1', 'Ada'],
      ['2', 'Grace'],
      ['3', "'=cmd()"],
    ]);
  });

  it('is told which seats there are', async () => {
    expect(await trainer('POST /seats/9/reset')).toMatchObject({
      status: 404,
      body: expect.stringContaining('there is no seat 9; seats are 1 to 3'),
    });
  });
});

describe('links', () => {
  it('hold the token where browsers keep it, and the host that trainees reach', () => {
    const [first] = linksOf(workshop, 'classroom.example').seats;
    expect(first?.link).toBe(`http://classroom.example:${workshop.seats[0]?.port}/#token=${workshop.seats[0]?.token}`);
    expect(new Set([links.trainer, ...links.seats.map(({ link }) => link)]).size).toBe(4);
  });

  it('lie in one range of ports where one is asked for', () => {
    const ports = layout(20_000, 30);
    expect([ports.trainer, ports.page(1), ports.page(30), ports.devices(1), ports.devices(30)]).toEqual([
      20_000, 20_001, 20_030, 20_031, 21_887,
    ]);
    expect(() => layout(65_000, 30)).toThrow('begin at 63585 or below');
  });
});
