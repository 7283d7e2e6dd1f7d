import type { Args } from './args.ts';
import { joined, linesOf } from './lines.ts';
import type { Stage } from './pipe.ts';
import type { PipeWords } from './pipes.ts';
import { lineTest } from './regex.ts';

/** `grep` with the long options of network devices. Context lines are set off by `--`, and by `-` where numbered. */
export function grepFilter(args: Args, words: PipeWords): Stage {
  const matching = { ignoreCase: args.has('ignore-case'), word: args.has('word-exp'), line: args.has('line-exp') };
  const found = lineTest(args.text('pattern'), matching, (pattern) => words.badPattern(pattern));
  const wanted = !args.has('invert-match');
  const before = args.number('prev', 0);
  const after = args.number('next', 0);
  const numbered = args.has('line-number');
  return {
    filter(text) {
      const lines = linesOf(text);
      const hits = lines.map((line) => found(line) === wanted);
      if (args.has('count')) return `${hits.filter(Boolean).length}\n`;
      const kept: string[] = [];
      let last = -1;
      for (const index of shown(hits, before, after)) {
        if (before + after > 0 && last >= 0 && index > last + 1) kept.push('--');
        const line = lines[index] ?? '';
        kept.push(numbered ? `${index + 1}${hits[index] ? ':' : '-'}${line}` : line);
        last = index;
      }
      return joined(kept);
    },
  };
}

/** The indices of hits and of the lines around them, in order. */
function* shown(hits: readonly boolean[], before: number, after: number): Generator<number> {
  let done = -1;
  for (const [index, hit] of hits.entries()) {
    if (!hit) continue;
    const until = Math.min(index + after, hits.length - 1);
    for (let at = Math.max(index - before, done + 1); at <= until; at++) yield at;
    done = Math.max(done, until);
  }
}
