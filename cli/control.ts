import { readFile } from 'node:fs/promises';
import { LabError } from '../lab/errors.ts';
import { type Running, runningLabs } from '../lab/run-folder.ts';

/** Which running lab is meant. */
export interface LabAddress {
  readonly control?: string;
  readonly tokenFile?: string;
  /** A lab unless told. */
  readonly what?: Running;
}

/** The lab did not do what it was asked; its own words. */
class Refused extends Error {
  readonly exitStatus = 1;
}

/**
 * One request to the control API, whose answer is JSON.
 * @param body sent as JSON; a text as it is
 * @throws LabError when it is not clear which lab is meant
 * @throws Refused when the lab is gone, or says no
 */
export async function ask<T>(options: LabAddress, method: string, path: string, body?: unknown): Promise<T> {
  const { url } = await find(options);
  const text = await askText(options, method, path, body);
  try {
    return JSON.parse(text);
  } catch {
    throw gone(url);
  }
}

/** As {@link ask}, for an answer that is text. */
export async function askText(options: LabAddress, method: string, path: string, body?: unknown): Promise<string> {
  const answer = await request(options, method, path, body);
  return answer.text();
}

/** As {@link ask}, for an answer that goes on and on: its pieces, as they come. */
export async function* askStream(options: LabAddress, path: string): AsyncGenerator<string> {
  const { body } = await request(options, 'GET', path);
  const decoder = new TextDecoder();
  for await (const piece of body ?? []) yield decoder.decode(piece, { stream: true });
}

async function request(options: LabAddress, method: string, path: string, body?: unknown): Promise<Response> {
  const { url, token } = await find(options);
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const answer = await fetch(new URL(path, url), { method, headers, ...sent }).catch(() => Promise.reject(gone(url)));
  if (answer.ok) return answer;
  const said = errorIn(await answer.text());
  throw said === undefined ? gone(url) : new Refused(said);
}

/** What a lab says is wrong; `undefined` where no lab speaks. */
function errorIn(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text);
    return error === undefined ? undefined : String(error);
  } catch {
    return undefined;
  }
}

function gone(url: string): Refused {
  return new Refused(`no lab answers at ${url}`);
}

async function find(address: LabAddress): Promise<{ url: string; token: string | undefined }> {
  const { url, tokenFile } = await labAt(address);
  return { url, token: tokenFile === undefined ? process.env.RACKLESS_TOKEN : (await contents(tokenFile)).trim() };
}

/**
 * Where the lab is that is meant, and which file holds its token, where one does.
 * @throws LabError when it is not clear which
 */
export async function labAt({
  control,
  tokenFile,
  what = 'lab',
}: LabAddress): Promise<{ readonly url: string; readonly tokenFile: string | undefined }> {
  const { RACKLESS_TOKEN } = process.env;
  const running = runningLabs(what);
  const known = control === undefined ? running : running.filter((note) => sameOrigin(note.control, control));
  if (control === undefined && running.length !== 1) {
    const which = running.map((note) => `  --control ${note.control}  (${note.lab}, process ${note.pid})`).join('\n');
    throw wrong(
      running.length === 0
        ? `no ${what} of yours runs here; name one with --control`
        : `several ${what}s run:\n${which}`,
    );
  }
  const [note] = known;
  const url = control ?? note?.control ?? '';
  if (!URL.canParse(url)) throw wrong(`--control ${url}: write an address like http://127.0.0.1:8080`);
  const file = tokenFile ?? (RACKLESS_TOKEN ? undefined : note?.controlTokenFile);
  if (file === undefined && !RACKLESS_TOKEN && !note) {
    throw wrong(`--control ${url}: no ${what} of yours runs there; name the file with its token by --token-file`);
  }
  return { url, tokenFile: file };
}

function sameOrigin(a: string, b: string): boolean {
  return URL.canParse(b) && new URL(a).origin === new URL(b).origin;
}

async function contents(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw wrong(`--token-file ${file}: the file cannot be read`);
  }
}

function wrong(message: string): LabError {
  return new LabError([{ path: '', message }]);
}
