import { Mismatch, type Span } from './parameter.ts';

/** A built-in type: it asks neither device nor session, so it serves every kind. */
export interface PlainType {
  readonly label: string;
  readonly help?: string;
  readonly span?: Span;
  readonly rank?: number;
  readonly secret?: true;
  read(text: string): unknown;
}

const plain = (text: string): string => text;

/** The types that every dialect has. A range such as `1-65535` is a type too: see {@link rangeType}. */
export const builtInTypes: Readonly<Record<string, PlainType>> = {
  word: { label: 'WORD', rank: 10, read: plain },
  text: { label: 'LINE', rank: 11, span: 'text', read: plain },
  line: { label: 'LINE', rank: 12, span: 'line', read: plain },
  delimited: { label: 'LINE', rank: 12, span: 'delimited', read: plain },
  secret: { label: 'WORD', rank: 10, secret: true, read: plain },
  number: { label: '<0-4294967295>', read: (text) => readNumber(text, 0, 4294967295) },
  hex: { label: 'HEX', rank: 1, read: readHex },
  ipv4: { label: 'A.B.C.D', read: (text) => readIpv4(text) ?? text },
  prefix: { label: 'A.B.C.D/LEN', read: readPrefix },
  ipv6: { label: 'A:B::C:D', read: readIpv6 },
};

/** The type of a range: whole numbers, both ends included. `undefined` when `name` is no range. */
export function rangeType(name: string): PlainType | undefined {
  const range = /^(\d+)-(\d+)$/.exec(name);
  if (!range) return undefined;
  const least = Number(range[1]);
  const most = Number(range[2]);
  return { label: `<${name}>`, read: (text) => readNumber(text, least, most) };
}

function readNumber(text: string, least: number, most: number): number | Mismatch {
  let digits = 0;
  let value = 0;
  for (; digits < text.length; digits++) {
    const digit = text.charCodeAt(digits) - 48;
    if (digit < 0 || digit > 9) return new Mismatch('number', digits);
    value = value * 10 + digit;
  }
  return value >= least && value <= most && digits > 0 ? value : new Mismatch('range', digits, 0);
}

function readHex(text: string): string | Mismatch {
  const good = /^(0x)?[0-9a-f]*/i.exec(text)?.[0].length ?? 0;
  return good === text.length ? text : new Mismatch('number', good);
}

/** `undefined` when `text` is a dotted quad, else how much of it could be the start of one. */
function readIpv4(text: string): Mismatch | undefined {
  let part = '';
  let parts = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '.' && part !== '' && parts < 3) {
      parts++;
      part = '';
    } else if (character >= '0' && character <= '9' && Number(part + character) <= 255 && part.length < 3) {
      part += character;
    } else return new Mismatch('ip', at);
  }
  return parts === 3 && part !== '' ? undefined : new Mismatch('ip', text.length);
}

function readPrefix(text: string): string | Mismatch {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const wrong = readIpv4(address);
  if (wrong) return wrong;
  const length = slash < 0 ? '' : text.slice(slash + 1);
  return /^\d{1,2}$/.test(length) && Number(length) <= 32
    ? text
    : new Mismatch('ip', slash < 0 ? text.length : slash + 1);
}

function readIpv6(text: string): string | Mismatch {
  const good = /^[0-9a-f:.]*/i.exec(text)?.[0].length ?? 0;
  if (good < text.length) return new Mismatch('ip', good);
  const double = text.includes('::');
  const halves = text.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const dotted = last.includes('.');
  const count = groups.length + (dotted ? 1 : 0);
  const sound =
    halves.length <= 2 &&
    groups.every((group, index) =>
      index === groups.length - 1 && dotted ? readIpv4(group) === undefined : /^[0-9a-f]{1,4}$/i.test(group),
    ) &&
    (double ? count < 8 : count === 8);
  return sound ? text : new Mismatch('ip', text.length);
}
