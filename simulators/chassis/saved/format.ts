import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../json.ts';
import { readIfThere, replaceFile } from './durable.ts';

/** Brings a state directory from one format to the next. May be run again after a crash in the middle of it. */
export type Migration = (directory: string) => Promise<void>;

/** The formats there have been: `migrations[0]` leads from format 1 to 2. The present format is one more than there are. */
export const migrations: readonly Migration[] = [];

/** Says what a directory is and how it is written. */
const nameplate = 'rackless.json';

/**
 * Makes sure that a directory is a state directory or empty, before anything is written to it.
 * @throws Error naming what else it holds
 */
export function refuseForeign(directory: string): void {
  const names = readdirSync(directory);
  const foreign = names.find((name) => !/^lock(?:\.|$)/.test(name) && name !== `${nameplate}.new`);
  if (foreign === undefined || names.includes(nameplate)) return;
  throw new Error(
    `${directory} holds ${foreign} but no ${nameplate}: it is no state directory; name an empty or a new one`,
  );
}

/**
 * Gives an empty directory the present format, or brings an older one to it, format by format.
 * @throws Error, and nothing is changed, when the format is yet to come
 */
export async function toPresentFormat(directory: string, steps: readonly Migration[] = migrations): Promise<void> {
  const path = join(directory, nameplate);
  const present = steps.length + 1;
  const text = readIfThere(path)?.toString();
  if (text === undefined) return write(path, present);
  let format = formatIn(path, text);
  if (format > present) {
    throw new Error(
      `${path}: the state is in format ${format}, and this version of Rackless reads up to ${present}; start the newer version that wrote it, or name another directory`,
    );
  }
  for (; format < present; format++) {
    await steps[format - 1]?.(directory);
    await write(path, format + 1);
  }
}

function write(path: string, format: number): Promise<void> {
  return replaceFile(path, [`${JSON.stringify({ what: 'Rackless state directory', format })}\n`]);
}

function formatIn(path: string, text: string): number {
  let read: Json = null;
  try {
    read = JSON.parse(text);
  } catch {
    // Told below.
  }
  const format = typeof read === 'object' && read !== null && 'format' in read ? read.format : undefined;
  if (typeof format === 'number' && Number.isInteger(format) && format >= 1) return format;
  throw new Error(`${path}: it should hold {"format": a whole number from 1}; restore the file from a copy`);
}
