import { readFile } from 'node:fs/promises';
import type { Missing } from '../lab/coverage.ts';
import { LabError } from '../lab/errors.ts';
import { runningLabs } from '../lab/run-folder.ts';
import type { LabAddress } from './lab.ts';

/** Shows what a lab's devices offer. */
export async function status(options: LabAddress & { json?: true }): Promise<void> {
  const { devices } = await ask<{ devices: readonly Shown[] }>(options, 'GET', '/devices');
  if (options.json) {
    print({ devices });
    return;
  }
  for (const { name, kind, version, endpoints, certificates = {} } of devices) {
    process.stdout.write(`${name}  ${kind} ${version}\n`);
    for (const [endpoint, url] of Object.entries(endpoints)) {
      const certificate = certificates[endpoint];
      process.stdout.write(`  ${endpoint}  ${url}${certificate ? `  sha256 ${certificate}` : ''}\n`);
    }
  }
}

/** Prints what was asked for and is not known, one a line: how often, what, and what comes nearest. */
export async function coverage(options: LabAddress): Promise<void> {
  const { missing } = await ask<{ missing: readonly Missing[] }>(options, 'GET', '/coverage');
  for (const { count, operation, nearest } of missing) {
    const near = nearest === undefined ? '' : `  (nearest: ${nearest})`;
    process.stdout.write(`${String(count).padStart(6)}  ${operation}${near}\n`);
  }
}

interface Shown {
  readonly name: string;
  readonly kind: string;
  readonly version: string;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly certificates?: Readonly<Record<string, string>>;
}

/** Shows the place on the host that stands for a device's own port: `127.0.0.1:43111`. */
export async function at(device: string, port: string, options: LabAddress & { address?: string }): Promise<void> {
  const query = new URLSearchParams({ port, ...(options.address !== undefined && { address: options.address }) });
  const place = await ask<{ host: string; port: number }>(
    options,
    'GET',
    `/devices/${encodeURIComponent(device)}/at?${query}`,
  );
  process.stdout.write(`${place.host}:${place.port}\n`);
}

/** Makes a lab read its file again, and shows what came of it. */
export async function reload(options: LabAddress): Promise<void> {
  const done = await ask<Record<string, readonly string[]>>(options, 'POST', '/reload');
  const lines: readonly [string, string][] = [
    ['added', 'added'],
    ['removed', 'removed'],
    ['recertified', 'other certificates'],
    ['waiting', 'changed, and waiting for a new start'],
  ];
  const said = lines.flatMap(([key, words]) => (done[key]?.length ? [`${words}: ${done[key].join(', ')}`] : []));
  process.stdout.write(`${said.length > 0 ? said.join('\n') : 'nothing has changed'}\n`);
}

/** Prints journal entries, one JSON object a line; entries that are no longer held are told of on standard error. */
export async function journal(options: LabAddress & { device?: string; kind?: string; after?: string }): Promise<void> {
  const wanted = (['device', 'kind', 'after'] as const).flatMap((key) => {
    const value = options[key];
    return value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`];
  });
  const { entries, dropped } = await ask<{ entries: readonly object[]; dropped: number }>(
    options,
    'GET',
    `/journal?${wanted.join('&')}`,
  );
  process.stdout.write(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  if (dropped > 0) process.stderr.write(`rackless: ${dropped} older entries are no longer held\n`);
}

/** Stops a lab. */
export async function stop(options: LabAddress): Promise<void> {
  await ask(options, 'POST', '/stop');
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** The lab did not do what it was asked; its own words. */
class Refused extends Error {
  readonly exitStatus = 1;
}

/**
 * One request to the control API.
 * @throws LabError when it is not clear which lab is meant
 * @throws Refused when the lab is gone, or says no
 */
async function ask<T>(options: LabAddress, method: string, path: string): Promise<T> {
  const { url, token } = await find(options);
  const gone = new Refused(`no lab answers at ${url}`);
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(new URL(path, url), { method, headers }).catch(() => Promise.reject(gone));
  try {
    const said = JSON.parse(await answer.text());
    if (answer.ok) return said;
    throw new Refused(String(said.error));
  } catch (error) {
    throw error instanceof Refused ? error : gone;
  }
}

async function find({ control, tokenFile }: LabAddress): Promise<{ url: string; token: string }> {
  const { RACKLESS_TOKEN } = process.env;
  const running = runningLabs();
  const known = control === undefined ? running : running.filter((note) => sameOrigin(note.control, control));
  if (control === undefined && running.length !== 1) {
    const which = running.map((note) => `  --control ${note.control}  (${note.lab}, process ${note.pid})`).join('\n');
    throw wrong(
      running.length === 0 ? 'no lab of yours runs here; name one with --control' : `several labs run:\n${which}`,
    );
  }
  const [note] = known;
  const url = control ?? note?.control ?? '';
  if (!URL.canParse(url)) throw wrong(`--control ${url}: write an address like http://127.0.0.1:8080`);
  const file = tokenFile ?? (RACKLESS_TOKEN ? undefined : note?.controlTokenFile);
  if (file === undefined && !RACKLESS_TOKEN) {
    throw wrong(`--control ${url}: no lab of yours runs there; name the file with its token by --token-file`);
  }
  return { url, token: file === undefined ? (RACKLESS_TOKEN ?? '') : (await contents(file)).trim() };
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
