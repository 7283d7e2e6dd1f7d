import { tier } from './.ci/tier.ts';

/** `npm run test:clients`: clients that others wrote, each installed by its own test, against the lab. */
export default tier({
  include: ['conformance/foreign/**/*.test.ts'],
  testTimeout: 120_000,
  hookTimeout: 300_000,
});
