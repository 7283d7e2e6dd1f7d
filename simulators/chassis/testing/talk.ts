import { dial, type Target } from './http.ts';

/** All that came over a connection until it ended, and how it did. */
export interface Talk {
  readonly seen: string;
  /** `end`, or the code of an error, such as `ECONNRESET`. */
  readonly ending: string;
}

/** Sends bytes, and reads until the connection ends. Connecting may fail the same way. */
export async function talk(target: Target, bytes: string): Promise<Talk> {
  const socket = await dial(target).catch((error: NodeJS.ErrnoException) => error);
  if (socket instanceof Error) return { seen: '', ending: socket.code ?? socket.message };
  return new Promise((resolve) => {
    let seen = '';
    let ending = 'end';
    socket.on('data', (data: Buffer) => {
      seen += data.toString('latin1');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      ending = error.code ?? error.message;
    });
    socket.once('close', () => resolve({ seen, ending }));
    socket.write(bytes, 'latin1');
  });
}
