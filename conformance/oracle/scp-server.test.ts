import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { type ScpServer, scpServer } from './scp-server.ts';

let server: ScpServer;
let folder: string;
beforeAll(async () => {
  server = await scpServer();
  folder = await mkdtemp(join(tmpdir(), 'rackless-scp-'));
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** Fetches with the real scp, in the protocol that switches speak. */
async function fetch(path: string, password = server.password): Promise<{ status: number; to: string }> {
  const askpass = join(folder, 'askpass');
  await writeFile(askpass, `#!/bin/sh\necho '${password}'\n`, { mode: 0o700 });
  const to = join(folder, 'fetched');
  const options = [
    '-O',
    '-q',
    '-P',
    String(server.port),
    '-o',
    'StrictHostKeyChecking=no',
    '-o',
    'UserKnownHostsFile=/dev/null',
    '-o',
    'NumberOfPasswordPrompts=1',
  ];
  const scp = spawn('scp', [...options, `${server.username}@127.0.0.1:${path}`, to], {
    env: { ...process.env, SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':0' },
    stdio: 'ignore',
  });
  const [status] = await once(scp, 'close');
  return { status, to };
}

describe.skipIf(!has('scp'))('the suite’s SCP server, met by scp', () => {
  it.each([
    ['text', Buffer.from('some text\n')],
    ['nothing', Buffer.alloc(0)],
    ['many bytes', Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 256))],
  ])('gives %s as it was put', async (_, bytes) => {
    const { status, to } = await fetch(server.put('file.pem', bytes));
    expect(status).toBe(0);
    expect((await readFile(to)).equals(bytes)).toBe(true);
  });

  it('has no other file, and one password', async () => {
    expect((await fetch('/etc/passwd')).status).not.toBe(0);
    expect((await fetch(server.put('file.pem', Buffer.from('x')), 'wrong')).status).not.toBe(0);
  });
});
