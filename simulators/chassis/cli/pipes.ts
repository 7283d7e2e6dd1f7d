import type { DeviceState } from '../kind.ts';
import type { Args } from './args.ts';
import { grepFilter } from './grep.ts';
import { joined, linesOf } from './lines.ts';
import type { Pipe, Stage } from './pipe.ts';
import type { Shown } from './printed.ts';
import { type LineTest, lineTest } from './regex.ts';
import { cutFilter, sortFilter, trFilter, uniqFilter, wcFilter } from './text-filters.ts';

/** What the makers of filters must know of the device. */
export interface PipeWords {
  /** The device's words for a bad regular expression. */
  badPattern(pattern: string): string;
  /** False: what follows the first `|` is one pattern, other `|` included. True unless told. */
  readonly chain?: boolean;
}

/** A filter of plain text, before a dialect chooses it. It serves every kind of device. */
export interface TextPipe {
  readonly grammar: string;
  readonly help: Readonly<Record<string, string>>;
  make(args: Args): Stage;
}

/** Filters by name; a dialect picks: `const pipes = textPipes(words); [pipes.include, pipes.count, …]`. */
export type TextPipes = ReturnType<typeof textPipes>;

/** The filters of plain text that devices have. All work on whole lines. */
export function textPipes(words: PipeWords) {
  const span = words.chain === false ? 'line' : 'text';
  const test = (args: Args): LineTest => lineTest(args.text('pattern'), {}, (pattern) => words.badPattern(pattern));
  const byPattern = (
    name: string,
    help: string,
    pick: (lines: readonly string[], test: LineTest) => readonly string[],
  ) =>
    textPipe(`${name} <pattern:${span}>`, { [name]: help, pattern: 'Regular expression' }, (args) => {
      const found = test(args);
      return onLines((lines) => pick(lines, found));
    });
  return {
    include: byPattern('include', 'Include lines that match', (lines, found) => lines.filter((line) => found(line))),
    exclude: byPattern('exclude', 'Exclude lines that match', (lines, found) => lines.filter((line) => !found(line))),
    begin: byPattern('begin', 'Begin with the line that matches', begin),
    end: byPattern('end', 'End with the line that matches', end),
    section: byPattern('section', 'Show lines that match and what belongs to them', section),
    find: byPattern('find', 'Show lines that match', (lines, found) => lines.filter((line) => found(line))),
    count: textPipe('count', { count: 'Count number of lines' }, () => onLines((lines) => [String(lines.length)])),
    head: textPipe(
      'head [lines <lines:0-2147483647>]',
      { head: 'Display first lines', lines: 'Number of lines' },
      (args) => onLines((lines) => lines.slice(0, args.number('lines', 10))),
    ),
    last: textPipe('last [<lines:0-2147483647>]', { last: 'Display last lines', lines: 'Number of lines' }, (args) =>
      onLines((lines) => lines.slice(Math.max(0, lines.length - args.number('lines', 10)))),
    ),
    noMore: textPipe('no-more', { 'no-more': 'Turn off pagination for command output' }, () => ({ unpaged: true })),
    less: textPipe('less', { less: 'Filter for paging' }, () => ({})),
    grep: grepPipe('grep', 'Print lines that match a pattern', words),
    egrep: grepPipe('egrep', 'Print lines that match an extended pattern', words),
    wc: textPipe('wc [bytes|characters|lines|words]...', { wc: 'Count words, lines, characters' }, wcFilter),
    sort: textPipe('sort [reverse|numeric|unique|ignore-case]...', { sort: 'Sort lines' }, sortFilter),
    uniq: textPipe('uniq [count|repeated|unique|ignore-case]...', { uniq: 'Drop repeated lines' }, uniqFilter),
    cut: textPipe(
      'cut {-d <delimiter:word>|-f <fields:word>|-c <characters:word>}...',
      { cut: 'Print parts of lines' },
      cutFilter,
    ),
    tr: textPipe('tr [-d|-s]... <from:word> [<to:word>]', { tr: 'Replace or delete characters' }, trFilter),
  };
}

/** A filter that makes text of data: `| json`, `| xml`. Must come first on the line. */
export function structuredPipe<S extends DeviceState>(
  grammar: string,
  help: Readonly<Record<string, string>>,
  render: (shown: Shown, args: Args) => string,
): Pipe<S> {
  return { grammar, help, make: (args) => ({ render: (shown) => render(shown, args) }) };
}

function textPipe(grammar: string, help: TextPipe['help'], make: TextPipe['make']): TextPipe {
  return { grammar, help, make };
}

function grepPipe(name: string, help: string, words: PipeWords): TextPipe {
  const options = 'invert-match|word-exp|count|ignore-case|line-number|line-exp|prev <prev:1-999>|next <next:1-999>';
  const texts = {
    [name]: help,
    'invert-match': 'Print only lines that contain no match',
    'word-exp': 'Print only lines where the match is a complete word',
    count: 'Print a total count of matching lines only',
    'ignore-case': 'Ignore case difference when comparing strings',
    'line-number': 'Print each match preceded by its line number',
    'line-exp': 'Print only lines where the match is a complete line',
    prev: 'Print lines before a match',
    next: 'Print lines after a match',
    pattern: 'Regular expression',
  };
  const span = words.chain === false ? 'line' : 'text';
  return textPipe(`${name} [${options}]... <pattern:${span}>`, texts, (args) => grepFilter(args, words));
}

function onLines(pick: (lines: readonly string[]) => readonly string[]): Stage {
  return { filter: (text) => joined(pick(linesOf(text))) };
}

function begin(lines: readonly string[], found: LineTest): readonly string[] {
  const first = lines.findIndex(found);
  return first < 0 ? [] : lines.slice(first);
}

function end(lines: readonly string[], found: LineTest): readonly string[] {
  const first = lines.findIndex(found);
  return first < 0 ? lines : lines.slice(0, first + 1);
}

/** A line that matches, and the deeper indented lines below it; blank lines count for nothing. */
function section(lines: readonly string[], found: LineTest): readonly string[] {
  let inside = Number.POSITIVE_INFINITY;
  return lines.filter((line) => {
    if (line.trim() === '') return false;
    const indent = line.length - line.trimStart().length;
    if (indent > inside) return true;
    inside = found(line) ? indent : Number.POSITIVE_INFINITY;
    return inside === indent;
  });
}
