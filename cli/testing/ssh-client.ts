import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An account on a host of the lab, and where OpenSSH finds its password. */
export interface Login {
  readonly port: number;
  readonly user: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Options of OpenSSH's clients that keep the user's own files out of a test. */
export const quiet = [
  ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'GlobalKnownHostsFile=/dev/null'],
  ...['-o', 'LogLevel=ERROR', '-o', 'PreferredAuthentications=keyboard-interactive,password', '-F', '/dev/null'],
];

/** Lets OpenSSH ask a script of ours for the password. */
export function loginTo(folder: string, port: number, user: string, password: string): Login {
  const script = join(folder, `ask-${user}-${port}.sh`);
  writeFileSync(script, `#!/bin/sh\ncat <<'PASSWORD'\n${password}\nPASSWORD\n`);
  chmodSync(script, 0o700);
  const environment = { ...process.env, SSH_ASKPASS: script, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':0' };
  return { port, user, environment };
}

/** The real `ssh` with a terminal, driven by what it shows. */
export class SshTerminal {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<void>;
  #over = false;
  #seen = '';
  #from = 0;
  #told: () => void = () => undefined;

  constructor({ port, user, environment }: Login) {
    this.#process = spawn('ssh', ['-tt', ...quiet, '-p', String(port), `${user}@127.0.0.1`], { env: environment });
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#seen += text;
      this.#told();
    });
    this.#process.stdin.on('error', () => undefined);
    this.#ended = once(this.#process, 'close').then(() => {
      this.#over = true;
      this.#told();
    });
  }

  /**
   * Waits until something new ends in `wanted`.
   * @returns all that was new
   * @throws Error with what was shown, when the connection ends without
   */
  async until(wanted: RegExp): Promise<string> {
    const ending = new RegExp(`(?:${wanted.source})$`);
    while (!ending.test(this.#seen.slice(this.#from))) {
      if (this.#over) throw new Error(`ssh ended and never showed ${wanted}: ${this.#seen.slice(this.#from)}`);
      await new Promise<void>((resolve) => {
        this.#told = resolve;
      });
    }
    const shown = this.#seen.slice(this.#from);
    this.#from = this.#seen.length;
    return shown;
  }

  /** Types a line and waits for what ends in `wanted`; a prompt unless told. */
  type(line: string, wanted = /# /): Promise<string> {
    this.#process.stdin.write(`${line}\r`);
    return this.until(wanted);
  }

  /** Leaves, and waits for the connection to end. */
  async leave(): Promise<void> {
    this.#process.kill();
    await this.#ended;
  }
}
