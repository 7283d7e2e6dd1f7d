import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportKey, makeKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import type { HostReport } from '../../../lab/report.ts';
import { up } from './up.ts';

/** What a client is told of an NSX-v Manager. */
export interface Manager {
  readonly name: string;
  readonly host: string;
  readonly ssh: number;
  readonly https: number;
  readonly username: string;
  readonly password: string;
  readonly enablePassword: string;
  /** PEM file of the authority that signed its certificate. */
  readonly ca: string;
}

/** A person of the lab's vCenter. */
export const person = { name: 'ops@corp.local', password: 'Operator.1' } as const;

/** Brings up an NSX-v Manager for each release, in one lab; all of it ends with the test. */
export async function startManagers(
  ...releases: readonly string[]
): Promise<{ readonly folder: string; readonly managers: readonly Manager[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-foreign-'));
  const root = makeCertificate({ subject: '/CN=Foreign clients test root', key: await makeKey('ec-p256'), ca: true });
  const san = ['ip:127.0.0.1'] as const;
  const leaf = makeCertificate({ subject: '/CN=nsxmgr', key: await makeKey('rsa-2048'), issuer: root, san });
  writeFileSync(join(folder, 'nsxmgr.crt'), leaf.pem);
  writeFileSync(join(folder, 'nsxmgr.key'), exportKey(leaf.key));
  const ca = join(folder, 'ca.crt');
  writeFileSync(ca, root.pem);
  const devices = releases.map((release) => ({
    name: `nsxv-${release.replaceAll('.', '')}`,
    kind: 'nsxv',
    release,
    certfile: 'nsxmgr.crt',
    keyfile: 'nsxmgr.key',
    options: { vcenter: { users: [person] } },
  }));
  const managers = (await up(folder, devices)).map((report) => asClient(report, ca));
  return { folder, managers };
}

function asClient({ name, username, password, enablePassword = '', endpoints }: HostReport, ca: string): Manager {
  const [ssh, https] = [new URL(endpoints.ssh ?? ''), new URL(endpoints.https ?? '')];
  return {
    name,
    host: https.hostname,
    ssh: Number(ssh.port),
    https: Number(https.port),
    username,
    password,
    enablePassword,
    ca,
  };
}
