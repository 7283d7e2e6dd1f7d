import { parse, stringify } from 'yaml';
import { LabError } from '../errors.ts';
import type { SnapshotNote } from '../snapshots.ts';
import type { Gateway } from './gateway.ts';
import type { Worker } from './process.ts';
import type { Asked } from './spread.ts';

/** Snapshots of all workers; those of one name are one. */
export async function snapshots(gateway: Gateway, asked: Asked): Promise<{ snapshots: SnapshotNote[] }> {
  const found = new Map<string, SnapshotNote>();
  for (const { snapshots: some } of await gateway.all<{ snapshots: SnapshotNote[] }>(asked)) {
    for (const one of some)
      found.set(one.name, { ...one, devices: [...(found.get(one.name)?.devices ?? []), ...one.devices] });
  }
  return { snapshots: [...found.values()] };
}

/** Takes a snapshot in each worker of the devices that it has. */
export async function taken(gateway: Gateway, asked: Asked): Promise<SnapshotNote | undefined> {
  const notes = await divided<SnapshotNote>(gateway, asked);
  const [first] = notes;
  return first && { ...first, devices: notes.flatMap(({ devices }) => devices) };
}

/** Restores devices where they are. */
export async function restored(gateway: Gateway, asked: Asked): Promise<{ restored: string[] }> {
  const answers = await divided<{ restored: string[] }>(gateway, asked);
  return { restored: answers.flatMap((one) => one.restored) };
}

/** Asks each worker for the named devices that it has; all workers where none is named. */
async function divided<T>(gateway: Gateway, asked: Asked): Promise<T[]> {
  const { devices, ...rest } = bodyIn(asked.body);
  if (!Array.isArray(devices) || devices.length === 0) return gateway.all<T>(asked);
  return Promise.all(
    gateway.workers.flatMap((worker) => {
      const mine = devices.filter((name) => gateway.owner(String(name)) === worker);
      return mine.length === 0
        ? []
        : [gateway.ask<T>(worker, { ...asked, body: JSON.stringify({ ...rest, devices: mine }) })];
    }),
  );
}

function bodyIn(body: string): Record<string, unknown> {
  try {
    const given: unknown = JSON.parse(body);
    return typeof given === 'object' && given !== null ? { ...given } : {};
  } catch {
    // A worker says what is wrong.
    return {};
  }
}

interface States {
  readonly devices: readonly { readonly name: string }[];
  readonly files: Readonly<Record<string, unknown>>;
}

/** The exports of all workers as one. */
export async function exported(gateway: Gateway, asked: Asked): Promise<string> {
  const { devices, ...query } = asked.query;
  const wanted = devices?.split(',').filter(Boolean);
  const texts = await Promise.all(
    gateway.workers.flatMap((worker) => {
      const mine = wanted?.filter((name) => gateway.owner(name) === worker);
      if (mine?.length === 0) return [];
      const asking = new URLSearchParams({ ...query, ...(mine && { devices: mine.join(',') }) });
      return [gateway.askText(worker, { method: 'GET', url: `/state?${asking}` })];
    }),
  );
  const parts = texts.map((text): States & { 'rackless-state'?: unknown } => parse(text));
  const whole = {
    ...parts[0],
    devices: parts.flatMap((part) => part.devices),
    files: Object.assign({}, ...parts.map(({ files }) => files)),
  };
  return stringify(whole, { lineWidth: 0, minContentWidth: 0, aliasDuplicateObjects: false, blockQuote: 'literal' });
}

/** Gives each worker the part of an export whose devices it has. */
export async function imported(gateway: Gateway, asked: Asked): Promise<{ restored: string[]; added: string[] }> {
  const { devices, ...rest } = statesIn(asked.body);
  const parts: readonly (readonly [Worker, States['devices']])[] = gateway.workers.map((worker) => [
    worker,
    devices.filter(({ name }) => gateway.owner(String(name)) === worker),
  ]);
  const answers: { restored: string[]; added: string[] }[] = [];
  for (const [worker, mine] of parts) {
    if (mine.length === 0) continue;
    answers.push(
      await gateway.ask(worker, {
        ...asked,
        body: stringify({ ...rest, devices: mine }, { lineWidth: 0, aliasDuplicateObjects: false }),
      }),
    );
  }
  return { restored: answers.flatMap((one) => one.restored), added: answers.flatMap((one) => one.added) };
}

function statesIn(text: string): States {
  try {
    const states: unknown = parse(text, { maxAliasCount: 0 });
    if (typeof states === 'object' && states !== null && 'devices' in states && Array.isArray(states.devices)) {
      return { files: {}, ...states, devices: states.devices.filter((one) => typeof one === 'object' && one !== null) };
    }
  } catch (error) {
    throw new LabError([{ path: '', message: `this is no YAML: ${error instanceof Error ? error.message : error}` }]);
  }
  throw new LabError([{ path: '', message: "this is no export of a lab's state" }]);
}
