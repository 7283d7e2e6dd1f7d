import type { Json } from '../json.ts';
import { readIfThere, replaceFile } from './durable.ts';
import { Newest } from './newest.ts';

/** A small piece of JSON that the lab keeps: which host port stands for which device's port, say. */
export class Facts {
  readonly #path: string;
  readonly #writes: Newest<Json>;
  #closed: string | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#writes = new Newest((value) => replaceFile(path, [`${JSON.stringify(value, null, 2)}\n`]));
  }

  /**
   * What was last written, by this process (once it is durable) or an earlier one; `undefined` where nothing was.
   * @throws Error naming the file when it is not JSON
   */
  read(): Json | undefined {
    const text = readIfThere(this.#path)?.toString();
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${this.#path}: this is not JSON (${reason}); remove the file to have it made anew`);
    }
  }

  /** Replaces it whole; resolves when it is durable. Writes that come while one is on its way are one write. */
  write(value: Json): Promise<void> {
    if (this.#closed) return Promise.reject(new Error(this.#closed));
    return this.#writes.push(value);
  }

  /** Takes no more writes; resolves when those taken are done. @param why what later ones are told */
  async close(why: string): Promise<void> {
    this.#closed ??= why;
    await this.#writes.settled();
  }
}
