import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportKey, makeKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import type { HostReport } from '../../../lab/report.ts';
import { up } from './up.ts';

/** A switch as its lab file may ask for it. */
export interface Wanted {
  readonly name: string;
  /** Default 9.3(5). */
  readonly release?: string;
  /** A loopback address of its own, where it listens on 22 and 8443 as a real one: for clients that know no other ports. */
  readonly address?: string;
}

/** What a client is told of a switch. */
export interface Switch {
  readonly name: string;
  readonly host: string;
  readonly ssh: number;
  readonly https: number;
  readonly username: string;
  readonly password: string;
  /** PEM file of the authority that signed what NX-API presents. */
  readonly ca: string;
}

/** Switches in a lab of their own, and a folder for what their client writes; all of it ends with the test. */
export interface Bench {
  readonly folder: string;
  readonly switches: readonly Switch[];
}

/** Brings up switches with NX-API on 8443, with a certificate for the addresses that they are met under. */
export async function startSwitches(...wanted: readonly Wanted[]): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-foreign-'));
  const hosts = ['127.0.0.1', ...wanted.flatMap(({ address }) => address ?? [])];
  const ca = await certify(folder, hosts);
  const devices = await up(folder, wanted.map(entry));
  return { folder, switches: devices.map((report) => asClient(report, ca)) };
}

/** Whether a program may listen there; ports below 1024 and other loopback addresses are not for everybody. */
export function mayListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen({ host, port }, () => server.close(() => resolve(true)));
  });
}

function entry({ name, release = '9.3(5)', address }: Wanted, index: number) {
  return {
    name,
    kind: 'nxos',
    release,
    certfile: 'switch.crt',
    keyfile: 'switch.key',
    options: { configured: 'nxapi', addresses: { mgmt0: `192.0.2.${10 + index}/24` } },
    ...(address !== undefined && { addresses: { mgmt0: address } }),
  };
}

/** Writes the files that the lab file names. @returns the authority's file */
async function certify(folder: string, hosts: readonly string[]): Promise<string> {
  const root = makeCertificate({ subject: '/CN=Foreign clients test root', key: await makeKey('ec-p256'), ca: true });
  const san = hosts.map((host) => `ip:${host}` as const);
  const leaf = makeCertificate({ subject: '/CN=switch', key: await makeKey('ec-p256'), issuer: root, san });
  writeFileSync(join(folder, 'switch.crt'), leaf.pem);
  writeFileSync(join(folder, 'switch.key'), exportKey(leaf.key));
  writeFileSync(join(folder, 'ca.crt'), root.pem);
  return join(folder, 'ca.crt');
}

function asClient({ name, username, password, endpoints }: HostReport, ca: string): Switch {
  const ssh = new URL(endpoints.ssh ?? '');
  const https = new URL(endpoints['nxapi-https'] ?? '');
  return { name, host: https.hostname, ssh: Number(ssh.port || 22), https: Number(https.port), username, password, ca };
}
