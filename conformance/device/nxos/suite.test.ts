import { describe, expect, it } from 'vitest';
import { plan } from '../../select.ts';
import { mutantNames } from '../../simulator.ts';
import { nxos } from './suite.ts';

const checks = nxos.cases.flatMap((one) => one.checks);

describe('the NX-OS suite', () => {
  it('judges every requirement of its registers on some release', () => {
    const judged = new Set(
      nxos.releases.flatMap((release) =>
        plan(nxos, release, { only: [], skip: [], allow: 'simulator-only' }).flatMap(({ choices }) =>
          [...choices].flatMap(([check, choice]) => (choice.chosen ? [check.requirement] : [])),
        ),
      ),
    );
    const unjudged = [...nxos.requirements.values()].filter(
      ({ id, untested }) => judged.has(id) === (untested !== undefined),
    );
    expect(unjudged).toEqual([]);
  });

  it('names only mutants that there are', async () => {
    const known = await mutantNames();
    expect(checks.flatMap((check) => check.killedBy).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('lets no inferred requirement fail anybody, and leaves none without a source', () => {
    for (const { id, source, evidence } of nxos.requirements.values()) {
      expect(source.document, id).not.toBe('');
      expect(source.place, id).not.toBe('');
      expect(evidence === 'inferred', id).toBe(source.document.includes('assumption'));
    }
  });
});
