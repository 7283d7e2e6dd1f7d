import { connection, type Exchange } from '../oracle/http.ts';
import type { Patience } from '../oracle/probe.ts';
import type { Request } from './playbook.ts';

/** Sends one request to a device of the stage's own, with Basic credentials and the header that the witness passes over. */
export async function ask(
  { endpoint = 'https', method, path, body }: Omit<Request, 'device'>,
  endpoints: Readonly<Record<string, string>>,
  { username, password }: { readonly username: string; readonly password: string },
  probe: string,
  patience: Patience,
): Promise<Exchange> {
  const url = new URL(endpoints[endpoint] ?? '');
  const place = { host: url.hostname, port: Number(url.port) };
  const web = await connection(place, url.protocol === 'https:' ? { by: 'own' } : undefined, patience);
  try {
    return await web.send({
      method,
      path,
      headers: [
        ['Authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`],
        ['Content-Type', 'application/json'],
        ['User-Agent', 'REST API Agent'],
        ['X-Rackless-Probe', probe],
      ],
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } finally {
    web.close();
  }
}
