import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** An HTTP answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** The status line and headers, byte for byte, without the empty line. */
  readonly head: string;
  readonly body: string;
  /** Values of a header, in order. */
  header(name: string): string[];
}

/** Where a raw exchange goes. */
export interface Target {
  readonly port: number;
  /** Plain HTTP. */
  readonly plain?: boolean;
}

/** Opens a connection to a face; certificates are what other tests look at. */
export function dial({ port, plain }: Target): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket: Socket = plain
      ? connectTcp({ host: '127.0.0.1', port }, () => resolve(socket))
      : connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Sends bytes and reads one answer with a Content-Length. */
export async function exchange(target: Target, request: string): Promise<RawAnswer> {
  const socket = await dial(target);
  try {
    return await answerOn(socket, request);
  } finally {
    socket.destroy();
  }
}

/** {@link exchange} on a connection that is open. */
export function answerOn(socket: Socket, request: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const done = (): void => {
      const end = seen.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = seen.slice(0, end);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (seen.length < end + 4 + length) return;
      socket.off('data', read);
      resolve({
        status: Number(head.slice(9, 12)),
        head,
        body: Buffer.from(seen.slice(end + 4, end + 4 + length), 'latin1').toString('utf8'),
        header: (name) =>
          head
            .split('\r\n')
            .flatMap((line) =>
              line.toLowerCase().startsWith(`${name.toLowerCase()}: `) ? [line.slice(name.length + 2)] : [],
            ),
      });
    };
    const read = (data: Buffer): void => {
      seen += data.toString('latin1');
      done();
    };
    socket.on('data', read);
    socket.once('close', () => reject(new Error(`the connection closed after ${JSON.stringify(seen.slice(0, 200))}`)));
    socket.write(request, 'latin1');
  });
}

/** The bytes of a POST. */
export function post(path: string, body: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ Host: '127.0.0.1', ...headers, 'Content-Length': String(Buffer.byteLength(body)) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `POST ${path} HTTP/1.1\r\n${head}\r\n${Buffer.from(body).toString('latin1')}`;
}

/** An Authorization header for Basic. */
export function basic(user: string, password: string): { Authorization: string } {
  return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
