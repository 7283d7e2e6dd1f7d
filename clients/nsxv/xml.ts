/** An element as a plain object: text alone is a string, several of one name are in their order. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

type Ordered = Readonly<Record<string, unknown>>;

/**
 * Reads a document; the order of siblings and whether there is one or many do not matter to what follows.
 * @returns `undefined` for what is no XML
 */
export async function readXml(text: string): Promise<XmlElement | undefined> {
  const { XMLParser, XMLValidator } = await import('fast-xml-parser');
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) return undefined;
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreDeclaration: true,
    parseTagValue: false,
    trimValues: true,
  });
  const nodes: unknown = parser.parse(text);
  return elementsOf(nodes)[0];
}

function elementsOf(nodes: unknown): XmlElement[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.filter(isOrdered).flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const inner = node[name];
    return [{ name, text: textIn(inner), children: elementsOf(inner) }];
  });
}

function textIn(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  return nodes
    .filter(isOrdered)
    .map((node) => (typeof node['#text'] === 'string' ? node['#text'] : ''))
    .join('');
}

function isOrdered(node: unknown): node is Ordered {
  return typeof node === 'object' && node !== null;
}

/** The first element of that name below another, however deep; some releases wrap what others do not. */
export function find(element: XmlElement | undefined, name: string): XmlElement | undefined {
  if (!element || element.name === name) return element;
  for (const child of element.children) {
    const found = find(child, name);
    if (found) return found;
  }
  return undefined;
}

/** All elements of that name below another, at the highest level where there are any. */
export function findAll(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  if (!element) return [];
  const here = element.children.filter((child) => child.name === name);
  return here.length > 0 ? here : element.children.flatMap((child) => findAll(child, name));
}

/** The text of a direct child; `undefined` where there is none. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  return element?.children.find((child) => child.name === name)?.text;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A text as it may stand in XML. */
export function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}
