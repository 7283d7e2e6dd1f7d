import { describe, expect, it } from 'vitest';
import { GrammarError, parseGrammar } from './grammar.ts';

const word = (text: string) => ({ kind: 'keyword', text });
const value = (name: string, type: string) => ({ kind: 'parameter', name, type });

describe('a grammar line', () => {
  it('has keywords and parameters', () => {
    expect(parseGrammar('copy <from:file> startup-config')).toEqual({
      kind: 'sequence',
      parts: [word('copy'), value('from', 'file'), word('startup-config')],
    });
  });

  it('has choices, options and repetitions', () => {
    expect(parseGrammar('a {b|c <x:1-9>} [d]... <y:word>...')).toEqual({
      kind: 'sequence',
      parts: [
        word('a'),
        {
          kind: 'choice',
          ways: [
            { kind: 'sequence', parts: [word('b')] },
            { kind: 'sequence', parts: [word('c'), value('x', '1-9')] },
          ],
        },
        { kind: 'repeat', part: { kind: 'option', part: { kind: 'sequence', parts: [word('d')] } } },
        { kind: 'repeat', part: value('y', 'word') },
      ],
    });
  });

  it('takes a character as it is after a backslash', () => {
    expect(parseGrammar('a \\[ b\\|c')).toEqual({ kind: 'sequence', parts: [word('a'), word('['), word('b|c')] });
  });

  it.each([
    ['', 'at least one word'],
    ['a {b|c', '"{" without "}"'],
    ['a [b}', '"[" without "]"'],
    ['a ]', 'unexpected "]"'],
    ['a {b||c}', 'an alternative without words'],
    ['a <b', '"<" without ">"'],
    ['a <b>', '<name:type>'],
    ['a <:word>', '<name:type>'],
    ['a > b', '">" without "<"'],
    ['a b\\', 'nothing follows'],
  ])('tells what is wrong with %j', (line, what) => {
    expect(() => parseGrammar(line)).toThrow(GrammarError);
    expect(() => parseGrammar(line)).toThrow(what);
  });
});
