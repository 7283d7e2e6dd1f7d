import ssh2 from 'ssh2';
import { afterEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../chassis/faults/rule.ts';
import { type Faulty, groundFaulty } from '../chassis/testing/faulty.ts';
import { basic, exchange, post } from '../chassis/testing/http.ts';
import { administrator } from './factory.ts';
import { nxos } from './index.ts';
import type { NxosState } from './state.ts';

let faulty: Faulty<NxosState>;
afterEach(() => faulty.stop());

async function start(...rules: FaultRule[]): Promise<void> {
  faulty = await groundFaulty(nxos, rules, { options: { configured: 'nxapi' } });
}

/** Sends commands over NX-API. */
function run(type: string, input: string): ReturnType<typeof exchange> {
  const request = { ins_api: { version: '1.0', type, chunk: '0', sid: '1', input, output_format: 'json' } };
  const account = basic(administrator.username, administrator.password);
  return exchange({ port: faulty.port('nxapi-https') }, post('/ins', JSON.stringify(request), account));
}

/** What one command over SSH prints. */
function overSsh(command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.on('error', reject);
    client.on('ready', () =>
      client.exec(command, (error, channel) => {
        if (error) return reject(error);
        let text = '';
        channel.on('data', (data: Buffer) => {
          text += data.toString();
        });
        channel.on('close', () => {
          client.end();
          resolve(text);
        });
      }),
    );
    const { username, password } = administrator;
    client.connect({ host: '127.0.0.1', port: faulty.port('ssh'), username, password });
  });
}

describe('faults of a switch', () => {
  it('answer with the front end alone while NX-API is down', async () => {
    await start({ at: 'request', act: 'agent-down' });
    const { status, head, body } = await run('cli_show', 'show hostname');
    expect([status, body.includes('<h1>502 Bad Gateway</h1>')]).toEqual([502, true]);
    expect(head).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\nServer: nginx\/1\.7\.10\r\nDate: /);
  });

  it('keep a remembered answer from slipping past', async () => {
    await start();
    expect((await run('cli_show', 'show hostname')).status).toBe(200);
    faulty.faults.add({ at: 'response', act: 'lose-reply' });
    await expect(run('cli_show', 'show hostname')).rejects.toThrow('the connection closed after ""');
  });

  it('lose a save of which the switch says that it is done', async () => {
    await start({ at: 'change', act: 'accept-without-effect', match: { operation: 'copy running-config *' } });
    await run('cli_conf', 'hostname spine-7');
    const before = faulty.device.state;
    const { body } = await run('cli_conf', 'copy running-config startup-config');
    expect(body).toContain('"msg":\t"Success"');
    expect(faulty.device.state.config.hostname).toBe('spine-7');
    expect(faulty.device.state.store).toBe(before.store);
    expect(faulty.acts()).toEqual(['change accept-without-effect']);
  });

  it('find no room for a file, in the words of the switch', async () => {
    await start({ at: 'change', act: 'flash-full' });
    expect((await run('cli_conf', 'copy running-config bootflash:kept')).body).toContain('No space left on device');
    expect((await run('cli_conf', 'hostname spine-8')).body).toContain('"Success"');
    expect(faulty.device.state.config.hostname).toBe('spine-8');
  });

  it('restart the switch after a save, once the answer is out', async () => {
    await start({ at: 'change', act: 'reboot', match: { operation: 'copy running-config startup-config' } });
    await run('cli_conf', 'hostname spine-9');
    const booted = new Promise<void>((resolve) => {
      faulty.journal.watch(({ kind }) => kind === 'boot' && resolve());
    });
    expect((await run('cli_conf', 'copy running-config startup-config')).status).toBe(200);
    await booted;
    await faulty.device.settled();
    expect(faulty.device.state.config.hostname).toBe('spine-9');
  });

  it('have SSH drip', async () => {
    await start({ at: 'accept', act: 'drip', bytes: 200, every: 1, match: { endpoint: 'ssh' } });
    expect(await overSsh('show hostname')).toBe('box-1 \n');
    expect(faulty.acts()).toEqual(['accept drip']);
  });

  it('restart the switch after a command over SSH has been answered', async () => {
    await start({ at: 'change', act: 'reboot', atMost: 1 });
    const booted = new Promise<void>((resolve) => {
      faulty.journal.watch(({ kind }) => kind === 'boot' && resolve());
    });
    expect(await overSsh('copy running-config startup-config')).toContain('Copy complete');
    await booted;
    expect(faulty.acts()).toEqual(['change reboot']);
  });
});
