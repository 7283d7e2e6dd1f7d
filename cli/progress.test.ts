import { describe, expect, it } from 'vitest';
import type { Outcome } from '../conformance/outcome.ts';
import { cite, register } from '../conformance/requirement.ts';
import type { Finding } from '../conformance/run.ts';
import { progressOf } from './progress.ts';

const [requirement] = register([
  { id: 'FK-A-0001', statement: 'It does.', evidence: 'documented', source: cite('A test', 'here') },
]);

function finding(outcome: Outcome, release = '1'): Finding[] {
  if (!requirement) throw new Error('no requirement');
  return [{ check: 'FK.c', case: 'FK', kind: 'fake', release, outcome, requirement }];
}

function told(isTTY: boolean): string {
  let text = '';
  const progress = progressOf([], {
    isTTY,
    write: (more) => {
      text += more;
    },
  });
  progress.heard('FK-ONE', finding('pass'));
  progress.heard('FK-TWO', finding('fail'));
  progress.heard('FK-THREE', finding('pass', '2'));
  progress.end();
  return text;
}

describe('progress', () => {
  it('in a log is a line a profile, and one for each case that does not pass', () => {
    expect(told(false)).toBe('fake 1 (case 1 of 0)\nFK-TWO: FK.c fail\nfake 2 (case 3 of 0)\n');
  });

  it('on a terminal is one line that moves and is gone in the end', () => {
    const text = told(true);
    expect(text).toContain('[1/0] fake 1  FK-ONE');
    expect(text).toContain('\r\u001b[2KFK-TWO: FK.c fail\n');
    expect(text.endsWith('\r\u001b[2K')).toBe(true);
  });
});
