import { createHash, X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import { makePkcs12, pkcs12Pem } from '../../../certs/pkcs12.ts';
import { type Grounded, ground } from '../../chassis/testing/ground.ts';
import { configurationOf } from '../configuration-file.ts';
import { asa } from '../index.ts';
import { languageOf } from '../language.ts';
import { configurationText } from '../running.ts';
import type { AsaState } from '../state.ts';
import { type BenchBox, benchBox } from '../testing/box.ts';
import { rest } from '../testing/rest.ts';

const identity = '/api/certificate/identity';

async function authorityOf() {
  return makeCertificate({ subject: '/CN=Lab CA', key: await keptKey('rsa-2048', 1), ca: true });
}

async function pkcs12(password = 'secret') {
  const authority = await authorityOf();
  const key = await keptKey('rsa-2048');
  const { pem, chain } = makeCertificate({ subject: '/CN=fw1.example', key, issuer: authority });
  const file = makePkcs12({ key, certificates: [pem, ...chain].join(''), password, encryption: 'legacy' });
  return { pem, body: { name: 'tp1', certPass: password, certText: pkcs12Pem(file).trimEnd().split('\n') } };
}

const own = {
  kind: 'object#IdentityCertificate',
  name: 'tp2',
  selfSign: true,
  enrollParameters: { subjectDN: { cn: ['fw1'], ou: ['lab'], c: ['US'] }, fqdn: 'fw1.example' },
};

/** What the running configuration makes of a box with nothing in it is what it was made from. */
function comesBack({ device }: BenchBox): void {
  const text = configurationText(device, device.state.config, { plain: true });
  const { config, refused } = configurationOf(device, languageOf(device), text);
  expect(refused).toEqual([]);
  expect(config.trustpoints).toEqual(device.state.config.trustpoints);
  expect(config.ssl).toEqual(device.state.config.ssl);
}

describe('an identity certificate', () => {
  it('comes as PKCS12, and stands in the running configuration', async () => {
    const box = benchBox('1.3.2', { configured: 'rest' });
    const { pem, body } = await pkcs12();
    expect(await rest(box, 'POST', identity, body)).toMatchObject({ status: 201, location: `${identity}/tp1` });
    expect((await rest(box, 'GET', `${identity}/tp1/export/PEM`)).json.certificate.join('\n')).toBe(pem.trimEnd());
    const text = box.text('show running-config crypto');
    const serial = new X509Certificate(pem).serialNumber.toLowerCase();
    expect(text).toContain(`crypto ca certificate chain tp1\n certificate ${serial}\n    308`);
    expect(text).not.toContain('PRIVATE');
    comesBack(box);
    expect((await rest(box, 'POST', identity, body)).json.messages[0].code).toBe('DUPLICATE');
  });

  it('is refused with a wrong passphrase, and leaves nothing behind', async () => {
    const box = benchBox('1.3.2', { configured: 'rest' });
    const { body } = await pkcs12();
    const { status, json } = await rest(box, 'POST', identity, { ...body, certPass: 'wrong' });
    expect([status, json.messages[0].context]).toEqual([400, 'certPass']);
    expect((await rest(box, 'GET', identity)).json.rangeInfo.total).toBe(0);
    expect(box.text('show running-config crypto')).toBe('');
  });

  it('is signed by the box itself, with the subject that was asked for', async () => {
    const box = benchBox('1.3.2', { configured: 'rest' });
    expect((await rest(box, 'POST', identity, own)).status).toBe(201);
    const { json } = await rest(box, 'GET', `${identity}/tp2`);
    expect(json).toMatchObject({
      keyPair: '<Default-RSA-Key>',
      selfSign: true,
      enrollParameters: own.enrollParameters,
    });
    expect(box.text('show running-config crypto')).toContain(' subject-name CN=fw1,OU=lab,C=US\n');
    const { json: details } = await rest(box, 'GET', '/api/certificate/details/tp2');
    expect(details.items[0]).toMatchObject({
      associatedTP: 'tp2',
      status: true,
      subject: ['CN=fw1', 'OU=lab', 'C=US'],
      validityEndDate: '12:00:00 UTC Apr 08 2028',
    });
    comesBack(box);
  });

  it('stays as long as something presents it', async () => {
    const box = benchBox('1.3.2', { configured: 'rest' });
    await rest(box, 'POST', identity, own);
    box.configure('ssl trust-point tp2 management');
    expect((await rest(box, 'DELETE', `${identity}/tp2`)).status).toBe(400);
    expect((await rest(box, 'DELETE', '/api/certificate/keypair/%3CDefault-RSA-Key%3E')).status).toBe(400);
    box.configure('no ssl trust-point tp2 management');
    expect((await rest(box, 'DELETE', `${identity}/tp2`)).status).toBe(204);
    expect((await rest(box, 'GET', `${identity}/tp2/export/PEM`)).status).toBe(404);
  });

  it('is unknown to an agent that is older than certificates', async () => {
    expect((await rest(benchBox('1.2.2', { configured: 'rest' }), 'GET', identity)).status).toBe(404);
  });
});

it('a certificate of an authority is listed by its trustpoint, whose name no identity may take', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  const { pem } = await authorityOf();
  const certText = pem.trimEnd().split('\n');
  const body = { kind: 'object#CACertificate', trustpointName: 'tp1', certText };
  expect((await rest(box, 'POST', '/api/certificate/ca', body)).status).toBe(201);
  expect((await rest(box, 'GET', '/api/certificate/ca')).json.items[0]).toMatchObject({
    trustpointName: 'tp1',
    certText,
  });
  const { json } = await rest(box, 'POST', identity, (await pkcs12()).body);
  expect(json.messages).toEqual([
    {
      level: 'Error',
      code: 'INVALID-INPUT',
      context: 'name',
      details: "TrustPoint 'tp1' name is already assigned with CA certificate.",
    },
  ]);
  comesBack(box);
});

