import { createHash, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentError, AsaClient, AuthenticationError } from '../../../clients/asa.ts';
import { type Lab, startLab } from '../../../lab/index.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ devices: [{ name: 'asa-1', kind: 'asa', options: { configured: 'rest' } }] });
});
afterAll(() => lab.stop());

const objects = '/api/objects/networkobjects';

async function logIn(password = lab.device('asa-1').password): Promise<AsaClient> {
  const { endpoints, username } = lab.device('asa-1');
  const url = endpoints.https ?? '';
  const pin = await pinOf();
  return AsaClient.logIn({ url, username, password, pin, delay: async () => lab.clock.advance(30_000) });
}

/** The fingerprint of what the box presents just now. */
async function pinOf(): Promise<string> {
  const { connect } = await import('node:tls');
  const { port, hostname } = new URL(lab.device('asa-1').endpoints.https ?? '');
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      const { raw } = new X509Certificate(socket.getPeerCertificate().raw);
      socket.destroy();
      resolve(createHash('sha256').update(raw).digest('hex'));
    });
    socket.once('error', reject);
  });
}

describe('the client of the ASA', () => {
  it.each([0, 1, 100, 101, 250])('lists %i objects, each once', async (total) => {
    await using asa = await logIn();
    const made = Array.from({ length: total }, (_, index) => ({
      method: 'POST' as const,
      resourceUri: objects,
      data: { kind: 'object#NetworkObj', name: `n${index}`, host: { kind: 'IPv4Address', value: '192.0.2.8' } },
    }));
    if (total > 0) expect(await asa.bulk(made)).toHaveLength(total);
    const names: string[] = [];
    for await (const { name } of asa.list(objects)) names.push(String(name));
    expect(new Set(names).size).toBe(total);
    expect(names).toHaveLength(total);
    await asa.bulk(names.map((name) => ({ method: 'DELETE', resourceUri: `${objects}/${name}` })));
  });

  it('makes, changes, moves and removes an object, and tells what the agent refuses', async () => {
    await using asa = await logIn();
    const host = { kind: 'IPv4Address', value: '192.0.2.8' };
    const path = await asa.create(objects, { kind: 'object#NetworkObj', name: 'web1', host });
    expect(path).toBe(`${objects}/web1`);
    const twice = asa.create(objects, { kind: 'object#NetworkObj', name: 'web1', host });
    await expect(twice).rejects.toSatisfy((error) => error instanceof AgentError && error.code === 'DUPLICATE');
    await asa.update(path, { description: 'the shop' });
    expect(await asa.cli('show running-config object network')).toBe(
      'object network web1\n host 192.0.2.8\n description the shop\n',
    );
    const moved = await asa.replace(path, { kind: 'object#NetworkObj', name: 'web2', host });
    expect((await asa.get(moved)).objectId).toBe('web2');
    await asa.remove(moved);
    await expect(asa.get(moved)).rejects.toBeInstanceOf(AgentError);
    expect(await asa.writeMemory()).toMatch(/\[OK\]\n$/);
  });

  it('gives its token back, whatever happens', async () => {
    const tokens = () => lab.device('asa-1').device.state.run;
    {
      await using asa = await logIn();
      await asa.get(objects);
      expect(JSON.stringify(tokens())).toContain('"user":"admin"');
    }
    expect(JSON.stringify(tokens())).not.toContain('"user":"admin"');
    await expect(logIn('wrong')).rejects.toBeInstanceOf(AuthenticationError);
  });
});
