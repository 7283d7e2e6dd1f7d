import { Agent, request } from 'undici';
import type { HostReport } from '../../lab/report.ts';
import type { AttemptView } from '../view.ts';

/** An answer of a page. */
export interface Told {
  readonly status: number;
  readonly body: string;
}

/** Asks a page with a token, or none. */
export async function ask(url: string, route: string, token?: string, body?: unknown): Promise<Told> {
  const [method = 'GET', path = ''] = route.split(' ');
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(url + path, { method, headers, ...sent });
  return { status: answer.status, body: await answer.text() };
}

/** Somebody with a link, who knows nothing but what its page tells. */
export class Trainee {
  readonly url: string;
  readonly token: string;

  constructor(link: string) {
    const { origin, hash } = new URL(link);
    this.url = origin;
    this.token = hash.replace('#token=', '');
  }

  /** @throws Error where the page does not answer with 200 */
  async get<T>(path: string): Promise<T> {
    return JSON.parse(await this.text(path));
  }

  async text(path: string): Promise<string> {
    const { status, body } = await ask(this.url, `GET ${path}`, this.token);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${body}`);
    return body;
  }

  /** @throws Error where the page does not answer with 200 */
  async post(path: string, body?: unknown): Promise<void> {
    const { status, body: said } = await ask(this.url, `POST ${path}`, this.token, body);
    if (status !== 200) throw new Error(`POST ${path}: ${status} ${said}`);
  }

  view(): Promise<AttemptView> {
    return this.get('/workshop/exercise');
  }

  /**
   * Does the exercise of the ASA as its text has it: a token, two objects, saved, the token given back; over TLS that is
   * verified by the file of the desk.
   * @param leave what is left out
   */
  async makeObjects(leave: readonly ('save' | 'logout')[] = []): Promise<void> {
    const asa = await this.get<HostReport>('/devices/asa-1');
    const { text: ca } = await this.get<{ text: string }>('/workshop/files/ca.pem');
    // As curl does: a connection for each.
    const dispatcher = new Agent({ connect: { ca }, pipelining: 0 });
    const basic = `Basic ${Buffer.from(`${asa.username}:${asa.password}`).toString('base64')}`;
    const send = async (method: 'POST' | 'DELETE', path: string, headers: Record<string, string>, body?: object) => {
      const answer = await request(`${asa.endpoints.https}${path}`, {
        method,
        dispatcher,
        headers: { 'content-type': 'application/json', ...headers },
        body: body === undefined ? null : JSON.stringify(body),
      });
      await answer.body.dump();
      if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode}`);
      return answer.headers;
    };
    try {
      const given = await send('POST', '/api/tokenservices', { authorization: basic });
      const token = String(given['x-auth-token']);
      for (const [name, value] of [
        ['web1', '10.1.1.10'],
        ['web2', '10.1.1.11'],
      ]) {
        const object = { kind: 'object#NetworkObj', name, host: { kind: 'IPv4Address', value } };
        await send('POST', '/api/objects/networkobjects', { 'x-auth-token': token }, object);
      }
      if (!leave.includes('save')) await send('POST', '/api/commands/writemem', { 'x-auth-token': token }, {});
      if (!leave.includes('logout')) await send('DELETE', `/api/tokenservices/${token}`, { authorization: basic });
    } finally {
      await dispatcher.close();
    }
  }
}
