import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { AgentError, AsaClient } from '../../../clients/asa.ts';
import { type Lab, startLab } from '../../../lab/index.ts';

const objects = '/api/objects/networkobjects';
const host = { kind: 'IPv4Address', value: '192.0.2.8' };
const place = { location: 'disk0:/before.tar.gz', passphrase: 'Password' };

let lab: Lab;
afterEach(() => lab.stop());

/** Waiting moves the lab's clock: a box of the lab restarts in lab time. */
async function delay(): Promise<void> {
  lab.clock.advance(30_000);
  await lab.device('asa-1').device.settled();
}

/** The fingerprint of what the box presents just now. */
function pinOf(url: string): Promise<string> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      const { fingerprint256 } = new X509Certificate(socket.getPeerCertificate().raw);
      socket.destroy();
      resolve(fingerprint256.replaceAll(':', '').toLowerCase());
    });
    socket.once('error', reject);
  });
}

/** A box with a certificate that outlives a restart, and a client that trusts it. */
async function start(): Promise<AsaClient> {
  lab = await startLab({ devices: [{ name: 'asa-1', kind: 'asa', options: { configured: 'rest' } }] });
  const { endpoints, username, password } = lab.device('asa-1');
  const url = endpoints.https ?? '';
  const account = { url, username, password, delay };
  await using first = await AsaClient.logIn({ ...account, pin: await pinOf(url) });
  const enrollParameters = { subjectDN: { cn: ['fw1.example'] }, fqdn: 'fw1.example' };
  await first.create('/api/certificate/identity', { name: 'tp1', selfSign: true, enrollParameters });
  const { certificate } = await first.get('/api/certificate/identity/tp1/export/PEM');
  await first.cli('ssl trust-point tp1 management');
  const ca = Array.isArray(certificate) ? certificate.join('\n') : '';
  return AsaClient.logIn({ ...account, ca, servername: 'fw1.example' });
}

it('the client takes a backup back and goes on with a new token', async () => {
  await using asa = await start();
  await asa.create(objects, { kind: 'object#NetworkObj', name: 'kept', host });
  await asa.backup(place);
  await asa.remove(`${objects}/kept`);
  await asa.create(objects, { kind: 'object#NetworkObj', name: 'later', host });
  await asa.restore(place);
  expect((await asa.get(`${objects}/kept`)).objectId).toBe('kept');
  await expect(asa.get(`${objects}/later`)).rejects.toSatisfy(
    (error) => error instanceof AgentError && error.status === 404,
  );
});

it('the client is told why a backup is refused, and its session goes on', async () => {
  await using asa = await start();
  await asa.create(objects, { kind: 'object#NetworkObj', name: 'kept', host });
  await asa.backup(place);
  const wrong = asa.restore({ ...place, passphrase: 'other' });
  await expect(wrong).rejects.toSatisfy((error) => error instanceof AgentError && error.status === 400);
  const missing = asa.restore({ ...place, location: 'disk0:/none.tar.gz' });
  await expect(missing).rejects.toSatisfy((error) => error instanceof AgentError && error.status === 400);
  expect((await asa.get(`${objects}/kept`)).objectId).toBe('kept');
});
