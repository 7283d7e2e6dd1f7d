import { tier } from './.ci/tier.ts';

/** `npm run test:long`: power cuts, soak, fuzz. A slice of it is had with RACKLESS_LONG_SLICE (see .ci/slice.ts). */
export default tier({
  include: ['**/*.long.ts'],
  testTimeout: 1_800_000,
  hookTimeout: 300_000,
});
