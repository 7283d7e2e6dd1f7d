import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder of its own for one test file, with the real `openssl` in it; removed when the file is done. */
export class OpensslFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'rackless-certs-'));

  constructor() {
    afterAll(() => rmSync(this.path, { recursive: true, force: true }));
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(join(this.path, name), content);
    return name;
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  readBytes(name: string): Buffer {
    return readFileSync(join(this.path, name));
  }

  /** Standard output of a call that must succeed. */
  run(...args: string[]): string {
    return execFileSync('openssl', args, { cwd: this.path, encoding: 'utf8', stdio: 'pipe' });
  }

  /** Everything that a call says, and its status. */
  try(...args: string[]): { status: number | null; text: string } {
    const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: this.path, encoding: 'utf8' });
    return { status, text: stdout + stderr };
  }

  /** Everything that `openssl s_client` says of a server on loopback; asynchronous, as the server is in this process. */
  connect(port: number, ...args: string[]): Promise<string> {
    return new Promise((resolve) => {
      const options = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost', '-ign_eof', ...args];
      const child = execFile('openssl', options, { cwd: this.path }, (_, stdout, stderr) => resolve(stdout + stderr));
      child.stdin?.end();
    });
  }
}
