import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostReport } from '../../../lab/report.ts';
import { presented } from '../../oracle/tls.ts';
import { up } from './up.ts';

/** What a client is told of a cluster of managers. */
export interface Cluster {
  readonly name: string;
  readonly version: string;
  readonly username: string;
  readonly password: string;
  /** `https://host:port` of each node, and what it presents: SHA-256, lower-case hex. */
  readonly managers: readonly { readonly url: string; readonly thumbprint: string }[];
  readonly vip: { readonly host: string; readonly port: number };
}

/** Brings up a cluster of three managers for each release, in one lab; all of it ends with the test. */
export async function startClusters(
  ...releases: readonly string[]
): Promise<{ readonly folder: string; readonly clusters: readonly Cluster[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-foreign-'));
  const devices = releases.map((release) => ({ name: `nsx-${release.replace('.', '')}`, kind: 'nsx', release }));
  const clusters = await Promise.all((await up(folder, devices)).map(asClient));
  return { folder, clusters };
}

/** What a door presents now, leaf only. */
export async function shown(host: string, port: number): Promise<string> {
  const seen = await presented({ host, port }, {}, { patienceMs: 10_000, signal: new AbortController().signal });
  return seen.shown ? seen.certificate.sha256 : seen.why;
}

async function asClient({ name, version, username, password, endpoints }: HostReport): Promise<Cluster> {
  const at = (door: string): URL => new URL(endpoints[door] ?? '');
  const managers = await Promise.all(
    [1, 2, 3].map(async (node) => {
      const { origin, hostname, port } = at(`manager-${node}.https`);
      return { url: origin, thumbprint: await shown(hostname, Number(port)) };
    }),
  );
  const { hostname: host, port } = at('vip.https');
  return { name, version, username, password, managers, vip: { host, port: Number(port) } };
}
