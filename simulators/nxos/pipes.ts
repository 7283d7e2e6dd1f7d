import { joined, linesOf } from '../chassis/cli/lines.ts';
import type { Pipe, PipeSituation } from '../chassis/cli/pipe.ts';
import { textPipes } from '../chassis/cli/pipes.ts';
import { isJsonObject, type Json } from '../chassis/json.ts';
import { netconfXml } from './netconf-xml.ts';
import { releaseOf } from './release.ts';
import type { NxosState } from './state.ts';

const text = textPipes({ badPattern: (pattern) => `grep: invalid regular expression: ${pattern}` });

/** A filter that changes nothing: a viewer that makes no difference to what is captured. */
function viewer(name: string, help: string): Pipe<NxosState> {
  return { grammar: name, help: { [name]: help }, make: () => ({ filter: (shown) => shown }) };
}

/** Structured output. `native` keeps numbers; without it the CLI's own JSON has strings only. @source reference 4.2, 5.5 */
function json(
  name: string,
  help: string,
  write: (tree: Json, situation: PipeSituation<NxosState>) => string,
): Pipe<NxosState> {
  return {
    grammar: `${name} [native]`,
    help: { [name]: help, native: 'Output with the types of NX-API' },
    make: (args, situation) => ({
      render(shown) {
        const tree = shown.tree();
        // An empty leaf is `null`; a tree without any stays one: Ansible takes what it reads for a text or an object.
        const isBare = isJsonObject(tree) && Object.keys(tree).length === 0;
        return `${write(isBare || args.has('native') ? tree : asStrings(tree), situation)}\n`;
      },
    }),
  };
}

/** Filters of NX-OS. @source reference 5.5: a device's own list */
export const pipes: readonly Pipe<NxosState>[] = [
  text.include,
  text.exclude,
  text.begin,
  text.end,
  text.section,
  text.count,
  text.head,
  text.last,
  text.noMore,
  text.grep,
  text.egrep,
  text.wc,
  text.sort,
  text.uniq,
  text.cut,
  text.tr,
  viewer('less', 'Filter for paging'),
  viewer('human', 'Output in human format'),
  json('json', 'Output in json format', (tree) => JSON.stringify(tree)),
  json('json-pretty', 'Output in json pretty print format', (tree, { session }) => {
    const pretty = JSON.stringify(tree, null, 4);
    // Older trains leave a blank after each comma.
    return releaseOf(session.device.release).nxosKeys ? pretty : pretty.replace(/,\n/g, ', \n');
  }),
  {
    grammar: 'xml',
    help: { xml: 'Output in xml format (according to .xsd definitions)' },
    make: (_args, { command }) => ({ render: (shown) => netconfXml(command, shown.tree()) }),
  },
  {
    grammar: 'diff',
    help: { diff: 'Show difference between current and previous invocation' },
    make: (_args, { session, command }) => ({
      filter(shown) {
        const key = `output of ${command}`;
        const before = session.settings.get(key);
        session.settings.set(key, shown);
        return typeof before === 'string' ? difference(linesOf(before), linesOf(shown)) : '';
      },
    }),
  },
];

/** What is between the lines that two texts begin and end with, as `diff` writes a change. */
function difference(before: readonly string[], after: readonly string[]): string {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const gone = before.slice(start, before.length - end);
  const come = after.slice(start, after.length - end);
  if (gone.length === 0 && come.length === 0) return '';
  const range = (count: number): string => (count < 2 ? String(start + count) : `${start + 1},${start + count}`);
  const letter = gone.length === 0 ? 'a' : come.length === 0 ? 'd' : 'c';
  return joined([
    `${range(gone.length)}${letter}${range(come.length)}`,
    ...gone.map((line) => `< ${line}`),
    ...(letter === 'c' ? ['---'] : []),
    ...come.map((line) => `> ${line}`),
  ]);
}

/** The CLI's own JSON has strings only, and `null` for what is empty. @source reference 4.2 */
function asStrings(value: Json): Json {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === '' || value === null) return null;
  if (typeof value !== 'object') return value;
  if (!isJsonObject(value)) return value.map(asStrings);
  const entries = Object.entries(value);
  if (entries.length === 0) return null;
  return Object.fromEntries(entries.map(([key, member]) => [key, asStrings(member)]));
}
