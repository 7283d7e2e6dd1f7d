import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join, sep } from 'node:path';
import { FlashError, type FlashReason } from '../../simulators/chassis/flash/error.ts';
import { baseOf, inside, parentOf } from '../../simulators/chassis/flash/path.ts';
import type { FileOperation, FileSystemView, ViewedFile } from '../../simulators/chassis/transfer/view.ts';

/** Files on their way in; neither listed nor reachable. */
const staging = '.rackless-';

/** What may be done with a directory of the host. */
export interface DirectoryOptions {
  /** Whether anything may be changed. */
  readonly write: boolean;
  /** Most bytes of one file. */
  readonly limit: number;
}

/**
 * A directory of the host as SCP, SFTP, HTTP and TFTP clients see it. Nothing outside can be reached: not by `..`, and
 * not by a symbolic link, which is followed only as long as it stays inside. Pipes, sockets and devices are not there.
 */
export class DirectoryView implements FileSystemView {
  readonly #root: string;
  readonly #options: DirectoryOptions;

  /** @param root absolute, without symbolic links in it */
  constructor(root: string, options: DirectoryOptions) {
    this.#root = root;
    this.#options = options;
  }

  resolve(path: string): string {
    const { name } = inside(path.replace(/^~(?=\/|$)/, ''));
    if (name.split('/').some((part) => part.startsWith(staging))) throw new FlashError('denied', path);
    return `/${name}`;
  }

  allows(operation: FileOperation): boolean {
    return this.#options.write || operation === 'stat' || operation === 'list' || operation === 'read';
  }

  async stat(path: string): Promise<ViewedFile> {
    return viewed(baseOf(path), await this.#stats(path));
  }

  async list(path: string): Promise<readonly ViewedFile[]> {
    const names = await asked(path, async () => fs.readdir(await this.#real(path)));
    const entries = names.map((name) =>
      // What is no entry of ours, or has gone meanwhile, is left out.
      this.stat(`${path === '/' ? '' : path}/${name}`).catch(() => undefined),
    );
    const found = (await Promise.all(entries)).filter((entry) => entry !== undefined);
    return found.filter(({ name }) => !name.startsWith(staging)).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async read(path: string): Promise<Buffer> {
    return asked(path, async () => {
      // Should the entry have become a pipe or a link meanwhile, opening neither waits nor follows.
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
      const file = await fs.open(await this.#real(path), flags);
      try {
        const stats = await file.stat();
        if (stats.isDirectory()) throw new FlashError('is-a-directory', path);
        if (!stats.isFile()) throw new FlashError('denied', path);
        if (stats.size > this.#options.limit) throw new FlashError('denied', path, 'larger than the server moves');
        return await file.readFile();
      } finally {
        await file.close();
      }
    });
  }

  async room(path: string): Promise<number> {
    const place = await this.#place(path);
    return asked(path, async () => {
      const there = await fs.lstat(place).catch(() => undefined);
      if (there?.isDirectory()) throw new FlashError('is-a-directory', path);
      const { bavail, bsize } = await fs.statfs(this.#root);
      return Math.min(this.#options.limit, bavail * bsize);
    });
  }

  async write(path: string, bytes: Buffer, time?: number): Promise<void> {
    if (bytes.length > (await this.room(path))) throw new FlashError('no-space', path);
    const place = await this.#place(path);
    await asked(path, async () => {
      const passing = join(place, '..', `${staging}${randomUUID()}`);
      try {
        await fs.writeFile(passing, bytes, { flag: 'wx' });
        if (time !== undefined) await fs.utimes(passing, time / 1000, time / 1000);
        await fs.rename(passing, place);
      } catch (error) {
        await fs.rm(passing, { force: true });
        throw error;
      }
    });
  }

  async touch(path: string, time: number): Promise<void> {
    await this.#stats(path);
    await asked(path, async () => fs.utimes(await this.#real(path), time / 1000, time / 1000));
  }

  async mkdir(path: string): Promise<void> {
    const place = await this.#place(path);
    await asked(path, () => fs.mkdir(place));
  }

  async rmdir(path: string): Promise<void> {
    const place = await this.#place(path);
    await asked(path, () => fs.rmdir(place));
  }

  async remove(path: string): Promise<void> {
    const place = await this.#place(path);
    await asked(path, async () => {
      if ((await fs.lstat(place)).isDirectory()) throw new FlashError('is-a-directory', path);
      await fs.unlink(place);
    });
  }

  async rename(from: string, to: string, replace: boolean): Promise<void> {
    const [source, target] = [await this.#place(from), await this.#place(to)];
    await asked(to, async () => {
      await asked(from, () => fs.lstat(source));
      if (!replace && (await fs.lstat(target).catch(() => undefined))) throw new FlashError('exists', to);
      await fs.rename(source, target);
    });
  }

  async #stats(path: string): Promise<Stats> {
    return asked(path, async () => {
      const stats = await fs.lstat(await this.#real(path));
      if (!stats.isFile() && !stats.isDirectory()) throw new FlashError('denied', path);
      return stats;
    });
  }

  /** Where an existing entry really lies, links followed. @throws FlashError `outside` */
  async #real(path: string): Promise<string> {
    const real = await asked(path, () => fs.realpath(join(this.#root, path)));
    const within = this.#root.endsWith(sep) ? this.#root : this.#root + sep;
    if (real !== this.#root && !real.startsWith(within)) throw new FlashError('outside', path);
    return real;
  }

  /** Where an entry lies or would: its directory's links are followed, its own are not. @throws FlashError */
  async #place(path: string): Promise<string> {
    if (path === '/') throw new FlashError('busy', path);
    const { name } = inside(path);
    const parent = await this.#real(`/${parentOf(name)}`);
    if (!(await fs.lstat(parent)).isDirectory()) throw new FlashError('not-a-directory', path);
    return join(parent, baseOf(name));
  }
}

const reasons: Readonly<Record<string, FlashReason>> = {
  ENOENT: 'missing',
  EEXIST: 'exists',
  ENOTDIR: 'not-a-directory',
  EISDIR: 'is-a-directory',
  ENOTEMPTY: 'not-empty',
  ENOSPC: 'no-space',
  EDQUOT: 'no-space',
  EFBIG: 'no-space',
  ELOOP: 'outside',
  EBUSY: 'busy',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  EINVAL: 'denied',
  ENAMETOOLONG: 'denied',
};

/** Does something with the host's files; what the host says becomes a reason, and no path of the host gets out. */
async function asked<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
    throw reason ? new FlashError(reason, path) : error;
  }
}

function viewed(name: string, stats: Stats): ViewedFile {
  return { name, directory: stats.isDirectory(), size: stats.size, time: Math.floor(stats.mtimeMs) };
}
