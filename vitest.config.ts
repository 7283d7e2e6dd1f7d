import { defineConfig } from 'vitest/config';

/** The ordinary tier: `npm test`. The other tiers have configurations of their own. */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', 'conformance/foreign/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
