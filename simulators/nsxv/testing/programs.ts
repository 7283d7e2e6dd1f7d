import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, run } from '../../chassis/transfer/testing/open-ssh.ts';

/** OpenSSH's client and curl, pointed at one manager. */
export interface Programs {
  /** Types lines into a terminal session as `admin`; gives the screen, line ends as `\n`. */
  ssh(lines: readonly string[], user?: string, password?: string): Promise<string>;
  /** Runs curl against the API; gives status, headers and body as curl prints them. */
  curl(path: string, ...args: string[]): Promise<Ended>;
  close(): Promise<void>;
}

/** @param ports of the two services on the loopback */
export async function programs(ports: { readonly ssh: () => number; readonly https: number }): Promise<Programs> {
  const folder = await mkdtemp(join(tmpdir(), 'rackless-nsxv-'));
  const askpass = join(folder, 'askpass');
  await writeFile(askpass, '#!/bin/sh\necho "$RACKLESS_TEST_PASSWORD"\n');
  await chmod(askpass, 0o700);
  return {
    async ssh(lines, user = 'admin', password = 'Rackless.1') {
      const options = ['StrictHostKeyChecking=no', `UserKnownHostsFile=${join(folder, 'hosts')}`, 'LogLevel=ERROR'];
      const { stdout, stderr } = await run(
        'ssh',
        ['-tt', ...options.flatMap((one) => ['-o', one]), '-p', String(ports.ssh()), `${user}@127.0.0.1`],
        {
          stdin: lines.map((line) => `${line}\n`).join(''),
          env: { SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':0', RACKLESS_TEST_PASSWORD: password },
        },
      );
      return (stdout + stderr).replaceAll('\r\n', '\n');
    },
    curl: (path, ...args) => run('curl', ['-sik', ...args, `https://127.0.0.1:${ports.https}${path}`]),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
