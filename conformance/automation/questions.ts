import { readFileSync } from 'node:fs';
import type { Lab } from '../../lab/index.ts';
import { connection } from '../oracle/http.ts';
import type { Patience } from '../oracle/probe.ts';
import { openSsh } from '../oracle/ssh.ts';
import type { Given } from './evidence.ts';
import type { Question } from './playbook.ts';

/** Milliseconds for one question. */
const patienceMs = 10_000;

/** How the stage's own questions are told from the automation's. */
export interface Asking {
  readonly probe: string;
  readonly signal: AbortSignal;
}

/** Asks every question of a playbook; one that gets no answer is left out. */
export async function askAll(
  questions: readonly Question[],
  lab: Lab,
  given: Given,
  { probe, signal }: Asking,
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const question of questions) {
    try {
      answers[question.name] = await ask(question, lab, given, probe, { patienceMs, signal });
    } catch {
      // A rule that needs the answer says that there is none.
    }
  }
  return answers;
}

async function ask(
  { device: name, ask: what, as }: Question,
  lab: Lab,
  given: Given,
  probe: string,
  patience: Patience,
): Promise<string> {
  const device = lab.device(name);
  const url = new URL(device.endpoints[what.endpoint ?? 'ssh'] ?? '');
  const place = { host: url.hostname, port: Number(url.port) };
  const username = as ? (given.values[as.user] ?? '') : device.username;
  const password = as ? readFileSync(given.values[as.passwordFile] ?? '', 'utf8').replace(/\n$/, '') : device.password;
  if ('command' in what) {
    const ssh = await openSsh(place, { username, password }, patience);
    try {
      return (await ssh.exec(what.command)).stdout;
    } finally {
      ssh.close();
    }
  }
  const web = await connection(place, url.protocol === 'https:' ? { by: 'own' } : undefined, patience);
  try {
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    const { status, body } = await web.send({
      method: 'GET',
      path: what.path,
      headers: [
        ['Authorization', `Basic ${basic}`],
        ['User-Agent', 'REST API Agent'],
        ['X-Rackless-Probe', probe],
      ],
    });
    return `${status}\n${body}`;
  } finally {
    web.close();
  }
}
