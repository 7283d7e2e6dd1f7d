import { createHash } from 'node:crypto';
import type { Client, ClientChannel } from 'ssh2';
import { CouldNotRun } from '../errors.ts';
import type { Place } from '../target.ts';
import type { Patience } from './probe.ts';

/** A user and the password that is tried. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Who logs in, and to which host: the SHA-256 of its key, in hexadecimal; any host where it is left out. */
export interface Login extends Credentials {
  readonly hostKey?: string | undefined;
}

/** What a command gave that was run without a terminal. */
export interface Executed {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined when the device gave none. */
  readonly status: number | undefined;
}

/** A question that a command may ask, and what to type then. */
export interface Answer {
  readonly when: RegExp;
  readonly say: string;
}

/** What followed a line that was typed. */
export interface Said {
  /** The output without the echo of the line and without the prompt. */
  readonly text: string;
  /** The questions that were answered, each as it stood on the screen. */
  readonly asked: readonly string[];
  /** The prompt that came after; empty when the session ended instead. */
  readonly prompt: string;
  readonly ended: boolean;
}

/** A terminal session on a device. */
export interface Shell {
  /** What was shown before the first prompt. */
  readonly greeting: string;
  readonly prompt: string;
  /** Types a line and waits for the prompt, answering what is asked. @throws CouldNotRun when neither comes. */
  say(line: string, answers?: readonly Answer[]): Promise<Said>;
  close(): void;
}

/** A logged-in SSH connection. */
export interface SshSession {
  /** False once the connection has ended. */
  readonly open: boolean;
  exec(command: string): Promise<Executed>;
  shell(prompt: RegExp): Promise<Shell>;
  close(): void;
}

/** Drops escape sequences and brings line ends to `\n`, as a terminal would show the text. */
export function asShown(raw: string): string {
  return raw
    .replace(/\u001b\[[0-9;?]*[A-Za-z]|\u001b[=>78]|\u0007/g, '')
    .replace(/\r+\n/g, '\n')
    .replace(/\r/g, '\n')
    .replace(/[^\n]\u0008/g, '');
}

const where = (place: Place) => `ssh://${place.host}:${place.port}`;

/** Tries a login: `accepted`, `refused` (wrong credentials), or a CouldNotRun. */
async function connect(place: Place, who: Login, patience: Patience): Promise<Client | 'refused'> {
  const { Client } = await import('ssh2');
  const client = new Client();
  return new Promise((resolve, reject) => {
    const stop = () => {
      client.destroy();
      reject(new CouldNotRun(`${where(place)} was given up`));
    };
    let wrongHost: string | undefined;
    const isHost = (key: Buffer): boolean => {
      const shown = createHash('sha256').update(key).digest('hex');
      if (who.hostKey !== undefined && shown !== who.hostKey) {
        wrongHost = `presents the host key ${shown}, not the given ${who.hostKey}`;
      }
      return wrongHost === undefined;
    };
    patience.signal.addEventListener('abort', stop, { once: true });
    client.on('ready', () => {
      patience.signal.removeEventListener('abort', stop);
      resolve(client);
    });
    client.on('keyboard-interactive', (_name, _instructions, _lang, prompts, finish) => {
      finish(prompts.map(() => who.password));
    });
    client.on('error', (error) => {
      patience.signal.removeEventListener('abort', stop);
      client.destroy();
      if (error.level === 'client-authentication') resolve('refused');
      else reject(new CouldNotRun(`${where(place)}: ${wrongHost ?? error.message}`));
    });
    client.connect({
      host: place.host,
      port: place.port,
      username: who.username,
      password: who.password,
      tryKeyboard: true,
      hostVerifier: isHost,
      readyTimeout: patience.patienceMs,
    });
    // Else each typed line waits for the acknowledgement of the one before: 40 ms a line.
    client.setNoDelay(true);
  });
}

/** Whether a login is accepted. @throws CouldNotRun when there is nobody to ask. */
export async function tryLogin(place: Place, who: Login, patience: Patience): Promise<'accepted' | 'refused'> {
  const client = await connect(place, who, patience);
  if (client === 'refused') return 'refused';
  client.end();
  return 'accepted';
}

/** Opens a session. @throws CouldNotRun when the device cannot be reached or refuses the login. */
export async function openSsh(place: Place, who: Login, patience: Patience): Promise<SshSession> {
  const client = await connect(place, who, patience);
  if (client === 'refused') throw new CouldNotRun(`${where(place)} refuses the login of ${who.username}`);
  let open = true;
  client.on('close', () => {
    open = false;
  });
  return {
    get open() {
      return open;
    },
    exec: (command) => execute(client, command, patience),
    shell: (prompt) => openShell(client, prompt, patience),
    close: () => {
      client.end();
    },
  };
}

function execute(client: Client, command: string, { patienceMs }: Patience): Promise<Executed> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      client.destroy();
      reject(new CouldNotRun(`no end of "${command}" within ${patienceMs / 1000} s`));
    }, patienceMs);
    client.exec(command, (error, channel) => {
      if (error) {
        clearTimeout(late);
        reject(new CouldNotRun(`"${command}": ${error.message}`));
        return;
      }
      let stdout = '';
      let stderr = '';
      let status: number | undefined;
      channel.on('data', (chunk: Buffer) => {
        stdout += chunk.toString('utf8');
      });
      channel.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString('utf8');
      });
      channel.on('exit', (code: number | null) => {
        status = code ?? undefined;
      });
      channel.on('close', () => {
        clearTimeout(late);
        resolve({ stdout, stderr, status });
      });
    });
  });
}

