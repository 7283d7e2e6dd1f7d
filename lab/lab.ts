import type { LabClock } from '../simulators/chassis/clock.ts';
import type { FaultEngine } from '../simulators/chassis/faults/engine.ts';
import type { JournalEntry, JournalKind } from '../simulators/chassis/journal.ts';
import type { Blobs } from '../simulators/chassis/surroundings.ts';
import type { TakenPort } from './addresses.ts';
import { Coverage, type Missing } from './coverage.ts';
import { descriptors, shortage, socketsOf } from './descriptors.ts';
import { LabDevice, type LabHost } from './device.ts';
import { hint, LabError, NoSuchHost, type Problem } from './errors.ts';
import type { LabFile } from './file.ts';
import type { LabFiles } from './file-host.ts';
import type { Ground } from './ground.ts';
import type { KindSource } from './kinds.ts';
import { type DevicePlan, entryProblem, planDevices } from './plan.ts';
import type { LabReach } from './reach.ts';
import { planReload, type Reloaded } from './reload.ts';
import { checkShape, type DeviceSpec, type LabSpec } from './schema.ts';
import { isMine, type Share } from './share.ts';
import { Snapshots } from './snapshots.ts';

/** Milliseconds that a lab waits for its devices when it stops, beyond the grace that it gives their clients. */
const stopDeadline = 5_000;

/** How many devices open their sockets at once: with thousands under way, what is only needed meanwhile piles up. */
const startingAtOnce = 500;

/** From so many devices on it is worth asking whether there are descriptors enough. */
const many = 50;

/** So many places that cannot be had are told one by one. */
const manyPlaces = 10;

/** What a lab is made of; `startLab` puts it together. */
export interface LabParts {
  readonly ground: Omit<Ground, 'taken' | 'faults'>;
  readonly faults: FaultEngine;
  readonly reach: LabReach;
  /** The map that `reach` looks at: hosts by name in lower case. */
  readonly hosts: Map<string, LabHost>;
  readonly spec: LabSpec;
  readonly file: LabFile | undefined;
  readonly kinds: Readonly<Record<string, KindSource>>;
  readonly mutant: string | undefined;
  /** The part of the lab that this process has; all of it where absent. */
  readonly share: Share | undefined;
  /** The same among workers of one machine. */
  readonly part: Share | undefined;
  /** Hosts that the lab's devices may reach besides those of its file. */
  readonly besides: LabSpec['hosts'];
  /** Tells the operator something that is no failure. */
  tell(notice: string): void;
}

/** A running lab: its devices, clock and journal. */
export class Lab {
  /** The clock that every device asks. */
  readonly clock: LabClock;
  /** What goes wrong: rules may be added and taken away while the lab runs. */
  readonly faults: FaultEngine;
  /** States of the devices that were kept under a name. */
  readonly snapshots: Snapshots = new Snapshots(this);
  readonly #parts: LabParts;
  readonly #ground: Ground & { seed: string };
  readonly #coverage: Coverage;
  readonly #hosts: Map<string, LabHost>;
  /** Those who bring devices just now, and want to know which host ports were not to be had. */
  readonly #bringing = new Set<TakenPort[]>();
  #spec: LabSpec;
  #file: LabFile | undefined;
  #order = 0;
  #stopping: Promise<void> | undefined;

  constructor(parts: LabParts) {
    this.clock = parts.ground.clock;
    this.#parts = parts;
    this.faults = parts.faults;
    this.#ground = { ...parts.ground, faults: parts.faults, taken: (one) => this.#taken(one) };
    this.#spec = parts.spec;
    this.#file = parts.file;
    this.#hosts = parts.hosts;
    this.#coverage = new Coverage(this.#ground.journal);
  }

  /** Where state is kept between processes; `undefined` where it is not. */
  get stateDirectory(): string | undefined {
    return this.#ground.keeping.directory;
  }

  /** The bytes of the files on the devices' flash, by content. */
  get blobs(): Blobs {
    return this.#ground.keeping.blobs;
  }

  /** The address that devices without addresses of their own listen on. */
  get listen(): string {
    return this.#ground.ports.listen;
  }

  /** The lab as it was described, with what the caller of `startLab` put in its place. */
  get spec(): LabSpec {
    return this.#spec;
  }

  /** Path of the lab file, as it was named, where the lab comes from one. */
  get file(): string | undefined {
    return this.#file?.path;
  }

