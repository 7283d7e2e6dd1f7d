import { renameSync, writeFileSync } from 'node:fs';
import { UsageError } from '../conformance/errors.ts';
import type { Results } from '../conformance/report/results.ts';

/** Renders results in a format of `--report`. */
const formats: Record<string, (results: Results) => Promise<string>> = {
  json: async (results) => `${JSON.stringify(results, null, 2)}\n`,
  junit: async (results) => (await import('../conformance/report/junit.ts')).junitReport(results),
};

/** A report that was asked for. */
export interface ReportFile {
  readonly format: string;
  readonly file: string;
  readonly render: (results: Results) => Promise<string>;
}

/** Reads one word of `--report`. @throws UsageError for what is none */
export function reportOf(text: string): ReportFile {
  const [, format = '', file = ''] = /^([^=]*)=(.+)$/.exec(text) ?? [];
  const render = formats[format];
  if (!render) {
    throw new UsageError(`--report ${text}: write FORMAT=FILE, FORMAT being one of ${Object.keys(formats).join(', ')}`);
  }
  return { format, file, render };
}

/** Writes all reports, each whole or not at all. @throws UsageError where one cannot be written */
export async function writeReports(reports: readonly ReportFile[], results: Results): Promise<void> {
  for (const { file, render } of reports) replaceFile(file, await render(results));
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
