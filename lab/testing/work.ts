import { once } from 'node:events';
import ssh2 from 'ssh2';
import { Pool } from 'undici';
import type { HostReport } from '../report.ts';

/** A request that is sent again and again. */
export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: string;
}

/** Several requests after each other, over a few kept connections, until so many were answered. */
export async function requests(
  { endpoints, username, password }: HostReport,
  endpoint: string,
  count: number,
  nth: (n: number) => Asked,
): Promise<void> {
  const pool = new Pool(new URL(endpoints[endpoint] ?? '').origin, {
    connections: 4,
    connect: { rejectUnauthorized: false },
  });
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  let sent = 0;
  const one = async (): Promise<void> => {
    while (sent < count) {
      const { method, path, body } = nth(sent++);
      const headers = { authorization, 'content-type': 'application/json' };
      const answer = await pool.request({ method, path, headers, ...(body !== undefined && { body }) });
      await answer.body.dump();
      if (answer.statusCode >= 500) throw new Error(`${method} ${path} was answered ${answer.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: 4 }, one));
  await pool.close();
}

/** Types a line again and again in one session, waiting for the prompt each time. */
export async function lines(device: HostReport, endpoint: string, count: number, line: string): Promise<void> {
  const client = await login(device, endpoint);
  const channel = await new Promise<ssh2.ClientChannel>((resolve, reject) => {
    client.shell((error, opened) => (error ? reject(error) : resolve(opened)));
  });
  let shown = '';
  let wake = (): void => {};
  channel.on('data', (data: Buffer) => {
    shown += data.toString();
    if (/[\w()-]+[#>] ?$/.test(shown)) wake();
  });
  const prompt = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      shown = '';
    });
  const first = prompt();
  await first;
  for (let n = 0; n < count; n++) {
    const answered = prompt();
    channel.write(`${line}\r`);
    await answered;
  }
  await leave(client);
}

/** Runs a command again and again, each time in a channel of its own; so many of them in each connection. */
export async function commands(
  device: HostReport,
  endpoint: string,
  count: number,
  line: string,
  perLogin: number,
): Promise<void> {
  for (let done = 0; done < count; done += perLogin) {
    const client = await login(device, endpoint);
    for (let n = 0; n < Math.min(perLogin, count - done); n++) await command(client, line);
    await leave(client);
  }
}

function command(client: ssh2.Client, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.exec(line, (error, channel) => {
      if (error) return reject(error);
      channel.resume();
      channel.once('close', resolve);
    });
  });
}

async function login({ endpoints, username, password }: HostReport, endpoint: string): Promise<ssh2.Client> {
  const { hostname: host, port } = new URL(endpoints[endpoint] ?? '');
  const client = new ssh2.Client();
  // Without it each line waits forty milliseconds for the acknowledgement of the one before.
  client.once('connect', () => client.setNoDelay(true));
  client.connect({ host, port: Number(port), username, password });
  await once(client, 'ready');
  return client;
}

async function leave(client: ssh2.Client): Promise<void> {
  const closed = once(client, 'close');
  client.on('error', () => {});
  client.end();
  await closed;
}
