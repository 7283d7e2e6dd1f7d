/**
 * Renders a value in the layout of the old cJSON printer of NX-API: tabs, a tab after each colon, arrays of objects as
 * `[{ … }, {` with the members two tabs deeper than the array's key. Empty objects are left as `{}`.
 */
export function tabbed(value: unknown, depth = 0): string {
  if (Array.isArray(value)) return `[${value.map((item) => tabbed(item, depth + 1)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value);
  if (members.length === 0) return '{}';
  const inner = '\t'.repeat(depth + 1);
  const lines = members.map(([name, member]) => `${inner}${JSON.stringify(name)}:\t${tabbed(member, depth + 1)}`);
  return `{\n${lines.join(',\n')}\n${'\t'.repeat(depth)}}`;
}

/** Whether a JSON text is laid out so. How an empty object is broken over lines was never captured, so it is not asked. */
export function isTabbed(text: string): boolean {
  const gathered = text.trimEnd().replace(/\{\s*\}/g, '{}');
  return gathered === tabbed(JSON.parse(text));
}
