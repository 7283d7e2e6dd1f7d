import { LabClock } from '../simulators/chassis/clock.ts';
import { FaultEngine, type FaultHit } from '../simulators/chassis/faults/engine.ts';
import type { FaultRule } from '../simulators/chassis/faults/rule.ts';
import { Journal, type JournalReport } from '../simulators/chassis/journal.ts';
import { HostPorts } from './addresses.ts';
import { cacheDirectory } from './cache.ts';
import type { LabHost } from './device.ts';
import { LabError, pathText } from './errors.ts';
import type { LabFile } from './file.ts';
import { PooledIdentities } from './identities.ts';
import { keep } from './keeping.ts';
import { type KindSource, kinds } from './kinds.ts';
import { Lab } from './lab.ts';
import { LabReach } from './reach.ts';
import { type ClockSpec, checkShape, type DeviceSpec, type LabSpec } from './schema.ts';
import type { Share } from './share.ts';
import { SharedListeners } from './shared-listeners.ts';

/** How a lab shall be. What is given here is stronger than what the lab file says. */
export interface LabOptions {
  /** Path of a lab file. */
  readonly file?: string;
  /** Devices, in place of a lab file: `[{ kind: 'nxos' }]`. */
  readonly devices?: readonly DeviceSpec[];
  /** Other hosts that these devices may reach. */
  readonly hosts?: LabSpec['hosts'];
  /** What goes wrong from the start; see {@link Lab.faults} for later. */
  readonly faults?: LabSpec['faults'];
  /** Names, serials and identifiers follow from it; 1 unless given. */
  readonly seed?: string | number;
  /** Where state is kept for the next process; nothing is kept unless given. */
  readonly stateDir?: string;
  /** Address to listen on; 127.0.0.1 unless given. */
  readonly listen?: string;
  /**
   * Whether devices with addresses of their own share one socket a port, on the wildcard address that `listen` then has to
   * name: descriptors no longer grow with the lab, but everything that reaches this host reaches those ports.
   */
  readonly sharedListeners?: boolean;
  /** First host port to give out; the operating system chooses unless given. */
  readonly portBase?: number;
  /** Starts the clock at another time than now, or frozen. */
  readonly clock?: ClockSpec;
  /** A named lie for all devices of its kind: `nxos.old-certificate-still-served`. */
  readonly mutant?: string;
  /** Kinds of device besides those of this package, by name. */
  readonly kinds?: Readonly<Record<string, KindSource>>;
  /** The part of the lab file's devices that this process has; all of them unless given. File servers stand in every part. */
  readonly share?: Share;
  /** As {@link share}, for one of several workers of one machine: file servers stand in the first alone. */
  readonly part?: Share;
  /** Host ports are given out from {@link portBase} on in steps of so many; 1 unless given. */
  readonly portStep?: number;
  /** How many journal entries are kept; 10,000 unless given. */
  readonly journalCapacity?: number;
  /**
   * What to do where a host port that the lab file names is taken: `fail` starts nothing; `report` tells it and goes on
   * with the others. `fail` unless given.
   */
  readonly takenPorts?: 'fail' | 'report';
  /** Told what the operator should know and is no failure; nobody is unless given. */
  tell?(notice: string): void;
}

/**
 * Starts a lab in this process. Resolves when every device listens.
 *
 * ```ts
 * const lab = await startLab({ devices: [{ kind: 'nxos' }] });
 * lab.device('nxos-1').endpoints; // { 'nxapi-https': 'https://127.0.0.1:43111', ssh: … }
 * await lab.stop();
 * ```
 * @throws LabError when the description is wrong, or a host port that it names is taken; nothing runs then
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { stateDir, portBase, mutant, tell = () => {} } = options;
  const file = options.file === undefined ? undefined : await (await import('./file.ts')).readLabFile(options.file);
  const spec = specOf(options, file?.spec);
  const keeping = await keep(stateDir, tell);
  const clock = startClock(spec.clock);
  const hosts = new Map<string, LabHost>();
  const reach = new LabReach(() => hosts.values(), spec.hosts);
  const journal = new Journal(() => clock.now(), options.journalCapacity);
  const seed = String(spec.seed ?? 1);
  const faults = new FaultEngine({ seed, now: () => clock.now(), onHit: (hit) => journal.write(faultEntry(hit)) });
  const lab = new Lab({
    ground: {
      clock,
      journal,
      reach,
      identities: new PooledIdentities(stateDir ?? cacheDirectory(), tell),
      keeping,
      ports: new HostPorts(spec.listen ?? '127.0.0.1', portBase, options.portStep),
      shared: options.sharedListeners ? new SharedListeners(spec.listen ?? '') : undefined,
      seed,
    },
    faults,
    reach,
    hosts,
    spec,
    file,
    kinds: { ...kinds, ...options.kinds },
    mutant,
    share: options.share,
    part: options.part,
    besides: options.hosts,
    tell,
  });
  try {
    for (const [index, rule] of (spec.faults ?? []).entries()) addFault(faults, rule, index, file);
    await lab.bring(await lab.plan(spec, file, new Set()), options.takenPorts === 'report');
    return lab;
  } catch (error) {
    await lab.stop();
    throw error;
  }
}

/** The lab that options and file together describe. */
function specOf(options: LabOptions, fromFile: LabSpec | undefined): LabSpec {
  const { file, devices, portBase } = options;
  if (file !== undefined && devices) {
    throw new LabError([{ path: 'devices', message: 'a lab has either a file or a list of devices' }]);
  }
  if (portBase !== undefined && !(Number.isInteger(portBase) && portBase >= 1 && portBase <= 65_535)) {
    throw new LabError([{ path: 'portBase', message: `${portBase} is not a port; 1 to 65535` }]);
  }
  const own: Record<string, unknown> = { ...(fromFile ?? { devices: devices ?? [] }) };
  for (const key of ['hosts', 'seed', 'listen', 'clock', 'faults'] as const) {
    if (options[key] !== undefined) own[key] = options[key];
  }
  const checked = checkShape(own);
  if ('problems' in checked) throw new LabError(checked.problems);
  return checked.spec;
}

/** @throws LabError when another rule has the same id */
function addFault(faults: FaultEngine, rule: FaultRule, index: number, file: LabFile | undefined): void {
  try {
    faults.add(rule);
  } catch (error) {
    const at = ['faults', index, 'id'];
    const line = file?.line(at);
    const message = error instanceof Error ? error.message : String(error);
    throw new LabError([{ path: pathText(at), message, ...(line !== undefined && { line }) }], file?.path);
  }
}

function faultEntry({ id, at, act, situation }: FaultHit): JournalReport {
  const { device, endpoint, user, operation } = situation;
  return {
    kind: 'fault',
    device,
    ...(endpoint !== undefined && { endpoint }),
    ...(user !== undefined && { user }),
    operation: `${at} ${act.act}`,
    outcome: id,
    // A query may hold a secret, and the journal none.
    ...(operation !== undefined && {
      detail: { operation: at === 'command' ? operation : operation.replace(/\?.*/s, '') },
    }),
  };
}

function startClock({ start, frozen = false }: ClockSpec = {}): LabClock {
  const clock = new LabClock();
  if (start !== undefined || frozen) clock.freeze(start === undefined ? clock.now() : Date.parse(start));
  if (!frozen) clock.thaw();
  return clock;
}
