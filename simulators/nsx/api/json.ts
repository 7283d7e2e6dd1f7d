import type { Json } from '../../chassis/json.ts';

/**
 * JSON as the manager's Java back end writes it: two spaces, a blank on both sides of the colon, brackets on the line,
 * no newline at the end. @source NSX reference 2.4, recorded
 */
export function managerJson(value: Json): string {
  return written(value, '', ' : ');
}

function written(value: Json, indent: string, colon: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[ ]';
    return `[ ${value.map((one) => written(one, indent, colon)).join(', ')} ]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{ }';
  const inner = `${indent}  `;
  const lines = entries.map(
    ([name, member]) => `${inner}${JSON.stringify(name)}${colon}${written(member, inner, colon)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** JSON as the node's Python back end writes it: two spaces, keys in order of their bytes. @source NSX reference 2.4, recorded */
export function nodeJson(value: Json): string {
  return JSON.stringify(sorted(value), null, 2);
}

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** The fixed template of the reverse proxy, whose codes are texts. @source NSX reference 3.5, recorded */
export function proxyJson(code: number, message: string, codeAsText = true): string {
  const written = codeAsText ? `"${code}"` : String(code);
  return `{\n    "module_name" : "common-services",\n    "error_message" : ${JSON.stringify(message)},\n    "error_code" : ${written}\n}`;
}
