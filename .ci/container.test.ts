import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCompose } from './compose.ts';
import { dockerfile, environment, type Outside, outside, wordsOf } from './container.ts';
import { root } from './files.ts';

const services = Object.entries(readCompose().services);

describe('the image', () => {
  const named = (name: string) => dockerfile.filter((instruction) => instruction.name === name);
  const last = dockerfile.slice(dockerfile.findLastIndex(({ name }) => name === 'FROM'));

  it('is built in one stage and run in another', () => {
    expect(named('FROM').map(({ text }) => text)).toEqual(['node:20-slim AS build', 'node:20-slim']);
  });

  it('runs as a user without privileges', () => {
    expect(last.filter(({ name }) => name === 'USER').map(({ text }) => text)).toEqual(['node']);
  });

  it('takes from the repository what is there', () => {
    const sources = named('COPY').filter(({ flags }) => flags.from === undefined);
    for (const { text } of sources) {
      for (const path of text.split(/\s+/).slice(0, -1)) expect(existsSync(join(root, path))).toBe(true);
    }
  });

  it('exposes what the compose file publishes', () => {
    const exposed = last.find(({ name }) => name === 'EXPOSE')?.text.split(/\s+/) ?? [];
    const published = new Set(services.flatMap(([, { ports }]) => ports.map((port) => port.split(':').at(-1))));
    expect(exposed.sort()).toEqual([...published].sort());
  });

  it('starts, unless told otherwise, what the default service starts', () => {
    expect(wordsOf('CMD')).toEqual(readCompose().services.lab?.command);
  });
});

// Loopback addresses other than 127.0.0.1 are there without being set up on Linux alone.
describe.skipIf(process.platform !== 'linux')('outside a container', () => {
  let folder: string;
  let place: Outside;
  let running: ChildProcess | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rackless-container-'));
    place = {
      home: root,
      state: join(folder, 'state'),
      address: `127.77.${(process.pid >> 8) & 255}.${process.pid & 255}`,
    };
    mkdirSync(place.state);
  });

  afterEach(async () => {
    if (running?.exitCode === null && running.kill('SIGKILL')) await once(running, 'exit');
    rmSync(folder, { recursive: true });
  });

  const start = (words: readonly string[]) => {
    const [program = '', ...args] = outside(words, place);
    running = spawn(program, args, { cwd: place.home, env: environment(place), stdio: ['ignore', 'pipe', 'pipe'] });
    return running;
  };

  const healthy = (): boolean => {
    const [program = '', ...args] = outside(wordsOf('HEALTHCHECK'), place);
    return spawnSync(program, args, { cwd: place.home, env: environment(place) }).status === 0;
  };

  it.each(services)(
    'the command of %s starts, is healthy, has its ports open and stops when told',
    async (_name, service) => {
      expect(healthy()).toBe(false);
      const lab = start([...wordsOf('ENTRYPOINT'), ...service.command]);
      await printed(lab, 'Ctrl-C stops it.');
      expect(healthy()).toBe(true);
      for (const published of service.ports) await open(place.address, Number(published.split(':').at(-1)));
      lab.kill('SIGTERM');
      expect(await once(lab, 'exit')).toEqual([0, null]);
      expect(healthy()).toBe(false);
    },
  );
});

/** Resolves when a process has printed some words. @throws Error with all that it said when it ends before. */
async function printed(child: ChildProcess, words: string): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk;
      if (said.includes(words)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => reject(new Error(`ended without saying "${words}":\n${said}`)));
  });
}

/** Resolves when a connection was taken. @throws Error when it was refused. */
async function open(host: string, port: number): Promise<void> {
  const socket = connect({ host, port });
  await once(socket, 'connect');
  socket.destroy();
}
