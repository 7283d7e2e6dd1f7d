import { ProtocolError } from '../../errors.ts';
import type { CommandError } from '../command-error.ts';
import { type Row, text } from '../rows.ts';

/**
 * A show command together with what its body means. Give one to `NxapiClient.show`, or write your own: it is plain data.
 * The typed shows of this client trim the device's padding and leave out what a release does not tell.
 */
export interface TypedShow<T> {
  readonly command: string;
  /** @throws ProtocolError when the body lacks what the command cannot do without */
  parse(body: Row): T;
  /** For commands that answer "there is none" with an error: the value that this means, or undefined for a real error. */
  none?(error: CommandError): T | undefined;
}

/** A value, trimmed; undefined when it is missing, empty, or one of the device's placeholders `--`, `-` and `N/A`. */
export function field(row: Row, key: string): string | undefined {
  const trimmed = text(row[key])?.trim() ?? '';
  return trimmed === '' || trimmed === '--' || trimmed === '-' || trimmed === 'N/A' ? undefined : trimmed;
}

/** The first of several keys that has a value: releases rename keys. */
export function firstField(row: Row, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = field(row, key);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** As {@link firstField}. @throws ProtocolError when there is none */
export function requiredField(command: string, row: Row, ...keys: readonly string[]): string {
  const value = firstField(row, ...keys);
  if (value !== undefined) return value;
  throw unexpectedBody(`${command}: expected ${keys.join(' or ')} in the answer`, row);
}

/** The error of a body that is not what the command answers. */
export function unexpectedBody(message: string, body: unknown): ProtocolError {
  const written = JSON.stringify(body) ?? String(body);
  return new ProtocolError(message, { status: 200, contentType: '', text: written, secretless: (all) => all });
}
