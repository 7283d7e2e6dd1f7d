import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { type Lab, startLab } from '../../../lab/index.ts';

let lab: Lab;
let stateDir: string;
afterEach(async () => {
  await lab.stop();
  await rm(stateDir, { recursive: true });
});

const contexts = [{ name: 'c1', addresses: { inside: '10.1.1.1/24' } }];
const devices = [{ name: 'asa-1', kind: 'asa', options: { configured: 'rest', contexts } }];

/** Runs commands in a context, over a connection of its own. */
function cli(context: string, ...commands: string[]): Promise<string> {
  const { endpoints, username, password } = lab.device('asa-1');
  const { hostname, port } = new URL(endpoints.https ?? '');
  const body = JSON.stringify({ commands });
  const head = [
    `POST /api/cli?context=${context} HTTP/1.1`,
    'Host: asa-1',
    `Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
    socket.on('data', (bytes) => {
      answer += bytes.toString('utf8');
    });
    socket.once('end', () => resolve(answer));
    socket.once('error', reject);
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}

it('what each context saved is there when the lab comes back, and nothing else', async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'rackless-contexts-'));
  lab = await startLab({ stateDir, devices });
  expect(await cli('c1', 'hostname saved', 'write memory', 'hostname lost')).toContain('[OK]');
  expect(await cli('admin', 'hostname lost')).toContain('200 OK');
  await lab.stop();
  lab = await startLab({ stateDir, devices });
  lab.clock.advance(60_000);
  expect(await cli('c1', 'show running-config hostname')).toContain('hostname saved');
  expect(await cli('admin', 'show running-config hostname')).toContain('hostname asa-1');
});
