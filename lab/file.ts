import { readFile } from 'node:fs/promises';
import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { LabError, type Problem } from './errors.ts';
import { checkShape, type LabSpec } from './schema.ts';

/** A lab file as read: what it says, and where it says it. */
export interface LabFile {
  /** As the user named it. */
  readonly path: string;
  readonly spec: LabSpec;
  /** Line of what a path leads to; of the nearest thing above it where that is missing. */
  line(path: readonly PropertyKey[]): number | undefined;
}

/**
 * Reads a lab file and checks its shape.
 * @throws LabError when it cannot be read, is not YAML or has the wrong shape; every problem with its line
 */
export async function readLabFile(path: string): Promise<LabFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new LabError([{ path: '', message: `cannot read this lab file: ${reason(error)}` }], path);
  }
  return parseLabFile(text, path);
}

/**
 * As {@link readLabFile}, from text.
 * @param path stands in messages
 */
export function parseLabFile(text: string, path: string): LabFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    const problems = new Map<number, Problem>();
    for (const { message, pos } of faults) {
      const line = lineAt(pos[0]);
      // What follows on the same line mostly follows from the first fault.
      if (!problems.has(line)) problems.set(line, { path: '', message, line });
    }
    throw new LabError([...problems.values()], path);
  }
  let raw: unknown;
  try {
    raw = document.toJS();
  } catch (error) {
    // Aliases that lead nowhere, or that would grow without bound.
    throw new LabError([{ path: '', message: error instanceof Error ? error.message : String(error) }], path);
  }
  const line = (at: readonly PropertyKey[]): number | undefined => {
    const offset = offsetOf(document.contents, at);
    return offset === undefined ? undefined : lineAt(offset);
  };
  const checked = checkShape(raw);
  if ('spec' in checked) return { path, spec: checked.spec, line };
  const problems: Problem[] = checked.problems.map(({ at, ...problem }) => withLine(problem, line(at)));
  throw new LabError(
    problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    path,
  );
}

function withLine(problem: Problem, line: number | undefined): Problem {
  return line === undefined ? problem : { ...problem, line };
}

/** Where in the text the deepest thing on `path` begins that is there: a key for a mapping's entry, an item for a list's. */
function offsetOf(contents: Node | null, path: readonly PropertyKey[]): number | undefined {
  let offset = contents?.range?.[0];
  let node: unknown = contents;
  for (const step of path) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (!isScalar(pair?.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

/** Why a file could not be read, in words. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a directory';
    case 'EACCES':
      return 'its permissions do not allow it';
    default:
      return error.message;
  }
}
