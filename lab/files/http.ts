import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { FlashError } from '../../simulators/chassis/flash/error.ts';
import { type Budget, Upload } from '../../simulators/chassis/transfer/upload.ts';
import {
  type Ending,
  type FileSystemView,
  findIn,
  permit,
  refusalOf,
  type Transferred,
} from '../../simulators/chassis/transfer/view.ts';
import { authenticate, type FileUser } from './user.ts';

/** What the HTTP side of a file server works with. */
export interface HttpFiles {
  readonly name: string;
  readonly users: readonly FileUser[];
  /** Whether files are read without a user. */
  readonly anonymousRead: boolean;
  /** The files as this user, or nobody in particular, sees them. */
  view(user: FileUser | undefined): FileSystemView;
  report(transferred: Transferred, user: FileUser | undefined): void;
  /** Content of uploads that may be held at once. */
  readonly budget: Budget;
}

/** A body that will not be used is still read up to this size, so that its sender gets to hear why. */
const discarded = 16 * 1024 * 1024;

const statuses: Readonly<Record<Ending['outcome'], number>> = {
  ok: 200,
  aborted: 400,
  failed: 500,
  missing: 404,
  exists: 409,
  'not-a-directory': 409,
  'is-a-directory': 409,
  'not-empty': 409,
  'no-space': 507,
  outside: 403,
  busy: 403,
  denied: 403,
};

/** An HTTP server, not yet listening, that gives files by GET and HEAD, and takes them by PUT from users who may write. */
export function httpFiles(files: HttpFiles): Server {
  const server = createServer({ noDelay: true }, (request, response) => void answer(request, response, files, false));
  server.on('checkContinue', (request, response) => void answer(request, response, files, true));
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: HttpFiles,
  waits: boolean,
): Promise<void> {
  try {
    const { method = '', headers } = request;
    const user = userOf(headers.authorization, files.users);
    const reads = method === 'GET' || method === 'HEAD';
    const path = pathOf(request.url ?? '');
    if (!reads && method !== 'PUT')
      await say(request, response, 405, 'Method not allowed', { allow: 'GET, HEAD, PUT' });
    else if (!user && (headers.authorization !== undefined || !reads || !files.anonymousRead)) {
      const challenge = `Basic realm="${files.name}"`;
      await say(request, response, 401, 'User and password, please', { 'www-authenticate': challenge });
    } else if (path === undefined) await say(request, response, 400, 'Not a path');
    else await serve({ request, response, files, user, path, waits });
  } catch {
    // The client went away in the middle, or sent what is no body.
    response.destroy();
  }
}

/** The client went away before it had the answer. */
class ClientGone extends Error {}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly files: HttpFiles;
  readonly user: FileUser | undefined;
  readonly path: string;
  /** The client waits for a word before it sends the body. */
  readonly waits: boolean;
}

async function serve(exchange: Exchange): Promise<void> {
  const { request, response, files, user } = exchange;
  const began = performance.now();
  const view = files.view(user);
  const upload = request.method === 'PUT';
  let ending: Ending = { outcome: 'aborted' };
  let bytes = 0;
  let { path } = exchange;
  try {
    path = view.resolve(path);
    bytes = upload ? await take(exchange, view, path) : await give(exchange, view, path);
    ending = { outcome: 'ok' };
  } catch (error) {
    // A body that ends too early is its sender's doing.
    if (error instanceof ClientGone || (request.destroyed && !request.complete)) throw error;
    const { words, ...refused } = refusalOf(view, error, path);
    ending = refused;
    await say(request, response, statuses[refused.outcome], words);
  } finally {
    const direction = upload ? 'upload' : 'download';
    files.report({ via: 'http', direction, path, bytes, duration: performance.now() - began, ...ending }, user);
  }
}

async function give(exchange: Exchange, view: FileSystemView, path: string): Promise<number> {
  const { request, response } = exchange;
  permit(view, 'read', path);
  const { time, directory } = await view.stat(path);
  if (directory || exchange.path.endsWith('/')) throw new FlashError('missing', path);
  const bytes = await view.read(path);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': bytes.length,
    'last-modified': new Date(time).toUTCString(),
  });
  await ended(response, request.method === 'HEAD' ? undefined : bytes);
  return request.method === 'HEAD' ? 0 : bytes.length;
}

async function take(exchange: Exchange, view: FileSystemView, path: string): Promise<number> {
  const { request, response, files, waits } = exchange;
  permit(view, 'write', path);
  if (exchange.path.endsWith('/')) throw new FlashError('is-a-directory', path);
  const room = await view.room(path);
  if (Number(request.headers['content-length'] ?? 0) > room) throw new FlashError('no-space', path);
  if (waits) response.writeContinue();
  const upload = new Upload(path, room, files.budget);
  try {
    for await (const part of request.iterator({ destroyOnReturn: false })) upload.write(upload.size, part);
    const there = await findIn(view, path);
    await view.write(path, upload.bytes());
    response.writeHead(there ? 204 : 201);
    await ended(response, undefined);
    return upload.size;
  } finally {
    upload.release();
  }
}

/** Answers with a line of text. */
async function say(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  words: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const discardable = Number(request.headers['content-length'] ?? 0) <= discarded;
  if (!request.complete && !request.destroyed && discardable && request.headers.expect === undefined) {
    let size = 0;
    for await (const part of request.iterator({ destroyOnReturn: false })) {
      size += part.length;
      if (size > discarded) break;
    }
  }
  const body = `${words}\n`;
  const close = request.complete ? {} : { connection: 'close' };
  const type = { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...type, ...close, ...headers });
  await ended(response, request.method === 'HEAD' ? undefined : Buffer.from(body));
}

/** Ends an answer; resolves when the last of it has been handed over. @throws Error when the client goes away before */
function ended(response: ServerResponse, body: Buffer | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    response.once('finish', resolve);
    response.once('close', () => reject(new ClientGone()));
    response.end(body);
  });
}

/** The path of a request, decoded once; `undefined` where it is none. */
function pathOf(url: string): string | undefined {
  if (!url.startsWith('/')) return undefined;
  try {
    return decodeURIComponent(url.replace(/[?#].*$/s, ''));
  } catch {
    return undefined;
  }
}

function userOf(authorization: string | undefined, users: readonly FileUser[]): FileUser | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return authenticate(users, name, password);
}
