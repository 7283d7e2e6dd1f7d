import { readFile, rm, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';

/** The question was wrong: arguments, or files that they name. The command ends with 64. */
export class CertsQuestion extends Error {
  override readonly name = 'CertsQuestion';
  readonly exitStatus = 64;
}

const workshopErrors = new Set(['NameError', 'OptionError', 'PemError', 'Pkcs12Error']);

/** Runs a subcommand; what it gives is the exit status. What the workshop refuses was a wrong question. */
export async function answer(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (error instanceof Error && workshopErrors.has(error.name)) throw new CertsQuestion(error.message);
    throw error;
  }
}

const fileReasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a directory, a file was expected',
  EACCES: 'it may not be opened',
  ENOTDIR: 'a part of this path is not a directory',
  EEXIST: 'this file exists; --force replaces it',
};

/** Runs a file operation; its failure names the file and says what would be right. */
async function named<T>(file: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new CertsQuestion(`${file}: ${fileReasons[code] ?? (code || String(error))}`);
  }
}

/** The bytes of a file that an argument names; `-` is standard input. */
export async function readBytes(file: string): Promise<Buffer> {
  if (file === '-') return buffer(process.stdin);
  return named(file, () => readFile(file));
}

/** The text of a file that an argument names; `-` is standard input. */
export const readText = async (file: string): Promise<string> => (await readBytes(file)).toString('utf8');

/** Reads something out of a file's text; a refusal names the file. */
export async function readFrom<T>(file: string, read: (content: string) => T): Promise<T> {
  const content = await readText(file);
  try {
    return read(content);
  } catch (error) {
    if (error instanceof Error && workshopErrors.has(error.name)) throw new CertsQuestion(`${file}: ${error.message}`);
    throw error;
  }
}

/** The first line of a password file. */
export async function readPassword(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? undefined : (await readText(file)).split(/\r?\n/, 1)[0];
}

/** The password for opening or closing what is named: a file's, else the environment's, else none. */
export const passwordFrom = async (file: string | undefined): Promise<string | undefined> =>
  (await readPassword(file)) ?? process.env.RACKLESS_PASSWORD;

/** Writes a result to a file that may not exist yet; a secret one can be read by its owner alone. */
export async function writeResult(
  file: string,
  content: string | Buffer,
  { secret, force }: { secret: boolean; force: boolean },
): Promise<void> {
  await named(file, async () => {
    // Removed, not overwritten: a file that stays would keep its old mode.
    if (force) await rm(file, { force: true });
    await writeFile(file, content, { mode: secret ? 0o600 : 0o644, flag: 'wx' });
  });
}
