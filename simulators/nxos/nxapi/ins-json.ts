import type { Json, JsonObject } from '../../chassis/json.ts';
import { printCjson } from './cjson.ts';
import type { Output } from './executor.ts';

/**
 * Writes an `ins_api` reply in JSON. The order of members is the switch's, and differs by type (reference 2.4); one
 * command gives an object, several an array.
 */
export function writeInsJson(type: string, version: string, outputs: readonly Output[]): string {
  const written = outputs.map((output) => outputObject(type, output));
  const output: Json = written.length === 1 ? (written[0] ?? {}) : written;
  const outer: JsonObject = isStructured(type)
    ? { type, version, sid: 'eoc', outputs: { output } }
    : { sid: 'eoc', type, version, outputs: { output } };
  return printCjson({ ins_api: outer });
}

function isStructured(type: string): boolean {
  return type === 'cli_show' || type === 'cli_show_array';
}

function outputObject(type: string, { input, ok, body = '', code, msg, clierror }: Output): JsonObject {
  const words = clierror === undefined ? {} : { clierror };
  if (isStructured(type)) return ok ? { input, msg, code, body } : { ...words, input, msg, code };
  if (type === 'cli_show_ascii') return ok ? { body, code, msg, input } : { code, msg, ...words, input };
  return ok ? { body, code, msg } : { ...words, code, msg };
}
