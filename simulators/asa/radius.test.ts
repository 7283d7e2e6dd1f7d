import { afterEach, describe, expect, it } from 'vitest';
import { type Grounded, ground } from '../chassis/testing/ground.ts';
import { basic, exchange } from '../chassis/testing/http.ts';
import { administrator } from './factory.ts';
import { asa } from './index.ts';
import type { AsaState } from './state.ts';

let box: Grounded<AsaState>;
afterEach(() => box.stop());

const remote = { name: 'rita', password: 'Radius-1', privilege: 15 };

/** A box that asks a group of RADIUS servers for HTTPS and SSH. @param local LOCAL follows where no server answers */
async function start(reachable: boolean, local: boolean): Promise<void> {
  const options = { configured: 'rest', radius: { reachable, users: [remote] } };
  box = await ground(asa, { release: '1.3.2', options, name: 'asa-1' });
  box.device.change(({ config }) => {
    config.aaaServers.R = { protocol: 'radius', hosts: [{ interface: 'management', host: '192.0.2.5' }] };
    const method = { group: 'R', ...(local && { local: true as const }) };
    config.aaa = { authentication: { http: method, ssh: method } };
  });
  await box.device.settled();
}

async function status(user: string, password: string): Promise<number> {
  const head = `GET /api/monitoring/serialnumber HTTP/1.1\r\nHost: fw\r\nAuthorization: ${basic(user, password).Authorization}\r\n\r\n`;
  return (await exchange({ port: box.port('https') }, head)).status;
}

async function ssh(user: string, password: string): Promise<boolean> {
  const { ok } = await asa.login(box.device, user, password, '192.0.2.50');
  return ok;
}

describe('a box whose accounts are on RADIUS servers', () => {
  it('asks them, and not its own accounts, as long as they answer', async () => {
    await start(true, true);
    expect(await status(remote.name, remote.password)).toBe(200);
    expect(await status(remote.name, 'wrong')).toBe(401);
    expect(await status(administrator.username, administrator.password)).toBe(401);
    expect(await ssh(remote.name, remote.password)).toBe(true);
    expect(await ssh(administrator.username, administrator.password)).toBe(false);
  });

  it('asks its own accounts when none answers and LOCAL is behind the group', async () => {
    await start(false, true);
    expect(await status(administrator.username, administrator.password)).toBe(200);
    expect(await status(administrator.username, 'wrong')).toBe(401);
    expect(await status(remote.name, remote.password)).toBe(401);
    expect(await ssh(administrator.username, administrator.password)).toBe(true);
  });

  it('lets nobody in when none answers and nothing is behind the group', async () => {
    await start(false, false);
    expect(await status(administrator.username, administrator.password)).toBe(401);
    expect(await ssh(administrator.username, administrator.password)).toBe(false);
  });
});
