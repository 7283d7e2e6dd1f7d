import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own, so that it does not share a core with the load. */
export interface Child<T> {
  /** What the child told when it was ready. */
  readonly told: T;
  /** Asks the child something. */
  ask<R>(question: object): Promise<R>;
  stop(): void;
}

/**
 * Starts a module of this folder as a child process and waits for its first message.
 * @param name file name without extension
 * @param input what the child gets from {@link received}
 */
export function startChild<T>(name: string, input: object): Promise<Child<T>> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const module = fileURLToPath(new URL(`./${name}.${extension}`, import.meta.url));
  // Memory is told after a collection: garbage is not what a device costs.
  const child = fork(module, { execArgv: ['--expose-gc'] });
  child.send(input);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready`)));
    child.once('message', (told: T) => {
      child.removeAllListeners('exit');
      resolve({
        told,
        ask: <R>(question: object) =>
          new Promise<R>((answer) => {
            child.once('message', (answered: R) => answer(answered));
            child.send(question);
          }),
        stop: () => child.kill(),
      });
    });
  });
}

/** In a child: what it was started with. */
export function received<T>(): Promise<T> {
  // Nobody else would end it where the measure has failed.
  process.once('disconnect', () => process.exit());
  return new Promise((resolve) => process.once('message', (input: T) => resolve(input)));
}
