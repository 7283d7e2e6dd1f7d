import { expect, it } from 'vitest';
import { sha256crypt } from '../chassis/accounts/sha256crypt.ts';
import { administrator, factory } from './factory.ts';

it('is born with the hashes of its administrator’s two passwords', async () => {
  const { config } = factory({ name: 'nsxv-1', release: '6.4.4', seed: 'any', now: 0, options: {} });
  expect(config.users.admin?.hash).toBe(await sha256crypt(administrator.password, 'RACKLESS'));
  expect(config.enableHash).toBe(await sha256crypt(administrator.enablePassword, 'RACKLESS'));
});
