import { isJsonObject, type Json } from '../../chassis/json.ts';

/** A request body, whatever it came as: an element with its text and what is in it. */
export interface Element {
  readonly name: string;
  readonly text: string;
  readonly children: readonly Element[];
}

/** A body that is not what it should be. The message is for the `details` of the answer. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
}

/** Deepest nesting that is read. */
const deepest = 64;
/** Most elements that are read. */
const mostElements = 20_000;

/**
 * Reads XML. No document type is accepted, so there are neither entities of the sender's own nor files or hosts to fetch;
 * depth and number of elements are bounded; attributes are read over.
 *
 * @throws BodyError for what is not one well-formed element in UTF-8
 */
export function readXml(bytes: Buffer): Element {
  const text = decoded(bytes);
  const open: { name: string; text: string; children: Element[] }[] = [];
  let root: Element | undefined;
  let count = 0;
  let at = 0;
  const token =
    /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?"'=&]+)((?:\s+[^\s<>/"'=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/gy;
  while (at < text.length) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found) throw new BodyError(notWellFormed(text, at));
    const [whole, cdata, closing, name, , empty] = found;
    const top = open.at(-1);
    if (cdata !== undefined) {
      if (!top) throw new BodyError(notWellFormed(text, at));
      top.text += cdata;
    } else if (closing !== undefined) {
      if (!top || top.name !== closing) throw new BodyError(notWellFormed(text, at));
      open.pop();
      const done: Element = top;
      const parent = open.at(-1);
      if (parent) parent.children.push(done);
      else root = done;
    } else if (name !== undefined) {
      if (root || ++count > mostElements || open.length >= deepest) throw new BodyError(notWellFormed(text, at));
      const begun = { name, text: '', children: [] };
      if (empty !== '/') open.push(begun);
      else if (top) top.children.push(begun);
      else root = begun;
    } else if (!whole.startsWith('<')) {
      if (top) top.text += unescaped(whole, text, at);
      else if (whole.trim() !== '') throw new BodyError(notWellFormed(text, at));
    }
    at += whole.length;
  }
  if (!root || open.length > 0)
    throw new BodyError('XML document structures must start and end within the same entity.');
  return root;
}

/** A body in JSON as the element that the XML would be; members that are lists become repeated elements. */
export function readJson(bytes: Buffer, root: string): Element {
  let json: Json;
  try {
    json = JSON.parse(decoded(bytes));
  } catch (error) {
    if (error instanceof BodyError) throw error;
    throw new BodyError('The request body is not valid JSON.');
  }
  return fromJson(root, json, 0);
}

function fromJson(name: string, value: Json, depth: number): Element {
  if (depth > deepest) throw new BodyError('The request body is nested too deep.');
  if (!isJsonObject(value)) return { name, text: value === null ? '' : String(value), children: [] };
  const children = Object.entries(value).flatMap(([key, member]) =>
    (Array.isArray(member) ? member : [member]).map((one: Json) => fromJson(key, one, depth + 1)),
  );
  return { name, text: '', children };
}

/** All elements of that name directly in another. */
export function all(element: Element | undefined, name: string): readonly Element[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/**
 * The text of the one element of that name; `undefined` where there is none.
 * @throws BodyError where there are several: which one is meant?
 */
export function textOf(element: Element | undefined, name: string): string | undefined {
  const found = all(element, name);
  if (found.length > 1) throw new BodyError(`Duplicate field ${name}`);
  return found[0]?.text.trim();
}

function decoded(bytes: Buffer): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BodyError('Invalid byte of a UTF-8 sequence.');
  }
  const encoding = /^\s*<\?xml[^?]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
  if (encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding)) {
    throw new BodyError(`Unsupported encoding ${encoding.slice(0, 40)}.`);
  }
  return text;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(raw: string, text: string, at: number): string {
  return raw.replace(/&([^;\s&]{0,12};?)/g, (_whole, reference: string) => {
    const name = reference.endsWith(';') ? reference.slice(0, -1) : undefined;
    const digits = name === undefined ? undefined : /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
    const code = digits ? Number.parseInt(digits[1] ?? digits[2] ?? '', digits[1] ? 16 : 10) : -1;
    if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    const character = name === undefined ? undefined : named[name];
    if (character === undefined) throw new BodyError(notWellFormed(text, at));
    return character;
  });
}

function notWellFormed(text: string, at: number): string {
  const line = text.slice(0, at).split('\n').length;
  if (/^<!(DOCTYPE|ENTITY)/i.test(text.slice(at, at + 12))) return 'DOCTYPE is disallowed.';
  return `The request body is not well-formed XML (line ${line}).`;
}
