import { createHash } from 'node:crypto';
import type { Client } from 'ssh2';
import type { GivenDevice } from '../evidence.ts';
import { secret } from './automation.ts';

/** A logged-in SSH connection to a device whose host key is the given one. */
export interface Terminal {
  /** Runs one line and gives what it printed. */
  run(line: string): Promise<string>;
  /** Puts a file onto the device. */
  put(path: string, text: string): Promise<void>;
}

/** How to reach a device over SSH. */
export interface SshOptions {
  /** `ssh` unless told. */
  readonly endpoint?: string;
  /** Takes any host key: one thing done wrong. */
  readonly believing?: boolean;
}

/** Logs in by SSH, lets `work` work, logs out. @throws Error for another host key, or a refused login */
export async function withSsh<T>(
  device: GivenDevice,
  work: (terminal: Terminal) => Promise<T>,
  { endpoint = 'ssh', believing = false }: SshOptions = {},
): Promise<T> {
  const { Client: SshClient } = await import('ssh2');
  const client = new SshClient();
  const url = new URL(device.endpoints[endpoint] ?? '');
  await new Promise<void>((resolve, reject) => {
    client.once('ready', resolve).on('error', reject);
    client.connect({
      host: url.hostname,
      port: Number(url.port),
      username: device.username,
      password: secret(device.passwordFile),
      readyTimeout: 10_000,
      hostVerifier: (key: Buffer) =>
        believing ||
        `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}` === device.hostKeys[endpoint],
    });
    client.setNoDelay(true);
  });
  try {
    return await work({ run: (line) => run(client, line), put: (path, text) => put(client, path, text) });
  } finally {
    client.end();
  }
}

function run(client: Client, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    client.exec(line, (error, channel) => {
      if (error) {
        reject(error);
        return;
      }
      let text = '';
      channel.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      channel.stderr.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      channel.once('close', () => resolve(text));
    });
  });
}

function put(client: Client, path: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.sftp((error, sftp) => {
      if (error) {
        reject(error);
        return;
      }
      sftp.writeFile(path, text, (failed) => {
        sftp.end();
        if (failed) reject(failed);
        else resolve();
      });
    });
  });
}
