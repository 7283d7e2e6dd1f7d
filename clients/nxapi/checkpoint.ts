import type { CommandError } from './command-error.ts';
import { failedByText } from './command-error.ts';
import type { CallOptions } from './session.ts';

/** A checkpoint by its name, or one kept as a file (`bootflash:before.txt`). */
export type CheckpointRef = { readonly name: string } | { readonly file: string };

/** What a rollback does when a command of it fails; the device's default is `atomic`. */
export type RollbackMode = 'atomic' | 'best-effort' | 'stop-at-first-failure';

/** The part of the client that these functions need. */
interface Exec {
  exec(commands: readonly string[], options?: CallOptions): Promise<string[]>;
}

/** Saves the running configuration. Twice is as good as once, so it may be sent again. */
export async function save(device: Exec, options: CallOptions = {}): Promise<void> {
  const command = 'copy running-config startup-config';
  const [text = ''] = await device.exec([command], { idempotent: true, ...options });
  if (!/copy complete/i.test(text)) throw failedByText(command, text);
}

/** Makes a checkpoint; one of the same name or file is replaced without a question. */
export async function checkpoint(device: Exec, to: CheckpointRef, options?: CallOptions): Promise<void> {
  await withoutQuestions(device, `checkpoint ${'file' in to ? `file ${to.file}` : to.name}`, options);
}

/** Rolls back. @returns the device's report */
export async function rollback(
  device: Exec,
  to: CheckpointRef,
  { mode, ...options }: CallOptions & { mode?: RollbackMode },
): Promise<string> {
  const command = ['rollback running-config', reference(to), ...(mode === undefined ? [] : [mode])].join(' ');
  return await withoutQuestions(device, command, options);
}

/** Compares two configurations by the patch that the device would apply. */
export async function diff(
  device: Exec,
  from: CheckpointRef | 'running-config',
  to: CheckpointRef | 'running-config',
  options?: CallOptions,
): Promise<string[]> {
  const [text = ''] = await device.exec([`show diff rollback-patch ${reference(from)} ${reference(to)}`], options);
  const [, patch = text] = text.split(/Generating Rollback Patch[^\n]*\n?/);
  return patch
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^[!.#]|^Rollback Patch is Empty|^Collecting /.test(line));
}

async function withoutQuestions(device: Exec, command: string, options?: CallOptions): Promise<string> {
  // The setting outlives the request: the switch keeps a CLI session for a user and an address.
  const [, text = ''] = await device.exec(['terminal dont-ask', command, 'no terminal dont-ask'], options);
  const failure: CommandError | undefined = /^\s*(ERROR:|%)|rollback failed/im.test(text)
    ? failedByText(command, text)
    : undefined;
  if (failure !== undefined) throw failure;
  return text;
}

function reference(ref: CheckpointRef | 'running-config'): string {
  if (ref === 'running-config') return ref;
  return 'file' in ref ? `file ${ref.file}` : `checkpoint ${ref.name}`;
}
