import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Grammar, parseGrammar } from './grammar.ts';
import { parseLine } from './parse.ts';
import { LineReading } from './reading.ts';
import { toyCommands, toyLanguage, toySession } from './testing/toy.ts';

const language = toyLanguage();

/** A value of each type that the toy's lines use. */
function typed(type: string): fc.Arbitrary<string> {
  const range = /^(\d+)-(\d+)$/.exec(type);
  if (range) return fc.integer({ min: Number(range[1]), max: Number(range[2]) }).map(String);
  switch (type) {
    case 'port':
      return fc.nat(99).map((port) => `port${port}`);
    case 'ipv4':
      return fc.ipV4();
    case 'prefix':
      return fc.tuple(fc.ipV4(), fc.nat(32)).map(([address, length]) => `${address}/${length}`);
    case 'delimited':
      return fc.stringMatching(/^@[a-z ]{0,9}@$/);
    case 'line':
    case 'text':
      return fc.stringMatching(/^[x-z0-9]{1,8}( [x-z0-9]{1,8}){0,3}$/);
    default:
      return fc.stringMatching(/^[0-9xyz]{3,9}$/);
  }
}

/** A word of a sentence: as the grammar has it, and whether it is a keyword. */
interface Word {
  readonly text: string;
  readonly keyword: boolean;
}

/** Sentences that a grammar line allows. */
function sentenceOf(part: Grammar): fc.Arbitrary<readonly Word[]> {
  switch (part.kind) {
    case 'keyword':
      return fc.constant([{ text: part.text, keyword: true }]);
    case 'parameter':
      return typed(part.type).map((text) => [{ text, keyword: false }]);
    case 'sequence':
      return fc.tuple(...part.parts.map(sentenceOf)).map((words) => words.flat());
    case 'choice':
      return fc.oneof(...part.ways.map(sentenceOf));
    case 'option':
      return fc.oneof(fc.constant([]), sentenceOf(part.part));
    case 'repeat':
      return fc.array(sentenceOf(part.part), { minLength: 1, maxLength: 3 }).map((words) => words.flat());
  }
}

const commands = toyCommands.filter((command) => command.releases === undefined && command.needs === undefined);

const sentences = fc.constantFrom(...commands).chain((command) =>
  sentenceOf(parseGrammar(command.grammar)).map((words) => {
    const mode = typeof command.mode === 'string' && command.mode !== '*' ? command.mode : 'exec';
    return { command, words, mode: Array.isArray(command.mode) ? String(command.mode[0]) : mode };
  }),
);

function read(mode: string, line: string) {
  return parseLine(language, undefined, mode, line);
}

function sessionIn(mode: string) {
  const session = toySession({ language });
  if (mode !== 'exec') session.enter('config');
  if (mode !== 'exec' && mode !== 'config') session.enter(mode, { port: 'port1', vlan: 1 });
  return session;
}

describe('any sentence of any grammar line', () => {
  it('is understood, and its written-out form is the same command', () => {
    fc.assert(
      fc.property(sentences, ({ command, words, mode }) => {
        const line = words.map((word) => word.text).join(' ');
        const found = read(mode, line);
        if (!(found instanceof LineReading)) throw new Error(`"${line}" is ${found.code}`);
        expect(found.command.grammar).toBe(command.grammar);
        const again = read(mode, found.line);
        expect(again instanceof LineReading && again.command).toBe(command);
      }),
    );
  });

  it('is the same command when each keyword is cut to what only it begins with', () => {
    fc.assert(
      fc.property(sentences, fc.infiniteStream(fc.nat(20)), ({ command, words, mode }, cuts) => {
        const session = sessionIn(mode);
        const whole = words.map((word) => word.text);
        let cut = '';
        for (const { text, keyword } of words) {
          const length = Number(cuts.next().value);
          const short = text.slice(0, Math.max(1, text.length - length));
          const begun = session
            .help(cut + short)
            .split('\n')
            .filter((line) => /^ {2}[a-z]/.test(line));
          cut += `${keyword && !command.hidden && begun.length === 1 ? short : text} `;
        }
        const found = read(mode, cut);
        expect(found instanceof LineReading && found.command).toBe(command);
        expect(found instanceof LineReading && found.line).toBe(whole.join(' '));
      }),
    );
  });

  it('can be found word by word with help', () => {
    fc.assert(
      fc.property(sentences, ({ command, words, mode }) => {
        const session = sessionIn(mode);
        let line = '';
        for (const { text, keyword } of words) {
          const help = session.help(line);
          expect(help).not.toContain('marker');
          if (keyword && !command.hidden) expect(help.split(/\s+/)).toContain(text);
          if (keyword && !command.hidden) expect(session.help(line + text[0]).split(/\s+/)).toContain(text);
          line += `${text} `;
        }
        expect(session.help(line)).toContain('<CR>');
      }),
    );
  });
});

describe('any line at all', () => {
  const words = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom('show', 'sh', 'version', 'copy', 'no', 'do', '|', '>', 'inc', '"', '10.0.0', 'p'),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  );
  const lines = fc.array(words, { maxLength: 8 }).map((some) => some.join(' '));
  const modes = fc.constantFrom('exec', 'config', 'config-port');

  it('is a command or has one column where it cannot go on', () => {
    fc.assert(
      fc.property(lines, modes, (line, mode) => {
        const found = read(mode, line);
        if (found instanceof LineReading) return;
        expect(found.column).toBeGreaterThanOrEqual(0);
        expect(found.column).toBeLessThanOrEqual(line.length);
        expect(found.caret(3)).toBe(`${' '.repeat(found.column + 3)}^`);
        if (found.code === 'incomplete') expect(found.column).toBe(line.trimEnd().length);
        found.nearest();
        expect(found.alternatives(5).length).toBeLessThanOrEqual(5);
        expect(found.name).not.toContain('\n');
      }),
      { numRuns: 500 },
    );
  });

  it('can be asked about and completed', () => {
    fc.assert(
      fc.property(lines, modes, (line, mode) => {
        const session = sessionIn(mode);
        expect(typeof session.help(line)).toBe('string');
        const { insert } = session.complete(line);
        if (insert.endsWith(' ')) expect(session.help(line + insert)).not.toContain('invalid command');
      }),
      { numRuns: 300 },
    );
  });

  it('is understood in time that grows with the line only', () => {
    const long = (count: number) => `copy a b ${'compact vrf x '.repeat(count)}y`;
    expect(read('exec', long(2000)).line.length).toBeGreaterThan(20_000);
  });
});
