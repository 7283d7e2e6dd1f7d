import { LabError, type Problem } from '../lab/errors.ts';
import { parseYaml, readText } from '../lab/yaml-source.ts';
import { CsvFault, parseCsv } from './csv.ts';

/** So long may a name be: it stands in tables and headings. */
const longest = 80;

interface Entry {
  readonly name: string;
  readonly line: number;
}

/**
 * Reads who takes part, one seat each, in the order of the file. By its ending: `.csv` (the first line names the columns, one
 * of them `name`), `.yaml`, `.yml` or `.json` (a list of names, or of mappings with `name`), or else one name a line, where
 * `#` begins a remark.
 * @throws LabError when it cannot be read or is wrong; every problem with its line
 */
export async function readRoster(path: string): Promise<string[]> {
  return parseRoster(await readText(path, 'roster'), path);
}

/** As {@link readRoster}, from text. @param path its ending says how it is read, and it stands in messages */
export function parseRoster(text: string, path: string): string[] {
  const found = readerOf(path)(text, path);
  const problems = 'problems' in found ? found.problems : wrongNames(found.entries);
  if (problems.length > 0) throw new LabError(problems, path);
  return 'entries' in found ? found.entries.map(({ name }) => name) : [];
}

type Read = { readonly entries: readonly Entry[] } | { readonly problems: readonly Problem[] };

function readerOf(path: string): (text: string, path: string) => Read {
  if (/\.csv$/i.test(path)) return fromCsv;
  return /\.(ya?ml|json)$/i.test(path) ? fromYaml : fromLines;
}

function fromLines(text: string): Read {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  const entries = lines.map((raw, index) => ({ name: raw.replace(/(^|\s)#.*$/, '').trim(), line: index + 1 }));
  return { entries: entries.filter(({ name }) => name !== '') };
}

function fromCsv(text: string): Read {
  try {
    const [head, ...records] = parseCsv(text);
    const column = head?.cells.findIndex((cell) => cell.trim().toLowerCase() === 'name') ?? -1;
    if (column < 0) {
      const message = 'the first line of a CSV roster names its columns, and one of them is name';
      return { problems: [{ path: '', message, line: head?.line ?? 1 }] };
    }
    return { entries: records.map(({ cells, line }) => ({ name: (cells[column] ?? '').trim(), line })) };
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    return { problems: [{ path: '', message: error.message, line: error.line }] };
  }
}

function fromYaml(text: string, path: string): Read {
  const { raw, line } = parseYaml(text, path);
  const want = 'a roster is a list of names, or of mappings with name';
  if (!Array.isArray(raw)) return { problems: [{ path: '', message: want, line: 1 }] };
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  for (const [index, item] of raw.entries()) {
    const at = line([index]) ?? 1;
    const value: unknown = typeof item === 'object' && item !== null && 'name' in item ? item.name : item;
    if (typeof value === 'string') entries.push({ name: value.trim(), line: at });
    else problems.push({ path: '', message: `${want}; quote a name that is a number`, line: at });
  }
  return problems.length > 0 ? { problems } : { entries };
}

function wrongNames(entries: readonly Entry[]): Problem[] {
  if (entries.length === 0) return [{ path: '', message: 'this roster names nobody' }];
  const seen = new Map<string, number>();
  return entries.flatMap(({ name, line }) => {
    const wrong = (message: string): Problem[] => [{ path: '', message, line }];
    if (name === '') return wrong('there is no name here');
    if (name.length > longest) return wrong(`this name has ${name.length} characters; ${longest} is the most`);
    if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return wrong('this name has characters in it that nobody sees');
    const before = seen.get(name.toLowerCase());
    if (before !== undefined) return wrong(`'${name}' stands on line ${before} already; two seats need two names`);
    seen.set(name.toLowerCase(), line);
    return [];
  });
}
