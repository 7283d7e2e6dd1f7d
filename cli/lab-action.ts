import type { Missing } from '../lab/coverage.ts';
import { ask, askStream, type LabAddress } from './control.ts';

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

/** Which entries of the journal are printed, as the command line gives it. */
export interface JournalChoice {
  readonly device?: string;
  readonly kind?: string;
  readonly after?: string;
  readonly endpoint?: string;
  readonly user?: string;
  readonly operation?: string;
  readonly outcome?: string;
  readonly last?: string;
  readonly follow?: true;
}

/**
 * Prints journal entries, one JSON object a line; entries that are no longer held are told of on standard error. With
 * `follow` it goes on until it is interrupted or the lab stops.
 */
export async function journal({ follow, last, ...options }: LabAddress & JournalChoice): Promise<void> {
  const { control: _control, tokenFile: _tokenFile, ...wanted } = options;
  const query = new URLSearchParams({ ...wanted });
  if (follow && last === undefined) {
    if (!query.has('after')) query.set('after', '0');
    await followed(options, query);
    return;
  }
  const { entries, dropped } = await ask<{ entries: readonly { readonly seq: number }[]; dropped: number }>(
    options,
    'GET',
    `/journal?${new URLSearchParams({ ...wanted, ...(last !== undefined && { last }) })}`,
  );
  process.stdout.write(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  const newest = entries.at(-1);
  if (follow) {
    if (newest) query.set('after', String(newest.seq));
    await followed(options, query);
  } else if (dropped > 0) process.stderr.write(`rackless: ${dropped} older entries are no longer held\n`);
}

async function followed(options: LabAddress, query: URLSearchParams): Promise<void> {
  let rest = '';
  try {
    for await (const piece of askStream(options, `/journal/stream?${query}`)) {
      const events = `${rest}${piece}`.split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data === undefined) continue;
        if (/^event: dropped$/m.test(event)) process.stderr.write(`rackless: entries were left out: ${data}\n`);
        else process.stdout.write(`${data}\n`);
      }
    }
  } catch (error) {
    // The lab stopped, and the stream with it.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Prints what was asked for and not known, one a line, oldest first. */
export async function nearMisses(options: LabAddress & { device?: string }): Promise<void> {
  const query = new URLSearchParams(options.device === undefined ? {} : { device: options.device });
  const { nearMisses } = await ask<{ nearMisses: readonly { device: string; asked: string; nearest?: string }[] }>(
    options,
    'GET',
    `/near-misses?${query}`,
  );
  for (const { device, asked, nearest } of nearMisses) {
    process.stdout.write(`${device}  ${asked}${nearest === undefined ? '' : `  (nearest: ${nearest})`}\n`);
  }
}

/** Stops a lab. */
export async function stop({ grace, ...options }: LabAddress & { grace?: number }): Promise<void> {
  await ask(options, 'POST', '/stop', grace === undefined ? {} : { grace });
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
