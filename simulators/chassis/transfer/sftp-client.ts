import type { OpenMode, SFTPWrapper, Stats } from 'ssh2';
import { Arrival, type Journey } from './journey.ts';
import { statusCode } from './sftp-packet.ts';
import { openSsh } from './ssh-login.ts';
import { reasonOfWords, TransferError, type TransferReason } from './transfer-error.ts';

/** Bytes asked for or sent at once; every server takes as many. */
const pieceSize = 32 * 1024;

/** Fetches one file over SFTP. @throws TransferError, or what ssh2 throws */
export function fetchSftp(journey: Journey): Promise<Buffer> {
  return overSftp(journey, async (sftp) => {
    const { path } = journey.remote;
    if ((await stat(sftp, path)).isDirectory()) throw new TransferError('denied', `${path}: not a regular file`);
    const handle = await open(sftp, path, 'r');
    const { size } = await call<Stats>((done) => sftp.fstat(handle, done));
    const arrival = new Arrival(journey, size);
    for (;;) {
      const piece = await read(sftp, handle, arrival.size);
      if (piece.length === 0) break;
      arrival.add(piece);
    }
    await close(sftp, handle);
    return arrival.bytes();
  });
}

/** Sends one file over SFTP; `name` is what it is called where the path is a directory. @throws as {@link fetchSftp} */
export function sendSftp(journey: Journey, name: string, bytes: Buffer): Promise<void> {
  return overSftp(journey, async (sftp) => {
    const { path } = journey.remote;
    const handle = await open(sftp, (await isDirectory(sftp, path)) ? `${path.replace(/\/$/, '')}/${name}` : path, 'w');
    for (let at = 0; at < bytes.length; at += pieceSize) {
      const length = Math.min(pieceSize, bytes.length - at);
      await call<void>((done) => sftp.write(handle, bytes, at, length, at, done));
      journey.options.progress?.(at + length, bytes.length);
    }
    await close(sftp, handle);
  });
}

async function overSftp<T>(journey: Journey, work: (sftp: SFTPWrapper) => Promise<T>): Promise<T> {
  const client = await openSsh(journey);
  try {
    return await work(await call<SFTPWrapper>((done) => client.sftp(done)));
  } catch (error) {
    throw refused(error);
  } finally {
    client.end();
  }
}

/** An SFTP status as the reason that it stands for; anything else as it is. */
function refused(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const reasons: Readonly<Record<number, TransferReason>> = {
    [statusCode.noSuchFile]: 'missing',
    [statusCode.permissionDenied]: 'denied',
    [statusCode.failure]: reasonOfWords(error.message),
  };
  const reason = typeof error.code === 'number' ? reasons[error.code] : undefined;
  return reason ? new TransferError(reason, error.message, { cause: error }) : error;
}

async function isDirectory(sftp: SFTPWrapper, path: string): Promise<boolean> {
  try {
    return (await stat(sftp, path)).isDirectory();
  } catch {
    // Whether it can be written is for the open to say.
    return false;
  }
}

function open(sftp: SFTPWrapper, path: string, mode: OpenMode): Promise<Buffer> {
  return call<Buffer>((done) => sftp.open(path, mode, done));
}

function stat(sftp: SFTPWrapper, path: string): Promise<Stats> {
  return call<Stats>((done) => sftp.stat(path, done));
}

function close(sftp: SFTPWrapper, handle: Buffer): Promise<void> {
  return call<void>((done) => sftp.close(handle, done));
}

/** At most {@link pieceSize} bytes; none at the end. */
async function read(sftp: SFTPWrapper, handle: Buffer, at: number): Promise<Buffer> {
  const piece = Buffer.alloc(pieceSize);
  try {
    const length = await call<number>((done) => sftp.read(handle, piece, 0, pieceSize, at, done));
    return piece.subarray(0, length);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === statusCode.eof) return piece.subarray(0, 0);
    throw error;
  }
}

/** A promise of what a callback is given. */
function call<T>(work: (done: (error: Error | undefined | null, result: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    work((error, result) => (error ? reject(error) : resolve(result)));
  });
}
