import { afterAll, beforeAll, expect, it } from 'vitest';
import { testFolder } from '../lab/testing/folder.ts';
import { exerciseNamed } from './catalogue.ts';
import { parseCsv } from './csv.ts';
import { resultsCsv } from './results.ts';
import { linksOf, openSeats, type Workshop } from './seats.ts';
import { listenTo, type Told } from './testing/told.ts';
import { ask, Trainee } from './testing/trainee.ts';

testFolder();
const count = 30;
let workshop: Workshop;
let trainees: Trainee[];
let told: Told;
beforeAll(async () => {
  const names = Array.from({ length: count }, (_, index) => `Trainee ${index + 1}`);
  workshop = await openSeats(await exerciseNamed('asa-rest-session'), { names });
  trainees = linksOf(workshop).seats.map(({ link }) => new Trainee(link));
  told = await listenTo(workshop.url, workshop.token);
}, 240_000);
afterAll(async () => {
  told?.close();
  await workshop?.close();
});

it('thirty trainees do the exercise at once, all green, and the trainer is told of each as it goes', async () => {
  // One of them leaves out one thing, so that green is seen not to be everybody's whatever they do.
  const [careless, ...others] = trainees;
  await Promise.all([careless?.makeObjects(['save']), ...others.map((trainee) => trainee.makeObjects())]);
  await Promise.all(
    others.map((_, index) => told.row(({ seat, doneAt }) => seat === index + 2 && doneAt !== undefined)),
  );
  await workshop.seats[0]?.attempt.check();
  const { seats } = workshop.results();
  for (const { seat, checks } of seats) {
    const missed = checks.filter(({ state }) => state !== 'green').map(({ check }) => check);
    expect([seat, missed]).toEqual([seat, seat === 1 ? ['asa-rest-session.saves-at-the-end'] : []]);
  }
  for (const { seat } of seats) {
    const heard = told.rows.filter((row) => row.seat === seat).map(({ points }) => points.got);
    expect([seat, heard[0]]).toEqual([seat, 0]);
    expect(heard.length).toBeGreaterThan(2);
  }
  const lines = parseCsv(resultsCsv(workshop.results())).slice(1);
  expect(lines.map(({ cells }) => cells[1])).toEqual(workshop.seats.map(({ name }) => name));
}, 240_000);

it('no seat has anything of another: each has had five requests of its own trainee', async () => {
  for (const trainee of trainees.slice(1)) {
    const { entries } = await trainee.get<{ entries: { operation: string; outcome: string }[] }>(
      '/journal?kind=request',
    );
    const asked = entries.filter(({ outcome }) => outcome === 'asked').map(({ operation }) => operation);
    expect(asked).toEqual([
      'POST /api/tokenservices',
      'POST /api/objects/networkobjects',
      'POST /api/objects/networkobjects',
      'POST /api/commands/writemem',
      'DELETE /api/tokenservices/‹token#1›',
    ]);
  }
}, 240_000);

it('no trainee opens any other seat, or the page of the trainer', async () => {
  for (const own of trainees) {
    for (const { url } of [...trainees, { url: workshop.url }]) {
      const { status } = await ask(url, 'GET /role', own.token);
      expect([url, status]).toEqual([url, url === own.url ? 200 : 401]);
    }
  }
}, 240_000);
