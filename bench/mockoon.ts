import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cacheDirectory } from '../lab/cache.ts';
import { exchange } from './exchange.ts';

/** The release that is measured. */
const release = '9.2.0';

/** A mock server that listens. */
export interface MockServer {
  readonly port: number;
  stop(): void;
}

/**
 * Starts Mockoon's CLI with one route, `POST /ins` over TLS, that answers these bytes. It is installed from the package
 * registry into the user's cache at the first time, and is no dependency.
 * @returns `undefined` where it cannot be installed
 */
export async function mockoon(answer: {
  readonly body: string;
  readonly contentType: string;
  readonly certificate: string;
  readonly key: string;
}): Promise<MockServer | undefined> {
  const home = installed();
  if (home === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'rackless-mockoon-'));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const port = await freePort();
  const certPath = write('cert.pem', answer.certificate);
  const keyPath = write('key.pem', answer.key);
  const data = write('mock.json', JSON.stringify(environment(port, answer, { certPath, keyPath })));
  const main = join(home, 'node_modules', '@mockoon', 'cli', 'bin', 'run.js');
  const child = spawn(
    process.execPath,
    [main, 'start', '--data', data, '--repair', '--disable-log-to-file', '--disable-admin-api'],
    {
      stdio: 'ignore',
    },
  );
  const stop = (): void => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  const request = Buffer.from('POST /ins HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n');
  for (let tries = 0; tries < 150; tries++) {
    const { body } = await exchange(port, request).catch(() => ({ body: undefined }));
    if (body?.toString() === answer.body) return { port, stop };
    await pause(200);
  }
  stop();
  return undefined;
}

function installed(): string | undefined {
  const cache = cacheDirectory();
  if (cache === undefined) return undefined;
  const home = join(cache, 'bench', `mockoon-${release}`);
  if (existsSync(join(home, 'node_modules', '@mockoon', 'cli', 'bin', 'run.js'))) return home;
  mkdirSync(home, { recursive: true });
  try {
    const words = [
      'install',
      '--prefix',
      home,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `@mockoon/cli@${release}`,
    ];
    execFileSync('npm', words, { stdio: 'ignore', timeout: 300_000 });
    return home;
  } catch {
    rmSync(home, { recursive: true, force: true });
    return undefined;
  }
}

function environment(
  port: number,
  { body, contentType }: { readonly body: string; readonly contentType: string },
  files: { readonly certPath: string; readonly keyPath: string },
): object {
  const response = {
    uuid: '1b0e3b0a-0000-4000-8000-000000000003',
    statusCode: 200,
    headers: [{ key: 'Content-Type', value: contentType }],
    bodyType: 'INLINE',
    body,
    disableTemplating: true,
    default: true,
  };
  const route = '1b0e3b0a-0000-4000-8000-000000000002';
  return {
    uuid: '1b0e3b0a-0000-4000-8000-000000000001',
    lastMigration: 33,
    name: 'bench',
    port,
    hostname: '127.0.0.1',
    routes: [{ uuid: route, type: 'http', method: 'post', endpoint: 'ins', responses: [response] }],
    rootChildren: [{ type: 'route', uuid: route }],
    tlsOptions: { enabled: true, type: 'CERT', pfxPath: '', caPath: '', passphrase: '', ...files },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
