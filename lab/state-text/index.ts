import type { DeviceState } from '../../simulators/chassis/kind.ts';
import type { LabDevice } from '../device.ts';
import { LabError, pathText } from '../errors.ts';
import type { Lab } from '../lab.ts';
import { fitting, readStates, tryOut } from './read.ts';
import { writeStates } from './write.ts';

/** Which states are exported. */
export interface ExportChoice {
  /** Names; all unless given. */
  readonly devices?: readonly string[] | undefined;
  /** As a snapshot holds them; as they are now unless given. */
  readonly snapshot?: string | undefined;
}

/**
 * The states of devices as text; see {@link writeStates}.
 * @throws NoSuchName for a device or snapshot that is not there
 */
export async function exportStates(lab: Lab, { devices, snapshot }: ExportChoice = {}): Promise<string> {
  const named = devices?.map((name) => lab.device(name));
  const chosen = named ?? lab.devices.filter((one) => snapshot === undefined || lab.snapshots.holds(snapshot, one));
  const stateOf = (one: LabDevice): DeviceState =>
    snapshot === undefined ? one.device.state : lab.snapshots.state(snapshot, one);
  return writeStates(new Map(chosen.map((one) => [one, stateOf(one)])), lab.blobs);
}

/** What an import did, by names. */
export interface Imported {
  readonly restored: readonly string[];
  /** Devices that the lab did not have. */
  readonly added: readonly string[];
}

/**
 * Puts devices into the states of an export; those that the lab does not have come with the kind, release and options of
 * the export. Open connections drop.
 * @throws LabError with all that does not fit; no state was changed then
 */
export async function importStates(lab: Lab, text: string): Promise<Imported> {
  const { devices, files } = readStates(text);
  const there = new Set(lab.devices.map(({ name }) => name.toLowerCase()));
  const problems = devices.flatMap(({ name, kind, release }, index) => {
    if (!there.has(name.toLowerCase())) return [];
    const { kind: hasKind, release: hasRelease } = lab.device(name);
    const wrong = (field: string, message: string) => [{ path: pathText(['devices', index, field]), message }];
    if (kind !== hasKind) return wrong('kind', `${name} is of kind ${hasKind}, not ${kind}`);
    return release === hasRelease ? [] : wrong('release', `${name} runs ${hasRelease}, not ${release}`);
  });
  if (problems.length > 0) throw new LabError(problems);
  const missing = devices.filter(({ name }) => !there.has(name.toLowerCase()));
  const added: string[] = [];
  try {
    for (const { name, kind, release, options } of missing) {
      added.push(...(await lab.add({ name, kind, release, options })).map((host) => host.name));
    }
    const states = devices.map(({ name, state }, index) => {
      const { device } = lab.device(name);
      const at = pathText(['devices', index, 'state']);
      return [device, fitting(state, device.state, at, tryOut(device.kind, device))] as const;
    });
    for (const bytes of files) lab.blobs.put(bytes);
    for (const [device, state] of states) await device.put(state, 'import');
    return { restored: devices.map(({ name }) => name).filter((name) => !added.includes(name)), added };
  } catch (error) {
    for (const name of added) await lab.remove(name);
    throw error;
  }
}
