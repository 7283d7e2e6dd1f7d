import { afterEach, describe, expect, it } from 'vitest';
import { openDevice } from './device.ts';
import { mutantNames, simulatorTarget } from './simulator.ts';
import type { Target } from './target.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const { signal } = new AbortController();

function targetOf(mutant?: string): Target {
  const suite = { kind: 'nxos', standing: { configured: 'nxapi' } };
  const target = simulatorTarget(suite, '9.3(5)', { mutant, patienceMs: 10_000 });
  closing.push(() => target.close());
  return target;
}

describe('a simulator as target', () => {
  it('stands ready once for all, and fresh for each', async () => {
    const target = targetOf();
    expect(await target.standing()).toBe(await target.standing());
    const [one, other] = [await target.fresh({}), await target.fresh({})];
    closing.push(
      () => one.close(),
      () => other.close(),
    );
    expect(await one.place({ port: 22 })).not.toEqual(await other.place({ port: 22 }));
  });

  it('is found by endpoint and by port, open or closed', async () => {
    const target = targetOf();
    const { device, close } = openDevice(await target.standing(), target, signal);
    closing.push(close);
    expect(await device.place('nxapi-https')).toEqual(await device.place({ port: 8443 }));
    expect(await device.reach('nxapi-https')).toBe('open');
    expect(await device.reach({ port: 443 })).toBe('refused');
    expect(await device.login(device)).toBe('accepted');
  });

  it('has a clock of its own', async () => {
    const target = targetOf();
    const access = await target.fresh({ configured: 'nxapi' });
    closing.push(() => access.close());
    const { device, close } = openDevice(access, target, signal);
    closing.push(close);
    const clock = async () => (await device.exec('show clock')).stdout;
    const before = await clock();
    await device.clock.advance(86_400_000);
    expect(before).not.toBe('');
    expect((await clock()).slice(12)).not.toBe(before.slice(12));
  });

  it('may be broken on purpose, and says so', async () => {
    expect(await mutantNames()).toContain('nxos.any-password');
    const target = targetOf('nxos.any-password');
    expect(target.label).toContain('nxos.any-password');
    const { device, close } = openDevice(await target.standing(), target, signal);
    closing.push(close);
    expect(await device.login({ username: device.username, password: 'anything' })).toBe('accepted');
  });
});
