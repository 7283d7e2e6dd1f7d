import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BadName, badCertificates, badNames } from '../../certs/bad.ts';
import { exportKey, keptKey } from '../../certs/key.ts';
import { makeCertificate } from '../../certs/make.ts';
import type { Outcome } from '../chassis/cli/outcome.ts';
import { Session } from '../chassis/cli/session.ts';
import { mkdir, write } from '../chassis/flash/files.ts';
import { type Grounded, ground } from '../chassis/testing/ground.ts';
import { nxos } from './index.ts';
import { languageOf } from './language.ts';
import { releases } from './release.ts';
import type { NxosState } from './state.ts';

const upload = 'Upload done. Please enable. Note cert and key must match.\n';

interface Box extends Grounded<NxosState> {
  conf(line: string): Outcome;
  put(name: string, text: string): void;
  /** SHA-256 of what HTTPS presents now. */
  presented(): Promise<string>;
}

async function boxOf(release: string, supervisors: 1 | 2 = 1): Promise<Box> {
  const grounded = await ground(nxos, { release, options: { configured: 'nxapi', supervisors } });
  const { device } = grounded;
  const session = new Session(device, languageOf(device), {
    user: 'admin',
    roles: ['network-admin'],
    from: '',
    transport: 'api',
  });
  session.enter('config');
  return {
    ...grounded,
    conf(line) {
      const outcome = session.execute(line);
      if (outcome instanceof Promise) throw new Error(`${line} is not done at once`);
      return outcome;
    },
    put(name, text) {
      device.change(({ store }) => {
        const volume = store.flash['sup-1:bootflash'];
        if (volume) write(volume, name, Buffer.from(text), device.surroundings.blobs, device.now());
      });
    },
    async presented() {
      await device.settled();
      return fingerprint(grounded.port('nxapi-https'));
    },
  };
}

function fingerprint(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: '127.0.0.1', port, rejectUnauthorized: false, ciphers: 'DEFAULT:@SECLEVEL=0' },
      () => {
        resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? 'none');
        socket.destroy();
      },
    );
    socket.on('error', reject);
  });
}

/** What a pair's key or certificate file is refused with, at which step; nothing for one that is served. */
const refusals: Partial<Record<BadName, 'certificate' | 'key' | 'pair'>> = {
  'mismatched-key': 'pair',
  'wrong-order': 'pair',
  'rsa-cert-with-ec-key': 'pair',
  'encrypted-key': 'key',
  'encrypted-key-traditional': 'key',
  truncated: 'certificate',
  'not-a-certificate': 'certificate',
  empty: 'certificate',
  'garbage-second-block': 'certificate',
};

/** Keys that the oldest train does not take (inferred); no client of today asks for the curve of the first. */
const ecKeys: readonly BadName[] = ['secp256k1', 'rsa-cert-with-ec-key', 'ec-parameters'];

