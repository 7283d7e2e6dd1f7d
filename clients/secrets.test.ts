import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blot, blotter, secretsOf, withoutSecrets } from './secrets.ts';

describe('a command without its secrets', () => {
  it.each([
    ['username bob password 0 Hunter22 role network-admin', 'username bob password 0 ‹secret› role network-admin'],
    ['username bob password 5 $5$salt$hash  role x', 'username bob password 5 ‹secret›  role x'],
    ['username bob password Hunter22', 'username bob password ‹secret›'],
    ['snmp-server community s3cret group network-operator', 'snmp-server community ‹secret› group network-operator'],
    [
      'snmp-server user u r auth md5 0xabc priv aes-128 0xdef localizedkey',
      'snmp-server user u r auth md5 ‹secret› priv aes-128 ‹secret› localizedkey',
    ],
    ['tacacs-server key 7 "fewhg123"', 'tacacs-server key 7 ‹secret›'],
    ['radius-server host 192.0.2.1 key plain', 'radius-server host 192.0.2.1 key ‹secret›'],
    ['key-string 7 070c285f', 'key-string 7 ‹secret›'],
    [
      'nxapi certificate httpskey keyfile bootflash:k.pem password opensesame',
      'nxapi certificate httpskey keyfile bootflash:k.pem password ‹secret›',
    ],
    ['copy scp://u:pw1234@192.0.2.9/x bootflash:', 'copy scp://u:‹secret›@192.0.2.9/x bootflash:'],
    ['enable secret 5 $1$x', 'enable secret 5 ‹secret›'],
  ])('%s', (command, told) => {
    expect(withoutSecrets(command)).toBe(told);
    for (const secret of secretsOf(command)) expect(command).toContain(secret);
    expect(secretsOf(command).length).toBe(told.split('‹secret›').length - 1);
  });

  it.each([
    'crypto key generate rsa',
    'key chain ospf',
    'show version',
    'no password strength-check',
    'username bob role priv-15',
    'show file bootflash:a md5sum',
  ])('leaves words that introduce none: %s', (command) => {
    expect(withoutSecrets(command)).toBe(command);
  });
});

describe('a blotter', () => {
  it('lets no secret through, also when one is part of another', () => {
    const secret = fc.stringMatching(/^[a-zA-Z0-9+/=]{4,12}$/).filter((value) => !blot.includes(value));
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), fc.array(fc.string()), (secrets, gaps) => {
        const text = [...gaps, ...secrets].join('.');
        const blotted = blotter(secrets)(text);
        for (const each of secrets) expect(blotted).not.toContain(each);
      }),
    );
  });

  it('leaves short values alone', () => {
    expect(blotter(['a', ''])('a banana')).toBe('a banana');
  });
});
