import type { Json } from '../json.ts';

/**
 * What a show command gives: the data once, and a text view over the same data. Both are made only when asked for: the
 * CLI wants the text, JSON, XML and JSON-RPC want the tree.
 */
export interface Shown {
  tree(): Json;
  /** Exactly what a terminal shows, with its final newline; lines end in `\n`. */
  text(): string;
}

type Silent = ReturnType<() => void>;

/** What a handler hands back: nothing, text for the terminal (lines end in `\n`), or data with a text view. */
export type Printed = Silent | string | Shown;

/** Tells data with a text view from plain text and from silence. */
export function isShown(printed: Printed): printed is Shown {
  return typeof printed === 'object';
}
