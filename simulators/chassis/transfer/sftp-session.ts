import { FlashError } from '../flash/error.ts';
import { type Handle, Handles, type ReadHandle, type WriteHandle } from './sftp-handles.ts';
import { attributesOf, nameFields } from './sftp-listing.ts';
import {
  attributesField,
  MalformedPacket,
  openFlag,
  PacketReader,
  packet,
  packetType,
  type SftpAttributes,
  statusCode,
} from './sftp-packet.ts';
import { type Budget, Upload } from './upload.ts';
import {
  defaultLimit,
  type Ending,
  type FileOperation,
  type FileSystemView,
  findIn,
  permit,
  refusalOf,
  type ServeOptions,
} from './view.ts';

/** Most bytes of one read answer; clients go on with the rest. */
const largestRead = 255 * 1024;
/** Entries of one listing answer, as OpenSSH's server sends them. */
const listedAtOnce = 100;

type Request = (id: number, fields: PacketReader) => Promise<Buffer>;

/** One client's SFTP session: a request in, its answer out. */
export class SftpSession {
  readonly #view: FileSystemView;
  readonly #options: ServeOptions;
  readonly #handles = new Handles();
  readonly #budget: Budget;
  readonly #requests: Readonly<Record<number, Request>>;

  constructor(view: FileSystemView, options: ServeOptions) {
    this.#view = view;
    this.#options = options;
    this.#budget = { left: options.limit ?? defaultLimit };
    this.#requests = {
      [packetType.open]: (id, fields) => this.#open(id, fields),
      [packetType.close]: (id, fields) => this.#close(id, fields),
      [packetType.read]: (id, fields) => this.#read(id, fields),
      [packetType.write]: (id, fields) => this.#write(id, fields),
      [packetType.lstat]: (id, fields) => this.#stat(id, fields),
      [packetType.stat]: (id, fields) => this.#stat(id, fields),
      [packetType.fstat]: (id, fields) => this.#fstat(id, fields),
      [packetType.setstat]: (id, fields) => this.#setstat(id, fields),
      [packetType.fsetstat]: (id, fields) => this.#fsetstat(id, fields),
      [packetType.opendir]: (id, fields) => this.#opendir(id, fields),
      [packetType.readdir]: (id, fields) => this.#readdir(id, fields),
      [packetType.remove]: (id, fields) => this.#simply(id, 'remove', fields, (path) => this.#view.remove(path)),
      [packetType.mkdir]: (id, fields) => this.#simply(id, 'mkdir', fields, (path) => this.#view.mkdir(path)),
      [packetType.rmdir]: (id, fields) => this.#simply(id, 'rmdir', fields, (path) => this.#view.rmdir(path)),
      [packetType.realpath]: (id, fields) => this.#realpath(id, fields),
      [packetType.rename]: (id, fields) => this.#rename(id, fields, false),
      [packetType.extended]: (id, fields) => this.#extended(id, fields),
    };
  }

  /**
   * The answer to a request, whatever the request is.
   *
   * @throws MalformedPacket when it is too short to be answered
   */
  async answer(bytes: Buffer): Promise<Buffer> {
    const fields = new PacketReader(bytes);
    const type = fields.byte();
    const id = fields.number();
    const request = this.#requests[type];
    if (!request) return status(id, statusCode.unsupported, 'Operation unsupported');
    try {
      return await request(id, fields);
    } catch (error) {
      if (error instanceof MalformedPacket) return status(id, statusCode.badMessage, 'Bad message');
      return this.#refuse(id, error);
    }
  }

  /** The client went away: what it has open is forgotten. */
  abandon(): void {
    for (const handle of this.#handles.closeAll()) this.#release(handle, { outcome: 'aborted' });
  }

  async #open(id: number, fields: PacketReader): Promise<Buffer> {
    const path = this.#view.resolve(fields.text());
    const flags = fields.number();
    fields.attributes();
    const handle = flags & (openFlag.write | openFlag.append) ? this.#openWrite(path, flags) : this.#openRead(path);
    const opened = await handle;
    try {
      return packet(packetType.handle, id, this.#handles.add(opened));
    } catch (error) {
      this.#release(opened, { outcome: 'busy' });
      throw error;
    }
  }

  async #openRead(path: string): Promise<ReadHandle> {
    permit(this.#view, 'read', path);
    const entry = await this.#view.stat(path);
    if (entry.directory) throw new FlashError('is-a-directory', path);
    if (entry.size > this.#budget.left) throw new FlashError('busy', path);
    const bytes = await this.#view.read(path);
    this.#budget.left -= bytes.length;
    return { kind: 'read', path, entry, bytes, sent: 0, began: performance.now() };
  }

  async #openWrite(path: string, flags: number): Promise<WriteHandle> {
    permit(this.#view, 'write', path);
    const there = await findIn(this.#view, path);
    if (there && flags & openFlag.create && flags & openFlag.exclusive) throw new FlashError('exists', path);
    if (!there && !(flags & openFlag.create)) throw new FlashError('missing', path);
    const upload = new Upload(path, await this.#view.room(path), this.#budget);
    const keeps = there !== undefined && !(flags & openFlag.truncate);
    if (keeps) {
      permit(this.#view, 'read', path);
      upload.write(0, await this.#view.read(path));
    }
    const append = (flags & openFlag.append) !== 0;
    return { kind: 'write', path, upload, append, dirty: !keeps, began: performance.now() };
  }

  async #close(id: number, fields: PacketReader): Promise<Buffer> {
    const handle = this.#handles.close(fields.bytes());
    let ending: Ending = { outcome: 'ok' };
    try {
      if (handle.kind === 'write' && handle.broken !== undefined) throw handle.broken;
      if (handle.kind === 'write' && handle.dirty) {
        await this.#view.write(handle.path, handle.upload.bytes(), handle.time);
      }
      return ok(id);
    } catch (error) {
      ending = refusalOf(this.#view, error, handle.path);
      return this.#refuse(id, error, handle.path);
    } finally {
      this.#release(handle, ending);
    }
  }

  async #read(id: number, fields: PacketReader): Promise<Buffer> {
    const handle = this.#file(fields.bytes());
    const offset = fields.long();
    const wanted = Math.min(fields.number(), largestRead);
    const bytes = handle.kind === 'read' ? handle.bytes : handle.upload.bytes();
    const piece = bytes.subarray(Math.min(offset, bytes.length), Math.min(offset + wanted, bytes.length));
    if (piece.length === 0 && wanted > 0) return status(id, statusCode.eof, 'End of file');
    if (handle.kind === 'read') handle.sent += piece.length;
    return packet(packetType.data, id, piece);
  }

  async #write(id: number, fields: PacketReader): Promise<Buffer> {
    const handle = this.#forWriting(fields.bytes());
    const offset = fields.long();
    const bytes = fields.bytes();
    this.#alter(handle, () => handle.upload.write(handle.append ? handle.upload.size : offset, bytes));
    return ok(id);
  }

  async #stat(id: number, fields: PacketReader): Promise<Buffer> {
    const path = this.#view.resolve(fields.text());
    permit(this.#view, 'stat', path);
    return packet(packetType.attrs, id, attributesField(attributesOf(await this.#view.stat(path))));
  }

  async #fstat(id: number, fields: PacketReader): Promise<Buffer> {
    const handle = this.#file(fields.bytes());
    const entry =
      handle.kind === 'read'
        ? handle.entry
        : { name: '', directory: false, size: handle.upload.size, time: handle.time ?? Date.now() };
    return packet(packetType.attrs, id, attributesField(attributesOf(entry)));
  }

  async #setstat(id: number, fields: PacketReader): Promise<Buffer> {
    const path = this.#view.resolve(fields.text());
    const { size, mtime } = fields.attributes();
    const entry = await this.#view.stat(path);
    if (size !== undefined && size !== entry.size) {
      const handle = await this.#openWrite(path, openFlag.write);
      try {
        handle.upload.resize(size);
        await this.#view.write(path, handle.upload.bytes());
      } finally {
        handle.upload.release();
      }
    }
    if (mtime !== undefined) {
      permit(this.#view, 'touch', path);
      await this.#view.touch(path, mtime * 1000);
    }
    return ok(id);
  }

  async #fsetstat(id: number, fields: PacketReader): Promise<Buffer> {
    const handle = this.#file(fields.bytes());
    const { size, mtime }: SftpAttributes = fields.attributes();
    if (handle.kind === 'read') return ok(id);
    if (size !== undefined) this.#alter(handle, () => handle.upload.resize(size));
    if (mtime !== undefined) {
      handle.time = mtime * 1000;
      handle.dirty = true;
    }
    return ok(id);
  }

  async #opendir(id: number, fields: PacketReader): Promise<Buffer> {
    const path = this.#view.resolve(fields.text());
    permit(this.#view, 'list', path);
    const here = await this.#view.stat(path);
    if (!here.directory) throw new FlashError('not-a-directory', path);
    const entries = await this.#view.list(path);
    const left = [{ ...here, name: '.' }, { ...here, name: '..' }, ...entries];
    return packet(packetType.handle, id, this.#handles.add({ kind: 'directory', path, left }));
  }

  async #readdir(id: number, fields: PacketReader): Promise<Buffer> {
    const handle = this.#handles.get(fields.bytes());
    if (handle.kind !== 'directory') throw new FlashError('not-a-directory', handle.path);
    if (handle.left.length === 0) return status(id, statusCode.eof, 'End of file');
    const listed = handle.left.slice(0, listedAtOnce);
    handle.left = handle.left.slice(listedAtOnce);
    return packet(packetType.name, id, ...nameFields(listed, Date.now()));
  }

  async #realpath(id: number, fields: PacketReader): Promise<Buffer> {
    const path = this.#view.resolve(fields.text() || '.');
    // The name alone counts here; servers fill the rest with nothing.
    return packet(packetType.name, id, 1, path, path, 0);
  }

  async #rename(id: number, fields: PacketReader, replace: boolean): Promise<Buffer> {
    const from = this.#view.resolve(fields.text());
    const to = this.#view.resolve(fields.text());
    permit(this.#view, 'rename', from);
    permit(this.#view, 'write', to);
    await this.#view.rename(from, to, replace);
    return ok(id);
  }

  async #extended(id: number, fields: PacketReader): Promise<Buffer> {
    if (fields.text() === 'posix-rename@openssh.com') return this.#rename(id, fields, true);
    return status(id, statusCode.unsupported, 'Operation unsupported');
  }

  async #simply(
    id: number,
    operation: FileOperation,
    fields: PacketReader,
    work: (path: string) => void | Promise<void>,
  ): Promise<Buffer> {
    const path = this.#view.resolve(fields.text());
    permit(this.#view, operation, path);
    await work(path);
    return ok(id);
  }

  #file(name: Buffer): ReadHandle | WriteHandle {
    const handle = this.#handles.get(name);
    if (handle.kind === 'directory') throw new FlashError('is-a-directory', handle.path);
    return handle;
  }

  #forWriting(name: Buffer): WriteHandle {
    const handle = this.#file(name);
    if (handle.kind === 'read') throw new FlashError('denied', handle.path);
    return handle;
  }

  /** Changes what will be written; after a refusal there is nothing whole to write any more. */
  #alter(handle: WriteHandle, work: () => void): void {
    try {
      work();
      handle.dirty = true;
    } catch (error) {
      handle.broken ??= error;
      throw error;
    }
  }

  #release(handle: Handle, ending: Ending): void {
    if (handle.kind === 'directory') return;
    const { path, began } = handle;
    const upload = handle.kind === 'write';
    const bytes = upload ? handle.upload.size : handle.sent;
    if (upload) handle.upload.release();
    else this.#budget.left += handle.bytes.length;
    const { outcome, why } = ending;
    this.#options.report?.({
      via: 'sftp',
      direction: upload ? 'upload' : 'download',
      path,
      bytes,
      duration: performance.now() - began,
      outcome,
      ...(why === undefined ? {} : { why }),
    });
  }

  #refuse(id: number, error: unknown, path = ''): Buffer {
    const { outcome, words } = refusalOf(this.#view, error, error instanceof FlashError ? error.path : path);
    if (outcome === 'missing') return status(id, statusCode.noSuchFile, words);
    const denied = outcome === 'denied' || outcome === 'outside';
    return status(id, denied ? statusCode.permissionDenied : statusCode.failure, words);
  }
}

function ok(id: number): Buffer {
  return status(id, statusCode.ok, 'Success');
}

function status(id: number, code: number, words: string): Buffer {
  return packet(packetType.status, id, code, words, '');
}
