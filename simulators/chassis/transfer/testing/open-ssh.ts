import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. @param stdin what it reads */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => out.push(data));
    child.stderr.on('data', (data: Buffer) => err.push(data));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
    options.signal?.addEventListener('abort', () => child.kill('SIGKILL'));
  });
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
}

/** OpenSSH's clients with a password in hand, in a scratch folder of their own. */
export class OpenSsh {
  /** Scratch folder; removed by {@link close}. */
  readonly folder: string;
  readonly #port: number;

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.#port = port;
  }

  static async start(port: number, password: string): Promise<OpenSsh> {
    const folder = await mkdtemp(join(tmpdir(), 'rackless-ssh-'));
    await writeFile(join(folder, 'askpass'), `#!/bin/sh\necho '${password}'\n`);
    await chmod(join(folder, 'askpass'), 0o700);
    return new OpenSsh(folder, port);
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  scp(...args: string[]): Promise<Ended> {
    return this.#run('scp', args);
  }

  /** Runs `sftp` with these commands; it stops at the first that fails. */
  async sftp(target: string, ...commands: string[]): Promise<Ended> {
    // `-b` forbids asking for a password; of two settings the first counts.
    const batch = join(this.folder, 'batch');
    await writeFile(batch, `${commands.join('\n')}\n`);
    return this.#run('sftp', ['-o', 'BatchMode=no', '-b', batch, target]);
  }

  ssh(...args: string[]): Promise<Ended> {
    return this.#run('ssh', args);
  }

  #run(program: string, args: readonly string[]): Promise<Ended> {
    const port = program === 'ssh' ? '-p' : '-P';
    const settings = [
      'StrictHostKeyChecking=no',
      `UserKnownHostsFile=${join(this.folder, 'known_hosts')}`,
      'LogLevel=ERROR',
      'PubkeyAuthentication=no',
    ];
    const options = settings.flatMap((setting) => ['-o', setting]);
    return run(program, ['-F', 'none', port, String(this.#port), ...options, ...args], {
      cwd: this.folder,
      env: { SSH_ASKPASS: join(this.folder, 'askpass'), SSH_ASKPASS_REQUIRE: 'force', DISPLAY: '' },
    });
  }
}
