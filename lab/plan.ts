import { dirname } from 'node:path';
import type { JsonObject } from '../simulators/chassis/json.ts';
import type { Kind } from '../simulators/chassis/kind.ts';
import { ConfiguredCertificates } from './certificates.ts';
import { hint, LabError, type Problem, pathText } from './errors.ts';
import type { LabFile } from './file.ts';
import { filesKind, type KindSource, mutate } from './kinds.ts';
import type { DeviceSpec } from './schema.ts';

/** A device to be: one of the `count` of an entry. */
export interface DevicePlan {
  readonly name: string;
  /** Which of its entry's devices, from 0. */
  readonly nth: number;
  readonly entry: EntryPlan;
}

/** An entry of a lab, checked, with its kind loaded. Shared by all its devices. */
export interface EntryPlan {
  readonly spec: DeviceSpec;
  /** Where it stands: `['devices', 3]`. */
  readonly at: readonly PropertyKey[];
  /** The file in which it stands, where it comes from one. */
  readonly file: LabFile | undefined;
  /** `undefined` for a file server. */
  readonly kind: Kind | undefined;
  readonly release: string;
  /** As the kind made them of what was given. */
  readonly options: JsonObject;
  readonly certificates: ConfiguredCertificates | undefined;
}

/** What planning needs to know of the lab. */
export interface Planning {
  readonly kinds: Readonly<Record<string, KindSource>>;
  /** A mutant for all devices of its kind: `nxos.old-certificate-still-served`. */
  readonly mutant?: string | undefined;
  /** Whether the entries are all of the lab, so that a mutant of none of their kinds is a mistake. */
  readonly whole: boolean;
  /** Names that are taken, in lower case. */
  readonly names: ReadonlySet<string>;
  /** The file that the entries come from: file names are relative to it, and messages tell its lines. */
  readonly file?: LabFile | undefined;
}

/**
 * Turns the entries of a lab into devices to be.
 * @throws LabError with everything that is wrong with them
 */
export async function planDevices(specs: readonly DeviceSpec[], planning: Planning): Promise<DevicePlan[]> {
  const problems: Problem[] = [];
  const tell = (at: readonly PropertyKey[], message: string): void => {
    const line = planning.file?.line(at);
    problems.push({ path: pathText(at), message, ...(line !== undefined && { line }) });
  };
  const entries: (EntryPlan | undefined)[] = [];
  const alike = new Map<string, JsonObject>();
  for (const [index, spec] of specs.entries()) {
    entries.push(await planEntry(spec, ['devices', index], planning, tell, alike));
  }
  checkMutant(planning, entries, tell);
  const plans = nameDevices(specs, entries, planning.names, tell);
  checkPlaces(plans, tell);
  if (problems.length > 0) throw new LabError(problems, planning.file?.path);
  return plans;
}

type Tell = (at: readonly PropertyKey[], message: string) => void;

async function planEntry(
  spec: DeviceSpec,
  at: readonly PropertyKey[],
  { kinds, mutant, file }: Planning,
  tell: Tell,
  alike: Map<string, JsonObject>,
): Promise<EntryPlan | undefined> {
  const certificates = spec.certfile !== undefined || spec.certificates !== undefined;
  const folder = file ? dirname(file.path) : process.cwd();
  const configured = certificates ? new ConfiguredCertificates(spec, at, folder) : undefined;
  for (const problem of (await configured?.load()) ?? []) tell(problem.at, problem.message);
  const common = { spec, at, file, certificates: configured };
  if (spec.kind === filesKind) {
    for (const key of ['release', 'mutant', 'certfile', 'certificates'] as const) {
      if (spec[key] !== undefined) tell([...at, key], 'a file server has none');
    }
    const { checkFilesOptions } = await import('./files-options.ts');
    return { ...common, kind: undefined, release: '', options: checkOptions(checkFilesOptions, spec, at, tell) };
  }
  const source = Object.hasOwn(kinds, spec.kind) ? kinds[spec.kind] : undefined;
  if (!source) {
    const known = [...Object.keys(kinds), filesKind];
    tell([...at, 'kind'], `'${spec.kind}' is no kind of device${hint(spec.kind, known)}; one of ${known.join(', ')}`);
    return undefined;
  }
  let kind = await source.load();
  const lie = spec.mutant ?? (mutant?.startsWith(`${spec.kind}.`) ? mutant : undefined);
  if (lie !== undefined) {
    try {
      kind = await mutate(kind, source, lie);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      tell(spec.mutant === undefined ? ['mutant'] : [...at, 'mutant'], messageOf(error));
    }
  }
  const release = spec.release ?? kind.defaultRelease;
  if (!kind.releases.includes(release)) {
    tell(
      [...at, 'release'],
      `'${release}' is not a release of ${kind.name}${hint(release, kind.releases)}; one of ${kind.releases.join(', ')}`,
    );
  }
  // What several entries say is understood once, and devices of the same options share what follows from them.
  const said = `${spec.kind} ${lie ?? ''} ${JSON.stringify(spec.options ?? {})}`;
  const understood = (raw: JsonObject): JsonObject => {
    const options = alike.get(said) ?? kind.options(raw);
    alike.set(said, options);
    return options;
  };
  const options = checkOptions(understood, spec, at, tell);
  return { ...common, kind, release, options };
}

