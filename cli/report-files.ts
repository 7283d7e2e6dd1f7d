import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { UsageError } from '../conformance/errors.ts';
import { type Results, resultsSchema } from '../conformance/report/results.ts';
import type { Suite } from '../conformance/suite.ts';

/** What a report may need beside the results. */
export interface ReportGround {
  /** The suites that were asked, for what none of their checks covers. */
  readonly suites?: readonly Suite[];
  /** An earlier run, for what changed since. */
  readonly earlier?: Results | undefined;
}

type Render = (results: Results, ground: ReportGround) => Promise<string>;

/** Renders results in a format of `--report`. */
const formats: Record<string, Render> = {
  json: async (results) => `${JSON.stringify(results, null, 2)}\n`,
  junit: async (results) => (await import('../conformance/report/junit.ts')).junitReport(results),
  html: async (results) => (await import('../conformance/report/html.ts')).htmlReport(results),
  md: async (results, { earlier }) =>
    (await import('../conformance/report/markdown.ts')).markdownReport(results, earlier),
  badge: async (results) => (await import('../conformance/report/badge.ts')).badge(results),
  trace: async (results, { suites = [] }) =>
    (await import('../conformance/report/trace.ts')).traceReport(results, suites),
};

/** The names of the formats, for help and messages. */
export const reportFormats: readonly string[] = Object.keys(formats);

/** A report that was asked for. */
export interface ReportFile {
  readonly format: string;
  readonly file: string;
  readonly render: Render;
}

/** Reads one word of `--report`. @throws UsageError for what is none */
export function reportOf(text: string): ReportFile {
  const [, format = '', file = ''] = /^([^=]*)=(.+)$/.exec(text) ?? [];
  const render = formats[format];
  if (!render)
    throw new UsageError(`--report ${text}: write FORMAT=FILE, FORMAT being one of ${reportFormats.join(', ')}`);
  return { format, file, render };
}

/** Writes all reports, each whole or not at all. @throws UsageError where one cannot be written */
export async function writeReports(
  reports: readonly ReportFile[],
  results: Results,
  ground: ReportGround = {},
): Promise<void> {
  for (const { file, render } of reports) replaceFile(file, await render(results, ground));
}

/** Puts a whole file in the place of another, so that a reader and a crash find one of the two. */
export function replaceFile(file: string, text: string): void {
  try {
    writeFileSync(`${file}.part`, text);
    renameSync(`${file}.part`, file);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    throw new UsageError(`--report: ${file} cannot be written (${code})`);
  }
}

/** Reads the results of an earlier run. @throws UsageError for what are none */
export function readResults(option: string, file: string): Results {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${option} ${file}: the file cannot be read`);
  }
  try {
    return resultsSchema.parse(JSON.parse(text));
  } catch {
    throw new UsageError(
      `${option} ${file}: this is no results.json of rackless-results/1 (--report json=FILE writes one)`,
    );
  }
}
