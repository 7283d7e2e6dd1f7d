import { AsaClient } from '../clients/asa.ts';
import type { HostReport } from '../lab/report.ts';

const objects = '/api/objects/networkobjects';

/** A request of a trainee; times by {@link performance}. */
export interface Asked {
  /** How the trainer's page names it. */
  readonly what: string;
  readonly sent: number;
  readonly answered: number;
}

/**
 * Does the exercise `asa-rest-session` as its text has it, knowing nothing but a link: a token, two objects, saved, the
 * token given back; over TLS that is verified by the file of the desk, with a connection for each request.
 * @returns the requests in order; the second object's is left out, as the page names it like the first one's
 * @throws Error where anything is not answered as it should be
 */
export async function doAsaExercise(link: string): Promise<Asked[]> {
  const { origin, hash } = new URL(link);
  const authorization = `Bearer ${hash.replace('#token=', '')}`;
  const read = async <T>(path: string): Promise<T> => {
    const answer = await fetch(origin + path, { headers: { authorization } });
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return JSON.parse(await answer.text());
  };
  const { endpoints, username, password } = await read<HostReport>('/devices/asa-1');
  const { text: ca } = await read<{ text: string }>('/workshop/files/ca.pem');
  const all: Asked[] = [];
  const timed = async <T>(operation: string, ask: () => Promise<T>): Promise<T> => {
    const sent = performance.now();
    const answer = await ask();
    all.push({ what: `asa-1: ${operation}`, sent, answered: performance.now() });
    return answer;
  };
  const access = { url: endpoints.https ?? '', username, password, ca };
  const asa = await timed('POST /api/tokenservices', () => AsaClient.logIn(access));
  try {
    await timed(`POST ${objects}`, () => asa.create(objects, hostObject('web1', '10.1.1.10')));
    await asa.create(objects, hostObject('web2', '10.1.1.11'));
    await timed('POST /api/commands/writemem', () => asa.writeMemory());
  } finally {
    await timed('DELETE /api/tokenservices', () => asa[Symbol.asyncDispose]());
  }
  return all;
}

function hostObject(name: string, value: string): object {
  return { kind: 'object#NetworkObj', name, host: { kind: 'IPv4Address', value } };
}
