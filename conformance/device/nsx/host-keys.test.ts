import { createHash } from 'node:crypto';
import { connect } from 'node:tls';
import ssh2 from 'ssh2';
import { afterEach, expect, it } from 'vitest';
import { type Lab, startLab } from '../../../lab/index.ts';
import { testFolder } from '../../../lab/testing/folder.ts';

testFolder();
let lab: Lab;
afterEach(() => lab.stop());

/** SHA-256 of the host key that an SSH server shows. */
function hostKeyAt(url: string): Promise<string> {
  const { hostname: host, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    const hostVerifier = (key: Buffer): boolean => {
      resolve(createHash('sha256').update(key).digest('hex'));
      return false;
    };
    client.on('error', (error) => reject(error));
    client.connect({ host, port: Number(port), username: 'nobody', hostVerifier });
  });
}

/** What a TLS listener presents: the certificate, and the public key in it. */
function shownAt(url: string): Promise<{ certificate: string; key: string }> {
  const { hostname: host, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port), rejectUnauthorized: false }, () => {
      const { fingerprint256, pubkey } = socket.getPeerCertificate();
      socket.destroy();
      resolve({
        certificate: fingerprint256,
        key: createHash('sha256')
          .update(pubkey ?? '')
          .digest('hex'),
      });
    });
    socket.on('error', reject);
  });
}

it('each node of a cluster has a host key of its own, the same each time', async () => {
  lab = await startLab({ devices: [{ kind: 'nsx' }] });
  const { endpoints } = lab.device('nsx-1');
  const doors = [1, 2, 3].map((node) => endpoints[`manager-${node}.ssh`] ?? '');
  const keys = () => Promise.all(doors.map(hostKeyAt));
  const first = await keys();
  expect(new Set(first).size).toBe(3);
  expect(await keys()).toEqual(first);
});

it.each(['2.4', '9.0'])('no two certificates that listeners of %s present have the same key', async (release) => {
  lab = await startLab({ devices: [{ kind: 'nsx', release }] });
  const doors = Object.entries(lab.device('nsx-1').endpoints).filter(([name]) => !name.endsWith('.ssh'));
  const seen = await Promise.all(doors.map(([, url]) => shownAt(url)));
  expect(seen.length).toBe(10);
  expect(new Set(seen.map(({ key }) => key)).size).toBe(new Set(seen.map(({ certificate }) => certificate)).size);
});
