import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Device, openDevice } from './device.ts';
import { CouldNotRun, messageOf } from './errors.ts';
import type { Access, DeviceOptions, Target } from './target.ts';
import { undoStack } from './undo.ts';
import { performUndo, type UndoStep } from './undo-ledger.ts';
import type { Tap } from './wire.ts';

/** What a case is given to drive with. */
export interface CaseContext {
  readonly kind: string;
  readonly release: string;
  /** Aborted when the case's time is over or the run is interrupted. */
  readonly signal: AbortSignal;
  /** The device as its owner runs it. Other cases use it too: leave it as it is, or note an undo. */
  device(): Promise<Device>;
  /** A device of the case's own. @throws OnlySimulated where the target is one given device. */
  fresh(options?: DeviceOptions): Promise<Device>;
  /**
   * For cases that change something and put it back, which are asked of devices that somebody owns as well: the one given
   * device, or a simulator of the case's own that is as its owner would run it.
   */
  own(): Promise<Device>;
  /** Makes something costly (a key pair) once in a run; every later call with that key gets the same. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
  /** A directory of the case's own, removed after it. */
  scratch(): Promise<string>;
  /**
   * Notes how to put something back; call it *before* the change. The undo gets a context of its own, since this one
   * may have been given up by then.
   */
  undo(what: string, how: (context: CaseContext) => Promise<void>): void;
  /**
   * The same for a device that is somebody's: plain data, on disk before this resolves, so that `rackless conform cleanup`
   * can do it after a crash. Name everything that the case makes by {@link label}.
   */
  undoBy(device: Device, what: string, requests: readonly UndoStep[]): Promise<void>;
  /** A name for things of this run: `rackless-` and six letters. */
  readonly label: string;
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

/** What a context has beside its target. */
export interface ContextOptions {
  /** The id of the case, for what is written down. */
  readonly case?: string;
  readonly tap?: Tap | undefined;
}

/** Opens a context for one case. */
export function openContext(
  target: Target,
  signal: AbortSignal,
  onceStore: OnceStore,
  { case: id = '', tap }: ContextOptions = {},
): OpenContext {
  const undos = undoStack<CaseContext>();
  const closing: (() => void | Promise<void>)[] = [];
  const accesses = new WeakMap<Device, Access>();
  let finished = false;

  function opened(access: Access): Device {
    const { device, close } = openDevice(access, target, signal, tap);
    closing.push(close);
    accesses.set(device, access);
    return device;
  }

  async function fresh(options: DeviceOptions = {}): Promise<Device> {
    const access = await target.fresh(options);
    if (finished) {
      // The case was given up while its device was starting: nobody else would close it.
      await access.close();
      throw new CouldNotRun('the case is over');
    }
    closing.push(() => access.close());
    return opened(access);
  }

  const context: CaseContext = {
    kind: target.kind,
    release: target.release,
    label: labelOf(onceStore),
    signal,
    device: async () => opened(await target.standing()),
    fresh,
    own: async () => (target.simulated ? fresh(target.standingOptions) : context.device()),
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
    async undoBy(device, what, requests) {
      const access = accesses.get(device);
      if (!access) throw new Error('undoBy is given a device of another case');
      const number = await target.ledger?.intend({ case: id, what, requests });
      undos.push(what, async (later) => {
        const again = openDevice(access, target, later.signal, tap);
        await performUndo(again.device, { requests }).finally(again.close);
        if (number !== undefined) await target.ledger?.done(number);
      });
    },
    secret: (kind, value) => target.secrets.learn(kind, value),
  };

  return {
    context,
    async finish() {
      finished = true;
      const residue: string[] = [];
      if (undos.size() > 0) {
        const signal = AbortSignal.timeout(2 * target.patienceMs);
        const later = openContext(target, signal, onceStore, { case: id, tap });
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

/** One name a run, so that what a run leaves behind is known as its own. */
function labelOf(onceStore: OnceStore): string {
  const made =
    labels.get(onceStore) ?? `rackless-${Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('')}`;
  labels.set(onceStore, made);
  return made;
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
const labels = new WeakMap<OnceStore, string>();
