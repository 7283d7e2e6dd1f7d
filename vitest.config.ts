import { tier } from './.ci/tier.ts';

/** The ordinary tier, `npm test`: Node and common command-line tools, at most five minutes. */
export default tier({
  include: ['**/*.test.ts'],
  exclude: ['conformance/foreign/**'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
});
