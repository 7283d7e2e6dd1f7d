import { describe, expect, it, vi } from 'vitest';
import { has } from '../.ci/tools.ts';
import { exerciseIds, exerciseNamed } from './catalogue.ts';
import { own } from './testing/own-exercise.ts';
import { verify } from './verify.ts';

// Each part of an exercise has a lab of its own.
vi.setConfig({ testTimeout: 120_000 });

const tools = ['curl', 'openssl'] as const;
const missing = tools.filter((tool) => !has(tool)).map((tool) => `, ${tool} is missing`);

describe.skipIf(missing.length > 0)(`the exercises of the package${missing.join('')}`, () => {
  // All shortcuts of all of them are tried in the long tier.
  it.each(exerciseIds())('%s: nothing done is red, the solution green, hints do not tell', async (id) => {
    const proofs = await verify(await exerciseNamed(id), { only: (what) => !what.startsWith('shortcut ') });
    expect(proofs).toEqual([
      { what: 'hints', ok: true, why: [] },
      { what: 'unsolved', ok: true, why: [] },
      { what: 'solution', ok: true, why: [] },
    ]);
  });

  it('are told from what is not enough', async () => {
    const proofs = await verify(await exerciseNamed('asa-rest-session'), {
      only: (what) => what.startsWith('shortcut '),
    });
    expect(proofs.length).toBeGreaterThanOrEqual(3);
    expect(proofs.filter(({ ok }) => !ok)).toEqual([]);
  });
});

describe('verifying an exercise', () => {
  const failing = async (change: (text: string) => string, only: string): Promise<readonly string[]> => {
    const told: string[] = [];
    const [proof] = await verify(await own(change), {
      only: (what) => what === only,
      told: ({ what }) => told.push(what),
    });
    expect(told).toEqual([only]);
    expect(proof?.ok).toBe(proof?.why.length === 0);
    return proof?.why ?? [];
  };

  it("passes a trainer's own, with every form of a rule", async () => {
    const proofs = await verify(await own());
    expect(proofs.map(({ what, why }) => [what, why])).toEqual([
      ['hints', []],
      ['unsolved', []],
      ['solution', []],
      ['shortcut forgets-to-save', []],
    ]);
  });

  it('tells a solution that is none, check by check', async () => {
    expect(
      await failing(
        (text) => text.replaceAll('hostname edge\n      feature nxapi', 'feature nxapi\n      hostname edges'),
        'solution',
      ),
    ).toEqual([
      expect.stringMatching(
        /^edge-switch\.named is red: expected `show hostname` on n9k-1 shows \^edge\\b; seen edges/,
      ),
      expect.stringMatching(/^edge-switch\.answers is red: expected .* is "edge"; seen edges$/),
      expect.stringMatching(/^edge-switch\.named-first is red: .* came first$/),
    ]);
  });

  it('tells a solution that cannot be done', async () => {
    expect(
      await failing((text) => text.replace('solution:', 'solution:\n  - here: "echo no luck; exit 3"'), 'solution'),
    ).toEqual(['it cannot be done: a script ended with status 3:\nno luck']);
  });

  it('tells a shortcut that is enough, and one that breaks something else', async () => {
    const enough = (text: string) =>
      text
        .replace('title: never saves', 'title: saves')
        .replace(/no nxapi http\n$/, 'no nxapi http\n          copy running-config startup-config\n');
    expect(await failing(enough, 'shortcut forgets-to-save')).toEqual(['edge-switch.saves is green all the same']);
    const other = (text: string) => text.replace(/no nxapi http\n$/, 'nxapi http port 80\n');
    expect(await failing(other, 'shortcut forgets-to-save')).toEqual([
      expect.stringMatching(/^edge-switch\.no-http is red: .*port 80 of n9k-1 is open/),
    ]);
  });

  it('tells a hint that holds a line of the solution', async () => {
    expect(
      await failing((text) => text.replace('Its word is like that of Unix.', 'Type  hostname   edge there.'), 'hints'),
    ).toEqual(["hint 2 of 'Name it' holds a line of the solution: hostname edge"]);
  });

  it('tells a placeholder that stands for nothing, with its step', async () => {
    await expect(
      own((text) => text.replace('{value.hostname}', '{value.hostnam}')).then((one) => verify(one)),
    ).rejects.toThrow("steps[0] 'Name it': {value.hostnam} stands for nothing; there is desk, ca, value, n9k-1");
  });
});
