import type { Exchange } from '../../oracle/http.ts';
import type { Json } from '../../target.ts';

/** The body as JSON; `null` for what is none. */
export function parsed({ body }: Pick<Exchange, 'body'>): Json {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** A member of JSON, by way of names and indexes; `null` where there is none. */
export function at(value: Json, ...path: readonly (string | number)[]): Json {
  let found: Json = value;
  for (const step of path) {
    if (typeof step === 'number') found = Array.isArray(found) ? (found[step] ?? null) : null;
    else found = typeof found === 'object' && found !== null && !Array.isArray(found) ? (found[step] ?? null) : null;
  }
  return found;
}

/** A list in JSON; empty where there is none. */
export function listAt(value: Json, ...path: readonly (string | number)[]): Json[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A text in JSON; empty where there is none. */
export function textAt(value: Json, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

/** Status and body of an answer. */
export const seen = (exchange: Exchange): { status: number; body: Json } => ({
  status: exchange.status,
  body: parsed(exchange),
});

/** What a refusal says. */
export const message = (body: Json): string => textAt(body, 'error_message');

/** The code of a refusal. */
export const code = (body: Json): Json => at(body, 'error_code');
