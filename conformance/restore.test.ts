import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationLines, differences } from './restore.ts';

describe('the difference of two snapshots', () => {
  it('names what is missing and what is new, scope by scope', () => {
    const before = { running: ['vlan 1', ' exit', ' exit'], users: ['admin'] };
    const after = { running: ['vlan 1', ' exit', 'vlan 3999'], users: ['admin'] };
    expect(differences(before, after)).toEqual(['running: "exit" is missing', 'running: "vlan 3999" is new']);
  });

  it('is empty for the same lines in any order, and never for others', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c'));
    fc.assert(
      fc.property(lines, lines, (some, others) => {
        const same = JSON.stringify([...some].sort()) === JSON.stringify([...others].sort());
        expect(differences({ x: some }, { x: others }).length === 0).toBe(same);
      }),
    );
  });
});

describe('lines of a configuration', () => {
  const lines = (text: string) => configurationLines(text, /^!Time:/);

  it('leave out what changes by itself', () => {
    expect(lines('!Time: now\n\nhostname n9k\r\n')).toEqual(['hostname n9k']);
  });

  it('show that a secret changed, and not the secret', () => {
    const [one] = lines('username admin password 5 $5$abc');
    const [other] = lines('username admin password 5 $5$abd');
    expect(one).toMatch(/^username admin password ‹sha256:[0-9a-f]{12}›$/);
    expect(one).not.toBe(other);
  });
});
