import { InvalidArgumentError } from 'commander';

/** Reads a port of an option, 1 to 65535. @throws InvalidArgumentError for anything else */
export function port(text: string): number {
  const number = portOrAny(text);
  if (number === 0) throw new InvalidArgumentError('A port is 1 to 65535.');
  return number;
}

/** Reads a port of an option, where 0 stands for any. @throws InvalidArgumentError for anything else */
export function portOrAny(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= 65_535)) throw new InvalidArgumentError('A port is 0 to 65535.');
  return number;
}
