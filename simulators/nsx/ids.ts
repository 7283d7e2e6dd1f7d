import { createHash, randomUUID } from 'node:crypto';

/** A source of identifiers that gives the same ones for the same seed. */
export class SeededIds {
  readonly #seed: string;
  #count = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** A version 4 UUID. */
  uuid(): string {
    const hex = this.#hex();
    const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4];
    return dashed(`${hex.slice(0, 12)}4${hex.slice(13, 16)}${variant}${hex.slice(17)}`);
  }

  /**
   * The UUID of an appliance: from the BIOS of its virtual machine, so that the first group ends in `42` and no
   * version stands in it.
   */
  applianceUuid(): string {
    const hex = this.#hex();
    return dashed(`${hex.slice(0, 6)}42${hex.slice(8)}`);
  }

  #hex(): string {
    return createHash('sha256')
      .update(`${this.#seed}/${this.#count++}`)
      .digest('hex')
      .slice(0, 32);
  }
}

function dashed(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The identifier of a new object. */
export function newId(): string {
  return randomUUID();
}
