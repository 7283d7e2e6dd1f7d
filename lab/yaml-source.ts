import { readFile } from 'node:fs/promises';
import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { LabError, type Problem, reason } from './errors.ts';

/** What a YAML file holds, and where it says it. */
export interface YamlSource {
  readonly raw: unknown;
  /** Line of what a path leads to; of the nearest thing above it where that is missing. */
  line(path: readonly PropertyKey[]): number | undefined;
}

/**
 * Reads a file of YAML.
 * @param what it is, for messages: `lab file`
 * @throws LabError when it cannot be read, or is no YAML; every problem with its line
 */
export async function readYaml(path: string, what: string): Promise<YamlSource> {
  return parseYaml(await readText(path, what), path);
}

/** The text of a file. @throws LabError when it cannot be read */
export async function readText(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new LabError([{ path: '', message: `cannot read this ${what}: ${reason(error)}` }], path);
  }
}

/**
 * As {@link readYaml}, from text.
 * @param path stands in messages
 */
export function parseYaml(text: string, path: string): YamlSource {
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
  // What was read takes thirty times its text, and is only wanted where something is wrong: it may go, and be read again.
  let kept = new WeakRef(document);
  const line = (at: readonly PropertyKey[]): number | undefined => {
    const read = kept.deref() ?? parseDocument(text);
    kept = new WeakRef(read);
    const offset = offsetOf(read.contents, at);
    return offset === undefined ? undefined : lineAt(offset);
  };
  return { raw, line };
}

/**
 * What is wrong with the shape of a file, as an error with its lines, in their order.
 * @param problems each with the path that it is about
 */
export function wrongShape(
  problems: readonly (Problem & { readonly at: readonly PropertyKey[] })[],
  { line }: Pick<YamlSource, 'line'>,
  path: string,
): LabError {
  const placed = problems.map(({ at, ...problem }) => withLine(problem, line(at)));
  return new LabError(
    placed.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
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
