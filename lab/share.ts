import { hash } from 'node:crypto';
import { LabError } from './errors.ts';

/** One part of a lab that several processes make up together. */
export interface Share {
  /** Which, from 1. */
  readonly index: number;
  /** Of how many. */
  readonly of: number;
}

/**
 * Whether a device belongs to a share. It follows from the name alone, so that processes which know the same lab file
 * agree without asking each other, and a device stays where it is when others come and go.
 */
export function isMine(name: string, { index, of }: Share): boolean {
  return shareOf(name, of) === index;
}

/** The share of a device, from 1. */
export function shareOf(name: string, of: number): number {
  return (hash('sha256', name.toLowerCase(), 'buffer').readUIntBE(0, 6) % of) + 1;
}

/**
 * Reads `2/5`.
 * @throws LabError for anything else
 */
export function readShare(text: string): Share {
  const [, index = '', of = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const share = { index: Number(index), of: Number(of) };
  if (share.index >= 1 && share.index <= share.of) return share;
  throw new LabError([{ path: 'share', message: `'${text}' is no share; write 2/5 for the second of five` }]);
}
