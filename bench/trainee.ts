import { AsaClient } from '../clients/asa.ts';
import type { HostReport } from '../lab/report.ts';

const objects = '/api/objects/networkobjects';

/** A request of a trainee. */
export interface Sent {
  /** How the trainer's page names it. */
  readonly what: string;
  /** When it was begun, by {@link performance}. */
  readonly at: number;
}

/** What a trainee has done. */
export interface Work {
  /** In order; of two requests with the same name, the first. */
  readonly sent: readonly Sent[];
  /** When the last one was answered. */
  readonly answered: number;
}

/**
 * Does the exercise `asa-rest-session` as its text has it, knowing nothing but a link: a token, two objects, saved, the
 * token given back; over TLS that is verified by the file of the desk, with a connection for each request.
 * @throws Error where anything is not answered as it should be
 */
export async function doAsaExercise(link: string): Promise<Work> {
  const { origin, hash } = new URL(link);
  const authorization = `Bearer ${hash.replace('#token=', '')}`;
  const read = async <T>(path: string): Promise<T> => {
    const answer = await fetch(origin + path, { headers: { authorization } });
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return JSON.parse(await answer.text());
  };
  const { endpoints, username, password } = await read<HostReport>('/devices/asa-1');
  const { text: ca } = await read<{ text: string }>('/workshop/files/ca.pem');
  const sent: Sent[] = [];
  const sending = (operation: string): void => void sent.push({ what: `asa-1: ${operation}`, at: performance.now() });

  sending('POST /api/tokenservices');
  const asa = await AsaClient.logIn({ url: endpoints.https ?? '', username, password, ca });
  try {
    sending(`POST ${objects}`);
    await asa.create(objects, hostObject('web1', '10.1.1.10'));
    await asa.create(objects, hostObject('web2', '10.1.1.11'));
    sending('POST /api/commands/writemem');
    await asa.writeMemory();
  } finally {
    sending('DELETE /api/tokenservices');
    await asa[Symbol.asyncDispose]();
  }
  return { sent, answered: performance.now() };
}

function hostObject(name: string, value: string): object {
  return { kind: 'object#NetworkObj', name, host: { kind: 'IPv4Address', value } };
}
