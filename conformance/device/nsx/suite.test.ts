import { describe, expect, it } from 'vitest';
import { plan } from '../../select.ts';
import { mutantNames } from '../../simulator.ts';
import { nsx } from './suite.ts';

const checks = nsx.cases.flatMap((one) => one.checks);

describe('the NSX suite', () => {
  it('judges every requirement of its registers on some release', () => {
    const judged = new Set(
      nsx.releases.flatMap((release) =>
        plan(nsx, release, { only: [], skip: [], allow: 'simulator-only' }).flatMap(({ choices }) =>
          [...choices].flatMap(([check, choice]) => (choice.chosen ? [check.requirement] : [])),
        ),
      ),
    );
    const unjudged = [...nsx.requirements.values()].filter(
      ({ id, untested }) => judged.has(id) === (untested !== undefined),
    );
    expect(unjudged).toEqual([]);
  });

  it('names only mutants that there are, and every one of them', async () => {
    const known = (await mutantNames()).filter((name) => name.startsWith('nsx.'));
    const named = new Set(checks.flatMap((check) => check.killedBy));
    expect([...named].filter((name) => !known.includes(name))).toEqual([]);
    expect(known.filter((name) => !named.has(name))).toEqual([]);
  });

  it('has a mutant for every check', () => {
    expect(checks.filter(({ killedBy }) => killedBy.length === 0).map(({ id }) => id)).toEqual([]);
  });

  it('rests on nothing inferred, and leaves nothing without a source', () => {
    for (const { id, source, evidence } of nsx.requirements.values()) {
      expect(source.document, id).not.toBe('');
      expect(source.place, id).not.toBe('');
      expect(evidence, id).not.toBe('inferred');
    }
  });
});
