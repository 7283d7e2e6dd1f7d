import ssh2 from 'ssh2';
import { afterEach, describe, expect, it } from 'vitest';
import { administrator } from '../factory.ts';
import { cluster, type TestCluster } from '../testing/cluster.ts';

let lab: TestCluster;
afterEach(() => lab.stop());

/** What a command prints on a node, without the line that tells the time. */
function say(node: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.on('error', reject);
    client.on('ready', () =>
      client.exec(command, { pty: true }, (error, channel) => {
        if (error) return reject(error);
        let text = '';
        channel.on('data', (part: Buffer) => {
          text += part.toString();
          if (/\(yes\/no\): $/.test(text)) channel.write('yes\n');
        });
        channel.on('close', () => {
          client.end();
          resolve(text.replaceAll('\r', '').replace(/^.* UTC .*\n/m, ''));
        });
        return undefined;
      }),
    );
    client.connect({ host: '127.0.0.1', port: lab.port(`${node}.ssh`), ...administrator, hostVerifier: () => true });
  });
}

describe('an edge', () => {
  it('knows its managers, and joins by the thumbprint of the address that it is given', async () => {
    lab = await cluster('9.0', { edgeCli: true });
    const { nodes = [], vip, transportNodes = [] } = lab.device.state.store.sites.nsx ?? {};
    expect(await say('edge-1', 'get managers')).toBe(nodes.map(({ ip }) => `- ${ip}  Connected (NSX-RPC)\n`).join(''));
    const [node = '', cluster_ = ''] = [
      await say('manager-2', 'get certificate api thumbprint'),
      await say('manager-2', 'get certificate cluster thumbprint'),
    ].map((text) => text.trim());
    expect(node).toBe(cluster_);
    const { username, password } = administrator;
    const join = (address: string, hex: string): Promise<string> =>
      say('edge-1', `join management-plane ${address} username ${username} password ${password} thumbprint ${hex}`);
    expect(await join(vip?.ip ?? '', cluster_)).toContain(transportNodes[0]?.id);
    expect(await join(nodes[1]?.ip ?? '', '00'.repeat(32))).toContain('% Thumbprint does not match');
    expect(await join('192.0.2.1', node)).toContain('% Invalid value for argument <address>');
    expect(await say('edge-1', 'get transport-nodes status')).toContain(transportNodes[0]?.id);
    expect(await say('edge-1', 'get certificate api')).toContain('% Command not found: get certificate api');
    expect(await say('manager-1', 'get managers')).toContain('% Command not found: get managers');
  });

  it('has no command line unless the lab wants it', async () => {
    lab = await cluster('9.0', { managers: 1 });
    expect(() => lab.port('edge-1.ssh')).toThrow();
  });
});

describe('a manager', () => {
  it('joins and is detached by the command line', async () => {
    lab = await cluster('4.2', { managers: 1, spares: 1 });
    const site = () => lab.device.state.store.sites.nsx;
    const [first] = site()?.nodes ?? [];
    const thumbprint = (await say('manager-1', 'get certificate api thumbprint')).trim();
    const { username, password } = administrator;
    const line = `join ${first?.ip} cluster-id ${site()?.clusterId} username ${username} password ${password}`;
    expect(await say('manager-2', `${line} thumbprint ${'00'.repeat(32)}`)).toContain(
      '% Field level validation errors',
    );
    expect(await say('manager-2', `${line} thumbprint ${thumbprint}`)).toContain('Join operation successful.');
    const second = site()?.nodes[1];
    expect(await say('manager-1', 'get cluster config')).toContain(`Node UUID: ${second?.uuid}`);
    await say('manager-1', `detach node ${second?.uuid}`);
    expect(site()?.nodes.map(({ uuid }) => uuid)).toEqual([first?.uuid]);
  });
});
