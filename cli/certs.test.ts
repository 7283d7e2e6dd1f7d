import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'rackless-certs-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const main = join(import.meta.dirname, '../dist/cli/main.js');

interface Run {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the real command in the test's folder. */
function certs(args: readonly string[], { input = '', env = {} }: Run = {}): SpawnSyncReturns<string> {
  const options = { cwd: folder, encoding: 'utf8', input, env: { PATH: process.env.PATH, ...env } } as const;
  return spawnSync(process.execPath, [main, 'certs', ...args], options);
}

/** Standard output of a run that ends with 0 and says nothing else. */
function ok(args: readonly string[], run?: Run): string {
  const { status, stdout, stderr } = certs(args, run);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const openssl = (...args: string[]): string => {
  const { stdout, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
  return stdout + stderr;
};
const file = (name: string): string => readFileSync(join(folder, name), 'utf8');
const newEc = ['--key-type', 'ec-p256'];

describe('rackless certs make', () => {
  it('writes a self-signed pair, the key for its owner only', () => {
    ok([
      'make',
      'self-signed',
      '--subject',
      '/C=US/CN=n9k-1',
      '--san',
      'dns:n9k-1',
      'ip:192.0.2.1',
      '--days',
      '36500',
      '--out',
      'own.pem',
      '--key-out',
      'own.key',
    ]);
    expect(statSync(join(folder, 'own.key')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(ok(['inspect', 'own.pem', 'own.key', '--json']))).toMatchObject({
      files: [
        {
          file: 'own.pem',
          parts: [
            {
              kind: 'certificate',
              label: 'CERTIFICATE',
              block: 0,
              line: 1,
              subject: '/C=US/CN=n9k-1',
              san: ['dns:n9k-1', 'ip:192.0.2.1'],
              key: { type: 'rsa', bits: 2048 },
            },
          ],
        },
        { file: 'own.key', parts: [{ kind: 'key', form: 'pkcs8', encrypted: false, key: { bits: 2048 } }] },
      ],
    });
    expect(ok(['check', 'own.pem', 'own.key', '--name', '192.0.2.1'])).toMatch(
      /^note +far-future.*\n.*\nIt will do\.\n$/m,
    );
  });

  it('prints certificate and key when no files are named', () => {
    const text = ok(['make', 'self-signed', ...newEc]);
    expect(text.match(/-----BEGIN [A-Z ]+-----/g)).toEqual([
      '-----BEGIN CERTIFICATE-----',
      '-----BEGIN PRIVATE KEY-----',
    ]);
    expect(certs(['check', '-'], { input: text }).status).toBe(0);
  });

  it('makes a root, an intermediate, a request and a leaf that belong together', () => {
    ok(['make', 'ca', ...newEc, '--subject', '/O=Lab/CN=Root', '--out', 'root.pem', '--key-out', 'root.key']);
    const byRoot = ['--ca-cert', 'root.pem', '--ca-key', 'root.key', '--chain'];
    ok([
      'make',
      'ca',
      ...newEc,
      ...byRoot,
      '--subject',
      '/O=Lab/CN=Sub',
      '--path-len',
      '0',
      '--out',
      'sub.pem',
      '--key-out',
      'sub.key',
    ]);
    ok([
      'make',
      'csr',
      ...newEc,
      '--subject',
      'nsx-1',
      '--san',
      'dns:nsx-1',
      '--out',
      'nsx.csr',
      '--key-out',
      'nsx.key',
    ]);
    expect(ok(['inspect', 'nsx.csr'])).toMatch(
      /request, line 1\n {2}subject +\/CN=nsx-1\n.*\n {2}signature +valid\n {2}names +dns:nsx-1\n/,
    );
    ok([
      'make',
      'leaf',
      '--request',
      'nsx.csr',
      '--ca-cert',
      'sub.pem',
      '--ca-key',
      'sub.key',
      '--chain',
      '--out',
      'nsx.pem',
    ]);
    expect(ok(['check', 'nsx.pem', 'nsx.key', '--ca', 'root.pem', '--name', 'nsx-1'])).toContain('It will do.');
    expect(file('nsx.pem').match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    if (has('openssl'))
      expect(openssl('verify', '-CAfile', 'root.pem', '-untrusted', 'sub.pem', 'nsx.pem')).toBe('nsx.pem: OK\n');
  });

  it.skipIf(!has('openssl'))('encrypts keys and boxes with a password from a file', () => {
    writeFileSync(join(folder, 'word'), 'secret\n');
    const encrypted = ['--password-file', 'word', '--key-form', 'traditional'];
    ok(['make', 'self-signed', ...newEc, ...encrypted, '--out', 'e.pem', '--key-out', 'e.key']);
    expect(file('e.key')).toContain('Proc-Type: 4,ENCRYPTED');
    expect(openssl('pkey', '-in', 'e.key', '-passin', 'pass:secret', '-noout')).toBe('');
    ok(['make', 'pkcs12', '--cert', 'e.pem', '--key', 'e.key', '--in-password-file', 'word', '--out', 'e.p12'], {
      env: { RACKLESS_PASSWORD: 'other' },
    });
    expect(statSync(join(folder, 'e.p12')).mode & 0o777).toBe(0o600);
    expect(openssl('pkcs12', '-in', 'e.p12', '-passin', 'pass:other', '-nodes')).toContain('BEGIN PRIVATE KEY');
    expect(ok(['inspect', 'e.p12'], { env: { RACKLESS_PASSWORD: 'other' } })).toMatch(
      /certificate, in PKCS#12.*private key, in PKCS#12/s,
    );
  });

  it('describes what it made with --json', () => {
    const made = JSON.parse(ok(['make', 'self-signed', ...newEc, '--subject', 'j', '--out', 'j.pem', '--json']));
    expect(made).toMatchObject({ certificate: { subject: '/CN=j', selfSigned: true }, files: { out: 'j.pem' } });
    expect(made.privateKey).toContain('BEGIN PRIVATE KEY');
    expect(made.content).toBeUndefined();
  });

  it('makes and lists the bad ones', () => {
    const { bad } = JSON.parse(ok(['make', '--list-bad', '--json']));
    expect(bad.map(({ name }: { name: string }) => name)).toContain('wrong-order');
    expect(ok(['make', '--list-bad'])).toMatch(/^mismatched-key +Both are RSA/m);
    ok(['make', '--bad', 'rsa-cert-with-ec-key', '--out', 'b.pem', '--key-out', 'b.key']);
    const { status, stdout } = certs(['check', 'b.pem', 'b.key']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^error +key-mismatch +b\.pem:1: .*\(rsa 2048\).*\(ec prime256v1\)/m);
    expect(stdout).toContain('It will not do.');
  });

  it('does not replace a file unless told to', () => {
    writeFileSync(join(folder, 'there.key'), 'mine', { mode: 0o644 });
    const args = ['make', 'self-signed', ...newEc, '--out', 'new.pem', '--key-out', 'there.key'];
    expect(certs(args)).toMatchObject({
      status: 64,
      stderr: 'rackless: there.key: this file exists; --force replaces it\n',
    });
    expect(file('there.key')).toBe('mine');
    expect(existsSync(join(folder, 'new.pem'))).toBe(false);
    ok([...args, '--force']);
    expect(statSync(join(folder, 'there.key')).mode & 0o777).toBe(0o600);
    expect(file('there.key')).toContain('PRIVATE KEY');
  });

  it.each([
    ['nothing', [], /say what to make: self-signed, ca, leaf, csr, pkcs12/],
    ['an unknown thing', ['root'], /Allowed choices are self-signed, ca/],
    ['a leaf of nobody', ['leaf'], /give --ca-cert and --ca-key/],
    ['half an authority', ['leaf', '--ca-cert', 'x'], /belong together/],
    [
      'an authority that is not there',
      ['leaf', '--ca-cert', 'no.pem', '--ca-key', 'no.key'],
      /no\.pem: there is no such file/,
    ],
    ['an unknown key type', ['ca', '--key-type', 'rsa-2047'], /--key-type "rsa-2047": expected one of rsa-1024, /],
    ['an unknown hash', ['ca', ...newEc, '--hash', 'sha3'], /--hash "sha3": expected one of md5, sha1/],
    ['an unreadable name', ['ca', ...newEc, '--subject', 'CN=x'], /write it as \/TYPE=value/],
    ['an unreadable date', ['ca', '--not-after', 'soon'], /Expected a date such as/],
    ['an alternative name without type', ['ca', ...newEc, '--san', 'x'], /expected dns:NAME/],
    ['an unknown bad one', ['--bad', 'worse'], /there is no bad certificate "worse"; there are expired, /],
    [
      'a box without a password',
      ['pkcs12', '--cert', 'a', '--key', 'b', '--out', 'c'],
      /--password-file, or RACKLESS_PASSWORD/,
    ],
    ['a key file without a new key', ['csr', '--key', 'own.key', '--key-out', 'x'], /no new key was made/],
    ['an unknown option', ['ca', '--insecure'], /unknown option '--insecure'/],
  ])('ends with 64 for %s', (_, args, message) => {
    const { status, stderr, stdout } = certs(['make', ...args]);
    expect(status).toBe(64);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n +at /);
    expect(stdout).toBe('');
  });
});

describe('rackless certs inspect', () => {
  it('reads standard input, whatever is in it', () => {
    const pair = ok(['make', 'self-signed', ...newEc, '--subject', 'piped']);
    expect(ok(['inspect'], { input: pair })).toMatch(/^certificate, line 1\n.*\nprivate key, line \d+\n/s);
    const { certificate } = JSON.parse(ok(['make', 'self-signed', ...newEc, '--json']));
    expect(certificate.sha256).toMatch(/^[0-9a-f]{64}$/);
    const der = Buffer.from(pair.split('-----')[2]?.replace(/\s/g, '') ?? '', 'base64');
    expect(ok(['inspect', '-'], { input: der })).toMatch(/^certificate, DER\n {2}subject +\/CN=piped\n/);
  });

  it('ends with 1 where a part is damaged or nothing is to be found', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n';
    expect(certs(['inspect'], { input: pem })).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('damaged: block 1, line 1'),
    });
    expect(certs(['inspect'], { input: 'words' })).toMatchObject({
      status: 1,
      stdout: 'no certificate, key or request\n',
    });
    const { status, stdout } = certs(['inspect', '--json'], { input: pem });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      files: [{ parts: [{ kind: 'damaged', reason: 'not-a-certificate', line: 1 }] }],
    });
  });

