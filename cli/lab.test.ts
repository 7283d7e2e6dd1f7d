import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportKey, keptKey } from '../certs/key.ts';
import { makeCertificate } from '../certs/make.ts';
import { labJsonSchema } from '../lab/schema.ts';
import { testFolder } from '../lab/testing/folder.ts';
import { greeting } from '../lab/testing/greeting.ts';
import { type Ready, type Running, rackless, up } from './testing/command.ts';

const folder = testFolder();
const device = '{ name: n9k-1, kind: nxos, options: { configured: nxapi }, certfile: box.crt, keyfile: box.key }';
let running: Running & { ready: Ready };

async function writePair(subject: string): Promise<void> {
  const key = await keptKey('ec-p256');
  folder.write('box.crt', makeCertificate({ subject: `/CN=${subject}`, key }).pem);
  folder.write('box.key', exportKey(key));
}

beforeAll(async () => {
  await writePair('before');
  running = await up(folder.write('lab.yaml', `devices:\n  - ${device}\n`));
});
afterAll(() => running.stop());

describe('rackless lab', () => {
  it('shows the status of the one lab that runs', async () => {
    const [host] = running.ready.devices;
    const { status, stdout } = await rackless('lab', 'status');
    expect(status).toBe(0);
    expect(stdout).toContain(`n9k-1  nxos 9.3(5)\n`);
    expect(stdout).toContain(
      `  nxapi-https  ${host?.endpoints['nxapi-https']}  sha256 ${host?.certificates?.['nxapi-https']}\n`,
    );
    expect(JSON.parse((await rackless('lab', 'status', '--json')).stdout)).toEqual({ devices: running.ready.devices });
  });

  it('tells the place of a port, also of a closed one', async () => {
    const { stdout } = await rackless('lab', 'at', 'n9k-1', '8443');
    expect(`https://${stdout}`).toBe(`${running.ready.devices[0]?.endpoints['nxapi-https']}\n`);
    const closed = await rackless('lab', 'at', 'n9k-1', '443', '--address', 'mgmt0');
    expect(closed.stdout).toMatch(/^127\.0\.0\.1:\d+\n$/);
    expect((await rackless('lab', 'at', 'n9k-1', '443')).stdout).toBe(closed.stdout);
    expect(await rackless('lab', 'at', 'n9k-2', '443')).toMatchObject({
      status: 1,
      stderr: "rackless: no device 'n9k-2' in this lab (did you mean 'n9k-1'?); there is n9k-1\n",
    });
    expect(await rackless('lab', 'at', 'n9k-1', 'https')).toMatchObject({
      status: 1,
      stderr: 'rackless: port: a whole number belongs here\n',
    });
  });

  it('shows the journal, one object a line', async () => {
    await greeting(running.ready.devices[0]?.endpoints['nxapi-https'] ?? '');
    const { stdout } = await rackless('lab', 'journal', '--kind', 'handshake', '--device', 'n9k-1');
    const entries = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries).toEqual([expect.objectContaining({ device: 'n9k-1', kind: 'handshake', endpoint: 'nxapi-https' })]);
    const later = await rackless('lab', 'journal', '--after', String(entries[0].seq), '--kind', 'handshake');
    expect(later.stdout).toBe('');
  });

  it('reloads the lab file: a changed certificate is served, a device comes', async () => {
    const url = running.ready.devices[0]?.endpoints['nxapi-https'] ?? '';
    expect((await greeting(url)).subject).toBe('before');
    expect((await rackless('lab', 'reload')).stdout).toBe('nothing has changed\n');
    await writePair('after');
    folder.write('lab.yaml', `devices:\n  - ${device}\n  - { name: n9k-2, kind: nxos }\n`);
    expect((await rackless('lab', 'reload')).stdout).toBe('added: n9k-2\nother certificates: n9k-1\n');
    expect((await greeting(url)).subject).toBe('after');
    const file = folder.write('lab.yaml', 'devices:\n  - { name: n9k-1, kind: nxus }\n');
    expect(await rackless('lab', 'reload')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`rackless: ${file}:2: devices[0].kind: 'nxus' is no kind of device`),
    });
    expect((await greeting(url)).subject).toBe('after');
  });

  it('prints the JSON Schema of lab files', async () => {
    expect(JSON.parse((await rackless('lab', 'schema')).stdout)).toEqual(labJsonSchema());
  });

  it('finds a lab by its URL and token file, and says which there are when it cannot tell', async () => {
    const { control, controlTokenFile } = running.ready;
    expect((await rackless('lab', 'status', '--control', `${control}/`)).status).toBe(0);
    expect((await rackless('lab', 'status', '--control', control, '--token-file', controlTokenFile)).status).toBe(0);
    const wrong = folder.write('wrong-token', 'x');
    expect(await rackless('lab', 'status', '--token-file', wrong)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('token'),
    });
    expect(await rackless('lab', 'status', '--control', 'http://127.0.0.1:1')).toMatchObject({
      status: 64,
      stderr:
        'rackless: --control http://127.0.0.1:1: no lab of yours runs there; name the file with its token by --token-file\n',
    });
    expect(await rackless('lab', 'status', '--control', 'http://127.0.0.1:1', '--token-file', wrong)).toMatchObject({
      status: 1,
      stderr: 'rackless: no lab answers at http://127.0.0.1:1\n',
    });
    expect(await rackless('lab', 'status', '--control', 'here')).toMatchObject({
      status: 64,
      stderr: expect.stringContaining('write an address'),
    });
    expect((await rackless('lab', 'status', '--token-file', '/nowhere')).status).toBe(64);
  });

  it('stops a lab, and asks which when there are several or none', async () => {
    const second = await up(folder.write('second.yaml', 'devices: []'));
    const { status, stderr } = await rackless('lab', 'stop');
    expect(status).toBe(64);
    for (const { ready } of [running, second]) expect(stderr).toContain(`--control ${ready.control}`);
    expect((await rackless('lab', 'stop', '--control', second.ready.control)).status).toBe(0);
    expect(await second.ended).toMatchObject({ status: 0, stderr: '' });
    expect((await rackless('lab', 'stop')).status).toBe(0);
    expect((await running.ended).status).toBe(0);
    expect(await rackless('lab', 'status')).toMatchObject({
      status: 64,
      stderr: 'rackless: no lab of yours runs here; name one with --control\n',
    });
  });
});
