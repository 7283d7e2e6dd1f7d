import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Header, Parser } from 'tar';
import { z } from 'zod';

/** The passphrase of a backup that names none. @source documented: reference 2.11 */
export const usualPassphrase = 'cisco';

/** What is in a backup. */
export interface Backup {
  /** ASA release that it was made on. */
  readonly version: string;
  readonly running: string;
  readonly startup: string;
  /** RSA key pairs by label, PEM; bits. */
  readonly keys?: Readonly<Record<string, { readonly size: number; readonly pem: string }>>;
  /** The one context that it is of. */
  readonly context?: string;
  /** Of a whole box in multiple mode: what each context runs and starts with; the above is the system's then. */
  readonly contexts?: Readonly<Record<string, { readonly running: string; readonly startup: string }>>;
}

/** Why a file is no backup that can be read. */
export type BackupFault = 'damaged' | 'passphrase';

const names = { version: 'version.txt', shown: 'running-config.cfg', secret: 'configuration.enc' } as const;

const texts = { running: z.string(), startup: z.string() };
const contents = z.object({
  ...texts,
  keys: z.record(z.string(), z.object({ size: z.number(), pem: z.string() })).optional(),
  context: z.string().optional(),
  contexts: z.record(z.string(), z.object(texts)).optional(),
});

function sealed(bytes: Buffer, passphrase: string): Buffer {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', scryptSync(passphrase, salt, 32), nonce);
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([salt, nonce, cipher.getAuthTag(), body]);
}

function opened(bytes: Buffer, passphrase: string): Buffer | undefined {
  if (bytes.length < 44) return undefined;
  const decipher = createDecipheriv(
    'aes-256-gcm',
    scryptSync(passphrase, bytes.subarray(0, 16), 32),
    bytes.subarray(16, 28),
  );
  decipher.setAuthTag(bytes.subarray(28, 44));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(44)), decipher.final()]);
  } catch {
    return undefined;
  }
}

function member(path: string, bytes: Buffer, mtime: Date): Buffer {
  const head = Buffer.alloc(512);
  new Header({ path, mode: 0o600, size: bytes.length, mtime, type: 'File', uid: 0, gid: 0 }).encode(head, 0);
  return Buffer.concat([head, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/**
 * Writes a backup as a `tar.gz`: the release and the shown configuration in clear, configurations with their hashes and
 * keys encrypted under the passphrase.
 * @param shown the running configuration without secrets
 * @param now lab ms
 */
export function writeBackup(backup: Backup, shown: string, passphrase: string, now: number): Buffer {
  const secret = Buffer.from(JSON.stringify({ ...backup, version: undefined }));
  const mtime = new Date(now);
  const parts = [
    member(names.version, Buffer.from(`${backup.version}\n`), mtime),
    member(names.shown, Buffer.from(shown), mtime),
    member(names.secret, sealed(secret, passphrase), mtime),
    Buffer.alloc(1_024),
  ];
  return gzipSync(Buffer.concat(parts));
}

/** Reads a backup. */
export function readBackup(bytes: Buffer, passphrase: string): Backup | BackupFault {
  const files = unpacked(bytes);
  const version = files?.get(names.version)?.toString('utf8').trim();
  const secret = files?.get(names.secret);
  if (version === undefined || !secret) return 'damaged';
  const clear = opened(secret, passphrase);
  if (!clear) return 'passphrase';
  const kept = contents.safeParse(JSON.parse(clear.toString('utf8')));
  if (!kept.success) return 'damaged';
  const { running, startup, keys, context, contexts } = kept.data;
  return {
    version,
    running,
    startup,
    ...(keys && { keys }),
    ...(context !== undefined && { context }),
    ...(contexts && { contexts }),
  };
}

function unpacked(bytes: Buffer): Map<string, Buffer> | undefined {
  const files = new Map<string, Buffer>();
  let wrong = false;
  try {
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry) => {
        const chunks: Buffer[] = [];
        entry.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
        entry.on('end', () => files.set(entry.path, Buffer.concat(chunks)));
      },
    });
    parser.on('error', () => {
      wrong = true;
    });
    parser.end(gunzipSync(bytes));
  } catch {
    return undefined;
  }
  return wrong ? undefined : files;
}
