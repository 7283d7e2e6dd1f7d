import { UsageError } from './errors.ts';
import { type ScpServer, scpServer } from './oracle/scp-server.ts';
import { takePorts } from './ports.ts';
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

const deviceName = 'device-1';
/** The name by which devices know the suite's own file server. */
const courierName = 'courier';

/**
 * A target that starts a simulator for each case that asks for one, each in a lab of its own: cases which move the
 * clock or restart devices do not meet. This is the one place where conformance meets the lab.
 */
export function simulatorTarget(
  { kind, standing }: Pick<Suite, 'kind' | 'standing'>,
  release: string,
  { mutant, patienceMs }: SimulatorOptions,
): Target {
  let courier: Promise<ScpServer> | undefined;
  let shared: Promise<Access> | undefined;
  const start = async (options: DeviceOptions) => {
    courier ??= scpServer();
    return startDevice(
      { kind, release, options, ...(mutant?.startsWith(`${kind}.`) ? { mutant } : {}) },
      await courier,
    );
  };
  return {
    kind,
    release,
    label: mutant === undefined ? 'simulator' : `simulator with ${mutant}`,
    simulated: true,
    provides: new Set(['ssh', 'files', 'clock']),
    settleMs,
    patienceMs,
    secrets: createSecrets(),
    standingOptions: standing,
    standing: () => {
      shared ??= start(standing);
      return shared;
    },
    fresh: start,
    async close() {
      await shared?.then(
        (access) => access.close(),
        () => undefined,
      );
      (await courier)?.close();
    },
  };
}

interface DeviceSpec {
  readonly kind: string;
  readonly release: string;
  readonly options: DeviceOptions;
  readonly mutant?: string;
}

async function startDevice(spec: DeviceSpec, courier: ScpServer): Promise<Access> {
  const { startLab } = await import('../lab/index.ts');
  const ports = await takePorts();
  const lab = await startLab({
    portBase: ports.base,
    devices: [{ name: deviceName, ...spec, options: { ...spec.options } }],
    hosts: { [courierName]: { ports: { 22: `${courier.host}:${courier.port}` } } },
  });
  const device = lab.device(deviceName);
  const { username, password } = courier;
  return {
    name: device.name,
    username: device.username,
    password: device.password,
    ...(device.enablePassword !== undefined && { enablePassword: device.enablePassword }),
    trust: { by: 'own' },
    files: { host: courierName, username, password, put: async (name, bytes) => courier.put(name, bytes) },
    clock: { advance: async (milliseconds) => lab.clock.advance(milliseconds) },
    place: (door) => placeOf(device, door),
    close: () => lab.stop().finally(ports.release),
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

/** All mutants of all kinds: name → what is wrong with it, in one sentence. */
export async function mutantTitles(): Promise<ReadonlyMap<string, string>> {
  const { kinds } = await import('../lab/kinds.ts');
  const named = await Promise.all(Object.values(kinds).map((kind) => kind.mutants?.()));
  return new Map(named.flatMap((mutants) => Object.entries(mutants ?? {})).map(([name, { title }]) => [name, title]));
}

/** The names of all mutants of all kinds. */
export const mutantNames = async (): Promise<readonly string[]> => [...(await mutantTitles()).keys()];
