import { createHash } from 'node:crypto';
import { Client } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CliRefusal,
  createApiUser,
  NoRoleError,
  NsxvClient,
  presentedCertificate,
  withCli,
} from '../../../clients/nsxv.ts';
import { simulatorTarget } from '../../simulator.ts';
import type { Access, Target } from '../../target.ts';
import { nsxv } from './suite.ts';

/** What `ssh-keygen -lf` prints for the key that an SSH server shows. */
function hostKeyOf(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const client = new Client();
    client.on('error', () => undefined);
    client.connect({
      host,
      port,
      username: 'nobody',
      hostVerifier: (key: Buffer) => {
        resolve(`SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`);
        return false;
      },
    });
  });
}

const releases = ['6.2.5', '6.3.2', '6.4.6'];

describe.each(releases)('the client and a manager at %s', (release) => {
  let target: Target;
  let device: Access;
  beforeAll(async () => {
    target = simulatorTarget(nsxv, release, { patienceMs: 30_000 });
    device = await target.fresh({});
  });
  afterAll(async () => {
    await device.close();
    await target.close();
  });

  async function access() {
    const ssh = await device.place('ssh');
    const https = await device.place('https');
    const { fingerprint: pin } = await presentedCertificate(https);
    const rest = { url: `https://${https.host}:${https.port}`, pin };
    const cli = {
      ...ssh,
      username: device.username,
      password: device.password,
      enablePassword: device.enablePassword ?? '',
      hostKey: await hostKeyOf(ssh.host, ssh.port),
    };
    return { rest, cli, manager: new NsxvClient({ ...rest, username: device.username, password: device.password }) };
  }

  it('make an API-only user from end to end, twice without harm, change its role and read the log', async () => {
    const { rest, cli, manager } = await access();
    const user = { name: 'robot', password: 'Robot.1234', role: 'auditor' };
    try {
      await createApiUser(manager, rest, cli, user);
      await createApiUser(manager, rest, cli, user);
      expect(await manager.users()).toMatchObject([
        { name: 'admin' },
        { name: 'robot', isCli: true, role: { role: 'auditor' } },
      ]);
      expect(await manager.changeRole('robot', { role: 'security_admin' })).toEqual({
        role: 'security_admin',
        scope: [{ id: 'globalroot-0', name: 'Global' }],
      });
      expect((await manager.info()).version).toBe(release);
      const forward: number[] = [];
      for await (const { id } of manager.auditLog({ pageSize: 2 })) forward.push(id);
      const back: number[] = [];
      for await (const { id } of manager.auditLog({ pageSize: 2, newestFirst: true })) back.push(id);
      expect(forward).toEqual(forward.map((_, index) => index + 1));
      expect(back).toEqual([...forward].reverse());
      await manager.removeUser('robot');
      const robot = new NsxvClient({ ...rest, username: 'robot', password: 'Robot.1234' });
      await expect(robot.roles()).rejects.toBeInstanceOf(NoRoleError);
      await robot.close();
    } finally {
      await manager.close();
    }
  });

  it('leave configuration mode when a line is refused, so that nobody is locked out', async () => {
    const { cli, manager } = await access();
    const refused = withCli(cli, (terminal) =>
      terminal.configure([{ line: 'user Robot password plaintext Hidden.1234', secrets: ['Hidden.1234'] }]),
    );
    const error = await refused.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CliRefusal);
    expect(String(error)).toContain('could not add user:Robot');
    expect(String(error)).not.toContain('Hidden.1234');
    await withCli(cli, (terminal) => terminal.configure([{ line: 'ntp server 192.0.2.9' }]));
    await expect(withCli({ ...cli, enablePassword: 'wrong' }, async () => undefined)).rejects.toBeInstanceOf(
      CliRefusal,
    );
    await expect(withCli({ ...cli, hostKey: `SHA256:${'A'.repeat(43)}` }, async () => undefined)).rejects.toMatchObject(
      {
        code: 'HOST_KEY_MISMATCH',
        sent: false,
      },
    );
    await manager.close();
  });
});
