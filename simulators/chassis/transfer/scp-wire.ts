import { isUtf8 } from 'node:buffer';
import { type ByteChannel, ChannelEnded } from './byte-channel.ts';

/** Longest control line, bytes: a path and a few numbers. */
const longestLine = 8192;
/** Content goes out in pieces of this size, bytes. */
const pieceSize = 64 * 1024;

/** The other side does not speak SCP. */
export class ScpProtocolError extends Error {
  override readonly name = 'ScpProtocolError';
}

/** One control line of the SCP protocol. */
export type ScpLine =
  | { readonly what: 'file' | 'directory'; readonly mode: number; readonly size: number; readonly name: string }
  | { readonly what: 'times'; readonly mtime: number; readonly atime: number }
  | { readonly what: 'end' }
  | { readonly what: 'error'; readonly fatal: boolean; readonly text: string };

/** An answer to a control line or to content. */
export type ScpAnswer = { readonly ok: true } | { readonly ok: false; readonly fatal: boolean; readonly text: string };

/** The SCP protocol's own signals on one channel; both the server's and the client's side are made of them. */
export class ScpWire {
  readonly #bytes: ByteChannel;

  constructor(bytes: ByteChannel) {
    this.#bytes = bytes;
  }

  /** Says that all is well, or that the next thing may come. */
  async ok(): Promise<void> {
    await this.#bytes.write(Buffer.from([0]));
  }

  /** Tells an error that ends this file, not the session. */
  async warn(text: string): Promise<void> {
    await this.#bytes.write(Buffer.from(`\x01scp: ${text.replaceAll('\n', ' ')}\n`));
  }

  /** Sends a control line. */
  async say(line: Exclude<ScpLine, { what: 'error' }>): Promise<void> {
    await this.#bytes.write(Buffer.from(`${spell(line)}\n`));
  }

  /**
   * The next control line.
   *
   * @returns `undefined` at the end
   * @throws ScpProtocolError, ChannelEnded
   */
  async line(): Promise<ScpLine | undefined> {
    const line = await this.#text();
    return line === undefined ? undefined : parse(line);
  }

  /** What the other side says to the last line or content. @throws ScpProtocolError, ChannelEnded */
  async answer(): Promise<ScpAnswer> {
    const code = (await this.#bytes.take(1))?.[0];
    if (code === undefined) throw new ChannelEnded();
    if (code === 0) return { ok: true };
    const rest = await this.#text();
    if (rest === undefined) throw new ChannelEnded();
    if (code === 1 || code === 2) return { ok: false, fatal: code === 2, text: rest };
    throw new ScpProtocolError(`expected an answer, got ${JSON.stringify(String.fromCharCode(code) + rest)}`);
  }

  /**
   * So many bytes of content, as they come.
   *
   * @throws ChannelEnded when there are fewer
   */
  async *content(size: number): AsyncGenerator<Buffer, void, undefined> {
    for (let missing = size; missing > 0; ) {
      const part = await this.#bytes.some(missing);
      if (!part) throw new ChannelEnded();
      missing -= part.length;
      yield part;
    }
  }

  /** Sends content and the sign that all of it was good. @param sent told how many bytes have gone */
  async send(bytes: Buffer, sent?: (bytes: number) => void): Promise<void> {
    for (let at = 0; at < bytes.length; at += pieceSize) {
      const piece = bytes.subarray(at, at + pieceSize);
      await this.#bytes.write(piece);
      sent?.(at + piece.length);
    }
    await this.ok();
  }

  async #text(): Promise<string | undefined> {
    let line: Buffer | undefined;
    try {
      line = await this.#bytes.line(longestLine);
    } catch (error) {
      if (error instanceof RangeError) throw new ScpProtocolError(error.message);
      throw error;
    }
    if (line && !isUtf8(line)) throw new ScpProtocolError('a line that is not UTF-8');
    return line?.toString();
  }
}

function parse(line: string): ScpLine {
  const entry = /^([CD])([0-7]{1,5}) (\d{1,15}) (.+)$/u.exec(line);
  if (entry) {
    const [, kind, mode = '', size, name = ''] = entry;
    return { what: kind === 'C' ? 'file' : 'directory', mode: Number.parseInt(mode, 8), size: Number(size), name };
  }
  const times = /^T(\d{1,12}) \d{1,9} (\d{1,12}) \d{1,9}$/.exec(line);
  if (times) return { what: 'times', mtime: Number(times[1]), atime: Number(times[2]) };
  if (line === 'E') return { what: 'end' };
  const code = line.charCodeAt(0);
  if (code === 1 || code === 2) return { what: 'error', fatal: code === 2, text: line.slice(1) };
  throw new ScpProtocolError(`unexpected ${JSON.stringify(line.slice(0, 80))}`);
}

function spell(line: Exclude<ScpLine, { what: 'error' }>): string {
  if (line.what === 'end') return 'E';
  if (line.what === 'times') return `T${line.mtime} 0 ${line.atime} 0`;
  return `${line.what === 'file' ? 'C' : 'D'}${line.mode.toString(8).padStart(4, '0')} ${line.size} ${line.name}`;
}
