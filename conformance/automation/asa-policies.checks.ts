import { cite } from '../requirement.ts';
import { asaChanges, asaSaves, tokensGiven, tokensReturned } from './asa-trace.ts';
import { control } from './evidence.ts';
import { type Rule, rule } from './playbook.ts';
import { afterLast, closes } from './words.ts';

const about = 'About the ASA REST API v1.3.2';

/** The last word is `writemem`. */
export const savesAtTheEnd: Rule = rule({
  name: 'saves-at-the-end',
  id: 'ASA-AUTO-0001',
  says: 'The running configuration is saved, with success, after the last change.',
  source: cite(about, 'changes are not persisted to the start-up configuration'),
  pack: 'save',
  settles: 'at-end',
  arises: ({ run, trace }) => run === control && asaChanges(trace).length > 0,
  judge: ({ trace }) =>
    afterLast(asaChanges(trace), asaSaves(trace), {
      expected: 'POST /api/commands/writemem after the last change, answered with [OK]',
      observed: ({ what }) => `nothing was saved after ${what}`,
      next: 'what does the box do with your change after a reload?',
    }),
});

/** A box has 25 tokens. */
export const returnsTokens: Rule = rule({
  name: 'returns-tokens',
  id: 'ASA-AUTO-0002',
  says: 'Every token that was asked for is given back by DELETE, also where the work failed.',
  source: cite(about, 'Token Authentication API: the maximum number of sessions per context is 25'),
  pack: 'logout',
  settles: 'at-end',
  arises: ({ trace }) => tokensGiven(trace).length > 0,
  judge: ({ trace }) =>
    closes(tokensGiven(trace), tokensReturned(trace), (a, b) => b.path.endsWith(`/${a.given}`), {
      expected: 'DELETE /api/tokenservices/<token> for each token',
      observed: ({ given }) => `${given} was left open`,
      next: 'give it back in a finally block: the box has 25 of them, for everybody',
    }),
});
