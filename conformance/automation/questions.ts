import { readFileSync } from 'node:fs';
import type { Lab } from '../../lab/index.ts';
import type { Patience } from '../oracle/probe.ts';
import { openSsh } from '../oracle/ssh.ts';
import type { Given } from './evidence.ts';
import type { Question } from './playbook.ts';
import { ask } from './request.ts';

/** Milliseconds for one question. */
const patienceMs = 10_000;

/** How the stage's own questions are told from the automation's. */
export interface Asking {
  readonly probe: string;
  readonly signal: AbortSignal;
  /** Told of each question before it is asked, and as whom. */
  readonly asks?: (question: Question, user: string) => void;
}

/** Asks every question of a playbook; one that gets no answer is left out. */
export async function askAll(
  questions: readonly Question[],
  lab: Lab,
  given: Given,
  { probe, signal, asks }: Asking,
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const question of questions) {
    try {
      answers[question.name] = await answered(question, lab, given, { probe, signal, ...(asks && { asks }) });
    } catch {
      // A rule that needs the answer says that there is none.
    }
  }
  return answers;
}

async function answered(question: Question, lab: Lab, given: Given, { probe, signal, asks }: Asking): Promise<string> {
  const { device: name, ask: what, as } = question;
  const patience: Patience = { patienceMs, signal };
  const device = lab.device(name);
  const username = as ? (given.values[as.user] ?? '') : device.username;
  const password = as ? readFileSync(given.values[as.passwordFile] ?? '', 'utf8').replace(/\n$/, '') : device.password;
  asks?.(question, username);
  if ('command' in what) {
    const url = new URL(device.endpoints[what.endpoint ?? 'ssh'] ?? '');
    const ssh = await openSsh({ host: url.hostname, port: Number(url.port) }, { username, password }, patience);
    try {
      return (await ssh.exec(what.command)).stdout;
    } finally {
      ssh.close();
    }
  }
  const { status, body } = await ask(what, device.endpoints, { username, password }, probe, patience);
  return `${status}\n${body}`;
}
