import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Device, openDevice } from './device.ts';
import { CouldNotRun, messageOf } from './errors.ts';
import type { DeviceOptions, Target } from './target.ts';
import { undoStack } from './undo.ts';

/** What a case is given to drive with. */
export interface CaseContext {
  readonly kind: string;
  readonly release: string;
  /** Aborted when the case's time is over or the run is interrupted. */
  readonly signal: AbortSignal;
  /** The device as its owner runs it. Other cases use it too: leave it as it is, or note an undo. */
  device(): Promise<Device>;
  /** A device of the case's own. @throws CouldNotRun where the target is one given device. */
  fresh(options?: DeviceOptions): Promise<Device>;
  /** Makes something costly (a key pair) once in a run; every later call with that key gets the same. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
  /** A directory of the case's own, removed after it. */
  scratch(): Promise<string>;
  /**
   * Notes how to put something back; call it *before* the change. The undo gets a context of its own, since this one
   * may have been given up by then.
   */
  undo(what: string, how: (context: CaseContext) => Promise<void>): void;
  /** Registers a secret that the case made, so that no report shows it. */
  secret(kind: 'password' | 'passphrase', value: string): void;
}

/** A context together with its end. */
export interface OpenContext {
  readonly context: CaseContext;
  /** Undoes, closes and removes; gives what could not be put back. */
  finish(): Promise<readonly string[]>;
}

/** What lasts for a whole run: things made once. */
export type OnceStore = Map<string, Promise<unknown>>;

/** Opens a context for one case. */
export function openContext(target: Target, signal: AbortSignal, onceStore: OnceStore): OpenContext {
  const undos = undoStack<CaseContext>();
  const closing: (() => void | Promise<void>)[] = [];
  let finished = false;

  const context: CaseContext = {
    kind: target.kind,
    release: target.release,
    signal,
    async device() {
      const opened = openDevice(await target.standing(), target, signal);
      closing.push(opened.close);
      return opened.device;
    },
    async fresh(options = {}) {
      const access = await target.fresh(options);
      if (finished) {
        // The case was given up while its device was starting: nobody else would close it.
        await access.close();
        throw new CouldNotRun('the case is over');
      }
      closing.push(() => access.close());
      const opened = openDevice(access, target, signal);
      closing.push(opened.close);
      return opened.device;
    },
    once<T>(key: string, make: () => Promise<T>) {
      const made = onceStore.get(key) ?? make();
      onceStore.set(key, made);
      // The key names what is made, so whoever asks by that key asks for that type.
      return made as Promise<T>;
    },
    async scratch() {
      const directory = await mkdtemp(join(tmpdir(), 'rackless-case-'));
      closing.push(() => rm(directory, { recursive: true, force: true }));
      return directory;
    },
    undo: (what, how) => undos.push(what, how),
    secret: (kind, value) => target.secrets.learn(kind, value),
  };

  return {
    context,
    async finish() {
      finished = true;
      const residue: string[] = [];
      if (undos.size() > 0) {
        const later = openContext(target, AbortSignal.timeout(2 * target.patienceMs), onceStore);
        residue.push(...(await undos.unwind(later.context)), ...(await later.finish()));
      }
      for (const close of closing.reverse()) {
        try {
          await close();
        } catch (thrown) {
          residue.push(`closing: ${messageOf(thrown)}`);
        }
      }
      return residue;
    },
  };
}
