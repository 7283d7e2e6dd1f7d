import { isJsonObject, type Json } from '../../chassis/json.ts';

/**
 * Prints JSON as the switch does: the layout of an old cJSON, with a tab for each level, a tab after each colon, and the
 * members of objects inside arrays two tabs deeper than the array's key.
 *
 * @source recorded: raw replies of `show vrf` and `show interface status` (NX-API reference 2.4)
 */
export function printCjson(value: Json): string {
  return print(value, 0);
}

const tabs = Array.from({ length: 32 }, (_, depth) => '\t'.repeat(depth));

function indent(depth: number): string {
  return tabs[depth] ?? '\t'.repeat(depth);
}

function print(value: Json, depth: number): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (!isJsonObject(value)) {
    let out = '[';
    for (let i = 0; i < value.length; i++) out += (i === 0 ? '' : ', ') + print(value[i] ?? null, depth + 1);
    return `${out}]`;
  }
  let out = '';
  const margin = indent(depth + 1);
  for (const [key, member] of Object.entries(value)) {
    out += `${out === '' ? '{\n' : ',\n'}${margin}${JSON.stringify(key)}:\t${print(member, depth + 1)}`;
  }
  // cJSON closes an empty object one level further out than a filled one.
  return out === '' ? `{\n${indent(Math.max(0, depth - 1))}}` : `${out}\n${indent(depth)}}`;
}
