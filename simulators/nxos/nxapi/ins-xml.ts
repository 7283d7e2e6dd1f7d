import { isJsonObject, type Json } from '../../chassis/json.ts';
import type { Output } from './executor.ts';

/**
 * Writes an `ins_api` reply in XML: one `<output>` a command, rows of a table as repeated elements.
 * @source recorded: reference 2.5 with its envelopes
 */
export function writeInsXml(type: string, version: string, outputs: readonly Output[]): string {
  return `<?xml version="1.0"?>
<ins_api>
  <type>${escapeXml(type)}</type>
  <version>${escapeXml(version)}</version>
  <sid>eoc</sid>
  <outputs>
${outputs.map((output) => outputElement(type, output)).join('')}  </outputs>
</ins_api>
`;
}

function outputElement(type: string, { ok, input, msg, code, body, clierror }: Output): string {
  const parts: string[] = [];
  if (ok) parts.push(bodyElement(body));
  else if (clierror !== undefined) parts.push(`<clierror>${escapeXml(clierror)}</clierror>`);
  const isShow = type.startsWith('cli_show');
  if (isShow) parts.push(`<input>${escapeXml(input)}</input>`, `<msg>${escapeXml(msg)}</msg>`, `<code>${code}</code>`);
  else parts.push(`<code>${code}</code>`, `<msg>${escapeXml(msg)}</msg>`);
  return `    <output>\n${parts.map((part) => `      ${part}\n`).join('')}    </output>\n`;
}

function bodyElement(body: Json | undefined): string {
  if (typeof body === 'string') return body === '' ? '<body/>' : `<body>${escapeXml(body)}</body>`;
  const inner = isJsonObject(body) ? members(body, '      ') : '';
  return inner === '' ? '<body/>' : `<body>\n${inner}     </body>`;
}

/** A tree as a document of its own, without the envelope. */
export function xmlDocument(tree: Json): string {
  return isJsonObject(tree) ? members(tree, '') : '';
}

function members(object: { readonly [key: string]: Json }, margin: string): string {
  return Object.entries(object)
    .map(([name, value]) => element(name, value, margin))
    .join('');
}

function element(name: string, value: Json, margin: string): string {
  if (isJsonObject(value)) {
    const inner = members(value, `${margin} `);
    return inner === '' ? `${margin}<${name}/>\n` : `${margin}<${name}>\n${inner}${margin}</${name}>\n`;
  }
  if (typeof value === 'object' && value !== null) return value.map((one) => element(name, one, margin)).join('');
  const text = value === null ? '' : escapeXml(String(value));
  return text === '' ? `${margin}<${name}/>\n` : `${margin}<${name}>${text}</${name}>\n`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes what XML text may not hold; control characters that XML has no way to write are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>]/g, (char) => entities[char] ?? char)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
}
