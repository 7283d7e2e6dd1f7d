import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { exchange } from './exchange.ts';
import { installed, type Tool } from './installed.ts';

/** What a mock server is to answer to `POST /ins`, and with which identity where it speaks TLS. */
export interface Answer {
  readonly body: string;
  readonly contentType: string;
  readonly certificate: string;
  readonly key: string;
}

/** A mock server that people use now. */
export interface Mock {
  readonly title: string;
  readonly tool: Tool;
  /** The ratio that is aimed at, where one is. */
  readonly wanted?: number;
  /** Set where it knows no TLS. */
  readonly plain?: true;
  /**
   * What it is started with.
   * @param write keeps a text in a file of this name and gives back its path
   */
  words(port: number, answer: Answer, write: (name: string, text: string) => string): readonly string[];
}

/** A mock server that listens. */
export interface MockServer {
  readonly port: number;
  stop(): void;
}

/**
 * Starts a mock server and waits until it answers as it should.
 * @param request as it will be sent
 * @returns `undefined` where it cannot be installed
 */
export async function startMock(mock: Mock, answer: Answer, request: Buffer): Promise<MockServer | undefined> {
  const script = installed(mock.tool);
  if (script === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'rackless-mock-'));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const port = await freePort();
  const child = spawn(process.execPath, [script, ...mock.words(port, answer, write)], { stdio: 'ignore' });
  const stop = (): void => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 150; tries++) {
    const { body } = await exchange(port, request, mock.plain).catch(() => ({ body: undefined }));
    if (body?.toString() === answer.body) return { port, stop };
    await pause(200);
  }
  stop();
  return undefined;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
