import { messageOf } from './errors.ts';

/** What a case will have to put back, newest first. `T` is what an undo is given to work with. */
export interface UndoStack<T> {
  /** Notes an undo; call it *before* the change, so that a change whose reply is lost is put back too. */
  push(what: string, how: (by: T) => Promise<void>): void;
  size(): number;
  /**
   * Runs every undo in reverse order, each once, whatever the others did.
   * @returns what could not be put back, in words.
   */
  unwind(by: T): Promise<readonly string[]>;
}

/** An empty stack. */
export function undoStack<T>(): UndoStack<T> {
  const entries: { what: string; how: (by: T) => Promise<void> }[] = [];
  return {
    push: (what, how) => {
      entries.push({ what, how });
    },
    size: () => entries.length,
    async unwind(by) {
      const residue: string[] = [];
      for (let entry = entries.pop(); entry; entry = entries.pop()) {
        try {
          await entry.how(by);
        } catch (thrown) {
          residue.push(`${entry.what}: ${messageOf(thrown)}`);
        }
      }
      return residue;
    },
  };
}
