import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRemote, spellRemote } from './remote.ts';

describe('parseRemote', () => {
  it.each([
    [
      'scp://user@server/path/nxapi-cert.pem',
      { scheme: 'scp', user: 'user', host: 'server', path: '/path/nxapi-cert.pem' },
    ],
    ['SFTP://a@b@192.0.2.1:2222//x', { scheme: 'sftp', user: 'a@b', host: '192.0.2.1', port: 2222, path: '//x' }],
    [
      'scp://u:p:w@[2001:db8::1]:22/x',
      { scheme: 'scp', user: 'u', password: 'p:w', host: '2001:db8::1', port: 22, path: '/x' },
    ],
    ['tftp://192.0.2.80/asa.SPA', { scheme: 'tftp', host: '192.0.2.80', path: '/asa.SPA' }],
    ['https://h', { scheme: 'https', host: 'h' }],
    ['http://h/a b?c', { scheme: 'http', host: 'h', path: '/a b?c' }],
    ['scp:', { scheme: 'scp' }],
    ['scp://', { scheme: 'scp' }],
    ['scp:///x', { scheme: 'scp', path: '/x' }],
    ['scp:/x', { scheme: 'scp', path: '/x' }],
    ['scp://user@', { scheme: 'scp', user: 'user' }],
  ])('reads %s', (text, remote) => {
    expect(parseRemote(text)).toEqual(remote);
  });

  it.each([
    'bootflash:x',
    'bootflash://sup-1/x',
    'ftp://h/x',
    'scp',
    '',
    'scp:x',
    'scp://h:0/x',
    'scp://h:65536/x',
    'scp://h:x/',
    'scp://[::1/x',
    'scp://h/a\nb',
    'constructor:',
  ])('knows nothing of %j', (text) => {
    expect(parseRemote(text)).toBeUndefined();
  });

  it('reads back what it spells, but for the password', () => {
    const name = fc.stringMatching(/^[a-z0-9.-]{1,12}$/);
    fc.assert(
      fc.property(
        fc.record(
          {
            scheme: fc.constantFrom('scp', 'sftp', 'http', 'https', 'tftp'),
            host: fc.oneof(name, fc.ipV6()),
            user: name,
            port: fc.integer({ min: 1, max: 65535 }),
            path: fc.stringMatching(/^\/[^\n\r\t]{0,20}$/).filter((path) => !/[\u0000-\u001f\u007f]/.test(path)),
          },
          { requiredKeys: ['scheme', 'host', 'path'] },
        ),
        (remote) => {
          expect(parseRemote(spellRemote({ ...remote, password: 'secret' }))).toEqual(remote);
        },
      ),
    );
  });
});
