import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineEditor, type LineStyle } from './editor.ts';
import { KeyDecoder } from './keys.ts';
import { Terminal } from './testing/terminal.ts';

interface Bench {
  readonly editor: LineEditor;
  readonly terminal: Terminal;
  type(text: string): string[];
  written(): string;
}

function bench(width = 0, how: { limit?: number; history?: string[]; style?: LineStyle; prompt?: string } = {}): Bench {
  const terminal = new Terminal(width);
  const keys = new KeyDecoder(true);
  let written = '';
  const editor = new LineEditor({
    write: (text) => {
      written += text;
      terminal.write(text);
    },
    width: () => width,
    limit: how.limit ?? 200,
    history: how.history ?? [],
    questionMark: true,
    spaceCompletes: false,
  });
  editor.begin(how.prompt ?? 'box# ', how.style);
  return {
    editor,
    terminal,
    written: () => written,
    type: (text) =>
      keys.decode(text).flatMap((key) => {
        const event = editor.key(key);
        return event ? [event.kind === 'line' ? `line:${event.line}` : event.kind] : [];
      }),
  };
}

describe('keys', () => {
  it('ends a line once for CR, CR LF, CR NUL and LF, in whatever pieces they come', () => {
    const keys = new KeyDecoder(true);
    expect(['a\r', '\nb\r\0c\n\nd\r', '\re'].flatMap((text) => keys.decode(text))).toEqual([
      ...['a', 'enter', 'b', 'enter', 'c', 'enter', 'enter', 'd', 'enter', 'enter', 'e'],
    ]);
  });

  it('knows escape sequences in pieces, and swallows those that it does not know', () => {
    const keys = new KeyDecoder(true);
    expect(
      ['\x1b', '[', 'A\x1b[3~\x1bOH', '\x1b[200~x\x1b[1;5D\x1bf', '\x1b\r'].flatMap((text) => keys.decode(text)),
    ).toEqual([...['^P', 'delete', '^A', 'x', 'M-b', 'M-f', 'enter']]);
  });

  it('are characters only where there is no terminal', () => {
    expect(new KeyDecoder(false).decode('a\tb\x1b\x03?\r\n')).toEqual(['a', ' ', 'b', '?', 'enter']);
  });
});

describe('the line editor', () => {
  it('echoes each character as it comes', () => {
    const { type, written } = bench();
    expect(type('show')).toEqual([]);
    expect(written()).toBe('box# show');
    expect(type(' clock\r')).toEqual(['line:show clock']);
    expect(written()).toBe('box# show clock\r\n');
  });

  it('takes a character back as every terminal understands it', () => {
    const { type, written } = bench();
    type('ab\x7f\b');
    expect(written()).toBe('box# ab\b \b\b \b');
  });

  it.each([
    ['abc\x01X', 'Xabc'],
    ['abc\x02\x02X', 'aXbc'],
    ['abc\x02\x02\x06X', 'abXc'],
    ['abc\x01\x05X', 'abcX'],
    ['abc\x01\x04', 'bc'],
    ['abc\x02\x0b', 'ab'],
    ['abc\x02\x15', 'c'],
    ['abc\x02\x18', ''],
    ['one two \x17', 'one '],
    ['one two\x1bb\x1bd', 'one '],
    ['one two\x01\x1bfX', 'oneX two'],
    ['abc\x1b[D\x1b[D\x1b[CX', 'abXc'],
    ['abc\x1b[H\x1b[3~\x1b[FX', 'bcX'],
    ['größe 日本\x7f', 'größe 日'],
  ])('%j is %j', (typed, line) => {
    const { type, terminal, editor } = bench();
    type(typed);
    expect(editor.line).toBe(line);
    expect(terminal.from(0)).toBe(`box# ${line}`.trimEnd());
  });

  it('recalls earlier lines and comes back to the one begun', () => {
    const { type, editor } = bench(0, { history: ['first', 'second'] });
    type('beg\x10');
    expect(editor.line).toBe('second');
    type('\x1b[A\x1b[A');
    expect(editor.line).toBe('first');
    type('\x0e\x0e');
    expect(editor.line).toBe('beg');
  });

  it('shows nothing of a password, or a star for each character', () => {
    const hidden = bench(0, { prompt: 'Password: ', style: { plain: true, hidden: true } });
    expect(hidden.type('se?c\tret\x7f\r')).toEqual(['line:se?cre']);
    expect(hidden.written()).toBe('Password: \r\n');
    const stars = bench(0, { prompt: 'Password: ', style: { plain: true, echo: '*' } });
    stars.type('secret\x7f\r');
    expect(stars.terminal.rows[0]).toBe('Password: *****');
  });

  it('tells of help, completion, Ctrl-C, Ctrl-Z and Ctrl-D on an empty line', () => {
    expect(bench().type('\x04a?\t\x03\x1a\x04')).toEqual(['eof', 'help', 'complete', 'interrupt', 'end']);
  });

  it('rings once and takes no more than the limit', () => {
    const { type, written, editor } = bench(0, { limit: 5 });
    type('abcdefgh');
    expect(editor.line).toBe('abcde');
    expect(written()).toBe('box# abcde\x07');
    expect(type('\r')).toEqual(['line:abcde']);
  });

  it('writes the line again below', () => {
    const { type, terminal } = bench();
    type('abc\x02\x0c');
    expect(terminal.rows).toEqual(['box# abc', 'box# abc']);
    expect(terminal.cursorFrom(1)).toBe('box# ab'.length);
  });

  it('comes back to the end of a line that fills its row', () => {
    const { type, terminal, editor } = bench(10);
    type('abcde\x02\x05f');
    expect(editor.line).toBe('abcdef');
    expect(terminal.rows).toEqual(['box# abcde', 'f']);
  });

  it('keeps the screen equal to the line, whatever keys are struck in whatever window', () => {
    const pieces = fc.constantFrom(
      ...'abc xyz'.split(''),
      ...[
        '\x01',
        '\x02',
        '\x02',
        '\x04',
        '\x05',
        '\x06',
        '\x06',
        '\x0b',
        '\x0e',
        '\x10',
        '\x15',
        '\x17',
        '\x18',
        '\x7f',
        '\x7f',
      ],
      ...['\x1b[A', '\x1b[B', '\x1b[C', '\x1b[D', '\x1b[3~', '\x1bb', '\x1bf', '\x1bd', 'longer words in one go', 'ü'],
    );
    const history = ['first line', 'a second line that is longer than any window that is tried here', ''];
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), fc.integer({ min: 6, max: 30 }), (typed, width) => {
        const { type, terminal, editor } = bench(width, { limit: 100, history });
        for (const piece of typed) {
          const events = type(piece);
          if (events.length > 0) return;
          expect(terminal.from(0)).toBe(`box# ${editor.line}`.trimEnd());
          expect(terminal.cursorFrom(0)).toBe('box# '.length + [...editor.before].length);
        }
      }),
    );
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 30 }),
        fc.nat({ max: 12 }),
        (typed, width) => {
          const keys = new KeyDecoder(true);
          const editor = new LineEditor({
            write: () => undefined,
            width: () => width,
            limit: 50,
            history: ['one'],
            questionMark: true,
            spaceCompletes: true,
          });
          editor.begin('# ');
          for (const text of typed) for (const key of keys.decode(text)) editor.key(key);
          expect([...editor.line].length).toBeLessThanOrEqual(50);
        },
      ),
      { numRuns: 40 },
    );
  });
});
