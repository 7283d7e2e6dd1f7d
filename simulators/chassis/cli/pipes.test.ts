import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toyLanguage, toySession } from './testing/toy.ts';

const language = toyLanguage();

/** What a filter makes of a text. */
function through(filter: string, text: string): string {
  const session = toySession({ language });
  session.device.change((draft) => {
    draft.config.banner = text;
  });
  const outcome = session.execute(`show banner | ${filter}`);
  if (outcome instanceof Promise) throw new Error('a filter took time');
  if (!outcome.ok) throw new Error(outcome.text);
  return outcome.text;
}

function error(filter: string): string | undefined {
  const outcome = toySession({ language }).execute(`show banner | ${filter}`);
  return outcome instanceof Promise ? undefined : outcome.error;
}

const sample =
  'interface eth1\n  description one\n    more\n\n  no shutdown\ninterface eth2\n  description two\nvlan 1\n';

describe('a filter', () => {
  it.each([
    ['include interface', 'interface eth1\ninterface eth2\n'],
    ['i eth[2-9]', 'interface eth2\n'],
    ['include no shutdown', '  no shutdown\n'],
    ['include "eth1|vlan"', 'interface eth1\nvlan 1\n'],
    ['include one|two', '  description one\n  description two\n'],
    ['exclude ^\\s', 'interface eth1\n\ninterface eth2\nvlan 1\n'],
    ['begin eth2', 'interface eth2\n  description two\nvlan 1\n'],
    ['begin nowhere', ''],
    ['end description', 'interface eth1\n  description one\n'],
    ['section eth1', 'interface eth1\n  description one\n    more\n  no shutdown\n'],
    ['section description', '  description one\n    more\n  description two\n'],
    ['count', '8\n'],
    ['include interface | count', '2\n'],
    ['head lines 1', 'interface eth1\n'],
    ['last 1', 'vlan 1\n'],
    ['last 0', ''],
    ['grep ignore-case VLAN', 'vlan 1\n'],
    ['grep count description', '2\n'],
    ['grep invert-match eth|des|no', '    more\n\nvlan 1\n'],
    ['grep line-number vlan', '8:vlan 1\n'],
    ['grep word-exp o..', '  description one\n'],
    ['grep line-exp "vlan 1"', 'vlan 1\n'],
    ['grep line-exp vlan', ''],
    ['egrep prev 1 next 1 line-number two', '6-interface eth2\n7:  description two\n8-vlan 1\n'],
    ['grep prev 1 ^interface', 'interface eth1\n--\n  no shutdown\ninterface eth2\n'],
    ['wc lines', '8\n'],
    ['wc', `${'8'.padStart(7)} ${'13'.padStart(7)} ${'97'.padStart(7)}\n`],
    ['include ^vlan | tr a-z A-Z', 'VLAN 1\n'],
    ['include ^vlan | tr -d an', 'vl 1\n'],
    ['include ^vlan | cut -d " " -f 2', '1\n'],
    ['include ^vlan | cut -c 1-2,4-', 'vln 1\n'],
    ['no-more', sample],
  ])('%j', (filter, result) => {
    expect(through(filter, sample)).toBe(result);
  });

  it('sorts and drops repetitions', () => {
    const text = 'b\nA\nb\na\n10\n9\n10\n';
    expect(through('sort', text)).toBe('10\n10\n9\nA\na\nb\nb\n');
    expect(through('sort unique reverse', text)).toBe('b\na\nA\n9\n10\n');
    expect(through('sort numeric', '10 x\n9 y\n-1\n')).toBe('-1\n9 y\n10 x\n');
    expect(through('uniq', 'a\na\nb\na\n')).toBe('a\nb\na\n');
    expect(through('uniq count', 'a\na\nb\n')).toBe('      2 a\n      1 b\n');
    expect(through('uniq repeated ignore-case', 'a\nA\nb\n')).toBe('a\n');
    expect(through('tr -s ab', 'aabbcc\n')).toBe('abcc\n');
  });

  it.each(['include (', 'include [z', 'exclude a**', 'grep word-exp )(', 'include (?=x)'])(
    '%j is a bad pattern',
    (filter) => {
      expect(error(filter)).toContain('ERROR: bad pattern');
    },
  );

  it.each(['cut -f x', 'cut -d :', 'tr a', 'tr a-\u{10ffff} b'])('%j is refused', (filter) => {
    expect(error(filter)).toMatch(/^(cut|tr): /);
  });

  it('takes no longer for a hostile pattern', () => {
    expect(through('include ^(a+)+$', `${'a'.repeat(5000)}b\n`)).toBe('');
  });
});

describe('for any text', () => {
  const lines = fc.array(fc.stringMatching(/^[ab1 ]{0,6}$/), { maxLength: 12 });
  const text = (all: readonly string[]) => all.map((line) => `${line}\n`).join('');
  const word = fc.constantFrom('a', 'b', '1', 'ab');

  it('filters by lines are what a plain filter over lines is', () => {
    fc.assert(
      fc.property(lines, word, fc.nat(5), (all, found, count) => {
        const has = (line: string) => line.includes(found);
        const first = all.findIndex(has);
        expect(through(`include ${found}`, text(all))).toBe(text(all.filter(has)));
        expect(through(`exclude ${found}`, text(all))).toBe(text(all.filter((line) => !has(line))));
        expect(through(`grep count ${found}`, text(all))).toBe(`${all.filter(has).length}\n`);
        expect(through(`begin ${found}`, text(all))).toBe(first < 0 ? '' : text(all.slice(first)));
        expect(through(`end ${found}`, text(all))).toBe(text(first < 0 ? all : all.slice(0, first + 1)));
        expect(through(`head lines ${count}`, text(all))).toBe(text(all.slice(0, count)));
        expect(through(`last ${count}`, text(all))).toBe(count === 0 ? '' : text(all.slice(-count)));
        expect(through('count', text(all))).toBe(`${all.length}\n`);
        expect(through('sort', text(all))).toBe(text([...all].sort()));
        expect(through('sort unique', text(all))).toBe(text([...new Set(all)].sort()));
        expect(through('uniq', text(all))).toBe(text(all.filter((line, index) => line !== all[index - 1])));
      }),
      { numRuns: 50 },
    );
  });

  it('grep shows exactly the lines near a match', () => {
    fc.assert(
      fc.property(
        lines,
        word,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        (all, found, before, after) => {
          const near = all.flatMap((_, index) =>
            all.slice(Math.max(0, index - after), index + before + 1).some((line) => line.includes(found))
              ? [index]
              : [],
          );
          const shown = through(`grep prev ${before} next ${after} line-number ${found}`, text(all));
          const numbers = shown
            .split('\n')
            .flatMap((line) => (/^\d+[:-]/.test(line) ? [Number.parseInt(line, 10) - 1] : []));
          expect(numbers).toEqual(near);
        },
      ),
    );
  });
});
