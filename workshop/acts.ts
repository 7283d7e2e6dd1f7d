import { spawn } from 'node:child_process';
import { openSsh } from '../conformance/oracle/ssh.ts';
import { LabError } from '../lab/errors.ts';
import type { Act } from './exercise.ts';
import { fill, type Known } from './placeholders.ts';

/** Real milliseconds that one act may take. */
const actTime = 60_000;

/** Any device's prompt, in whichever mode. */
const prompt = /[\w.-]+(?:\([\w-]+\))?[>#] $/;

/** How an act went. */
export interface Acted {
  /** What was shown. */
  readonly output: string;
}

/**
 * Does in a trainee's place what a file says: runs scripts of its own on this machine, and types on devices.
 * @throws LabError when a script ends with another status than 0, or a device cannot be reached
 */
export async function perform(act: Act, known: Known): Promise<Acted> {
  return 'here' in act ? script(await fill(act.here, known), known.given.folder) : typed(act, known);
}

function script(text: string, cwd: string): Promise<Acted> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-eu'], { cwd, stdio: ['pipe', 'pipe', 'pipe'], timeout: actTime });
    let output = '';
    const hear = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (status === 0) resolve({ output });
      else reject(failed(`a script ended with ${signal ?? `status ${status}`}`, output));
    });
  });
}

async function typed(act: Extract<Act, { at: string }>, known: Known): Promise<Acted> {
  const { at, endpoint = 'ssh', answers = {} } = act;
  const { username, password, endpoints } = known.lab.device(at);
  const url = endpoints[endpoint];
  if (url === undefined) throw failed(`${at} does not listen at ${endpoint}`, '');
  const { hostname, port } = new URL(url);
  const patience = { patienceMs: actTime, signal: AbortSignal.timeout(actTime) };
  const ssh = await openSsh({ host: hostname, port: Number(port) }, { username, password }, patience);
  const said: string[] = [];
  try {
    const shell = await ssh.shell(prompt);
    const replies = await Promise.all(
      Object.entries(answers).map(async ([ends, say]) => ({ when: endingIn(ends), say: await fill(say, known) })),
    );
    for (const line of (await fill(act.lines, known)).trim().split('\n')) {
      const { text, prompt: next, ended } = await shell.say(line.trim(), replies);
      said.push(`${line.trim()}\n${text}${next}`);
      if (ended) break;
    }
    return { output: said.join('\n') };
  } finally {
    ssh.close();
  }
}

function endingIn(text: string): RegExp {
  return new RegExp(`${text.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}

function failed(what: string, output: string): LabError {
  return new LabError([{ path: '', message: [what, output.trim()].filter(Boolean).join(':\n') }]);
}
