import { connect } from 'node:tls';
import { startChild } from './child.ts';
import { interleaved } from './measure.ts';
import { barePair } from './pair.ts';
import type { Row, ServedLab } from './table.ts';

/** Full TLS handshakes a second, one after the other, beside a bare server with the same sort of key. */
export async function handshakes(rounds: number): Promise<Row[]> {
  const lab = await startChild<ServedLab>('lab-server', {
    devices: [{ name: 'n9k-1', kind: 'nxos', options: { configured: 'nxapi' } }],
  });
  const port = Number(new URL(lab.told.devices[0]?.endpoints['nxapi-https'] ?? '').port);
  const bare = await startChild<{ port: number }>('bare-https', { body: '', headers: [], ...(await barePair()) });
  const at = (to: number) => () => many(to, 200);
  await many(port, 10);
  await many(bare.told.port, 10);
  const figures = await interleaved(rounds, at(port), at(bare.told.port));
  lab.stop();
  bare.stop();
  return [{ what: 'TLS handshakes/s', ...figures, wanted: 0.7 }];
}

async function many(port: number, count: number): Promise<number> {
  const began = performance.now();
  for (let n = 0; n < count; n++) await one(port);
  return (count / (performance.now() - began)) * 1_000;
}

function one(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // A factory certificate has no name that could be checked; speed is measured here, not trust.
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
