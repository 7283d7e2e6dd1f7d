import { createHash } from 'node:crypto';
import type { ClientChannel } from 'ssh2';
import { AuthenticationError, OptionsError, TransportError } from '../errors.ts';
import { blotter } from '../secrets.ts';
import { CliRefusal } from './errors.ts';

/** Where the CLI is, who logs in, and how the manager proves itself. */
export interface CliAccess {
  readonly host: string;
  /** Default 22. */
  readonly port?: number;
  /** A CLI account; those of vCenter are never let in. */
  readonly username: string;
  readonly password: string;
  /** The password of privileged mode, which all accounts share. */
  readonly enablePassword: string;
  /** The host key's fingerprint as `ssh-keygen -lf` prints it: `SHA256:` and 43 characters. There is no way without. */
  readonly hostKey: string;
  /** Milliseconds until the next prompt. Default 30,000. */
  readonly timeout?: number;
}

/** A terminal session on the manager. */
export interface ManagerCli {
  /**
   * Types a line and gives what it printed.
   * @param secrets parts of the line that no error may show
   * @throws CliRefusal when the CLI refuses it
   */
  run(line: string, secrets?: readonly string[]): Promise<string>;
  /** Runs lines in configuration mode, and leaves it whatever happens: a mode that is left open locks out everybody. */
  configure(lines: readonly CliLine[]): Promise<void>;
  /** `write memory`. @throws CliRefusal unless the manager says that it saved */
  save(): Promise<void>;
}

/** A line and its secrets. */
export interface CliLine {
  readonly line: string;
  readonly secrets?: readonly string[];
}

const prompt = /(?:^|\n)[\w.-]{1,64}(?:\([\w-]+\))?[>#] $/;
const refused = /^(?:ERROR:|Failed to add user|%|VTY configuration is locked)/m;

/**
 * Logs in, goes to privileged mode, lets `work` work, and logs out in order.
 *
 * @throws TransportError, AuthenticationError, CliRefusal, or what `work` throws
 */
export async function withCli<T>(access: CliAccess, work: (cli: ManagerCli) => Promise<T>): Promise<T> {
  if (!/^SHA256:[A-Za-z0-9+/]{43}=?$/.test(access.hostKey)) {
    throw new OptionsError(
      `hostKey: expected SHA256: and 43 characters, as ssh-keygen -lf prints; got "${access.hostKey}"`,
    );
  }
  const { Client } = await import('ssh2');
  const client = new Client();
  const where = `${access.host}:${access.port ?? 22}`;
  const channel = await open(client, access, where);
  const terminal = new Terminal(channel, access.timeout ?? 30_000, where);
  try {
    await terminal.until(prompt);
    await terminal.type('enable', /Password: ?$/i);
    const entered = await terminal.type(access.enablePassword, /Password: ?$|[>#] $/i);
    if (!entered.trimEnd().endsWith('#')) throw new CliRefusal('enable', 'the privileged-mode password was refused');
    return await work(cliOn(terminal));
  } finally {
    channel.end('exit\n');
    client.end();
  }
}

function open(client: import('ssh2').Client, access: CliAccess, where: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    let verified = true;
    client.on('keyboard-interactive', (_name, _instructions, _language, prompts, finish) =>
      finish(prompts.map(() => access.password)),
    );
    client.on('error', (error) => {
      client.destroy();
      if (!verified) {
        reject(
          new TransportError(`${where} presented another host key than ${access.hostKey}; nothing was sent`, {
            failure: 'tls',
            code: 'HOST_KEY_MISMATCH',
            sent: false,
          }),
        );
      } else if (error.level === 'client-authentication') {
        reject(new AuthenticationError(where, access.username, 0));
      } else {
        reject(new TransportError(`${where}: ${error.message}`, { failure: 'other', sent: false, cause: error }));
      }
    });
    client.on('ready', () =>
      client.shell({ term: 'vt100', cols: 500, rows: 0 }, (error, channel) => {
        if (error)
          reject(new TransportError(`${where}: ${error.message}`, { failure: 'other', sent: true, cause: error }));
        else resolve(channel);
      }),
    );
    client.connect({
      host: access.host,
      port: access.port ?? 22,
      username: access.username,
      password: access.password,
      tryKeyboard: true,
      readyTimeout: access.timeout ?? 30_000,
      hostVerifier: (key: Buffer) => {
        const seen = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
        verified = seen === access.hostKey.replace(/=+$/, '');
        return verified;
      },
    });
  });
}

/** What is typed and what comes back. */
class Terminal {
  readonly #channel: ClientChannel;
  readonly #timeout: number;
  readonly #where: string;
  #screen = '';
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(channel: ClientChannel, timeout: number, where: string) {
    this.#channel = channel;
    this.#timeout = timeout;
    this.#where = where;
    channel.on('data', (data: Buffer) => {
      this.#screen += data.toString('utf8').replaceAll('\r', '');
      this.#wake();
    });
    channel.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** Types a line and waits; gives the screen since, the echo of the line included. */
  type(line: string, pattern: RegExp = prompt): Promise<string> {
    this.#screen = '';
    this.#channel.write(`${line}\n`);
    return this.until(pattern);
  }

  until(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const lost = (failure: 'timeout' | 'reset', why: string): void => {
        clearTimeout(timer);
        reject(new TransportError(`${this.#where}: ${why}`, { failure, sent: true }));
      };
      const timer = setTimeout(() => lost('timeout', `no prompt within ${this.#timeout} ms`), this.#timeout);
      this.#wake = () => {
        if (pattern.test(this.#screen)) {
          clearTimeout(timer);
          resolve(this.#screen);
        } else if (this.#ended) lost('reset', 'the session ended');
      };
      this.#wake();
    });
  }
}

function cliOn(terminal: Terminal): ManagerCli {
  const run = async (line: string, secrets: readonly string[] = []): Promise<string> => {
    const screen = await terminal.type(line);
    const text = screen.slice(screen.indexOf('\n') + 1, screen.lastIndexOf('\n') + 1);
    if (refused.test(text)) throw new CliRefusal(blotter(secrets)(line), blotter(secrets)(text));
    return text;
  };
  return {
    run,
    async configure(lines) {
      await run('configure terminal');
      try {
        for (const { line, secrets } of lines) await run(line, secrets);
      } finally {
        await run('exit');
      }
    },
    async save() {
      const text = await run('write memory');
      if (!/^\[OK\]$/m.test(text)) throw new CliRefusal('write memory', text);
    },
  };
}
