import { posix } from 'node:path';
import type { Import } from './imports.ts';

/**
 * Which rooms a room may enter; what a room is for stands in CONTRIBUTING. A device kind is any folder of `simulators/`
 * except the chassis, so a new kind finds its walls already here. `.ci` and `bench` stand above all and may enter any.
 */
const mayEnter: Record<string, readonly string[]> = {
  certs: [],
  fixtures: [],
  clients: [],
  'simulators/chassis': ['certs', 'fixtures'],
  'simulators/*': ['simulators/chassis', 'certs', 'fixtures'],
  lab: ['simulators/*', 'simulators/chassis', 'certs', 'fixtures'],
  conformance: ['lab', 'clients', 'certs', 'fixtures'],
  workshop: ['conformance', 'lab', 'certs', 'fixtures'],
  cli: ['workshop', 'conformance', 'lab', 'certs', 'fixtures'],
};

/** Rooms above all the others: benchmarks, and what watches over the repository. */
const above = ['bench', '.ci'];

/** What the walls need to know of a module. */
export interface Module {
  /** From the root of the repository, with slashes: `simulators/nxos/kind.ts`. */
  path: string;
  imports: readonly Import[];
}

/** The room in which a module lies, such as `certs` or `simulators/nxos`; undefined for one that lies in none (a configuration file). */
export function roomOf(path: string): string | undefined {
  const [top, next, deeper] = path.split('/');
  if (next === undefined) return undefined;
  return top === 'simulators' && deeper !== undefined ? `simulators/${next}` : top;
}

/**
 * Every import that goes through a wall, one readable line each: `file:line imports what, and why it may not`.
 *
 * @param modules all modules of the repository, tests included.
 * @param shipped the packages that are installed with Rackless; other modules than tests import no further ones.
 */
export function trespasses(modules: readonly Module[], shipped: readonly string[]): string[] {
  return [
    ...modules.filter(isHomeless).map(({ path }) => `${path}: the map knows no room ${roomOf(path)}`),
    ...modules.flatMap((module) => module.imports.flatMap((one) => refusal(module, one, shipped) ?? [])),
    ...judgesOutside(modules),
  ];
}

/** Tests, and the folders called `testing` in which several tests of a room keep what they share. */
const isTest = (path: string): boolean => /\.(test|long)\.ts$|\/testing\//.test(path);

function isHomeless({ path }: Module): boolean {
  const room = roomOf(path);
  return room !== undefined && !above.includes(room) && !(kindOf(room) in mayEnter);
}

function refusal(module: Module, one: Import, shipped: readonly string[]): string | undefined {
  const room = roomOf(module.path);
  if (room === undefined || above.includes(room)) return undefined;
  const refuse = (why: string): string => `${module.path}:${one.line} imports ${one.specifier}: ${why}`;
  const target = targetOf(module.path, one.specifier);
  if (target.package !== undefined) {
    const isFree = isTest(module.path) || one.typeOnly || shipped.includes(target.package);
    return isFree ? undefined : refuse(`${target.package} is not among the package's dependencies`);
  }
  if (target.path === undefined) return undefined;
  if (isTest(target.path) && !isTest(module.path)) return refuse('what is for tests is not shipped');
  if (!isRefused(module.path, room, roomOf(target.path))) return undefined;
  const entered = roomOf(target.path) ?? 'the root of the repository';
  return refuse(`${room} may not enter ${entered}${isTest(module.path) ? ', not even in a test' : ''}`);
}

function isRefused(path: string, room: string, entered: string | undefined): boolean {
  if (entered === room) return false;
  if (entered === undefined) return true;
  if (isTest(path)) return entered !== '.ci' && !isBelow(kindOf(entered), kindOf(room));
  return !mayEnter[kindOf(room)]?.includes(kindOf(entered));
}

/** A test may look at all that its room stands on, near or far, and at what stands on the ground itself. */
function isBelow(entered: string, room: string): boolean {
  if (mayEnter[entered]?.length === 0) return true;
  return (mayEnter[room] ?? []).some((next) => next === entered || isBelow(entered, next));
}

function kindOf(room: string): string {
  return room.startsWith('simulators/') && room !== 'simulators/chassis' ? 'simulators/*' : room;
}

/** Where an import leads: a module of this repository, a package, or (neither) the runtime itself. */
function targetOf(from: string, specifier: string): { path?: string; package?: string } {
  if (specifier.startsWith('.')) return { path: posix.join(posix.dirname(from), specifier) };
  if (specifier.startsWith('node:')) return {};
  if (specifier === 'rackless') return { path: 'lab/index.ts' };
  if (specifier.startsWith('rackless/')) return { path: `${specifier.slice('rackless/'.length)}.ts` };
  const [first = '', second] = specifier.split('/');
  return { package: first.startsWith('@') ? `${first}/${second}` : first };
}

const isJudge = (path: string): boolean =>
  /^conformance\/(.*\/)?((judge|oracle)[^/]*(\/|\.ts$)|[^/]*\.checks\.ts$)/.test(path);

/** Judges and oracles see plain data: they reach no device and no lab, neither themselves nor through a module that they use. */
function judgesOutside(modules: readonly Module[]): string[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const judges = modules.filter(({ path }) => isJudge(path) && !isTest(path));
  return judges
    .flatMap((judge) => wayOut(judge, byPath)?.join(' → ') ?? [])
    .map((way) => `${way}: a judge may not see a lab or a device`);
}

/** The first way from a judge into the lab or a simulator. A type leaves nothing at run time, so only the judge's own count. */
function wayOut(judge: Module, byPath: ReadonlyMap<string, Module>): string[] | undefined {
  const seen = new Set([judge.path]);
  const queue: { module: Module; way: string[] }[] = [{ module: judge, way: [] }];
  for (const { module, way } of queue) {
    for (const one of module.imports) {
      const { path } = targetOf(module.path, one.specifier);
      if (path === undefined || (one.typeOnly && module !== judge) || seen.has(path)) continue;
      const here = [...way, `${module.path}:${one.line}`];
      if (/^(lab|simulators)\//.test(path)) return [...here, path];
      seen.add(path);
      const next = byPath.get(path);
      if (next) queue.push({ module: next, way: here });
    }
  }
  return undefined;
}
