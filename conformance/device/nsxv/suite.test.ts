import { describe, expect, it } from 'vitest';
import { plan } from '../../select.ts';
import { mutantNames } from '../../simulator.ts';
import { nsxv } from './suite.ts';

const checks = nsxv.cases.flatMap((one) => one.checks);

describe('the NSX-v suite', () => {
  it('judges every requirement of its registers on some release', () => {
    const judged = new Set(
      nsxv.releases.flatMap((release) =>
        plan(nsxv, release, { only: [], skip: [], allow: 'simulator-only' }).flatMap(({ choices }) =>
          [...choices].flatMap(([check, choice]) => (choice.chosen ? [check.requirement] : [])),
        ),
      ),
    );
    const unjudged = [...nsxv.requirements.values()].filter(
      ({ id, untested }) => judged.has(id) === (untested !== undefined),
    );
    expect(unjudged).toEqual([]);
  });

  it('names only mutants that there are', async () => {
    const known = await mutantNames();
    expect(checks.flatMap((check) => check.killedBy).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('judges no assumption', () => {
    for (const { id, source, evidence } of nsxv.requirements.values()) {
      expect(source.document, id).not.toBe('');
      expect(source.place, id).not.toBe('');
      expect(evidence, id).not.toBe('inferred');
    }
  });
});
