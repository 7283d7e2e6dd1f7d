import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../../../certs/authority.ts';
import { keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import { makePkcs12 } from '../../../certs/pkcs12.ts';
import { readEntries } from '../../../certs/read.ts';
import { basic, exchange } from '../../chassis/testing/http.ts';
import { administrator } from '../factory.ts';
import { type Manager, manager } from '../testing/manager.ts';

const base = '/api/1.0/appliance-management';

let box: Manager;
beforeAll(async () => {
  box = await manager({ release: '6.4.4' });
});
afterAll(() => box.stop());

/** The common name that a new handshake shows. */
function presented(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: box.port('https'), rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()?.subject.match(/CN=(.*)/)?.[1] ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

/** Lets the restart come that was asked for, and waits until the manager answers again. */
async function restarted(): Promise<void> {
  const back = new Promise<void>((resolve) => {
    const stop = box.journal.watch(({ kind, endpoint, outcome }) => {
      if (kind !== 'endpoint' || endpoint !== 'https' || outcome !== 'open') return;
      stop();
      resolve();
    });
  });
  box.clock.advance(1_000);
  await back;
}

function upload(path: string, file: Buffer, part = 'file') {
  const body = `--b\r\nContent-Disposition: form-data; name="${part}"; filename="f"\r\n\r\n${file.toString('latin1')}\r\n--b--\r\n`;
  const { Authorization } = basic(administrator.username, administrator.password);
  const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: ${Authorization}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${body.length}\r\n\r\n`;
  return exchange({ port: box.port('https') }, head + body);
}

describe('the certificate manager', () => {
  it('serves what a keystore holds from the next handshake on, and nothing that does not fit', async () => {
    const key = await keptKey('rsa-2048');
    const now = new Date(box.clock.now());
    const { pem } = makeCertificate({ subject: '/CN=by-keystore', key, notBefore: now, days: 30 });
    const keystore = makePkcs12({ key, certificates: pem, password: 'Secret.1' });
    expect((await upload(`${base}/certificatemanager/pkcs12keystore/nsx?password=wrong`, keystore)).status).toBe(400);
    expect(await presented()).toBe('nsxmgr');
    expect((await upload(`${base}/certificatemanager/pkcs12keystore/nsx?password=Secret.1`, keystore)).status).toBe(
      200,
    );
    expect(await presented()).toBe('by-keystore');
    const { body: list } = await box.ask('GET', `${base}/certificatemanager/certificates/nsx`);
    expect(list).toContain('<x509certificate><subjectCn>by-keystore</subjectCn>');
  });

  it('asks for a certificate, takes the chain that fits, and signs its own', async () => {
    const body =
      '<csr><algorithm>RSA</algorithm><keySize>2048</keySize><subjectDto><commonName>by-request</commonName><organizationName>Example</organizationName></subjectDto></csr>';
    const made = await box.ask('POST', `${base}/certificatemanager/csr/nsx`, { body });
    expect([made.status, made.header('location')]).toEqual([201, [`${base}/certificatemanager/csr/nsx`]]);
    const { body: csr } = await box.ask('GET', `${base}/certificatemanager/csr/nsx`);
    const entry = readEntries(csr)[0];
    if (entry?.kind !== 'request' || !entry.request.publicKey) throw new Error('no request came');
    const now = new Date(box.clock.now());
    const { root } = await makeAuthority({ notBefore: now });
    const issued = makeCertificate({
      subject: entry.request.subject,
      key: entry.request.publicKey,
      issuer: root,
      notBefore: now,
    });
    const stranger = makeCertificate({ subject: '/CN=stranger', key: await keptKey('rsa-2048'), notBefore: now });
    const chain = `${base}/certificatemanager/uploadchain/nsx`;
    expect((await upload(chain, Buffer.from(stranger.pem))).status).toBe(400);
    expect((await upload(chain, Buffer.from(issued.pem), 'other')).status).toBe(400);
    expect((await upload(chain, Buffer.from(issued.pem))).status).toBe(200);
    expect(await presented()).toBe('by-request');
    await box.ask('POST', `${base}/certificatemanager/csr/nsx`, { body: body.replace('by-request', 'by-itself') });
    expect((await box.ask('POST', `${base}/certificatemanager/csr/nsx?action=self_sign&expires_after=30`)).status).toBe(
      201,
    );
    expect(await presented()).toBe('by-itself');
  });
});

describe('appliance management', () => {
  it('shares time and name servers with the CLI', async () => {
    await box.ask('PUT', `${base}/system/timesettings`, {
      body: '<timeSettings><ntpServer><string>192.0.2.7</string><string>192.0.2.8</string></ntpServer><timezone>UTC</timezone></timeSettings>',
    });
    expect(box.device.state.config.ntp).toEqual(['192.0.2.7', '192.0.2.8']);
    const { body } = await box.ask('GET', `${base}/system/timesettings`);
    expect(body).toContain('<datetime>01/01/2030 00:00:00</datetime><timezone>UTC</timezone>');
    expect((await box.ask('GET', `${base}/system/network`)).body).toContain('<ipv4NetMask>255.255.255.0</ipv4NetMask>');
  });

  it('keeps a syslog server by the protocol in any case', async () => {
    const body =
      '<syslogserver><syslogServer>192.0.2.9</syslogServer><port>514</port><protocol>udp</protocol></syslogserver>';
    expect((await box.ask('PUT', `${base}/system/syslogserver`, { body })).status).toBe(200);
    expect((await box.ask('GET', `${base}/system/syslogserver`)).body).toContain('<protocol>UDP</protocol>');
    expect((await box.ask('DELETE', `${base}/system/syslogserver`)).status).toBe(200);
    expect((await box.ask('GET', `${base}/system/syslogserver`)).body).toContain('<syslogserver/>');
  });

  it('offers only the TLS versions that it was told to', async () => {
    const body = '<tlsSettings><serverEnabledProtocols>TLSv1.2</serverEnabledProtocols></tlsSettings>';
    expect((await box.ask('POST', `${base}/system/tlssettings`, { body })).status).toBe(200);
    const { minVersion } =
      box.device.listeners.open.find(({ endpoint }) => endpoint.name === 'https')?.endpoint.tls ?? {};
    expect(minVersion).toBe('TLSv1.2');
  });

  it('brings back users and tags from a backup, after a restart', async () => {
    const backup = `${base}/backuprestore`;
    const settings =
      '<backupRestoreSettings><ftpSettings><transferProtocol>SFTP</transferProtocol><hostNameIPAddress>192.0.2.20</hostNameIPAddress><port>22</port><userName>b</userName><password>Backup.1</password><backupDirectory>/b</backupDirectory><filenamePrefix>nsx-</filenamePrefix></ftpSettings></backupRestoreSettings>';
    expect((await box.ask('POST', `${backup}/backup`, { body: '' })).status).toBe(400);
    await box.ask('PUT', `${backup}/backupsettings`, { body: settings });
    expect((await box.ask('GET', `${backup}/backupsettings`)).body).not.toContain('Backup.1');
    expect((await box.ask('POST', `${backup}/backup`, { body: '' })).status).toBe(200);
    const file = /<fileName>(.+?)<\/fileName>/.exec((await box.ask('GET', `${backup}/backups`)).body)?.[1] ?? '';
    expect(file).toBe('nsx-2030_01_01_00_00_00');
    await box.ask('POST', '/api/2.0/services/securitytags/tag', {
      body: '<securityTag><name>LATER</name></securityTag>',
    });
    expect((await box.ask('POST', `${backup}/restore?restoreFile=${file}`)).status).toBe(200);
    await restarted();
    expect(box.device.state.store.tags.size).toBe(0);
  });

  it('restarts where asked, and forgets what was not saved', async () => {
    await box.ask('PUT', `${base}/system/network/dns`, { body: '<dns><ipv4Address>192.0.2.99</ipv4Address></dns>' });
    expect((await box.ask('POST', `${base}/system/restart`)).status).toBe(200);
    await restarted();
    expect(box.device.state.config.nameServers).toEqual(['192.0.2.1']);
  });
});