describe.each(Object.keys(releases))('a certificate that is not right, on %s', (release) => {
  let box: Box;
  let good: string;
  beforeAll(async () => {
    box = await boxOf(release);
    const key = await keptKey('rsa-2048', 1);
    const { pem } = makeCertificate({ subject: '/CN=good', key });
    box.put('good.pem', pem);
    box.put('good.key', exportKey(key));
    expect(box.conf('nxapi certificate httpscrt certfile bootflash:good.pem').text).toBe(upload);
    expect(box.conf('nxapi certificate httpskey keyfile bootflash:good.key').text).toBe(upload);
    expect(box.conf('nxapi certificate enable').text).toBe('');
    good = new X509Certificate(pem).fingerprint256;
    expect(await box.presented()).toBe(good);
  });
  afterAll(() => box.stop());

  it.each(badNames)('%s', async (name) => {
    const { cert, key = '', password } = await badCertificates[name].make({});
    box.put('bad.pem', cert);
    box.put('bad.key', key);
    const steps = {
      certificate: box.conf('nxapi certificate httpscrt certfile bootflash:bad.pem'),
      key: box.conf('nxapi certificate httpskey keyfile bootflash:bad.key'),
    };
    const pair = steps.certificate.ok && steps.key.ok ? box.conf('nxapi certificate enable') : undefined;
    const first =
      (['certificate', 'key'] as const).find((step) => !steps[step].ok) ?? (pair?.ok === false ? 'pair' : undefined);
    expect(first).toBe(release.startsWith('7') && ecKeys.includes(name) ? 'key' : refusals[name]);
    for (const outcome of [steps.certificate, steps.key, pair]) {
      if (outcome && !outcome.ok) expect(outcome.error).toMatch(/^ERROR: /);
    }
    if (first !== undefined) expect(await box.presented()).toBe(good);
    else if (name !== 'secp256k1') expect(await box.presented()).toBe(new X509Certificate(cert).fingerprint256);
    if (name.startsWith('encrypted-key') && password !== undefined) {
      const opened = box.conf(`nxapi certificate httpskey keyfile bootflash:bad.key password ${password}`);
      expect(opened.ok).toBe(!release.startsWith('7'));
    }
    // Back to the good pair for the next one.
    box.conf('nxapi certificate httpscrt certfile bootflash:good.pem');
    box.conf('nxapi certificate httpskey keyfile bootflash:good.key');
    expect(box.conf('nxapi certificate enable').ok).toBe(true);
    expect(await box.presented()).toBe(good);
  });

  it('that is not there', async () => {
    const outcome = box.conf('nxapi certificate httpscrt certfile bootflash:nowhere.pem');
    expect([outcome.ok, outcome.error]).toEqual([false, 'ERROR: Unable to open file bootflash:nowhere.pem']);
    expect(await box.presented()).toBe(good);
  });
});

describe('the certificate of a switch', () => {
  it('is served until the next enable, though its file has changed or gone', async () => {
    const box = await boxOf('9.3(5)');
    const own = await box.presented();
    const [one, two] = await Promise.all([keptKey('rsa-2048', 1), keptKey('rsa-2048', 2)]);
    const pems = {
      one: makeCertificate({ subject: '/CN=one', key: one }).pem,
      two: makeCertificate({ subject: '/CN=two', key: two }).pem,
    };
    box.put('a.pem', pems.one);
    box.put('a.key', exportKey(one));
    box.conf('nxapi certificate httpscrt certfile bootflash:a.pem');
    box.conf('nxapi certificate httpskey keyfile bootflash:a.key');
    expect(await box.presented()).toBe(own);
    box.conf('nxapi certificate enable');
    const first = new X509Certificate(pems.one).fingerprint256;
    expect(await box.presented()).toBe(first);
    expect(box.conf('show nxapi').text).toContain('    Issuer:   /CN=one\n');
    box.put('a.pem', pems.two);
    box.put('a.key', exportKey(two));
    box.conf('nxapi certificate httpscrt certfile bootflash:a.pem');
    box.conf('nxapi certificate httpskey keyfile bootflash:a.key');
    expect(await box.presented()).toBe(first);
    box.conf('nxapi certificate enable');
    expect(await box.presented()).toBe(new X509Certificate(pems.two).fingerprint256);
    box.conf('no nxapi certificate enable');
    expect(await box.presented()).toBe(own);
    await box.stop();
  });

  it('is the default one after a switchover to a supervisor that has no files, and the own one where it has', async () => {
    const box = await boxOf('9.3(5)', 2);
    const own = await box.presented();
    const key = await keptKey('rsa-2048', 1);
    const { pem } = makeCertificate({ subject: '/CN=both', key });
    const mine = new X509Certificate(pem).fingerprint256;
    box.device.change(({ store }) => {
      for (const volume of [store.flash['sup-1:bootflash']]) if (volume) mkdir(volume, 'nxapi', 0);
    });
    box.put('nxapi/a.pem', pem);
    box.put('nxapi/a.key', exportKey(key));
    box.conf('nxapi certificate httpscrt certfile bootflash:nxapi/a.pem');
    box.conf('nxapi certificate httpskey keyfile bootflash:nxapi/a.key');
    box.conf('nxapi certificate enable');
    expect(await box.presented()).toBe(mine);
    box.conf('system switchover');
    expect(await box.presented()).toBe(own);
    await box.stop();
  });
});