  it('shows nothing secret', () => {
    const { privateKey } = JSON.parse(ok(['make', 'self-signed', ...newEc, '--json']));
    const told = ok(['inspect', '--json'], { input: privateKey });
    expect(told).not.toContain(privateKey.split('\n')[1]);
  });
});

describe('rackless certs check', () => {
  it('tells findings as JSON', () => {
    ok(['make', '--bad', 'expired', '--out', 'old.pem', '--key-out', 'old.key']);
    const { status, stdout } = certs(['check', 'old.pem', 'old.key', '--json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      findings: [
        { code: 'expired', severity: 'error', where: { path: 'old.pem', line: 1 } },
        { code: 'self-signed', severity: 'note' },
      ],
      leaf: { subject: '/CN=localhost' },
    });
    expect(certs(['check', 'old.pem', 'old.key', '--at', '2020-01-01']).stdout).toContain('not-yet-valid');
  });

  it.each([
    ['no file', [], /missing required argument 'certificate'/],
    ['a file that is not there', ['none.pem'], /none\.pem: there is no such file/],
    ['a folder', ['.'], /\.: this is a directory/],
    ['roots that are none', ['-', '--ca', main], /there is no certificate|there is no PEM block/],
    ['standard input twice', ['-', '-'], /one of the files only/],
  ])('ends with 64 for %s', (_, args, message) => {
    const { status, stderr } = certs(['check', ...args]);
    expect(status).toBe(64);
    expect(stderr).toMatch(message);
  });
});

describe('rackless certs', () => {
  it.each([[['--help']], [['make', '--help']], [['inspect', '--help']], [['check', '--help']]])(
    '%j explains itself',
    (args) => {
      const help = ok(args);
      expect(help).toMatch(/^Usage: rackless certs/);
      if (args.length > 1) expect(help).toMatch(/Exit status:\n {2}0 .*\n {2}1 .*\n {2}64 /);
    },
  );
});
