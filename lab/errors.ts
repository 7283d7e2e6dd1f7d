/** One thing that is wrong with what a lab was asked to be. */
export interface Problem {
  /** Where, as a path into the lab file: `devices[1].release`; empty for the whole file. */
  readonly path: string;
  /** What is wrong and what would be right, without a full stop. */
  readonly message: string;
  /** Line in the lab file, from 1; absent for a lab that comes from no file. */
  readonly line?: number;
}

/**
 * The question was wrong: a lab file, an option or a name that cannot be. The message has one line a problem, each
 * with file, line and path. Commands end with {@link LabError.exitStatus}.
 */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly exitStatus = 64;
  readonly problems: readonly Problem[];

  /** @param file the lab file, as the user named it */
  constructor(problems: readonly Problem[], file?: string) {
    super(problems.map((problem) => problemLine(problem, file)).join('\n'));
    this.problems = problems;
  }
}

/** A name that nothing in the lab has. */
export class NoSuchName extends LabError {}

/** A name that no device or file server of the lab has. */
export class NoSuchHost extends NoSuchName {}

function problemLine({ path, message, line }: Problem, file?: string): string {
  const place = file && (line === undefined ? file : `${file}:${line}`);
  return [place, path, message].filter(Boolean).join(': ');
}

/** `devices`, 1, `release` as `devices[1].release`. Keys that are no plain words are quoted: `ports["mgmt0:443"]`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(String(step))) text += text ? `.${String(step)}` : String(step);
    else text += `[${JSON.stringify(String(step))}]`;
  }
  return text;
}

/** ` (did you mean 'release'?)` where one of `known` is a slip away from `word`, else nothing. */
export function hint(word: string, known: readonly string[]): string {
  const near = known.find((other) => distance(word.toLowerCase(), other.toLowerCase()) <= Math.min(2, word.length / 3));
  return near ? ` (did you mean '${near}'?)` : '';
}

/** Letters to change, put in or leave out to make `a` of `b`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
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
