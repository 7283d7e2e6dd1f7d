import type { Json } from '../../simulators/chassis/json.ts';
import type { DeviceState } from '../../simulators/chassis/kind.ts';
import { encode } from '../../simulators/chassis/saved/encoding.ts';
import type { Blobs } from '../../simulators/chassis/surroundings.ts';
import type { LabDevice } from '../device.ts';

/** Says what the text is; the first line of every export. */
export const formatKey = 'rackless-state';
/** The present format. One that is older is brought up to it; one that is newer is refused. */
export const format = 1;

/**
 * Devices' states as text: YAML, in the order of the trees, certificates and files line by line, so that two exports
 * can be compared with `diff`. Holds keys and password hashes, as a backup of the devices would.
 * @param states what each device is in
 * @param blobs the bytes of what is on flash; text files stand in it as text, others in base64
 * @throws TypeError naming the place of a value that is no plain data
 */
export async function writeStates(states: ReadonlyMap<LabDevice, DeviceState>, blobs: Blobs): Promise<string> {
  const { stringify } = await import('yaml');
  const files: Record<string, Json> = {};
  const devices = [...states].map(([{ name, kind, release, plan }, state]) => {
    for (const digest of digestsIn(state)) {
      const bytes = kept(blobs, digest);
      if (bytes) files[digest] ??= contents(bytes);
    }
    return { name, kind, release, options: plan.entry.options, state: encode(state) };
  });
  return stringify(
    { [formatKey]: format, devices, files },
    { lineWidth: 0, minContentWidth: 0, aliasDuplicateObjects: false, blockQuote: 'literal' },
  );
}

/** Digests of all files on a device's flash. */
export function digestsIn({ store }: DeviceState): string[] {
  return Object.values(store.flash).flatMap(({ entries }) =>
    Object.values(entries).flatMap(({ digest }) => (digest === undefined ? [] : [digest])),
  );
}

/** Images that a device has from the factory are names and sizes alone. */
function kept(blobs: Blobs, digest: string): Buffer | undefined {
  try {
    return blobs.get(digest);
  } catch {
    return undefined;
  }
}

/** Text as it is, where it comes back the same from UTF-8; else in base64. */
function contents(bytes: Buffer): Json {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : { base64: bytes.toString('base64') };
}
