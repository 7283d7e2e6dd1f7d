import { afterEach, describe, expect, it } from 'vitest';
import { openDevice } from './device.ts';
import type { Access, Door } from './target.ts';
import { fakeTarget } from './testing/fake-target.ts';
import { closedPort, httpServer, httpsServer, pair, type Running } from './testing/servers.ts';

const closing: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
});

function deviceAt(place: Access['place'], settleMs = 2_000) {
  const target = fakeTarget({ settleMs });
  const access: Access = {
    name: 'd',
    username: 'admin',
    password: 'pass-word',
    trust: { by: 'own' },
    place,
    close: async () => {},
  };
  const opened = openDevice(access, target, new AbortController().signal);
  closing.push(opened);
  return { ...opened, secrets: target.secrets };
}

describe('a device', () => {
  it('is knocked at until it has settled', async () => {
    const closed = await closedPort();
    let open: Running | undefined;
    const { device } = deviceAt(async () => open ?? closed);
    const seen = device.reachBecomes({ port: 8443 }, 'open');
    open = await httpServer(() => {});
    closing.push(open);
    expect(await seen).toBe('open');
  });

  it('is believed once its settling time is over', async () => {
    const closed = await closedPort();
    const { device } = deviceAt(async () => closed, 1);
    expect(await device.reachBecomes({ port: 8443 }, 'open')).toBe('refused');
  });

  it('is waited for until it presents the wanted certificate', async () => {
    const [old, next] = [await pair('old'), await pair('new')];
    const places = [await httpsServer(old, () => {}), await httpsServer(next, () => {})];
    closing.push(...places);
    let looks = 0;
    const { device } = deviceAt(async () => places[Math.min(looks++, 1)] ?? { host: '', port: 0 });
    expect(await device.presentsBecomes({ port: 443 }, next.sha256, next.certificate)).toMatchObject({
      shown: true,
      trusted: true,
      certificate: { sha256: next.sha256 },
    });
    expect(looks).toBe(2);
  });

  it('hands out cookies and has a password that no report shows', async () => {
    const place = await httpServer((_, response) => {
      response.setHeader('Set-Cookie', 'nxapi_auth=admin:abc+def/123=; Secure; HttpOnly');
      response.end('ok');
    });
    closing.push(place);
    const { device, secrets } = deviceAt(async () => place);
    const seen = await device.request({ port: 80 }, { method: 'GET', path: '/' }, 'plain');
    expect(secrets.redact(seen.rawHeaders.join(' '))).toContain('nxapi_auth=admin:‹cookie#1›; Secure');
    expect(secrets.redact(`password ${device.password}`)).toBe('password ‹password#1›');
  });

  it('is asked at the door that is named', async () => {
    const doors: Door[] = [];
    const closed = await closedPort();
    const { device } = deviceAt(async (door) => {
      doors.push(door);
      return closed;
    });
    await device.reach('nxapi-https');
    await device.reach({ port: 80, address: 'Ethernet1/1' });
    await expect(device.login({ username: 'a', password: 'b' })).rejects.toThrow(/ECONNREFUSED/);
    expect(doors).toEqual(['nxapi-https', { port: 80, address: 'Ethernet1/1' }, { port: 22 }]);
  });

  it('says what the target has not', () => {
    const { device } = deviceAt(closedPort);
    expect(() => device.files).toThrow(/no file server/);
    expect(() => device.clock).toThrow(/no clock/);
  });
});
