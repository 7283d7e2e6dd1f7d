import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type AccessOptions, access } from './access.ts';
import { OptionsError } from './errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'rackless-access-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ca = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n';
const pin = 'a'.repeat(64);
const plain: AccessOptions = { url: 'https://n9k-1:8443', username: 'admin', password: 'pw' };

describe('options', () => {
  it('have safe defaults', () => {
    expect(access(plain)).toMatchObject({
      timeout: 60_000,
      connectTimeout: 10_000,
      connections: 4,
      retries: 3,
      trust: {},
    });
  });

  it.each<[string, Partial<AccessOptions> | Record<string, unknown>, RegExp]>([
    ['a URL that is none', { url: 'n9k-1' }, /url: expected something like https/],
    ['a URL with a password', { url: 'https://admin:pw@n9k-1' }, /must not contain a user name/],
    ['a URL with a query', { url: 'https://n9k-1/?x=1' }, /query/],
    ['another scheme', { url: 'ftp://n9k-1' }, /expected https/],
    ['plain HTTP without a word', { url: 'http://n9k-1' }, /say allowHttp: true/],
    ['plain HTTP with a CA', { url: 'http://n9k-1', ca }, /proves nothing about http/],
    ['allowHttp beside a CA', { allowHttp: true, ca }, /allowHttp: cannot stand together with ca/],
    ['allowHttp beside a pin', { allowHttp: true, pin }, /allowHttp: cannot stand together with pin/],
    ['no user', { username: '' }, /username/],
    ['a user with a colon', { username: 'a:b' }, /username/],
    ['two passwords', { passwordFile: 'x' }, /exactly one/],
    ['no password', { password: undefined }, /exactly one/],
    ['a CA twice', { ca, caFile: 'x' }, /give one of them/],
    ['a CA file that is not there', { caFile: join(folder, 'none.pem') }, /caFile: cannot read .*none\.pem/],
    ['a timeout of nothing', { timeout: 0 }, /timeout: expected a whole number above 0/],
    ['no connections', { connections: 0 }, /connections/],
    ['half a retry', { retries: 0.5 }, /retries/],
  ])('refuse %s', (_what, change, why) => {
    const options = { ...plain, ...change };
    expect(() => access(options)).toThrow(OptionsError);
    expect(() => access(options)).toThrow(why);
  });

  it.each([
    'rejectUnauthorized',
    'insecure',
    'verify',
    'verify_ssl',
    'validate_certs',
    'strictSSL',
    'skipVerify',
    'insecureSkipVerify',
    'noVerify',
    'trustAll',
    'disableTls',
  ])('know no %s, with or without a CA', (name) => {
    expect(() => access({ ...plain, ...{ [name]: false } })).toThrow(`${name}: this client has no switch`);
    expect(() => access({ ...plain, ca, ...{ [name]: true } })).toThrow(/least of all together with ca/);
  });

  it('never tell the password', () => {
    const options = { ...plain, password: 'Sup3rSecret', url: 'https://u:Sup3rSecret@n9k-1' };
    expect(() => access(options)).toThrow(/^(?!.*Sup3rSecret)/s);
  });
});

describe('a password file', () => {
  it('is read without its line end, and nothing else taken off', async () => {
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, ' s p a c e \r\n');
    const { password: _none, ...rest } = plain;
    expect(await access({ ...rest, passwordFile }).password()).toBe(' s p a c e ');
  });

  it('that is missing is told by its path, and read again when it has come', async () => {
    const passwordFile = join(folder, 'later');
    const { password: _none, ...rest } = plain;
    const { password } = access({ ...rest, passwordFile });
    await expect(password()).rejects.toThrow(/passwordFile: cannot read .*later/);
    writeFileSync(passwordFile, 'now');
    expect(await password()).toBe('now');
  });
});
