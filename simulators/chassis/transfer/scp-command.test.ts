import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScpCommand, quoteWord } from './scp-command.ts';

const plain = { recursive: false, preserve: false, directory: false };

describe('parseScpCommand', () => {
  it.each([
    ['scp -t bootflash:x', { role: 'sink', paths: ['bootflash:x'], ...plain }],
    ['scp -f /bootflash/x', { role: 'source', paths: ['/bootflash/x'], ...plain }],
    [
      'scp -v -r -p -d -q -t -- -odd',
      { role: 'sink', paths: ['-odd'], recursive: true, preserve: true, directory: true },
    ],
    ['scp -rpt .', { role: 'sink', paths: ['.'], ...plain, recursive: true, preserve: true }],
    ["scp -t 'bootflash:two words'", { role: 'sink', paths: ['bootflash:two words'], ...plain }],
    ['scp -f a\\ b "c d" e', { role: 'source', paths: ['a b', 'c d', 'e'], ...plain }],
    [`scp -t 'it'\\''s'`, { role: 'sink', paths: ["it's"], ...plain }],
    ['scp -t "a\\"b"', { role: 'sink', paths: ['a"b'], ...plain }],
  ])('understands %s', (line, command) => {
    expect(parseScpCommand(line)).toEqual(command);
  });

  it.each([
    'show version',
    'scp',
    'scp -t',
    'scp -x -t a',
    'scp -t -f a',
    'scp a b',
    'scp -t a b',
    "scp -t 'open",
    'scpx -t a',
    '',
    ' '.repeat(50_000),
  ])('leaves %j to the shell', (line) => {
    expect(parseScpCommand(line)).toBeUndefined();
  });

  it('reads back any path that was quoted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (path) => {
        expect(parseScpCommand(`scp -t -- ${quoteWord(path)}`)?.paths).toEqual([path]);
      }),
    );
  });
});
