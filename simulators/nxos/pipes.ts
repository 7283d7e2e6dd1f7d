import type { Pipe } from '../chassis/cli/pipe.ts';
import { structuredPipe, textPipes } from '../chassis/cli/pipes.ts';
import { isJsonObject, type Json } from '../chassis/json.ts';
import type { NxosState } from './state.ts';

const text = textPipes({ badPattern: (pattern) => `grep: invalid regular expression: ${pattern}` });

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
  structuredPipe('json', { json: 'Output in json format' }, (shown) => `${JSON.stringify(asStrings(shown.tree()))}\n`),
  structuredPipe(
    'json-pretty',
    { 'json-pretty': 'Output in json pretty print format' },
    (shown) => `${JSON.stringify(asStrings(shown.tree()), null, 4)}\n`,
  ),
];

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
