import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { isJsonObject, type Json } from '../../chassis/json.ts';

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  // Names of our own are never looked up; the five of XML itself are.
  processEntities: { enabled: true, maxTotalExpansions: 1_000, allowedTags: null },
});

/**
 * Reads an XML body as the plain object that a JSON one would give.
 *
 * @returns `undefined` for what is no XML, and for any document with a DTD: no entity is ever defined
 */
export function readXmlBody(text: string): Json | undefined {
  const document = text.trim();
  if (/<!(DOCTYPE|ENTITY)/i.test(document) || XMLValidator.validate(document) !== true) return undefined;
  try {
    const parsed: Json = parser.parse(document);
    const request = isJsonObject(parsed) ? parsed.ins_api : undefined;
    if (!isJsonObject(request)) return undefined;
    // Blanks around a value belong to the layout of the document.
    const trimmed = Object.entries(request).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.trim() : value,
    ]);
    return { ins_api: Object.fromEntries(trimmed) };
  } catch {
    return undefined;
  }
}
