import { readFile } from 'node:fs/promises';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { LabError, type Problem } from '../lab/errors.ts';
import { reason } from '../lab/file.ts';
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
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new LabError([{ path: '', message: `cannot read this roster: ${reason(error)}` }], path);
  }
  return parseRoster(text, path);
}

/** As {@link readRoster}, from text. @param path its ending says how it is read, and it stands in messages */
export function parseRoster(text: string, path: string): string[] {
  const found = readerOf(path)(text);
  const problems = 'problems' in found ? found.problems : wrongNames(found.entries);
  if (problems.length > 0) throw new LabError(problems, path);
  return 'entries' in found ? found.entries.map(({ name }) => name) : [];
}

type Read = { readonly entries: readonly Entry[] } | { readonly problems: readonly Problem[] };

function readerOf(path: string): (text: string) => Read {
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

function fromYaml(text: string): Read {
  const counter = new LineCounter();
  const { contents, errors } = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lineOf = (offset: number): number => counter.linePos(offset).line;
  const [fault] = errors;
  if (fault) return { problems: [{ path: '', message: fault.message, line: lineOf(fault.pos[0]) }] };
  const want = 'a roster is a list of names, or of mappings with name';
  if (!isSeq<Node>(contents)) return { problems: [{ path: '', message: want, line: 1 }] };
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  for (const item of contents.items) {
    const line = lineOf(item.range?.[0] ?? 0);
    const value: unknown = isMap(item) ? item.get('name') : isScalar(item) ? item.value : undefined;
    if (typeof value === 'string') entries.push({ name: value.trim(), line });
    else problems.push({ path: '', message: `${want}; quote a name that is a number`, line });
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
