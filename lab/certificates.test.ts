import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badCertificates, badNames } from '../certs/bad.ts';
import { exportKey, keptKey } from '../certs/key.ts';
import { makeCertificate } from '../certs/make.ts';
import { type Lab, startLab } from './index.ts';
import { testFolder } from './testing/folder.ts';
import { greeting } from './testing/greeting.ts';
import { toyKinds } from './testing/toy.ts';

const folder = testFolder();

/** Writes a self-signed pair, `NAME.crt` and `NAME.key`. */
async function writePair(name: string, subject = name): Promise<void> {
  const key = await keptKey('ec-p256');
  folder.write(`${name}.crt`, makeCertificate({ subject: `/CN=${subject}`, key }).pem);
  folder.write(`${name}.key`, exportKey(key));
}

const start = (yaml: string, name = 'lab.yaml') =>
  startLab({ file: folder.write(name, `devices:\n${yaml}`), kinds: toyKinds });

/** The port on which the device's own 443 is found. */
const shown = async (lab: Lab, device: string) => (await greeting(lab.device(device).endpoints.https ?? '')).subject;

beforeAll(() => writePair('good'));

describe('certificate files in a lab file', () => {
  let lab: Lab | undefined;
  afterAll(() => lab?.stop());

  it('stand in for what an endpoint has from the factory, and are served anew after a reload', async () => {
    await writePair('mine', 'before');
    await writePair('second');
    lab = await start(`
  - { name: a, kind: toy, certfile: mine.crt, keyfile: mine.key }
  - { name: b, kind: toy, certificates: { https: { certfile: second.crt, keyfile: second.key } } }
  - { name: c, kind: toy }
  - { name: "d-{n}", kind: toy, count: 2, certfile: mine.crt, keyfile: mine.key }`);
    const all = async () => Promise.all(['a', 'b', 'c', 'd-1', 'd-2'].map((name) => shown(lab ?? expect.fail(), name)));
    expect(await all()).toEqual(['before', 'second', 'toy', 'before', 'before']);
    await writePair('mine', 'after');
    expect(await all()).toEqual(['before', 'second', 'toy', 'before', 'before']);
    expect(await lab.reload()).toEqual({ added: [], removed: [], recertified: ['a', 'd-1', 'd-2'], waiting: [] });
    expect(await all()).toEqual(['after', 'second', 'toy', 'after', 'after']);
    const { sha256 } = await greeting(lab.device('a').endpoints.https ?? '');
    expect(lab.device('a').certificates).toEqual({ https: sha256 });
    expect(await lab.reload()).toMatchObject({ recertified: [] });
  });

  it('give way to what a user installs on the device itself', async () => {
    lab = await start('  - { name: a, kind: toy, certfile: good.crt, keyfile: good.key }');
    const { device } = lab.device('a');
    const key = await keptKey('ec-p256');
    const installed = { certificate: makeCertificate({ subject: '/CN=installed', key }).pem, key: exportKey(key) };
    device.change((draft) => {
      Object.assign(draft.config, { installed });
    });
    expect(await shown(lab, 'a')).toBe('installed');
    await lab.reload();
    expect(await shown(lab, 'a')).toBe('installed');
    await lab.stop();
  });

  it('may come and go with a reload', async () => {
    lab = await start('  - { name: a, kind: toy }');
    expect(await shown(lab, 'a')).toBe('toy');
    folder.write('lab.yaml', 'devices:\n  - { name: a, kind: toy, certfile: good.crt, keyfile: good.key }');
    expect(await lab.reload()).toMatchObject({ recertified: ['a'], waiting: [] });
    expect(await shown(lab, 'a')).toBe('good');
    folder.write('lab.yaml', 'devices:\n  - { name: a, kind: toy }');
    expect(await lab.reload()).toMatchObject({ recertified: ['a'], waiting: [] });
    expect(await shown(lab, 'a')).toBe('toy');
  });

  it('leave what is served as it was when they are wrong at a reload', async () => {
    await writePair('spoilt', 'fine');
    lab = await start('  - { name: a, kind: toy, certfile: spoilt.crt, keyfile: spoilt.key }');
    folder.write('spoilt.key', 'no key');
    await expect(lab.reload()).rejects.toThrow(
      /lab\.yaml:2: devices\[0\]\.keyfile: spoilt\.key: There is no private key/,
    );
    expect(await shown(lab, 'a')).toBe('fine');
  });

  it.each([
    ['certfile: nowhere.crt, keyfile: good.key', 'certfile: nowhere.crt: there is no such file'],
    ['certfile: good.crt, keyfile: nowhere.key', 'keyfile: nowhere.key: there is no such file'],
    ['certfile: good.crt, keyfile: ../', 'keyfile: ../: it is a directory'],
    [
      'certificates: { https: { certfile: nowhere.crt, keyfile: good.key } }',
      'certificates.https.certfile: nowhere.crt: there is no such file',
    ],
  ])('that cannot be read (%s) are refused with path and reason', async (fields, message) => {
    await expect(start(`  - { kind: toy, ${fields} }`)).rejects.toMatchObject({
      exitStatus: 64,
      message: `${folder.path}/lab.yaml:2: devices[0].${message}`,
    });
  });

  describe.each(badNames)('that are %s', (name) => {
    const refused: Partial<Record<typeof name, RegExp>> = {
      'wrong-order': /certfile: .*order/,
      'mismatched-key': /certfile: .*another/,
      'rsa-cert-with-ec-key': /certfile: .*another/,
      'encrypted-key': /keyfile: .*encrypted/,
      'encrypted-key-traditional': /keyfile: .*encrypted/,
      truncated: /certfile: /,
      'garbage-second-block': /certfile: /,
      'not-a-certificate': /certfile: /,
      empty: /certfile: /,
    };

    it(refused[name] ? 'are refused with path and reason' : 'are really served', async () => {
      const bad = await badCertificates[name].make();
      folder.write('bad.crt', bad.cert);
      folder.write('bad.key', bad.key ?? exportKey(await keptKey('ec-p256')));
      const starting = start('  - { name: a, kind: toy, certfile: bad.crt, keyfile: bad.key }');
      if (refused[name]) {
        await expect(starting).rejects.toThrow(refused[name]);
        await expect(starting).rejects.toMatchObject({ exitStatus: 64 });
        return;
      }
      lab = await starting;
      await lab.device('a').makeCertificates();
      expect(lab.device('a').certificates.https).toMatch(/^[0-9a-f]{64}$/);
      await lab.stop();
    });
  });
});
