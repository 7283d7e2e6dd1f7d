import type { FlashVolume } from '../chassis/kind.ts';
import type { NxosState } from './state.ts';

/** File systems that the switch has, besides names that stand for configurations. */
export const fileSystems = ['bootflash', 'volatile'] as const;

/** A path that names a file system which is there. */
export interface Place {
  /** Key in the store's flash: `sup-1:bootflash`. */
  readonly volume: string;
  /** Path inside it, as typed. */
  readonly path: string;
  /** `bootflash` */
  readonly fileSystem: string;
}

/**
 * Resolves a path in any of the spellings that NX-OS takes: `bootflash:x`, `bootflash:/x`, `bootflash:///x`,
 * `bootflash://sup-local/x` (or sup-active, sup-standby, sup-remote, sup-1, sup-2, module-27), and `bootflash:sup-2/x`,
 * which means the other supervisor and no directory of that name.
 *
 * @param cwd where a path without a file system begins, `bootflash:` or `bootflash:nxapi/`
 * @returns `undefined` when it names a supervisor or file system that is not there
 * @source NX-API reference 0 and 5.9; seed, "Copy the Files"
 */
export function locate(state: NxosState, typed: string, cwd: string): Place | undefined {
  const match = /^([a-z][a-z0-9]*):(.*)$/s.exec(typed);
  if (!match) return cwd === '' ? undefined : locate(state, relative(cwd, typed), '');
  const [, fileSystem = '', rest = ''] = match;
  if (!fileSystems.some((known) => known === fileSystem)) return undefined;
  const authority = /^\/\/([^/]*)(\/.*)?$/s.exec(rest);
  if (authority) {
    const supervisor = authority[1] === '' ? state.run.active : supervisorOf(state, authority[1] ?? '');
    return placeOn(state, fileSystem, supervisor, authority[2] ?? '/');
  }
  const [first = '', ...more] = rest.split('/');
  if (/^sup-(1|2|local|active|standby|remote)$/.test(first)) {
    return placeOn(state, fileSystem, supervisorOf(state, first), `/${more.join('/')}`);
  }
  return placeOn(state, fileSystem, state.run.active, rest);
}

function relative(cwd: string, typed: string): string {
  if (typed.startsWith('/')) return `${cwd.slice(0, cwd.indexOf(':') + 1)}${typed}`;
  return cwd.endsWith('/') || cwd.endsWith(':') ? `${cwd}${typed}` : `${cwd}/${typed}`;
}

function supervisorOf(state: NxosState, name: string): number | undefined {
  const { active } = state.run;
  const other = active === 1 ? 2 : 1;
  switch (name) {
    case 'sup-local':
    case 'sup-active':
      return active;
    case 'sup-standby':
    case 'sup-remote':
      return other;
    case 'sup-1':
      return 1;
    case 'sup-2':
      return 2;
    case 'module-1':
      return state.store.hardware.supervisors === 1 ? 1 : undefined;
    case 'module-27':
      return state.store.hardware.supervisors === 2 ? 1 : undefined;
    case 'module-28':
      return state.store.hardware.supervisors === 2 ? 2 : undefined;
    default:
      return undefined;
  }
}

function placeOn(
  state: NxosState,
  fileSystem: string,
  supervisor: number | undefined,
  path: string,
): Place | undefined {
  const volume = `sup-${supervisor}:${fileSystem}`;
  return Object.hasOwn(state.store.flash, volume) ? { volume, path, fileSystem } : undefined;
}

/**
 * A file system of the switch.
 * @throws Error for a key that {@link locate} did not give
 */
export function volumeOf(state: NxosState, key: string): FlashVolume {
  const volume = state.store.flash[key];
  if (!volume) throw new Error(`no file system '${key}'`);
  return volume;
}
