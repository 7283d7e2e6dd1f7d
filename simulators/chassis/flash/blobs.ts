import { createHash } from 'node:crypto';
import type { Blobs } from '../surroundings.ts';

/** SHA-256 in lower-case hex: the name of these bytes. */
export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The bytes of flash files in memory: for a lab that keeps nothing. What was put stays until the process ends. */
export class MemoryBlobs implements Blobs {
  readonly #bytes = new Map<string, Buffer>();

  /** Keeps a copy of the bytes. @returns SHA-256, hex */
  put(bytes: Buffer): string {
    const digest = digestOf(bytes);
    if (!this.#bytes.has(digest)) this.#bytes.set(digest, Buffer.from(bytes));
    return digest;
  }

  /**
   * The bytes of this digest. They are shared: do not write into them.
   *
   * @throws Error when the digest was never put
   */
  get(digest: string): Buffer {
    const bytes = this.#bytes.get(digest);
    if (!bytes) throw new Error(`no file content with SHA-256 ${digest} was ever kept`);
    return bytes;
  }
}
