import { describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { keptKey } from './key.ts';
import { readRequest } from './read.ts';
import { makeRequest } from './request.ts';
import { OpensslFolder } from './testing/openssl.ts';

const openssl = new OpensslFolder();

describe('a request', () => {
  it.skipIf(!has('openssl')).each(['rsa-2048', 'ec-p256', 'ec-p384'] as const)(
    'by a %s key is taken by openssl',
    async (type) => {
      const { pem } = makeRequest({
        subject: '/C=US/O=Example/CN=asked.example',
        key: await keptKey(type),
        san: ['dns:asked.example', 'ip:192.0.2.9'],
        keyUsage: ['digitalSignature'],
        hash: 'sha384',
      });
      const file = openssl.write('request.pem', pem);
      const { status, text } = openssl.try('req', '-in', file, '-verify', '-noout', '-text', '-nameopt', 'RFC2253');
      expect(status).toBe(0);
      expect(text).toContain('verify OK');
      expect(text).toContain('Subject: CN=asked.example,O=Example,C=US\n');
      expect(text).toContain('DNS:asked.example, IP Address:192.0.2.9');
      expect(text).toMatch(/sha384WithRSAEncryption|ecdsa-with-SHA384/);
    },
  );

  it('without extensions has none', async () => {
    const { pem } = makeRequest({ subject: '/CN=plain', key: await keptKey('ec-p256') });
    expect(readRequest(pem)).toMatchObject({ all: [], san: [], signatureValid: true });
  });
});
