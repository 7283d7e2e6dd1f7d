import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecrets } from './secrets.ts';

describe('secrets', () => {
  it('get stable placeholders, numbered by kind', () => {
    const secrets = createSecrets();
    secrets.learn('password', 'Rackless.1');
    secrets.learn('password', 'other-pass');
    secrets.learn('cookie', 'AbC+/dEf=');
    secrets.learn('password', 'Rackless.1');
    expect(secrets.redact('Rackless.1 AbC+/dEf= other-pass Rackless.1')).toBe(
      '‹password#1› ‹cookie#1› ‹password#2› ‹password#1›',
    );
  });

  it('are found in JSON text, in URLs, and in the depth of data, keys included', () => {
    const secrets = createSecrets();
    secrets.learn('password', 'a"b\\c/d e');
    const data = {
      list: [{ 'a"b\\c/d e': JSON.stringify({ p: 'a"b\\c/d e' }) }],
      url: `/x?p=${encodeURIComponent('a"b\\c/d e')}`,
      n: 7,
      no: null,
    };
    expect(secrets.redactAll(data)).toEqual({
      list: [{ '‹password#1›': '{"p":"‹password#1›"}' }],
      url: '/x?p=‹password#1›',
      n: 7,
      no: null,
    });
  });

  it('are replaced whole where one contains another', () => {
    const secrets = createSecrets();
    secrets.learn('password', 'secret');
    secrets.learn('password', 'secret-two');
    expect(secrets.redact('secret-two')).toBe('‹password#2›');
  });

  it('that are short are replaced only where they stand alone', () => {
    const secrets = createSecrets();
    secrets.learn('password', 'ins');
    expect(secrets.redact('/ins inside, password=ins.')).toBe('/‹password#1› inside, password=‹password#1›.');
  });

  it('include private keys that nobody learnt, whole or cut off', () => {
    const secrets = createSecrets();
    const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----';
    expect(secrets.redact(`a\n${key}\nb`)).toBe('a\n‹private-key#1›\nb');
    expect(secrets.redact('-----BEGIN RSA PRIVATE KEY-----\nBBBB')).toBe('‹private-key#2›');
  });

  it('of five characters and more never come through, whatever surrounds them', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 5, maxLength: 20 }), fc.string(), fc.string(), (secret, before, after) => {
        const secrets = createSecrets();
        secrets.learn('token', secret);
        const redacted = secrets.redact(`${before}${secret}${after}`);
        fc.pre(!'‹token#1›'.includes(secret) && !`${before}${after}`.includes(secret));
        expect(redacted.replaceAll('‹token#1›', '\u0000')).not.toContain(secret);
      }),
    );
  });

  it('that are empty are none', () => {
    const secrets = createSecrets();
    secrets.learn('password', '');
    expect(secrets.redact('text')).toBe('text');
  });
});
