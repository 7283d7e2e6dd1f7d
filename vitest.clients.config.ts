import { tier } from './.ci/tier.ts';

/** `npm run test:clients`: clients that others wrote, installed before the tests, against the lab. */
export default tier({
  include: ['conformance/foreign/**/*.test.ts'],
  globalSetup: ['conformance/foreign/testing/python.ts'],
  testTimeout: 300_000,
  hookTimeout: 300_000,
});
