/** A configuration line with the lines below it. */
interface Section {
  readonly line: string;
  readonly children: Section[];
}

/** Lines that say nothing to be undone: heads, comments, and what every configuration of the box has. */
const silent = /^(!|version |vdc |line |$)/;

/**
 * The configuration commands that lead from one configuration to another: what is gone is negated, what is new is
 * written, each under its section.
 *
 * @param from lines of the configuration that is there
 * @param to lines of the one that is wanted
 * @returns lines, indented; empty when nothing differs
 */
export function patch(from: readonly string[], to: readonly string[]): string[] {
  return difference(sections(from), sections(to), '');
}

function sections(lines: readonly string[]): Section[] {
  const root: Section[] = [];
  const open: { indent: number; into: Section[] }[] = [{ indent: -1, into: root }];
  for (const line of lines) {
    const text = line.trim();
    const indent = line.length - line.trimStart().length;
    while ((open.at(-1)?.indent ?? -1) >= indent && open.length > 1) open.pop();
    const section: Section = { line: text, children: [] };
    if (!silent.test(text)) open.at(-1)?.into.push(section);
    open.push({ indent, into: section.children });
  }
  return root;
}

function difference(from: readonly Section[], to: readonly Section[], margin: string): string[] {
  const before = new Map(from.map((section) => [section.line, section]));
  const after = new Set(to.map(({ line }) => line));
  const lines: string[] = [];
  for (const { line } of from) if (!after.has(line)) lines.push(`${margin}${negated(line)}`);
  for (const { line, children } of to) {
    const there = before.get(line);
    const inner = difference(there?.children ?? [], children, `${margin}  `);
    if (!there || inner.length > 0) lines.push(`${margin}${line}`, ...inner);
  }
  return lines;
}

function negated(line: string): string {
  return line.startsWith('no ') ? line.slice(3) : `no ${line}`;
}