it('key pairs are one on both faces', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  const body = { kind: 'object#Keypair', name: 'k1', type: 'rsa', size: 1024, usage: 'General Purpose' };
  expect((await rest(box, 'POST', '/api/certificate/keypair', body)).status).toBe(201);
  expect(box.text('show crypto key mypubkey rsa')).toContain('Key name: k1\n');
  box.session.enter('config');
  expect(box.text('crypto key zeroize rsa label k1 noconfirm')).toMatch(/^WARNING/);
  expect(box.error('crypto key zeroize rsa label k1 noconfirm')).toMatch(/^ERROR:/);
  expect((await rest(box, 'GET', '/api/certificate/keypair/k1')).status).toBe(404);
});

describe('what HTTPS presents', () => {
  let box: Grounded<AsaState>;
  afterEach(() => box.stop());

  function presented(): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: box.port('https'), rejectUnauthorized: false }, () => {
        const { raw } = socket.getPeerCertificate();
        socket.destroy();
        resolve(createHash('sha256').update(raw).digest('hex'));
      });
      socket.once('error', reject);
    });
  }

  it('is the certificate of its trustpoint as soon as one is bound, and again after a restart', async () => {
    box = await ground(asa, { release: '1.3.2', options: { configured: 'rest' }, name: 'asa-1' });
    const factory = await presented();
    const { pem, body } = await pkcs12();
    const expected = createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
    const whole = { device: box.device };
    const ask = (method: string, uri: string, sent: unknown) => rest(whole, method, uri, sent);
    await ask('POST', identity, body);
    await ask('POST', '/api/cli', { commands: ['ssl trust-point tp1 management', 'write memory'] });
    await box.device.settled();
    expect(await presented()).toBe(expected);
    await box.device.reboot('reload');
    expect(await presented()).toBe(expected);
    expect(factory).not.toBe(expected);
  });
});
