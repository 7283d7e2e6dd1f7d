import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { exportKey, keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import { ground } from '../../chassis/testing/ground.ts';
import { answerOn, basic, post } from '../../chassis/testing/http.ts';
import { administrator } from '../factory.ts';
import { nxos } from '../index.ts';

const show = JSON.stringify({
  ins_api: { version: '1.0', type: 'cli_show', chunk: '0', sid: '1', input: 'show hostname', output_format: 'json' },
});

describe.each([
  ['strict', 400],
  ['two-step', 400],
  ['optional', 200],
] as const)('nxapi client certificate authentication %s', (mode, without) => {
  it(`answers ${without} without a certificate, and 200 with one`, async () => {
    const box = await ground(nxos, { release: '10.2(3)', options: { configured: 'nxapi' } });
    box.device.change(({ config }) => {
      config.nxapi.clientCertificate = mode;
    });
    const key = await keptKey('ec-p256');
    const own = { cert: makeCertificate({ subject: '/CN=client', key }).pem, key: exportKey(key) };
    for (const [identity, status] of [
      [{}, without],
      [own, 200],
    ] as const) {
      const socket = connect({
        host: '127.0.0.1',
        port: box.port('nxapi-https'),
        rejectUnauthorized: false,
        ...identity,
      });
      const account = basic(administrator.username, administrator.password);
      const answer = await answerOn(socket, post('/ins', show, account));
      expect([answer.status, answer.body.includes('No required SSL certificate was sent')]).toEqual([
        status,
        status === 400,
      ]);
      socket.destroy();
    }
    await box.stop();
  });
});
