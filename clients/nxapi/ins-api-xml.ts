import { ProtocolError } from '../errors.ts';
import type { HttpAnswer } from '../transport.ts';
import { isRecord, outputsOf, type Wire } from './wire.ts';

/**
 * `ins_api` in XML, for releases that have no JSON. Bodies come out in the shape that JSON has (repeated elements are
 * lists, empty ones `''`), except that every value is text.
 */
export const insApiXml: Wire = {
  contentType: 'application/xml',
  encode: ({ type, commands, rollback }) =>
    [
      '<?xml version="1.0"?>',
      '<ins_api>',
      '<version>1.0</version>',
      `<type>${type}</type>`,
      '<chunk>0</chunk>',
      '<sid>sid</sid>',
      `<input>${escaped(commands.join(' ;'))}</input>`,
      '<output_format>xml</output_format>',
      ...(rollback === undefined ? [] : [`<rollback>${rollback}</rollback>`]),
      '</ins_api>',
    ].join('\n'),
  decode: async (answer, { type }) => {
    const outputs = outputsOf(await parseXml(answer), answer);
    if (answer.status === 400) {
      throw new ProtocolError(`the device could not read the request: ${outputs[0]?.msg}`, answer);
    }
    const text = type === 'cli_show_ascii' || type === 'bash';
    return outputs.map((output) => ({ ...output, body: text ? output.body : compact(unwrapped(output.body)) }));
  },
};

async function parseXml(answer: HttpAnswer): Promise<unknown> {
  if (!answer.text.trimStart().startsWith('<') || /<html[\s>]/i.test(answer.text)) {
    throw new ProtocolError('expected XML from NX-API', answer);
  }
  if (/<!(DOCTYPE|ENTITY)/i.test(answer.text)) {
    throw new ProtocolError('refused: XML with a document type or entities, which NX-API never sends', answer);
  }
  const { XMLParser } = await import('fast-xml-parser');
  const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    removeNSPrefix: true,
    parseTagValue: false,
    trimValues: false,
    // Only the five entities of XML and character references, below: a long text may hold any number of them.
    processEntities: false,
  });
  try {
    return unescaped(parser.parse(answer.text, true));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProtocolError(`expected well-formed XML from NX-API (${reason})`, answer);
  }
}

/** Older trains wrap the answer: `<show><version><__XML__OPT_…><__readonly__>…`. What counts is inside. */
function unwrapped(body: unknown): unknown {
  if (!isRecord(body)) return body;
  if (body.__readonly__ !== undefined) return body.__readonly__;
  for (const inner of Object.values(body)) {
    const found = unwrapped(inner);
    if (found !== inner) return found;
  }
  return body;
}

/** Drops the blanks between elements, which the parser keeps because in a text body they count. */
function compact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(compact);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([name, inner]) => name !== '#text' || String(inner).trim() !== '');
  return Object.fromEntries(entries.map(([name, inner]) => [name, compact(inner)]));
}

function unescaped(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('&') ? value.replace(reference, character) : value;
  if (Array.isArray(value)) return value.map(unescaped);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unescaped(inner)]));
}

const reference = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi;
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function character(all: string, name?: string, decimal?: string, hex?: string): string {
  if (name !== undefined) return named[name.toLowerCase()] ?? all;
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return point <= 0x10ffff ? String.fromCodePoint(point) : all;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