/** A kind's own check throws one error, whose message begins with the field where it can be told. */
function checkOptions(
  check: (raw: JsonObject) => JsonObject,
  spec: DeviceSpec,
  at: readonly PropertyKey[],
  tell: Tell,
): JsonObject {
  const raw: JsonObject = spec.options ?? {};
  try {
    return check(raw);
  } catch (error) {
    const message = messageOf(error);
    const field = /^(?:options\.)?'?([\w-]+)/.exec(message)?.[1];
    const named = field !== undefined && Object.hasOwn(raw, field);
    tell(named ? [...at, 'options', field] : [...at, 'options'], message);
    return {};
  }
}

function checkMutant({ mutant, whole }: Planning, entries: readonly (EntryPlan | undefined)[], tell: Tell): void {
  if (mutant === undefined || !whole) return;
  const meant = mutant.split('.', 1)[0];
  if (entries.some((entry) => entry?.spec.kind === meant)) return;
  tell(['mutant'], `'${mutant}' is a mutant of no device in this lab`);
}

function nameDevices(
  specs: readonly DeviceSpec[],
  entries: readonly (EntryPlan | undefined)[],
  taken: ReadonlySet<string>,
  tell: Tell,
): DevicePlan[] {
  const given = new Set(specs.flatMap(({ name, count }) => (name && !count ? [name.toLowerCase()] : [])));
  const names = new Set(taken);
  const plans: DevicePlan[] = [];
  for (const [index, spec] of specs.entries()) {
    const entry = entries[index];
    const at = ['devices', index, ...(spec.name === undefined ? [] : ['name'])];
    const count = spec.count ?? 1;
    if (count > 1 && spec.name !== undefined && !spec.name.includes('{n}')) {
      tell(at, `'${spec.name}' would be the name of ${count} devices; put {n} where the number belongs`);
      continue;
    }
    const template = spec.name ?? `${spec.kind}-{n}`;
    let number = 1;
    for (let nth = 0; nth < count; nth++, number++) {
      let name = template.replaceAll('{n}', String(number));
      // Only a name that nobody chose gives way to one that somebody did.
      while (spec.name === undefined && (names.has(name) || given.has(name))) {
        name = template.replaceAll('{n}', String(++number));
      }
      if (names.has(name.toLowerCase())) tell(at, `'${name}' is the name of another device, too`);
      if (!/^[A-Za-z0-9._-]{1,63}$/.test(name)) tell(at, `'${name}' is not a name; only {n} may stand in braces`);
      names.add(name.toLowerCase());
      if (entry) plans.push({ name, nth, entry });
    }
  }
  return plans;
}

/** Host ports and addresses that two devices cannot both have. */
function checkPlaces(plans: readonly DevicePlan[], tell: Tell): void {
  const ports = new Map<number, string>();
  const addresses = new Map<string, string>();
  for (const { name, nth, entry } of plans) {
    const { spec, at } = entry;
    for (const key of Object.keys(spec.ports ?? {})) {
      const port = (spec.ports?.[key] ?? 0) + nth;
      const other = ports.get(port);
      if (port > 65_535) tell([...at, 'ports', key], `${name} would get host port ${port}; 65535 is the last one`);
      else if (other) tell([...at, 'ports', key], `host port ${port} of ${name} is also that of ${other}`);
      ports.set(port, `${name} ${key}`);
    }
    for (const key of Object.keys(spec.addresses ?? {})) {
      const address = addressOf(spec.addresses?.[key] ?? '', nth);
      const other = addresses.get(address);
      if (other) tell([...at, 'addresses', key], `${address} of ${name} is also that of ${other}`);
      addresses.set(address, `${name} ${key}`);
    }
  }
}

/** What turned out to be wrong with an entry when it was made into a device. */
export function entryProblem({ at, file }: EntryPlan, field: readonly PropertyKey[], message: string): Problem {
  const path = [...at, ...field];
  const line = file?.line(path);
  return { path: pathText(path), message, ...(line !== undefined && { line }) };
}

/** The `nth` address after `first`: 127.0.0.255 is followed by 127.0.1.0. */
export function addressOf(first: string, nth: number): string {
  if (nth === 0) return first;
  if (!first.includes(':')) {
    const sum = first.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) + nth;
    return [24, 16, 8, 0].map((shift) => Math.floor(sum / 2 ** shift) % 256).join('.');
  }
  const [head = '', tail] = plainIpv6(first)
    .split('::')
    .map((half) => (half === '' ? [] : half.split(':')));
  const groups = tail ? [...head, ...new Array(8 - head.length - tail.length).fill('0'), ...tail] : [...head];
  const sum = groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n) + BigInt(nth);
  return plainIpv6(
    Array.from({ length: 8 }, (_, i) => ((sum >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':'),
  );
}

/** The one shortest spelling of an IPv6 address. */
function plainIpv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
