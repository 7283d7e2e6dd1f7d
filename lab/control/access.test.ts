import { request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../index.ts';
import { testFolder } from '../testing/folder.ts';
import { type Control, startControl } from './server.ts';
import { makeToken, tokenCheck } from './token.ts';

testFolder();
let lab: Lab;
let control: Control;
beforeAll(async () => {
  lab = await startLab({ devices: [] });
  control = await startControl(lab, { port: 0, token: false, stop: () => {} });
});
afterAll(() => Promise.all([control.close(), lab.stop()]));

/** Sent as it is: `fetch` sets Host by itself. */
function statusFor(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request(`${control.url}/devices`, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asking.on('error', reject).end();
  });
}

describe('a control API without a token', () => {
  it('answers whoever is on this machine', async () => {
    expect(control.token).toBeUndefined();
    const { port } = new URL(control.url);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) {
      expect([host, await statusFor({ host })]).toEqual([host, 200]);
      expect([host, await statusFor({ host, origin: `http://${host}` })]).toEqual([host, 200]);
    }
  });

  it.each([
    { host: 'evil.example' },
    { host: '192.0.2.1' },
    { host: '127.0.0.1', origin: 'http://evil.example' },
    { host: '127.0.0.1', origin: 'null' },
    { host: 'localhost:1', origin: 'http://localhost:2' },
  ])('answers no page of anybody else: %j', async (headers) => {
    expect(await statusFor(headers)).toBe(403);
  });

  it('is refused where other machines reach it', async () => {
    const open = await startLab({ devices: [], listen: '0.0.0.0' });
    await expect(startControl(open, { port: 0, token: false, stop: () => {} })).rejects.toMatchObject({
      exitStatus: 64,
      message: expect.stringContaining('has to have a token on 0.0.0.0'),
    });
    await open.stop();
  });
});

describe('a token', () => {
  const token = makeToken();
  const isToken = tokenCheck(token);
  const near = fc
    .tuple(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 1 }))
    .map(([at, letter]) => `Bearer ${token.slice(0, at)}${letter}${token.slice(at + 1)}`);
  const cut = fc.nat(token.length - 1).map((length) => `Bearer ${token.slice(0, length)}`);
  const around = fc.tuple(fc.string(), fc.string()).map(([before, after]) => `${before}Bearer ${token}${after}`);

  it('opens to itself alone, tried wrong ten thousand ways', () => {
    expect([isToken(`Bearer ${token}`), isToken(`bearer ${token}`), isToken(undefined)]).toEqual([true, true, false]);
    fc.assert(
      fc.property(fc.oneof(near, cut, around, fc.string(), fc.base64String()), (header) => {
        expect(isToken(header)).toBe(header === `Bearer ${token}`);
      }),
      { numRuns: 10_000 },
    );
  });
});
