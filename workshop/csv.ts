/** One record of a CSV text, and the line on which it begins, from 1. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/** A quotation mark that nothing closes, or that stands where none may. */
export class CsvFault extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/**
 * Reads CSV as RFC 4180 has it, also with LF alone and a byte order mark. Spreadsheets of some countries write `;` or tabs:
 * what the first line has most of separates. Empty lines are left out.
 * @throws CsvFault where quotation marks do not pair
 */
export function parseCsv(text: string): CsvRecord[] {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const separator = separatorOf(source);
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  while (at < source.length) {
    const cells: string[] = [];
    const began = line;
    for (;;) {
      const cell = source[at] === '"' ? quoted(source, at, line) : plain(source, at, separator);
      if (source[at] !== '"' && cell.value.includes('"')) {
        throw new CsvFault(line, 'a cell with a quotation mark in it stands in quotation marks, with that one twice');
      }
      cells.push(cell.value);
      line += cell.value.split('\n').length - 1;
      at = cell.end;
      if (source[at] !== separator) break;
      at++;
    }
    if (at < source.length && source[at] !== '\n') {
      throw new CsvFault(line, `after the closing quotation mark comes '${separator}' or the end of the line`);
    }
    at++;
    line++;
    if (cells.some((cell) => cell.trim() !== '')) records.push({ cells, line: began });
  }
  return records;
}

function separatorOf(source: string): string {
  const first = source.split('\n', 1)[0] ?? '';
  const count = (one: string): number => first.split(one).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

interface Cell {
  readonly value: string;
  /** Place behind it. */
  readonly end: number;
}

function plain(source: string, from: number, separator: string): Cell {
  let end = from;
  while (end < source.length && source[end] !== separator && source[end] !== '\n') end++;
  return { value: source.slice(from, end), end };
}

function quoted(source: string, from: number, line: number): Cell {
  let end = from + 1;
  for (;;) {
    const mark = source.indexOf('"', end);
    if (mark < 0) throw new CsvFault(line, 'nothing closes this quotation mark');
    if (source[mark + 1] !== '"') {
      return { value: source.slice(from + 1, mark).replaceAll('""', '"'), end: mark + 1 };
    }
    end = mark + 2;
  }
}

/**
 * Writes records as RFC 4180 has them. A text that a spreadsheet would take for a formula gets an apostrophe in front: names
 * come from trainees.
 */
export function csvText(records: readonly (readonly (string | number)[])[]): string {
  return records.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",;\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
