import type { Args } from './args.ts';
import { CliError } from './command.ts';
import { joined, linesOf } from './lines.ts';
import type { Stage } from './pipe.ts';

/** `wc`: lines, words and characters, or those asked for. */
export function wcFilter(args: Args): Stage {
  const asked = ['lines', 'words', 'characters', 'bytes'].filter((what) => args.has(what));
  const wanted = asked.length > 0 ? asked : ['lines', 'words', 'characters'];
  return {
    filter(text) {
      const counts: Readonly<Record<string, number>> = {
        lines: linesOf(text).length,
        words: text.split(/\s+/).filter((word) => word !== '').length,
        characters: [...text].length,
        bytes: Buffer.byteLength(text),
      };
      const numbers = wanted.map((what) => String(counts[what] ?? 0));
      return `${wanted.length === 1 ? numbers.join('') : numbers.map((number) => number.padStart(7)).join(' ')}\n`;
    },
  };
}

/** `sort`, by code points unless told otherwise. */
export function sortFilter(args: Args): Stage {
  const key = (line: string) => (args.has('ignore-case') ? line.toLowerCase() : line);
  const byText = (a: string, b: string) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
  const number = (line: string) => Number(/^\s*-?\d+(\.\d+)?/.exec(line)?.[0] ?? 0);
  return {
    filter(text) {
      const lines = linesOf(text).sort((a, b) => (args.has('numeric') && number(a) - number(b)) || byText(a, b));
      if (args.has('reverse')) lines.reverse();
      return joined(
        args.has('unique')
          ? lines.filter((line, index) => index === 0 || byText(line, lines[index - 1] ?? '') !== 0)
          : lines,
      );
    },
  };
}

/** `uniq`: neighbours that are alike become one line. */
export function uniqFilter(args: Args): Stage {
  const key = (line: string) => (args.has('ignore-case') ? line.toLowerCase() : line);
  return {
    filter(text) {
      const groups: { readonly line: string; count: number }[] = [];
      for (const line of linesOf(text)) {
        const last = groups.at(-1);
        if (last && key(last.line) === key(line)) last.count++;
        else groups.push({ line, count: 1 });
      }
      const kept = groups.filter(
        ({ count }) => (!args.has('repeated') || count > 1) && (!args.has('unique') || count === 1),
      );
      return joined(kept.map(({ line, count }) => (args.has('count') ? `${String(count).padStart(7)} ${line}` : line)));
    },
  };
}

/** `cut` by fields (`-d` the delimiter, a tab unless told) or by characters. A line without the delimiter stays whole. */
export function cutFilter(args: Args): Stage {
  const delimiter = args.text('delimiter', '\t');
  const fields = args.find('fields');
  const characters = args.find('characters');
  if (fields === undefined && characters === undefined)
    throw new CliError('cut: you must specify a list of characters or fields');
  const wanted = ranges(fields ?? characters ?? '');
  const pick = (parts: readonly string[]) =>
    parts.filter((_, index) => wanted.some(([from, to]) => index + 1 >= from && index < to));
  return {
    filter: (text) =>
      joined(
        linesOf(text).map((line) => {
          if (fields === undefined) return pick([...line]).join('');
          return line.includes(delimiter) ? pick(line.split(delimiter)).join(delimiter) : line;
        }),
      ),
  };
}

function ranges(list: string): (readonly [number, number])[] {
  return list.split(',').map((part) => {
    const range = /^(\d+)?(-)?(\d+)?$/.exec(part);
    const [, first, dash, last] = range ?? [];
    if (!range || (first === undefined && last === undefined)) throw new CliError(`cut: invalid list: ${part}`);
    const from = Number(first ?? 1);
    return [from, last !== undefined ? Number(last) : dash === undefined ? from : Number.POSITIVE_INFINITY];
  });
}

/** `tr`: characters to others, `-d` away, `-s` runs to one. Ranges `a-z` are understood. */
export function trFilter(args: Args): Stage {
  const from = characters(args.text('from'));
  const to = characters(args.text('to', ''));
  if (!args.has('-d') && !args.has('-s') && to.length === 0) throw new CliError('tr: missing operand');
  const map = new Map(from.map((character, index) => [character, to[index] ?? to.at(-1) ?? character]));
  const squeezed = new Set(to.length > 0 ? to : from);
  return {
    filter(text) {
      let result = '';
      let last = '';
      for (const character of text) {
        if (args.has('-d') && map.has(character)) continue;
        const next = args.has('-d') ? character : (map.get(character) ?? character);
        if (args.has('-s') && next === last && squeezed.has(next)) continue;
        result += next;
        last = next;
      }
      return result;
    },
  };
}

/** More characters than any alphabet has. */
const mostCharacters = 10_000;

function characters(set: string): string[] {
  const plain = [...set.replaceAll('\\n', '\n').replaceAll('\\t', '\t')];
  const found: string[] = [];
  for (let at = 0; at < plain.length; at++) {
    const first = plain[at]?.codePointAt(0) ?? 0;
    const range = plain[at + 1] === '-' && plain[at + 2] !== undefined;
    const last = range ? (plain[at + 2]?.codePointAt(0) ?? 0) : first;
    if (last - first > mostCharacters) throw new CliError(`tr: range is too long: ${set}`);
    for (let code = first; code <= last; code++) found.push(String.fromCodePoint(code));
    if (range) at += 2;
  }
  return found;
}
