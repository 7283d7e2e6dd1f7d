import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { home } from '../home.ts';
import type { HostReport } from '../report.ts';
import type { LabOptions } from '../start.ts';

/** What a lab's process takes, after all that can be collected has been. */
export interface Taken {
  /** Bytes of JavaScript's heap, and of buffers beside it. */
  readonly heap: number;
  /** File descriptors; 0 where the system does not tell. */
  readonly descriptors: number;
  /** Entries of the journal: written, no longer held, held. */
  readonly journal: { readonly written: number; readonly dropped: number; readonly held: number };
}

/** A lab in a process of its own, as it was built. */
export interface MeasuredLab {
  readonly devices: readonly HostReport[];
  measure(): Promise<Taken>;
  /** As {@link measure}, when the last client has gone. */
  atRest(): Promise<Taken>;
  /** @returns entries that came to the journal's file, and those no longer in it */
  stop(): Promise<{ readonly written: number; readonly dropped: number }>;
}

/** @param journal the file for the journal, and the bytes that it may take */
export async function measuredLab(
  options: LabOptions,
  journal: { readonly path: string; readonly cap: number },
): Promise<MeasuredLab> {
  const words = ['--expose-gc', '--input-type=module', '-e', script(options, journal)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  // Also where the test fails before it has stopped it.
  onTestFinished(() => void child.kill('SIGKILL'));
  const [devices] = await once(child, 'message');
  return {
    devices,
    measure: () => ask(child, 'measure'),
    atRest: () => ask(child, 'rest'),
    async stop() {
      const counted = await ask<{ written: number; dropped: number }>(child, 'stop');
      child.disconnect();
      await once(child, 'exit');
      return counted;
    },
  };
}

async function ask<T>(child: ChildProcess, question: string): Promise<T> {
  const answer = once(child, 'message');
  child.send(question);
  const [told] = await answer;
  return told;
}

function script(options: LabOptions, { path, cap }: { readonly path: string; readonly cap: number }): string {
  const built = (file: string): string => JSON.stringify(pathToFileURL(join(home, 'dist', 'lab', file)).href);
  return `
    import { existsSync, readdirSync } from 'node:fs';
    const { startLab } = await import(${built('index.js')});
    const { hostReport } = await import(${built('report.js')});
    const { JournalFile } = await import(${built('journal-file.js')});
    const lab = await startLab(${JSON.stringify(options)});
    const file = new JournalFile(lab, ${JSON.stringify(path)}, console.error, ${cap});
    const asked = {
      async measure() {
        // What a collection leaves to finalizers goes with the next one.
        for (let turn = 0; turn < 3; turn++) {
          globalThis.gc();
          await new Promise((resolve) => setImmediate(resolve));
        }
        const { heapUsed, external } = process.memoryUsage();
        const journal = { ...lab.journalCount, held: (await lab.journal()).length };
        const descriptors = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
        return { heap: heapUsed + external, descriptors, journal };
      },
      async rest() {
        const open = lab.devices.flatMap(({ device }) => device.listeners.open);
        const sockets = open.flatMap(({ connections }) => [...(connections ?? [])].map(({ raw }) => raw));
        await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
        return asked.measure();
      },
      async stop() {
        await lab.stop();
        await file.close();
        return { written: file.written, dropped: file.dropped };
      },
    };
    process.on('message', async (question) => process.send(await asked[question]()));
    process.send(lab.hosts.map(hostReport));`;
}
