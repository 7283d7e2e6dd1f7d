import { readFile } from 'node:fs/promises';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { messageOf, UsageError } from './errors.ts';
import type { Finding } from './run.ts';
import { compareVersions } from './versions.ts';

/** How far ahead a waiver may end, in days: one that never ends is no waiver but a change of the suite. */
const furthest = 180;
const day = 86_400_000;

const isoDate = z.string().regex(/^\d{4}-\d\d-\d\d$/, { error: 'write a day as 2027-03-31' });

const waiver = z.strictObject({
  check: z.string(),
  kind: z.string().optional(),
  release: z.string().optional(),
  reason: z.string().min(1),
  owner: z.string().min(1),
  expires: isoDate,
  link: z.url().optional(),
});

/** One deviation that somebody answers for, until a day. Without `kind` or `release` it speaks of all. */
export type Waiver = z.infer<typeof waiver> & {
  /** Where it stands: `waivers.yaml:7`. */
  readonly at: string;
};

/**
 * Reads a file of waivers: a YAML list of `check`, `reason`, `owner`, `expires` and, where they speak of less, `kind` and
 * `release`.
 * @throws UsageError with file and line of what is wrong
 */
export async function readWaivers(file: string): Promise<readonly Waiver[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`--waivers ${file}: the file cannot be read`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw new UsageError(`${file}:${lines.linePos(broken.pos[0]).line}: ${messageOf(broken).split('\n')[0]}`);
  const list: unknown = document.toJS() ?? [];
  if (!Array.isArray(list)) throw new UsageError(`${file}: write a list, one "- check: …" a waiver`);
  return list.map((entry, index) => {
    const at = `${file}:${lineOf(document, lines, [index])}`;
    const read = waiver.safeParse(entry);
    if (read.success) return { ...read.data, at };
    const [issue] = read.error.issues;
    const where = `${file}:${lineOf(document, lines, [index, ...(issue?.path ?? [])])}`;
    throw new UsageError(`${where}: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')}`);
  });
}

/** The line of a node; that of the nearest one above it where it is missing. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return lines.linePos(Number(node.range[0])).line;
    }
  }
  return 1;
}

/** Findings of which some are waived, and what is wrong with the waivers. */
export interface Waived {
  readonly findings: readonly Finding[];
  readonly troubles: readonly string[];
}

/**
 * Lays waivers over what was found. Only a deviation can be waived: a check that passes makes its waiver stale, and one
 * that could not be judged neither uses nor ends it. One waiver speaks of one check, never of a case or a whole device.
 * @param known ids of all checks of the suites, so that a waiver of an unknown one is noticed
 * @param today the day of the run
 */
export function waive(
  found: readonly Finding[],
  waivers: readonly Waiver[],
  known: ReadonlySet<string>,
  today: Date,
): Waived {
  const troubles: string[] = [];
  const seen = new Map<string, string>();
  const live = waivers.filter((one) => {
    const trouble = troubleOf(one, known, today, seen);
    if (trouble !== undefined) troubles.push(`${one.at}: ${one.check} ${trouble}`);
    return trouble === undefined;
  });
  const used = new Set<Waiver>();
  const passing = new Set<Waiver>();
  const findings = found.map((finding): Finding => {
    const mine = live.find((one) => speaksOf(one, finding));
    if (mine && finding.outcome === 'pass') passing.add(mine);
    if (!mine || (finding.outcome !== 'fail' && finding.outcome !== 'warn')) return finding;
    used.add(mine);
    return { ...finding, outcome: 'waived', why: `${mine.reason} (${mine.owner}, until ${mine.expires})` };
  });
  for (const one of live) {
    if (passing.has(one) && !used.has(one)) {
      troubles.push(`${one.at}: ${one.check} is waived for ${one.owner}, and it passes: take the waiver away`);
    }
  }
  return { findings, troubles };
}

function troubleOf(
  { check, kind, release, expires, owner, at }: Waiver,
  known: ReadonlySet<string>,
  today: Date,
  seen: Map<string, string>,
): string | undefined {
  if (!known.has(check)) return 'is no check of these suites: see rackless list cases';
  const key = [check, kind, release].join(' ');
  const before = seen.get(key);
  if (before !== undefined) return `is waived twice, first at ${before}`;
  seen.set(key, at);
  const last = Date.parse(`${expires}T23:59:59.999Z`);
  if (!(last >= today.getTime())) return `was waived for ${owner} until ${expires}, which is over`;
  if (last - today.getTime() > furthest * day) return `is waived until ${expires}: ${furthest} days ahead is the most`;
  return undefined;
}

function speaksOf(one: Waiver, finding: Finding): boolean {
  return (
    one.check === finding.check &&
    (one.kind === undefined || one.kind === finding.kind) &&
    (one.release === undefined || compareVersions(one.release, finding.release) === 0)
  );
}
