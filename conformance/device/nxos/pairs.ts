import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CaseContext } from '../../context.ts';
import { CouldNotRun } from '../../errors.ts';
import { type CertificateFacts, certificateFacts } from '../../oracle/tls.ts';

/** A certificate and its key, as files would hold them. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
  readonly facts: CertificateFacts;
}

/** What a pair shall be like; left out: RSA 2048, ten years, no passphrase. */
export interface PairOptions {
  readonly bits?: number;
  readonly days?: number;
  /** Protects the key file with this passphrase. */
  readonly passphrase?: string;
}

const run = promisify(execFile);

/** Runs the real `openssl`. @throws CouldNotRun where there is none. */
async function openssl(arguments_: readonly string[], signal: AbortSignal): Promise<void> {
  try {
    await run('openssl', [...arguments_], { signal });
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') {
      throw new CouldNotRun('the command openssl is not installed');
    }
    throw thrown;
  }
}

/**
 * Makes a self-signed pair with the command of the walkthrough, once a run for each `name`, which is also its common
 * name: `openssl req -x509 -newkey rsa:BITS -keyout … -out … -days DAYS -nodes`.
 */
export function selfSigned(t: CaseContext, name: string, options: PairOptions = {}): Promise<Pair> {
  const { bits = 2048, days = 3650, passphrase } = options;
  if (passphrase !== undefined) t.secret('passphrase', passphrase);
  return t.once(`pair ${name} ${JSON.stringify(options)}`, async () => {
    const directory = await t.scratch();
    const keyFile = join(directory, 'key.pem');
    const certificateFile = join(directory, 'cert.pem');
    const protection = passphrase === undefined ? ['-nodes'] : ['-passout', `pass:${passphrase}`];
    const made = ['-keyout', keyFile, '-out', certificateFile, '-days', String(days), ...protection];
    await openssl(['req', '-x509', '-newkey', `rsa:${bits}`, ...made, '-subj', `/CN=${name}`], t.signal);
    const certificate = await readFile(certificateFile, 'utf8');
    return { certificate, key: await readFile(keyFile, 'utf8'), facts: certificateFacts(certificate) };
  });
}

/** A key in the traditional PEM form with `Proc-Type: 4,ENCRYPTED`, as old tools protect it. */
export async function traditionallyEncrypted(t: CaseContext, key: string, passphrase: string): Promise<string> {
  const { createPrivateKey } = await import('node:crypto');
  t.secret('passphrase', passphrase);
  const protectedKey = createPrivateKey(key).export({
    type: 'pkcs1',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase,
  });
  return protectedKey.toString();
}
