import { expect, it } from 'vitest';
import { encrypted } from './password.ts';

it('hashes as boxes before 9.7 do', () => {
  expect(encrypted('cisco')).toBe('2KFQnbNIdI.2KYOU');
  expect(encrypted('')).toBe('8Ry2YjIyt7RRXU24');
  expect(encrypted('cisco', 'admin')).not.toBe(encrypted('cisco', 'bob'));
});
