import { afterEach, describe, expect, it } from 'vitest';
import { type AccessOptions, NsxClient, TransportError } from '../../../clients/nsx.ts';
import { type Lab, startLab } from '../../../lab/index.ts';
import { testFolder } from '../../../lab/testing/folder.ts';
import { issued, selfSigned } from './manager.ts';

testFolder();
let lab: Lab;
let client: NsxClient;
afterEach(async () => {
  await client.close();
  await lab.stop();
});

async function starting(release: string, more: Partial<AccessOptions> = {}): Promise<void> {
  lab = await startLab({ devices: [{ kind: 'nsx', release, options: { rateLimit: 0 } }] });
  const device = lab.device('nsx-1');
  await device.makeCertificates();
  client = new NsxClient({
    url: device.endpoints['manager-1.https'] ?? '',
    username: device.username,
    password: device.password,
    pin: device.certificates['manager-1.https'] ?? '',
    delay: async () => {},
    ...more,
  });
}

const vip = (): { host: string; port: number } => ({
  host: '127.0.0.1',
  port: Number(new URL(lab.device('nsx-1').endpoints['vip.https'] ?? '').port),
});

describe('the reference client and the simulated cluster', () => {
  it.each(['2.4', '3.1', '4.1', '4.2', '9.0'])('replace the certificate of the virtual IP of %s', async (release) => {
    await starting(release);
    const pair = await issued('nsx-1.lab.local', ['nsx-1.lab.local', '192.168.110.30']);
    const wanted = { certificate: pair.pem, key: pair.key, service: 'MGMT_CLUSTER', servedAt: vip() };
    const { certificateId, fingerprint } = await client.replaceCertificate(wanted);
    expect(fingerprint).toBe(pair.sha256);
    expect(lab.device('nsx-1').certificates['vip.https']).toBe(pair.sha256);
    // The same again finds what is there.
    expect(await client.replaceCertificate(wanted)).toEqual({ certificateId, fingerprint });
  });

  it('find an import again whose reply was lost', async () => {
    await starting('9.0');
    const pair = await selfSigned('lost');
    const importing = client.importCertificate.bind(client);
    let lost = 0;
    client.importCertificate = async (given, options) => {
      await importing(given, options);
      lost++;
      throw new TransportError('cut', { failure: 'reset', sent: true });
    };
    await client.replaceCertificate({ certificate: pair.pem, key: pair.key, service: 'MGMT_CLUSTER', servedAt: vip() });
    expect([lost, lab.device('nsx-1').certificates['vip.https']]).toEqual([1, pair.sha256]);
  });

  it('leave no session behind', async () => {
    await starting('9.0');
    await client.nodes();
    const sessions = (): number => JSON.stringify(lab.device('nsx-1').device.state.run).split('"token"').length - 1;
    expect(sessions()).toBe(1);
    await client.close();
    expect(sessions()).toBe(0);
  });
});