  /** Devices and file servers, in order of coming. */
  get hosts(): readonly LabHost[] {
    return [...this.#hosts.values()];
  }

  /** The devices alone. */
  get devices(): readonly LabDevice[] {
    return this.hosts.filter((host) => host instanceof LabDevice);
  }

  /** @throws NoSuchHost when there is no device or file server of that name */
  host(name: string): LabHost {
    const host = this.#hosts.get(name.toLowerCase());
    if (host) return host;
    const names = this.hosts.slice(0, 20).map((one) => one.name);
    const there = names.length > 0 ? `there is ${names.join(', ')}` : 'it has none';
    throw new NoSuchHost([{ path: '', message: `no device '${name}' in this lab${hint(name, names)}; ${there}` }]);
  }

  /** @throws NoSuchHost when there is no device of that name */
  device(name: string): LabDevice {
    const host = this.host(name);
    if (host instanceof LabDevice) return host;
    throw new NoSuchHost([{ path: '', message: `'${name}' is a file server, not a device` }]);
  }

  /** @throws NoSuchHost when there is no file server of that name */
  files(name: string): LabFiles {
    const host = this.host(name);
    if (isFiles(host)) return host;
    throw new NoSuchHost([{ path: '', message: `'${name}' is a device, not a file server` }]);
  }

  /**
   * Adds a device, or `count` of them, and waits until they listen.
   * @throws LabError when the description is wrong, or a host port that it names is taken; then nothing was added
   */
  async add(spec: DeviceSpec): Promise<readonly LabHost[]> {
    const checked = checkShape({ devices: [spec] });
    if ('problems' in checked) throw new LabError(checked.problems);
    const { kinds, mutant } = this.#parts;
    const planning = { kinds, mutant, whole: false, names: new Set(this.#hosts.keys()), file: undefined };
    return this.bring(await planDevices(checked.spec.devices, planning));
  }

  /**
   * Checks what a whole lab says: at its start, and when its file is read again.
   * @param names of devices that are there besides, in lower case
   * @throws LabError
   */
  async plan({ devices }: LabSpec, file: LabFile | undefined, names: ReadonlySet<string>): Promise<DevicePlan[]> {
    const { kinds, mutant, share, part } = this.#parts;
    const plans = await planDevices(devices, { kinds, mutant, whole: true, names, file });
    // Devices copy from file servers, and meet those of their own process alone.
    const mine = share ? plans.filter(({ name, entry }) => !entry.kind || isMine(name, share)) : plans;
    if (!part) return mine;
    return mine.filter(({ name, entry }) => (entry.kind ? isMine(`worker ${name}`, part) : part.index === 1));
  }

  /**
   * Makes and starts planned devices.
   * @param tolerant a host port that the lab file names and another process has is only told of
   * @throws LabError as {@link add}
   */
  async bring(plans: readonly DevicePlan[], tolerant = false): Promise<readonly LabHost[]> {
    const come: LabHost[] = [];
    const taken: TakenPort[] = [];
    this.#bringing.add(taken);
    try {
      for (const plan of plans) {
        const host = await this.#make(plan);
        come.push(host);
        this.#hosts.set(host.name.toLowerCase(), host);
      }
      this.#parts.reach.refresh();
      this.#foresee(come);
      for (let first = 0; first < come.length; first += startingAtOnce) {
        await Promise.all(come.slice(first, first + startingAtOnce).map((host) => host.start()));
      }
      await this.#ground.keeping.settled();
      const ours = new Map(come.map((host) => [host.name, host.plan]));
      const named = taken.flatMap((one) => {
        const plan = one.named && !tolerant ? ours.get(one.device) : undefined;
        return plan ? [entryProblem(plan.entry, [plan.entry.spec.ports ? 'ports' : 'addresses'], one.message)] : [];
      });
      if (named.length > 0) throw new LabError(shortened(named), this.#file?.path);
      for (const { message } of taken) this.#parts.tell(message);
      return come;
    } catch (error) {
      for (const host of come) this.#hosts.delete(host.name.toLowerCase());
      this.#parts.reach.refresh();
      await Promise.all(come.map((host) => host.stop()));
      throw error;
    } finally {
      this.#bringing.delete(taken);
    }
  }

  /**
   * Takes a device away, with all that was kept of it.
   * @throws NoSuchHost when there is none of that name
   */
  async remove(name: string): Promise<void> {
    const host = this.host(name);
    this.#hosts.delete(host.name.toLowerCase());
    this.#parts.reach.refresh();
    await host.stop();
    await this.#ground.keeping.remove(host.name);
  }

  /** Unpacks all devices again: whatever was configured, saved or learnt on them is gone. File servers keep their files. */
  async reset(): Promise<void> {
    await Promise.all(this.devices.map((device) => device.reset()));
  }

  /** Resolves when what all devices listen on and keep matches their state, as after the clock was moved. */
  async settled(): Promise<void> {
    await Promise.all(this.devices.map(({ device }) => device.settled()));
  }

  /**
   * Names, serials and identifiers of devices that come follow from it, and all chance of fault rules. Setting it
   * changes no device that is there: remove and add one, to have it born anew.
   */
  get seed(): string {
    return this.#ground.seed;
  }
  set seed(seed: string) {
    this.#ground.seed = seed;
    this.faults.reseed(seed);
  }

  /**
   * Reads the lab file again: new devices come, those no longer in it go, certificate files are served as they are
   * now. Devices that stay keep their state, so whatever else changed in their entries waits for a new start.
   * @throws LabError when the file is wrong now, or the lab came from none; then nothing has changed
   */
  async reload(): Promise<Reloaded> {
    const { file, come, gone, stay, waiting } = await planReload(this, this.#file);
    const recertified = stay.filter(({ host, plan }) => host.recertify(plan.entry.certificates));
    for (const { name } of gone) await this.remove(name);
    this.#file = file;
    const hosts = { ...file.spec.hosts, ...this.#parts.besides };
    this.#spec = { ...this.#spec, hosts };
    this.#parts.reach.refresh(hosts);
    const added = await this.bring(come);
    return {
      added: added.map(({ name }) => name),
      removed: gone.map(({ name }) => name),
      recertified: recertified.map(({ host }) => host.name),
      waiting,
    };
  }

  /** What happened, oldest first. The oldest entries make room when there are too many. */
  async journal(
    wanted: { after?: number; device?: string; kind?: JournalKind } = {},
  ): Promise<readonly JournalEntry[]> {
    return this.#ground.journal.read(wanted);
  }

  /** What clients asked for and no device here knows, counted by name since the lab began. */
  get missing(): readonly Missing[] {
    return this.#coverage.missing;
  }

  /** How many entries the journal has had, and how many of them it no longer holds. */
  get journalCount(): { readonly written: number; readonly dropped: number } {
    const { count, dropped } = this.#ground.journal;
    return { written: count, dropped };
  }

  /** Calls `watcher` with each journal entry from now on. Returns a function that ends it. */
  watch(watcher: (entry: JournalEntry) => void): () => void {
    return this.#ground.journal.watch(watcher);
  }

  /**
   * Stops all devices and cuts their connections. Resolves when nothing is left, after five seconds at the latest.
   * @param grace real milliseconds that requests under way have to end, before those five seconds; 0 unless told
   */
  stop(grace = 0): Promise<void> {
    this.#stopping ??= this.#stop(grace);
    return this.#stopping;
  }

  async #stop(grace: number): Promise<void> {
    const hosts = this.hosts;
    let deadline: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      deadline = setTimeout(resolve, grace + stopDeadline, 'late');
    });
    const outcome = await Promise.race([late, Promise.allSettled(hosts.map((host) => host.stop(grace)))]);
    clearTimeout(deadline);
    if (outcome === 'late') this.#parts.tell(`not everything stopped within ${(grace + stopDeadline) / 1000} s`);
    this.clock.stop();
    await this.#ground.keeping.close();
  }

  /** @throws LabError where the process may not have the descriptors for so many more listeners */
  #foresee(come: readonly LabHost[]): void {
    if (come.length < many) return;
    const there = descriptors();
    const message = there && shortage(socketsOf(this.#ground.shared ? come.filter(sharesNothing) : come), there);
    if (message !== undefined) throw new LabError([{ path: 'devices', message }], this.#file?.path);
  }

  async #make(plan: DevicePlan): Promise<LabHost> {
    const order = this.#order++;
    const { kind } = plan.entry;
    if (kind) return LabDevice.create(plan, kind, this.#ground, order);
    const { LabFiles } = await import('./file-host.ts');
    return LabFiles.create(plan, this.#ground, order);
  }

  #taken(taken: TakenPort): void {
    if (this.#bringing.size === 0) this.#parts.tell(taken.message);
    for (const list of this.#bringing) list.push(taken);
  }
}

/** A port that many devices share is missing to each of them: the first say it all. */
function shortened(problems: readonly Problem[]): readonly Problem[] {
  const left = problems.length - manyPlaces;
  if (left <= 0) return problems;
  return [...problems.slice(0, manyPlaces), { path: 'devices', message: `and ${left} more places cannot be had` }];
}

/** Whether a host has sockets of its own where those with addresses of their own share theirs. */
const sharesNothing = ({ plan }: LabHost): boolean => plan.entry.spec.addresses === undefined;

/** Told without loading what a lab of devices alone does not need. */
function isFiles(host: LabHost): host is LabFiles {
  return host.plan.entry.kind === undefined;
}
