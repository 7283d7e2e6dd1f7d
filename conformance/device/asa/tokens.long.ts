import { Agent, request } from 'node:https';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { slice } from '../../../.ci/slice.ts';
import { startLab } from '../../../lab/index.ts';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;
const { rounds } = slice();
/** Cycles after which everything that is made once has been made: the journal's ring is full, code is compiled. */
const warm = 2_000;

it('tokens made and deleted ten thousand times leave nothing behind', async () => {
  const options = { configured: 'rest', keepAlive: true };
  const lab = await startLab({ devices: [{ name: 'asa-1', kind: 'asa', options }] });
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  try {
    const { endpoints, username, password, device } = lab.device('asa-1');
    const ask = (method: string, path: string, headers: Record<string, string>) =>
      new Promise<{ status: number | undefined; token: string }>((resolve, reject) => {
        request(new URL(path, endpoints.https), { method, agent, headers }, (answer) => {
          const token = answer.headers['x-auth-token'];
          answer.on('error', reject).resume();
          answer.on('end', () => resolve({ status: answer.statusCode, token: typeof token === 'string' ? token : '' }));
        })
          .on('error', reject)
          .end();
      });
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const cycle = async () => {
      const { status, token } = await ask('POST', '/api/tokenservices', { authorization });
      expect(status).toBe(204);
      const gone = await ask('DELETE', `/api/tokenservices/${token}`, { 'x-auth-token': token });
      expect(gone.status).toBe(204);
    };
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    for (let count = 0; count < warm; count++) await cycle();
    const before = heap();
    const cycles = rounds(10_000);
    for (let count = 0; count < cycles; count++) await cycle();
    expect(device.state.run).toHaveProperty('tokens.size', 0);
    // Less than a token's own text for each cycle, so that nothing can have been kept of any.
    expect(heap() - before).toBeLessThan(64 * cycles + 1024 * 1024);
  } finally {
    agent.destroy();
    await lab.stop();
  }
});
