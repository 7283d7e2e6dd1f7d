import { UsageError } from './errors.ts';
import { createSecrets } from './secrets.ts';
import type { Suite } from './suite.ts';
import type { Access, DeviceOptions, Door, Place, Target } from './target.ts';

/** How simulators are started for judging. */
export interface SimulatorOptions {
  /** A named lie of the kind: `nxos.http-stays-open`. */
  readonly mutant?: string | undefined;
  readonly patienceMs: number;
}

/** How long a simulator may take to open or close a port after it has answered, in milliseconds. */
const settleMs = 1_000;

const deviceName = 'n9k-1';

/**
 * A target that starts a simulator for each case that asks for one, each in a lab of its own: cases which move the
 * clock or restart devices do not meet. This is the one place where conformance meets the lab.
 */
export function simulatorTarget(
  { kind, standing }: Pick<Suite, 'kind' | 'standing'>,
  release: string,
  { mutant, patienceMs }: SimulatorOptions,
): Target {
  const start = (options: DeviceOptions) => startDevice(kind, release, options, mutant);
  let shared: Promise<Access> | undefined;
  return {
    kind,
    release,
    label: mutant === undefined ? 'simulator' : `simulator with ${mutant}`,
    simulated: true,
    provides: new Set(['ssh', 'files', 'clock']),
    settleMs,
    patienceMs,
    secrets: createSecrets(),
    standing: () => {
      shared ??= start(standing);
      return shared;
    },
    fresh: start,
    async close() {
      await (await shared)?.close();
    },
  };
}

async function startDevice(
  kind: string,
  release: string,
  options: DeviceOptions,
  mutant: string | undefined,
): Promise<Access> {
  const { startLab } = await import('../lab/index.ts');
  const lie = mutant?.startsWith(`${kind}.`) ? { mutant } : {};
  const lab = await startLab({
    devices: [{ name: deviceName, kind, release, options: { ...options }, ...lie }],
  });
  const device = lab.device(deviceName);
  return {
    name: device.name,
    username: device.username,
    password: device.password,
    trust: { by: 'own' },
    clock: { advance: async (milliseconds) => lab.clock.advance(milliseconds) },
    place: (door) => placeOf(device, door),
    close: () => lab.stop(),
  };
}

/** What of a lab's device this file needs. */
interface Reachable {
  readonly endpoints: Readonly<Record<string, string>>;
  at(port: number, address?: string): Promise<Place>;
}

async function placeOf(device: Reachable, door: Door): Promise<Place> {
  if (typeof door !== 'string') return device.at(door.port, door.address);
  const url = device.endpoints[door];
  if (url === undefined) throw new UsageError(`the simulator has no endpoint "${door}" open`);
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/** The names of all mutants of all kinds. */
export async function mutantNames(): Promise<readonly string[]> {
  const { kinds } = await import('../lab/kinds.ts');
  const named = await Promise.all(Object.values(kinds).map((kind) => kind.mutants?.()));
  return named.flatMap((mutants) => Object.keys(mutants ?? {}));
}
