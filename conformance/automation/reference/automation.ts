import { readFileSync } from 'node:fs';
import { type AccessOptions, access } from '../../../clients/access.ts';
import { type Presented, presentedCertificate } from '../../../clients/tls.ts';
import { type HttpRequest, Transport } from '../../../clients/transport.ts';
import type { Given, GivenCertificate, GivenDevice } from '../evidence.ts';

/**
 * Does the task of a playbook with the reference clients. A `flaw` is one thing done wrong; without one all is right.
 * Throws where the task cannot be done.
 */
export type Reference = (given: Given, flaw: string | undefined) => Promise<void>;

/** A device of the playbook. @throws Error when there is none of that name */
export function deviceOf(given: Given, name: string): GivenDevice {
  const found = given.devices.find((device) => device.name === name);
  if (!found) throw new Error(`no device ${name} is given`);
  return found;
}

/** A certificate to install, with its texts. @throws Error when there is none of that name */
export function certificateOf(given: Given, name: string): GivenCertificate & { certificate: string; key: string } {
  const found = given.certificates[name];
  if (!found) throw new Error(`no certificate ${name} is given`);
  return { ...found, certificate: readFileSync(found.certFile, 'utf8'), key: readFileSync(found.keyFile, 'utf8') };
}

/** A text that the task names. @throws Error when there is none of that name */
export function givenValue(given: Given, name: string): string {
  const value = given.values[name];
  if (value === undefined) throw new Error(`no value ${name} is given`);
  return name.endsWith('File') ? secret(value) : value;
}

/** The first line of a secret's file. */
export const secret = (file: string): string => readFileSync(file, 'utf8').replace(/\r?\n$/, '');

/** How a client reaches an endpoint, and how that proves who it is: by the given authority, unless a flaw says otherwise. */
export async function accessOf(given: Given, name: string, url: string, flaw?: string): Promise<AccessOptions> {
  const { username, passwordFile } = deviceOf(given, name);
  const { hostname, port } = new URL(url);
  const trust = await trustOf(given, { host: hostname, port: Number(port) }, flaw);
  return { url, username, passwordFile, ...trust, delay: shortly, timeout: 10_000, retries: 1 };
}

/** The ways in which verification goes wrong in practice. */
export const tlsFlaws = ['verifies-nothing', 'verifies-once', 'ignores-host-name', 'ignores-expiry'] as const;

async function trustOf(
  { caFile }: Given,
  at: { host: string; port: number },
  flaw: string | undefined,
): Promise<Pick<AccessOptions, 'caFile' | 'pin' | 'servername'>> {
  const believes = (presented: Presented) => ({ pin: presented.fingerprint });
  switch (flaw) {
    case 'verifies-nothing':
      return believes(await presentedCertificate(at));
    case 'ignores-host-name': {
      const { subject } = await presentedCertificate(at);
      return { caFile, servername: /CN=([^,]+)/.exec(subject)?.[1] ?? at.host };
    }
    case 'ignores-expiry': {
      const presented = await presentedCertificate(at);
      return presented.notAfter < new Date() ? believes(presented) : { caFile };
    }
    default:
      return { caFile };
  }
}

/** One request with the account's name and password, as a script would send it. @returns the status */
export async function plainRequest(
  how: AccessOptions,
  request: Pick<HttpRequest, 'method' | 'path' | 'headers' | 'body'>,
): Promise<number> {
  const checked = access(how);
  const transport = new Transport(checked.url, { ...checked.trust, ...checked });
  try {
    const basic = Buffer.from(`${checked.username}:${await checked.password()}`).toString('base64');
    const headers = { ...request.headers, authorization: `Basic ${basic}` };
    const { timeout, signal } = checked;
    return (await transport.exchange({ ...request, headers }, { timeout, signal })).status;
  } finally {
    await transport.close();
  }
}

/** A lab's devices need no minutes: each wait is cut to a moment. */
export function shortly(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, Math.min(milliseconds, 50));
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
  });
}
