import { FlashError } from '../flash/error.ts';
import type { Upload } from './upload.ts';
import type { ViewedFile } from './view.ts';

/** Most handles that one session may hold, as many as OpenSSH's server gives. */
const mostHandles = 100;

/** A file that is open for reading. */
export interface ReadHandle {
  readonly kind: 'read';
  readonly path: string;
  readonly entry: ViewedFile;
  readonly bytes: Buffer;
  /** Bytes that have been read from it. */
  sent: number;
  /** `performance.now()` of its opening. */
  readonly began: number;
}

/** A file that is open for writing; nobody else sees it before it is closed. */
export interface WriteHandle {
  readonly kind: 'write';
  readonly path: string;
  readonly upload: Upload;
  readonly append: boolean;
  /** True when closing it changes the file. */
  dirty: boolean;
  /** What went wrong: closing it then changes nothing. */
  broken?: unknown;
  /** Last change as the client wants it, ms. */
  time?: number;
  readonly began: number;
}

/** A directory that is being listed. */
export interface DirectoryHandle {
  readonly kind: 'directory';
  readonly path: string;
  /** What has not been listed yet. */
  left: readonly ViewedFile[];
}

export type Handle = ReadHandle | WriteHandle | DirectoryHandle;

/** The open handles of one session, by the name that the client has for each. */
export class Handles {
  readonly #open = new Map<number, Handle>();
  #next = 0;

  /** @throws FlashError `busy` when too many are open */
  add(handle: Handle): Buffer {
    if (this.#open.size >= mostHandles) throw new FlashError('busy', handle.path);
    const id = this.#next++;
    this.#open.set(id, handle);
    const name = Buffer.alloc(4);
    name.writeUInt32BE(id);
    return name;
  }

  /** @throws FlashError `missing` for a name that was never given or has been closed */
  get(name: Buffer): Handle {
    const handle = name.length === 4 ? this.#open.get(name.readUInt32BE()) : undefined;
    if (!handle) throw new FlashError('missing', 'handle');
    return handle;
  }

  /** Forgets a handle. @throws FlashError as {@link get} */
  close(name: Buffer): Handle {
    const handle = this.get(name);
    this.#open.delete(name.readUInt32BE());
    return handle;
  }

  /** Forgets all handles. */
  closeAll(): readonly Handle[] {
    const handles = [...this.#open.values()];
    this.#open.clear();
    return handles;
  }
}
