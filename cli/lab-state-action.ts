import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { LabError, reason } from '../lab/errors.ts';
import { ask, askText, type LabAddress } from './control.ts';
import { each } from './lab-devices-action.ts';

/** Unpacks devices again; all of them where none is named. */
export async function reset(names: readonly string[], options: LabAddress): Promise<void> {
  if (names.length > 0) await each('reset', names, options);
  else await ask(options, 'POST', '/reset');
}

/** Takes, forgets or lists snapshots. */
export async function snapshot(
  name: string | undefined,
  { devices, remove, ...options }: LabAddress & { devices?: string; remove?: true },
): Promise<void> {
  if (name !== undefined && remove) {
    await ask(options, 'DELETE', `/snapshots/${encodeURIComponent(name)}`);
    return;
  }
  if (name !== undefined) {
    await ask(options, 'POST', '/snapshots', { name, ...(devices !== undefined && { devices: devices.split(',') }) });
    return;
  }
  const { snapshots } = await ask<{ snapshots: readonly { name: string; time: string; devices: readonly string[] }[] }>(
    options,
    'GET',
    '/snapshots',
  );
  for (const one of snapshots) process.stdout.write(`${one.name}  ${one.time}  ${one.devices.join(', ')}\n`);
}

/** Restores a snapshot and prints whom it brought back. */
export async function restore(name: string, { devices, ...options }: LabAddress & { devices?: string }): Promise<void> {
  const { restored } = await ask<{ restored: readonly string[] }>(
    options,
    'POST',
    `/snapshots/${encodeURIComponent(name)}/restore`,
    devices === undefined ? {} : { devices: devices.split(',') },
  );
  process.stdout.write(`restored: ${restored.join(', ') || 'none'}\n`);
}

/** Prints states as text. */
export async function exported(
  names: readonly string[],
  { snapshot, ...options }: LabAddress & { snapshot?: string },
): Promise<void> {
  const query = new URLSearchParams({
    ...(names.length > 0 && { devices: names.join(',') }),
    ...(snapshot !== undefined && { snapshot }),
  });
  process.stdout.write(await askText(options, 'GET', `/state?${query}`));
}

/** Puts devices into the states of a file, and prints what came of it. */
export async function imported(file: string, options: LabAddress): Promise<void> {
  const { restored, added } = await ask<Readonly<Record<'restored' | 'added', readonly string[]>>>(
    options,
    'PUT',
    '/state',
    file === '-' ? await text(process.stdin) : await contents(file),
  );
  if (restored.length > 0) process.stdout.write(`restored: ${restored.join(', ')}\n`);
  if (added.length > 0) process.stdout.write(`added: ${added.join(', ')}\n`);
}

async function contents(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new LabError([{ path: file, message: `cannot be read: ${reason(error)}` }]);
  }
}