function openShell(client: Client, prompt: RegExp, patience: Patience): Promise<Shell> {
  return new Promise((resolve, reject) => {
    client.shell({ term: 'vt100', cols: 511, rows: 200 }, (error, channel) => {
      if (error) reject(new CouldNotRun(`no terminal: ${error.message}`));
      else greet(client, channel, prompt, patience).then(resolve, reject);
    });
  });
}

async function greet(client: Client, channel: ClientChannel, prompt: RegExp, patience: Patience): Promise<Shell> {
  const hear = listener(channel, prompt, patience);
  const first = await hear('', []);
  return {
    greeting: first.text,
    prompt: first.prompt,
    say: (line, answers = []) => {
      channel.write(`${line}\n`);
      return hear(line, answers);
    },
    close: () => {
      channel.end();
      client.end();
    },
  };
}

/** Collects what a channel says; the function given waits for the next prompt or the end of the session. */
function listener(channel: ClientChannel, prompt: RegExp, { patienceMs, signal }: Patience) {
  let raw = '';
  let ended = false;
  let wake: (() => void) | undefined;
  const hear = (chunk: Buffer) => {
    raw += chunk.toString('utf8');
    wake?.();
  };
  channel.on('data', hear);
  channel.stderr.on('data', hear);
  channel.on('close', () => {
    ended = true;
    wake?.();
  });

  return (line: string, answers: readonly Answer[]): Promise<Said> =>
    new Promise((resolve, reject) => {
      const asked: string[] = [];
      let answeredUpTo = 0;
      const finish = (settle: () => void) => {
        clearTimeout(late);
        wake = undefined;
        settle();
      };
      const late = setTimeout(() => {
        finish(() => reject(new CouldNotRun(`no prompt within ${patienceMs / 1000} s after "${line}"`)));
      }, patienceMs);

      wake = () => {
        if (signal.aborted) {
          finish(() => reject(new CouldNotRun('the session was given up')));
          return;
        }
        const shown = asShown(raw);
        const tail = shown.slice(shown.lastIndexOf('\n') + 1);
        // What was typed as an answer is echoed behind its question and must not be taken for the question again.
        const unanswered = shown.slice(Math.max(shown.length - tail.length, answeredUpTo));
        const question = answers.find(({ when }) => when.test(unanswered));
        if (question) {
          asked.push(tail);
          answeredUpTo = shown.length;
          channel.write(`${question.say}\n`);
        } else if (ended || prompt.test(tail)) {
          raw = '';
          const body = shown.slice(0, shown.length - (ended ? 0 : tail.length));
          finish(() => resolve({ text: withoutEcho(body, line), asked, prompt: ended ? '' : tail, ended }));
        }
      };
      wake();
    });
}

function withoutEcho(text: string, line: string): string {
  const end = text.indexOf('\n');
  const first = end < 0 ? text : text.slice(0, end);
  return line !== '' && first.trim() === line.trim() ? text.slice(end < 0 ? text.length : end + 1) : text;
}
