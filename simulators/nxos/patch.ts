import { expandRange } from './vlan-range.ts';

/** A configuration line with the lines below it. */
interface Section {
  readonly line: string;
  readonly children: Section[];
}

/** Lines that say nothing to be undone: heads, comments, and what every configuration of the box has. */
const silent = /^(!|version |vdc |$)/;

/**
 * The configuration commands that lead from one configuration to another: what is gone is negated, the last first; what
 * is new is written, each under its section.
 *
 * @param from lines of the configuration that is there
 * @param to lines of the one that is wanted
 * @param usual lines of the one that is wanted with its defaults written out, where a negation would mean something else
 * @returns lines, indented; empty when nothing differs
 */
export function patch(from: readonly string[], to: readonly string[], usual: readonly string[] = to): string[] {
  return difference(sections(from), sections(to), '', usual);
}

function sections(lines: readonly string[]): Section[] {
  const root: Section[] = [];
  const open: { indent: number; into: Section[] }[] = [{ indent: -1, into: root }];
  for (const line of lines) {
    const text = line.trim();
    const indent = line.length - line.trimStart().length;
    while ((open.at(-1)?.indent ?? -1) >= indent && open.length > 1) open.pop();
    const into = open.at(-1)?.into ?? root;
    for (const one of singles(text)) {
      const known = into.find((section) => section.line === one);
      const section: Section = known ?? { line: one, children: [] };
      if (!known && !silent.test(one)) into.push(section);
      if (open.at(-1)?.indent !== indent) open.push({ indent, into: section.children });
    }
  }
  return root;
}

/** `vlan 1,10-12` is a line for each. */
function singles(line: string): string[] {
  const list = /^vlan ([\d,-]+)$/.exec(line)?.[1];
  return list === undefined ? [line] : expandRange(list).map((id) => `vlan ${id}`);
}

function difference(
  from: readonly Section[],
  to: readonly Section[],
  margin: string,
  usual: readonly string[],
): string[] {
  const before = new Map(from.map((section) => [section.line, section]));
  const after = new Set(to.map(({ line }) => line));
  const lines: string[] = [];
  for (const { line } of from.toReversed()) if (!after.has(line)) lines.push(`${margin}${negated(line, usual)}`);
  for (const { line, children } of to) {
    const there = before.get(line);
    const inner = difference(there?.children ?? [], children, `${margin}  `, usual);
    if (!there || inner.length > 0) lines.push(`${margin}${line}`, ...inner);
  }
  return lines;
}

function negated(line: string, usual: readonly string[]): string {
  const listener = /^(?:no )?(nxapi https?)\b(?! use-)/.exec(line)?.[1];
  if (listener !== undefined) {
    const wanted = usual.find((one) => one.startsWith(`${listener} port `) || one === `no ${listener}`);
    if (wanted !== undefined) return wanted;
  }
  if (line.startsWith('banner motd ')) return 'no banner motd';
  const account = /^username (\S+) password /.exec(line)?.[1];
  if (account !== undefined) return `no username ${account}`;
  return line.startsWith('no ') ? line.slice(3) : `no ${line}`;
}
