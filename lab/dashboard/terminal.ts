import ssh2 from 'ssh2';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import type { HostReport } from '../report.ts';

/** A device as a terminal needs it. @throws LabError when there is none of that name */
export type FindHost = (name: string) => TerminalHost | Promise<TerminalHost>;

type TerminalHost = Pick<HostReport, 'name' | 'endpoints' | 'username' | 'password'>;

const size = z.int().min(1).max(1_000);

/** What a browser says first. */
const opening = z.strictObject({
  device: z.string(),
  /** An SSH endpoint of it. */
  endpoint: z.string(),
  username: z.string(),
  /** That of the device's administrator, whom the lab knows, unless given. */
  password: z.string().optional(),
  columns: size,
  rows: size,
});

const resize = z.strictObject({ columns: size, rows: size });

/** Bytes that may wait for a slow browser before the device is held back. */
const mostWaiting = 1_000_000;

/** Real milliseconds in which a login has to come about. */
const loginTime = 20_000;

/**
 * A terminal in a browser: a real SSH session of this process to the device, its bytes as binary messages in both
 * directions. Texts are JSON: at first who wants to go where, later `{ columns, rows }`; to the browser
 * `{ closed: why }` at the end.
 */
export function openTerminal(find: FindHost, socket: WebSocket): void {
  const client = new ssh2.Client();
  let over = false;
  const close = (why: string): void => {
    if (over) return;
    over = true;
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ closed: why }));
    socket.close();
    client.end();
  };
  socket.on('error', () => socket.terminate());
  socket.once('close', () => client.end());
  client.on('error', ({ message }) => close(message));
  client.on('close', () => close('the device has closed the connection'));
  socket.once('message', (data, isBinary) => {
    const asked = isBinary ? undefined : opening.safeParse(parsed(data)).data;
    if (!asked) return close('a terminal begins with device, endpoint, username, columns and rows');
    const early: [RawData, boolean][] = [];
    const wait = (typed: RawData, binary: boolean): void => void early.push([typed, binary]);
    socket.on('message', wait);
    client.once('ready', () => {
      client.shell({ term: 'xterm-256color', cols: asked.columns, rows: asked.rows }, (error, channel) => {
        if (error) return close(error.message);
        socket.off('message', wait);
        join(socket, channel);
        for (const [typed, binary] of early) socket.emit('message', typed, binary);
        channel.once('close', () => close('the session is over'));
      });
    });
    Promise.resolve(asked.device)
      .then(find)
      .then((host) => connect(client, host, asked))
      .catch((error: unknown) => close(error instanceof Error ? error.message : String(error)));
  });
}

/** @throws Error when the device does not listen there, or the password is not known */
function connect(client: ssh2.Client, host: TerminalHost, asked: z.output<typeof opening>): void {
  const url = host.endpoints[asked.endpoint];
  if (!url?.startsWith('ssh://')) throw new Error(`${host.name} has no SSH at '${asked.endpoint}' just now`);
  const password = asked.password ?? (asked.username === host.username ? host.password : undefined);
  if (password === undefined) throw new Error(`the password of ${asked.username} is needed`);
  const { hostname, port } = new URL(url.replace(/^ssh:/, 'http:'));
  client.on('keyboard-interactive', (_name, _instructions, _language, prompts, answer) => {
    answer(prompts.map(() => password));
  });
  client.connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 80),
    username: asked.username,
    password,
    tryKeyboard: true,
    readyTimeout: loginTime,
  });
}

function join(socket: WebSocket, channel: ssh2.ClientChannel): void {
  channel.on('data', (bytes: Buffer) => {
    socket.send(bytes, () => {
      if (channel.isPaused() && socket.bufferedAmount < mostWaiting) channel.resume();
    });
    if (socket.bufferedAmount > mostWaiting) channel.pause();
  });
  socket.on('message', (data, isBinary) => {
    if (isBinary) {
      channel.write(bytesOf(data));
      return;
    }
    const { data: asked } = resize.safeParse(parsed(data));
    if (asked) channel.setWindow(asked.rows, asked.columns, 0, 0);
  });
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}

function parsed(data: RawData): unknown {
  try {
    return JSON.parse(bytesOf(data).toString('utf8'));
  } catch {
    return undefined;
  }
}
