import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { home } from '../../lab/home.ts';
import type { HostReport } from '../../lab/report.ts';

const main = join(home, 'dist', 'cli', 'main.js');

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that was started, and what it has said so far. */
export class Running {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  stdout = '';
  stderr = '';

  constructor(words: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.process = spawn(process.execPath, [main, ...words], {
      env: { ...process.env, NO_COLOR: '1', ...environment },
    });
    running.add(this);
    this.process.stdout.setEncoding('utf8').on('data', (text) => {
      this.stdout += text;
    });
    this.process.stderr.setEncoding('utf8').on('data', (text) => {
      this.stderr += text;
    });
    this.ended = once(this.process, 'close').then(([status]) => {
      running.delete(this);
      return { status, stdout: this.stdout, stderr: this.stderr };
    });
  }

  /** Resolves when standard output holds `text`. @throws Error when the command ends without */
  async says(text: string): Promise<string> {
    while (!this.stdout.includes(text)) {
      const ended = await Promise.race([this.ended, once(this.process.stdout, 'data')]);
      if ('status' in ended && !this.stdout.includes(text)) {
        throw new Error(`it ended with ${ended.status} and never said ${JSON.stringify(text)}: ${ended.stderr}`);
      }
    }
    return this.stdout;
  }

  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals = 'SIGINT'): Promise<Ended> {
    this.process.kill(signal);
    return this.ended;
  }
}

const running = new Set<Running>();
afterAll(() => {
  for (const one of running) one.process.kill('SIGKILL');
});

/** Runs `rackless` with these words to its end. */
export function rackless(...words: string[]): Promise<Ended> {
  return new Running(words).ended;
}

/** What the ready line says. */
export interface Ready {
  readonly ready: boolean;
  readonly control: string;
  readonly controlTokenFile: string;
  readonly devices: readonly HostReport[];
}

/** Starts `rackless up --json` on any free control port, and waits for the ready line. */
export async function up(...words: string[]): Promise<Running & { ready: Ready }> {
  const lab = new Running(['up', ...words, '--json', '--control-port', '0']);
  await lab.says('\n');
  return Object.assign(lab, { ready: JSON.parse(lab.stdout) });
}
