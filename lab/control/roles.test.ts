import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Lab, startLab } from '../index.ts';
import { testFolder } from '../testing/folder.ts';
import { toyKinds } from '../testing/toy.ts';
import { type ControlRoute, route } from './route.ts';
import { type Control, labRoutes, startControl } from './server.ts';
import { makeToken } from './token.ts';

testFolder();
const owner = makeToken();
const trainee = makeToken();
const answer = z.object({ said: z.string() });
const further = [
  route({
    method: 'GET',
    path: '/lesson',
    forTrainees: true,
    tag: 'lesson',
    summary: 'x',
    answer,
    handle: () => ({ said: 'yes' }),
  }),
  route({ method: 'GET', path: '/solution', tag: 'lesson', summary: 'x', answer, handle: () => ({ said: 'no' }) }),
];

let lab: Lab;
let control: Control;
let routes: readonly ControlRoute[];
const stops: number[] = [];
beforeAll(async () => {
  lab = await startLab({ kinds: toyKinds, devices: [{ kind: 'toy' }] });
  control = await startControl(lab, { port: 0, token: owner, trainee, further, stop: (grace) => stops.push(grace) });
  routes = await labRoutes(further);
});
afterAll(() => Promise.all([control.close(), lab.stop()]));

async function status(asked: Pick<ControlRoute, 'method' | 'path'>, token?: string): Promise<number> {
  const path = asked.path.replace('{name}', 'toy-1').replace(/\{\w+\}/, '1');
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const stop = new AbortController();
  const found = await fetch(control.url + path, { method: asked.method, headers, signal: stop.signal });
  // Streams never end by themselves.
  stop.abort();
  return found.status;
}

describe("a trainee's token", () => {
  it('opens what is for trainees and nothing else, route by route', async () => {
    for (const one of routes.filter(({ open }) => !open)) {
      const place = `${one.method} ${one.path}`;
      const got = await status(one, trainee);
      if (one.forTrainees) expect([place, got]).not.toEqual([place, 403]);
      else expect([place, got]).toEqual([place, 403]);
      expect([place, got]).not.toEqual([place, 401]);
    }
    expect(stops).toEqual([]);
    expect(lab.devices.length).toBe(1);
  });

  it('leaves alone what would do the work, or take the seat away', () => {
    const may = routes.filter(({ forTrainees }) => forTrainees).map(({ method, path }) => `${method} ${path}`);
    expect(may.filter((place) => !place.startsWith('GET '))).toEqual([
      'POST /devices/{name}/reboot',
      'POST /devices/{name}/undo',
    ]);
    for (const hidden of ['GET /state', 'GET /faults', 'GET /solution']) expect(may).not.toContain(hidden);
  });

  it('is told from the other one', async () => {
    for (const [token, role] of [
      [owner, 'owner'],
      [trainee, 'trainee'],
    ] as const) {
      const told = await fetch(`${control.url}/role`, { headers: { authorization: `Bearer ${token}` } });
      expect(await told.json()).toEqual({ role });
    }
  });
});

describe('no token, or a wrong one', () => {
  it.each([[undefined], [makeToken()], [`${trainee}x`], ['']])('opens nothing: %j', async (token) => {
    for (const one of [...routes.filter(({ open }) => !open), { method: 'GET', path: '/role' } as const]) {
      expect([one.method, one.path, await status(one, token)]).toEqual([one.method, one.path, 401]);
    }
    expect(stops).toEqual([]);
  });
});
