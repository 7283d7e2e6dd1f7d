import { LabError } from '../lab/errors.ts';
import { ask, type LabAddress } from './control.ts';

/** What is said of a device to add, as the command line gives it. */
export interface AddOptions {
  readonly name?: string;
  readonly release?: string;
  readonly count?: number;
  /** JSON. */
  readonly options?: string;
}

/** Adds devices and prints each as a line of JSON. */
export async function add(kind: string, options: LabAddress & AddOptions): Promise<void> {
  const { name, release, count } = options;
  const given = { name, release, count, ...(options.options !== undefined && { options: json(options.options) }) };
  const { devices } = await ask<{ devices: readonly object[] }>(options, 'POST', '/devices', { kind, ...given });
  process.stdout.write(devices.map((device) => `${JSON.stringify(device)}\n`).join(''));
}

/** Takes devices away. */
export async function remove(names: readonly string[], options: LabAddress): Promise<void> {
  for (const name of names) await ask(options, 'DELETE', pathOf(name));
}

/** Restarts or unpacks devices, one after the other. */
export async function each(what: 'reboot' | 'reset', names: readonly string[], options: LabAddress): Promise<void> {
  for (const name of names) await ask(options, 'POST', `${pathOf(name)}/${what}`);
}

interface Certificate {
  readonly sha256: string;
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly names?: string;
  readonly chain: string;
}

/** Prints what the TLS endpoints of a device present. */
export async function certificates(name: string, options: LabAddress & { pem?: true }): Promise<void> {
  const { certificates } = await ask<{ certificates: Readonly<Record<string, Certificate>> }>(
    options,
    'GET',
    `${pathOf(name)}/certificates`,
  );
  for (const [endpoint, { chain, ...facts }] of Object.entries(certificates)) {
    if (options.pem) {
      process.stdout.write(`${chain.trimEnd()}\n`);
      continue;
    }
    process.stdout.write(`${endpoint}\n`);
    for (const [fact, value] of Object.entries(facts)) process.stdout.write(`  ${fact.padEnd(10)} ${value}\n`);
  }
}

/** Prints accounts, one a line: name, roles, and which part of the device knows it. */
export async function users(name: string, options: LabAddress): Promise<void> {
  const { users } = await ask<{ users: readonly { name: string; roles: readonly string[]; at?: string }[] }>(
    options,
    'GET',
    `${pathOf(name)}/users`,
  );
  for (const { name, roles, at } of users) {
    process.stdout.write(`${[name, roles.join(', '), at && `(${at})`].filter(Boolean).join('  ')}\n`);
  }
}

function pathOf(name: string): string {
  return `/devices/${encodeURIComponent(name)}`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LabError([{ path: '', message: `--options ${text}: this is no JSON; write '{"configured":"nxapi"}'` }]);
  }
}
