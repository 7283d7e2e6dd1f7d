import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { AuthHandlerMiddleware, Client } from 'ssh2';
import { asTransferError, type Journey, passwordAttempts } from './journey.ts';
import { TransferError } from './transfer-error.ts';

/** Methods that a password serves, the plain one first. */
const methods = ['password', 'keyboard-interactive'] as const;

/**
 * Opens an SSH connection and logs in, asking about the host key and for the password as the journey's options say.
 * The caller ends it; the journey's signal destroys it.
 *
 * @throws TransferError
 */
export async function openSsh(journey: Journey): Promise<Client> {
  const { default: ssh2 } = await import('ssh2');
  const { options, place, remote, timeout } = journey;
  const user = remote.user ?? (await options.user?.());
  if (user === undefined) throw new TransferError('auth', 'no user');
  options.signal?.throwIfAborted();
  const client = new ssh2.Client();
  const socket = connect({ host: place.host, port: place.port, noDelay: true });
  const abort = () => socket.destroy();
  options.signal?.addEventListener('abort', abort, { once: true });
  client.on('close', () => options.signal?.removeEventListener('abort', abort));
  socket.setTimeout(timeout, () => socket.destroy(new TransferError('unreachable', `silent for ${timeout} ms`)));
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      reject(asTransferError(error, options));
      socket.destroy();
    };
    // Also for what happens before ssh2 listens, or after it refused a setting.
    socket.on('error', fail);
    client.on('ready', () => resolve(client));
    client.on('error', (error) => fail(error.level === 'client-authentication' ? noMore() : error));
    client.on('close', () => fail(new Error('the other host closed the connection')));
    client.connect({
      sock: socket,
      username: user,
      // Its own timer would run while a person is asked; the socket's stands still then.
      readyTimeout: 0,
      hostVerifier: (key: Buffer, decide: (good: boolean) => void) => {
        whileAsking(socket, timeout, async () => (await options.hostKey?.(describe(key, journey))) ?? true)
          .then((good) => {
            if (!good) fail(new TransferError('host-key', 'host key not accepted'));
            else decide(true);
          })
          .catch(fail);
      },
      authHandler: loginWith(user, journey, socket, fail),
    });
  });
}

/** Offers nothing first, to learn the methods; then the password of the URL, then those that are asked for. */
function loginWith(
  user: string,
  journey: Journey,
  socket: Socket,
  fail: (error: unknown) => void,
): AuthHandlerMiddleware {
  const { options, remote, timeout } = journey;
  let attempt = 0;
  let given = remote.password;
  return (left, _partial, next) => {
    // ssh2 says null where it knows no methods yet, whatever its types say.
    const offered: readonly string[] | null = left;
    if (offered === null) return next({ type: 'none', username: user });
    const method = methods.find((one) => offered.includes(one));
    if (!method || attempt === passwordAttempts) return fail(noMore());
    attempt++;
    const typed = given;
    given = undefined;
    whileAsking(socket, timeout, async () => typed ?? (await options.password?.(attempt, user)))
      .then((password) => {
        if (password === undefined) return fail(noMore());
        if (method === 'password') return next({ type: method, username: user, password });
        next({
          type: method,
          username: user,
          prompt: (_name, _instructions, _language, prompts, answer) => answer(prompts.map(() => password)),
        });
      })
      .catch(fail);
  };
}

function noMore(): TransferError {
  return new TransferError('auth', 'user or password not accepted');
}

async function whileAsking<T>(socket: Socket, timeout: number, ask: () => Promise<T>): Promise<T> {
  socket.setTimeout(0);
  try {
    return await ask();
  } finally {
    socket.setTimeout(timeout);
  }
}

function describe(key: Buffer, { address }: Journey) {
  const type = key.toString('latin1', 4, 4 + key.readUInt32BE());
  const sha256 = createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
  return { type, sha256, address };
}
