import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { type Limits, targetLimits } from '../conformance/budget.ts';
import { UsageError } from '../conformance/errors.ts';
import type { RemoteAddress } from '../conformance/remote.ts';
import type { Place } from '../conformance/target.ts';

/** The options that are about a device given by address. */
export interface TargetOptions {
  readonly target?: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly enablePasswordFile?: string;
  readonly ca?: string;
  readonly pin?: string;
  readonly ssh?: string;
  readonly sshHostKey?: string;
  readonly endpoint?: readonly string[];
  readonly budget?: readonly string[];
  readonly undo?: string;
}

const aboutTarget = [
  ['username', '--username'],
  ['passwordFile', '--password-file'],
  ['enablePasswordFile', '--enable-password-file'],
  ['ca', '--ca'],
  ['pin', '--pin'],
  ['ssh', '--ssh'],
  ['sshHostKey', '--ssh-host-key'],
  ['endpoint', '--endpoint'],
  ['budget', '--budget'],
  ['undo', '--undo'],
] as const;

/** The device that the options are about; undefined where they ask for a simulator. @throws UsageError */
export async function remoteOf(options: TargetOptions): Promise<RemoteAddress | undefined> {
  const { target, username, ca, pin } = options;
  if (target === undefined) {
    const stray = aboutTarget.find(([name]) => options[name] !== undefined);
    if (stray) throw new UsageError(`${stray[1]} is about a device at --target, and there is none`);
    return undefined;
  }
  if (!URL.canParse(target) || new URL(target).protocol !== 'https:') {
    throw new UsageError(`--target ${target}: write an address like https://192.0.2.10:8443`);
  }
  if (username === undefined) throw new UsageError('--target needs --username');
  return {
    url: new URL(target),
    username,
    ...(await passwordsOf(options)),
    trust: await trustOf(ca, pin),
    ssh: sshOf(options),
    endpoints: Object.fromEntries((options.endpoint ?? []).map(endpointOf)),
    limits: limitsOf(options.budget ?? []),
  };
}

async function trustOf(ca: string | undefined, pin: string | undefined): Promise<RemoteAddress['trust']> {
  if (ca !== undefined) return { by: 'ca', ca: await contents('--ca', ca) };
  if (pin === undefined) {
    throw new UsageError('--target needs --ca FILE or --pin SHA256: a password goes to no unverified device');
  }
  return { by: 'pin', sha256: fingerprintOf('--pin', pin) };
}

/** SHA-256 as `openssl` writes it (hexadecimal, with or without colons) or as `ssh-keygen -l` does (`SHA256:` and base64). */
function fingerprintOf(option: string, text: string): string {
  const base64 = /^SHA256:([A-Za-z0-9+/]{43})=?$/.exec(text)?.[1];
  const sha256 = base64 ? Buffer.from(base64, 'base64').toString('hex') : text.replace(/[:\s]/g, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw new UsageError(`${option} ${text}: a SHA-256 fingerprint has 64 hexadecimal digits, with or without colons`);
  }
  return sha256;
}

function sshOf({ ssh, sshHostKey }: TargetOptions): RemoteAddress['ssh'] {
  if (ssh === undefined && sshHostKey === undefined) return undefined;
  if (ssh === undefined) throw new UsageError('--ssh-host-key is about --ssh HOST[:PORT], and there is none');
  if (sshHostKey === undefined) {
    throw new UsageError(
      '--ssh needs --ssh-host-key SHA256:…: a password goes to no unverified host (ssh-keyscan HOST | ssh-keygen -lf -)',
    );
  }
  return { place: placeOf('--ssh', ssh, 22), hostKey: fingerprintOf('--ssh-host-key', sshHostKey) };
}

function placeOf(option: string, text: string, usual: number): Place {
  const [, bracketed, plain = text, digits] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? usual : Number(digits);
  if ((/[:/@\s]/.test(host) && !isIPv6(host)) || !(port > 0 && port < 65_536)) {
    throw new UsageError(`${option} ${text}: write HOST or HOST:PORT`);
  }
  return { host, port };
}

function endpointOf(text: string): [string, Place] {
  const [, name, place] = /^([\w.-]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || place === undefined) {
    throw new UsageError(`--endpoint ${text}: write NAME=HOST:PORT, such as manager-2.https=192.0.2.12:443`);
  }
  return [name, placeOf('--endpoint', place, 443)];
}

function limitsOf(words: readonly string[]): Limits {
  const given = words.map((word) => {
    const [, what, number] = /^(logins|sessions|requests)=(\d+)$/.exec(word) ?? [];
    if (what === undefined) throw new UsageError(`--budget ${word}: write logins=N, sessions=N or requests=N`);
    return [what, Number(number)];
  });
  return { ...targetLimits, ...Object.fromEntries(given) };
}

/** Both passwords, each from its file or the environment. @throws UsageError where the first is in neither */
export async function passwordsOf(
  options: Pick<TargetOptions, 'passwordFile' | 'enablePasswordFile'>,
): Promise<Pick<RemoteAddress, 'password' | 'enablePassword'>> {
  return { password: await passwordOf(options), enablePassword: await enablePasswordOf(options) };
}

async function passwordOf({ passwordFile }: Pick<TargetOptions, 'passwordFile'>): Promise<string> {
  if (passwordFile !== undefined) return firstLine(await contents('--password-file', passwordFile));
  const { RACKLESS_PASSWORD: password } = process.env;
  if (!password) throw new UsageError('a password is needed: --password-file, or RACKLESS_PASSWORD in the environment');
  return password;
}

async function enablePasswordOf({ enablePasswordFile: file }: TargetOptions): Promise<string | undefined> {
  if (file !== undefined) return firstLine(await contents('--enable-password-file', file));
  return process.env.RACKLESS_ENABLE_PASSWORD || undefined;
}

const firstLine = (text: string) => text.replace(/\r?\n$/, '');

async function contents(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`${option} ${file}: the file cannot be read`);
  }
}
